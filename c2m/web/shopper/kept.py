"""What a visitor chose before she signed in, kept in her session: her picks, her card, the group she wishes to join,
her need. Signing in carries it out; what could not be done is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import flash, session
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.loop import ballots, communities, people, rounds
from c2m.web import forms

ROUNDS_KEPT = 3
"""A cookie is small: the picks of the latest rounds only."""


@dataclass
class Wishes:
    picks: dict[str, list[str]] = field(default_factory=dict)
    joining: dict[str, str] | None = None
    need: dict[str, Any] | None = None


def card() -> communities.Card | None:
    """The card she came with."""
    try:
        return communities.Card.find(session["card"]) if session.get("card") else None
    except Refused:
        return None


def picks(round_: rounds.Round) -> set[int]:
    """The entry ids she picked in this round before signing in."""
    hers = set(session.get("picks", {}).get(round_.code, []))
    return {entry.id for entry in round_.entries if entry.code in hers}


def keep(round_: rounds.Round, chosen: set[int]) -> None:
    """Her picks in this round are exactly these. The same rules as for a ballot, so that nothing is kept in vain."""
    codes = {entry.id: entry.code for entry in round_.entries}
    if not chosen <= set(codes):
        raise missing()
    if round_.pick_limit is not None and len(chosen) > round_.pick_limit:
        raise Refused("Pick %(most)s at most. Take one back first.", status=409, most=round_.pick_limit)
    all_kept = {code: hers for code, hers in session.get("picks", {}).items() if code != round_.code}
    all_kept[round_.code] = sorted(codes[one] for one in chosen)
    session["picks"] = dict(list(all_kept.items())[-ROUNDS_KEPT:])


def wishes() -> Wishes:
    """Everything kept, read before the session is made anew by signing in."""
    return Wishes(dict(session.get("picks", {})), session.get("joining"), session.get("need"))


def carry_out(kept: Wishes, person: people.Person) -> None:
    """Do for ``person`` what she wished before she signed in."""
    session.pop("picks", None)
    for code, chosen in kept.picks.items():
        if chosen:
            _said(lambda code=code, chosen=chosen: _cast(code, chosen, person.id))
    if kept.joining:
        _said(lambda: _join(kept.joining, person.id))
    if kept.need and not person.need and not person.need_tags:
        _said(lambda: people.tell_need(person, **kept.need))


def _said(wish: Any) -> None:
    try:
        with atomic():
            said = wish()
    except Refused as no:
        flash(forms.sentence(no), "warn")
    else:
        if said:
            flash(said, "ok")


def _cast(code: str, chosen: list[str], person_id: int) -> str:
    round_ = rounds.Round.find(code)
    new = {key for key in map(rounds.Entry.key_of, chosen) if key}
    try:
        ballots.cast(round_, person_id, ballots.picks_of(round_, person_id) | new, card())
    except Refused as no:
        why = forms.sentence(no)
        raise Refused(
            "Your picks in round %(number)s could not be counted. %(why)s",
            status=no.status,
            number=round_.number,
            why=why,
        ) from no
    return _("Counted: your picks in round %(number)s.", number=round_.number)


def _join(wish: dict[str, str], person_id: int) -> str:
    koc = communities.Koc.find(wish["koc"])
    place = communities.settle_in(person_id, koc.id, card())
    return _("You are in: %(group)s.", group=place.group.name)
