"""Samples: what is to be sewn and sent, the passport of one, asking for one outside a round."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core import money
from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.insight import samplings, standings, tryons
from c2m.loop import ballots, communities, designs
from c2m.loop import samples as stages
from c2m.web import filters, forms, guard
from c2m.web.studio import bp, states

SYMBOLS = {state: symbol for state, (_kind, symbol) in states.SAMPLES.items()}


@bp.get("/samples")
def samples() -> ResponseReturnValue:
    stage = request.args.get("stage", "")
    stage = stage if stage in samplings.STAGES else ""
    page, counts = forms.page(), samplings.counts()
    whole = counts[stage] if stage else sum(counts[one] for one in samplings.LIVE)
    return render_template(
        "studio/samples.html",
        tryons=samplings.listed(stage, page),
        stages=samplings.STAGES,
        stage=stage,
        counts=counts,
        live=sum(counts[one] for one in samplings.LIVE),
        page=page,
        pages=-(-whole // samplings.PAGE),
    )


# --- outside a round ------------------------------------------------------------------------------------------------


@bp.get("/samples/new")
def new_sample() -> ResponseReturnValue:
    kocs = [koc for koc in communities.nearest([]) if koc.groups]
    choices = standings.choosable("all")
    return render_template(
        "studio/sample_new.html",
        designs=choices,
        kocs=kocs,
        wanted=request.args.get("design", ""),
        her=request.args.get("koc", ""),
    )


@bp.post("/samples")
@forms.again(new_sample)
def ask_sample() -> ResponseReturnValue:
    reason = forms.text("reason", 300)
    with atomic():
        design, koc = _chosen(designs.Design, "design"), _chosen(communities.Koc, "koc")
        sample = stages.ask(design, koc, reason=reason, by=guard.me().id)
    flash(_("Asked for. It is to be sewn by %(day)s.", day=filters.day(sample.due_at)), "ok")
    return redirect(url_for("studio.sample", code=sample.code), 303)


def _chosen(model: Any, field: str) -> Any:
    key = model.key_of(request.form.get(field, ""))
    if key is None:
        raise Refused("Choose one of those shown.", field=field)
    return model.find(request.form[field])


# --- one sample -----------------------------------------------------------------------------------------------------


@bp.get("/samples/<code>")
def sample(code: str) -> ResponseReturnValue:
    shown = stages.Sample.find(code)
    return render_template(
        "studio/sample.html",
        sample=shown,
        tryon=tryons.of_sample(shown),
        steps=_steps(shown),
        again=tryons.resamples(shown),
        voters=len(ballots.voters(shown.design_id, [shown.koc_id])),
    )


def _steps(shown: stages.Sample) -> list[dict[str, Any]]:
    """The passport: what has happened with its date, what is next with the day it is due."""
    seen = tryons.passport(shown)
    path = [state for state in samplings.STAGES[:5] if state in seen or shown.state != "declined"]
    path += ["declined"] if shown.state == "declined" else []
    steps, due = [], True
    for state in path:
        over = state in seen
        at = "now" if state == shown.state and state not in {"posted", "declined"} else "done" if over else "later"
        note = _reached(shown, state, filters.when(seen[state])) if over else _next(shown, due)
        due = due and over
        steps.append({"title": _title(state), "note": note, "state": at, "symbol": SYMBOLS[state]})
    return steps


def _title(state: str) -> str:
    return {
        "asked": _("Asked for"),
        "made": _("Sewn"),
        "sent": _("Sent to her"),
        "received": _("With her"),
        "posted": _("Her post is out"),
        "declined": _("She will not front it"),
    }[state]


def _reached(shown: stages.Sample, state: str, when: str) -> str:
    more = {
        "made": _("cost %(money)s", money=money.show(shown.cost_fen)) if shown.cost_fen else "",
        "sent": f"{shown.courier} {shown.tracking}",
    }
    return " · ".join(part for part in (when, more.get(state, "")) if part)


def _next(shown: stages.Sample, due: bool) -> str:
    return _("by %(day)s at the latest", day=filters.day(shown.due_at)) if due else ""


@bp.post("/samples/<code>/pieces")
@forms.again(sample)
def make_sample(code: str) -> ResponseReturnValue:
    cost_fen = forms.fen("cost") if request.form.get("cost", "").strip() else 0
    changed = forms.text("changed", 500)
    with atomic():
        stages.make(stages.Sample.find(code), cost_fen, changed, by=guard.me().id)
    flash(_("Sewn. Next it goes to her."), "ok")
    return redirect(url_for("studio.sample", code=code), 303)


@bp.post("/samples/<code>/parcels")
@forms.again(sample)
def send_sample(code: str) -> ResponseReturnValue:
    with atomic():
        shown = stages.Sample.find(code)
        stages.send(shown, forms.text("courier", 40), forms.text("tracking", 40), by=guard.me().id)
        name = shown.koc.name
    flash(_("Sent, and %(koc)s has been told.", koc=name), "ok")
    return redirect(url_for("studio.sample", code=code), 303)


@bp.post("/samples/<code>/settlements")
@forms.again(sample)
def settle_sample(code: str) -> ResponseReturnValue:
    kept = forms.chosen("kept", {"yes", "no"}) == "yes"
    with atomic():
        stages.settle(stages.Sample.find(code), kept, by=guard.me().id)
    flash(_("Kept on record."), "ok")
    return redirect(url_for("studio.sample", code=code), 303)
