"""The open round: a wall of hearts, every tap saved, the whole ballot sent by one button without script."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from c2m.core import clock
from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.insight import agenda
from c2m.loop import ballots, brand, communities, people
from c2m.loop import rounds as stages
from c2m.web import forms, guard
from c2m.web.shopper import bp, kept


@bp.get("/rounds/<code>")
def round(code: str) -> ResponseReturnValue:
    shown = agenda.shown(code)
    if shown.is_over and forms.refused():
        raise forms.refused()
    if shown.is_over:
        return redirect(url_for("shopper.result", code=shown.code), 303)
    return wall(shown)


def wall(round_: stages.Round) -> ResponseReturnValue:
    """The page of a round that is open, or will be."""
    if clock.now() < round_.opens_at:
        return render_template("shopper/round_ahead.html", round=round_)
    who = guard.person()
    reader = f"person {who.id}" if who else guard.visitor()
    return render_template(
        "shopper/round.html",
        round=round_,
        entries=stages.order_for(round_, reader),
        picked=_typed(round_) if forms.refused() else mine(round_),
        votes=who is None or people.may_vote(who.id),
        becomes=_becomes(round_),
        selling=agenda.selling(),
    )


def mine(round_: stages.Round) -> set[int]:
    """Her picks: on her ballot, or kept until she signs in."""
    who = guard.person()
    return ballots.picks_of(round_, who.id) if who else kept.picks(round_)


def _typed(round_: stages.Round) -> set[int]:
    sent = set(request.form.getlist("entry"))
    return {entry.id for entry in round_.entries if entry.code in sent}


def _becomes(round_: stages.Round) -> communities.Group | Refused | None:
    """The group that voting makes her a member of; None when she is one already, a Refused when all are full."""
    who, card = guard.person(), kept.card()
    if who and communities.place_of(who.id, round_.koc_id):
        return None
    try:
        first = card.group if card and card.group.koc_id == round_.koc_id else None
        return communities.with_room(round_.koc_id, first)
    except Refused as full:
        return full


@bp.post("/rounds/<code>/ballot")
@forms.again(round)
def send_ballot(code: str) -> ResponseReturnValue:
    """The whole ballot, as the form sends it."""
    chosen = [stages.Entry.key_of(one) for one in request.form.getlist("entry")]
    if None in chosen:
        raise missing()
    with atomic():
        round_ = stages.Round.find(code)
        _put(round_, set(chosen))
    if guard.person() is None:
        return redirect(url_for("account.sign_in", next=url_for("shopper.ballot", code=code)), 303)
    return redirect(url_for("shopper.ballot", code=code), 303)


def _put(round_: stages.Round, chosen: set[int]) -> None:
    if who := guard.person():
        ballots.cast(round_, who.id, chosen, kept.card())
    else:
        _check_open(round_)
        kept.keep(round_, chosen)


def _check_open(round_: stages.Round) -> None:
    """For picks that are only kept: the sentence a ballot would get."""
    if not round_.is_open:
        raise Refused("Voting is closed for this round. Your picks were not changed.", status=409)


@bp.get("/rounds/<code>/ballot")
def ballot(code: str) -> ResponseReturnValue:
    """Received: what she picked, what happens next, changeable until the close."""
    round_ = agenda.shown(code)
    if round_.is_over:
        return redirect(url_for("shopper.result", code=round_.code), 303)
    picked = [entry for entry in round_.entries if entry.id in ballots.picks_of(round_, guard.me().id)]
    place = communities.place_of(guard.me().id, round_.koc_id)
    winners = brand.read().winners
    return render_template("shopper/round_ballot.html", round=round_, picked=picked, place=place, winners=winners)


@bp.post("/rounds/<code>/picks")
def tap(code: str) -> ResponseReturnValue:
    """One tap on a heart, saved at once: {"entry": code, "picked": bool}."""
    said = request.get_json(silent=True)
    if not isinstance(said, dict) or not isinstance(said.get("entry"), str) or not isinstance(said.get("picked"), bool):
        raise Refused("That request could not be read. Go back and try again.")
    entry_id = stages.Entry.key_of(said["entry"])
    with atomic():
        round_ = stages.Round.find(code)
        if entry_id not in {entry.id for entry in round_.entries}:
            raise missing()
        _tap(round_, entry_id, said["picked"])
    return {"entry": said["entry"], "picked": said["picked"], "counted": guard.person() is not None}


def _tap(round_: stages.Round, entry_id: int, picked: bool) -> None:
    who = guard.person()
    if who is None:
        _check_open(round_)
        before = kept.picks(round_)
        kept.keep(round_, before | {entry_id} if picked else before - {entry_id})
    elif picked:
        ballots.pick(round_, who.id, entry_id, kept.card())
    else:
        ballots.unpick(round_, who.id, entry_id)
