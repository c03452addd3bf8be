"""Rounds: planned for several KOCs at once, watched while open, confirmed after the close."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from c2m.core import clock, codes
from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.core.moves import move
from c2m.insight import agenda, crowds, fates, standings
from c2m.loop import ballots as votes
from c2m.loop import brand, communities, designs, results, samples
from c2m.loop import rounds as stages
from c2m.web import filters, forms, guard
from c2m.web.studio import bp

OPENS, CLOSES = 10, 21
"""Hours in Shanghai: when a round opens and closes unless said otherwise."""


@bp.get("/rounds")
def rounds() -> ResponseReturnValue:
    found = crowds.listed_rounds()
    turnouts = crowds.turnouts([round_.id for round_ in found])
    return render_template("studio/rounds.html", rounds=found, turnouts=turnouts, phase=phase)


def phase(round_: stages.Round) -> str:
    """planned | open | closed | confirmed | cancelled, true to the minute."""
    if round_.state in {"confirmed", "cancelled"}:
        return round_.state
    if round_.is_over:
        return "closed"
    return "open" if round_.is_open else "planned"


# --- planning -------------------------------------------------------------------------------------------------------


@bp.get("/rounds/new")
def new_round() -> ResponseReturnValue:
    which = "all" if request.args.get("which") == "all" else "unseen"
    opens_at = _next_opening()
    return render_template(
        "studio/round_new.html",
        designs=standings.choosable(which),
        which=which,
        kocs=[koc for koc in communities.nearest([]) if koc.groups],
        opens_at=opens_at,
        closes_at=clock.at_shanghai(opens_at, CLOSES),
        chosen=set(request.form.getlist("designs") or request.args.getlist("design")),
        groups=request.form.getlist("kocs"),
    )


def _next_opening() -> datetime:
    today = clock.at_shanghai(clock.now(), OPENS)
    return today if today > clock.now() else clock.at_shanghai(clock.now() + timedelta(days=1), OPENS)


@bp.post("/rounds")
@forms.again(new_round)
def plan_rounds() -> ResponseReturnValue:
    """The same designs for several KOCs: each gets her own round, and her own winners."""
    opens_at, closes_at = forms.moment("opens_at"), forms.moment("closes_at")
    limit, title = forms.whole_or_none("pick_limit", 1, 1000), forms.text("title", 60)
    with atomic():
        kocs = [communities.Koc.find(code) for code in request.form.getlist("kocs")]
        chosen = [_ready(code) for code in request.form.getlist("designs")]
        if not kocs:
            raise Refused("Choose whose groups vote.", field="kocs")
        made = [stages.plan(koc, chosen, opens_at, closes_at, limit, title, by=guard.me().id) for koc in kocs]
    flash(_n("%(num)s round planned", "%(num)s rounds planned", len(made)), "ok")
    target = url_for("studio.round", code=made[0].code) if len(made) == 1 else url_for("studio.rounds")
    return redirect(target, 303)


def _ready(code: str) -> designs.Design:
    design = designs.Design.find(code)
    if design.state != "ready":
        raise Refused("%(design)s was put away. Choose another one.", field="designs", design=design.newest.title)
    return design


# --- one round ------------------------------------------------------------------------------------------------------


@bp.get("/rounds/<code>")
def round(code: str) -> ResponseReturnValue:
    """Turnout while it is open; counts only after the close, for operators too."""
    shown = stages.Round.find(code)
    drawn = agenda.shown(code) if shown.state != "cancelled" else shown
    over = shown.is_over
    return render_template(
        "studio/round.html",
        round=drawn,
        phase=phase(shown),
        turnout=votes.turnout(shown),
        by_group=crowds.turnout_by_group(shown),
        members=crowds.members([shown.koc_id]),
        ranks=results.ranking(drawn) if over else [],
        verdicts={one.entry_id: one for one in results.verdicts(shown)} if over else {},
        fates=fates.of_round(drawn) if over else {},
        winners=brand.read().winners,
        aside=set(request.form.getlist("aside")),
    )


@bp.post("/rounds/<code>/close")
@forms.again(round)
def move_close(code: str) -> ResponseReturnValue:
    closes_at, reason = forms.moment("closes_at"), forms.text("reason", 200)
    with atomic():
        stages.move_close(stages.Round.find(code), closes_at, reason, by=guard.me().id)
    flash(_("The close was moved, and everybody reads why."), "ok")
    return redirect(url_for("studio.round", code=code), 303)


@bp.post("/rounds/<code>/result")
@forms.again(round)
def confirm_round(code: str) -> ResponseReturnValue:
    """The winners, and a sample of each asked for, in one act."""
    with atomic():
        shown = stages.Round.find(code)
        aside = {entry.id: _reason(entry) for entry in shown.entries if _is_aside(entry)}
        results.confirm(shown, aside, by=guard.me().id)
        asked = samples.ask_for_winners(shown, by=guard.me().id)
    flash(_n("Confirmed. %(num)s sample is asked for.", "Confirmed. %(num)s samples are asked for.", len(asked)), "ok")
    return redirect(url_for("studio.round", code=code), 303)


def _is_aside(entry: stages.Entry) -> bool:
    """Ticked. A reason typed without the tick is asked about: what is confirmed cannot be taken back."""
    ticked = entry.code in request.form.getlist("aside")
    if not ticked and forms.text(f"reason-{entry.code}", 200):
        said = "You wrote why %(design)s is put aside, without ticking it. Tick it, or empty the reason."
        raise Refused(said, field=f"reason-{entry.code}", design=filters.named(entry.version))
    return ticked


def _reason(entry: stages.Entry) -> str:
    reason = forms.text(f"reason-{entry.code}", 200)
    if not reason:
        raise Refused("Say why it is set aside: the reason is shown to everyone.", field=f"reason-{entry.code}")
    return reason


@bp.post("/rounds/<code>/cancellation")
@forms.again(round)
def cancel_round(code: str) -> ResponseReturnValue:
    """Only before it opens."""
    with atomic():
        shown = stages.Round.find(code)
        if clock.now() >= shown.opens_at:
            raise Refused("It has opened: a round that people vote in cannot be called off.", status=409)
        move(shown, "cancel", by=guard.me().id)
    flash(_("Called off. Nobody has voted in it."), "ok")
    return redirect(url_for("studio.rounds"), 303)


# --- its ballots ----------------------------------------------------------------------------------------------------


@bp.get("/rounds/<code>/ballots")
def ballots(code: str) -> ResponseReturnValue:
    """Who voted, when and from where; never what for."""
    shown = stages.Round.find(code)
    state = request.args.get("state", "")
    state = state if state in {"valid", "held", "voided"} else ""
    page = forms.page()
    found, whole = crowds.ballots_of(shown, state, page)
    pages = -(-whole // crowds.PAGE)
    return render_template(
        "studio/round_ballots.html", round=shown, ballots=found, whole=whole, state=state, page=page, pages=pages
    )


@bp.post("/ballots/<code>/judgements")
def judge_ballot(code: str) -> ResponseReturnValue:
    verb, reason = forms.chosen("verb", ("hold", "void", "restore")), forms.text("reason", 200)
    with atomic():
        ballot = votes.Ballot.find(code)
        votes.judge(ballot, verb, reason, by=guard.me().id)
        round_code = codes.write(ballot.round_id, "round")
    flash(_("Written down, with your reason."), "ok")
    return redirect(url_for("studio.ballots", code=round_code), 303)
