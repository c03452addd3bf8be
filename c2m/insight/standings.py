"""Designs as the studio lists them, and how each did in the rounds it stood in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core import clock
from c2m.core.db import db
from c2m.loop import ballots, designs, rounds

PAGE = 40
WHICH = ("all", "unseen", "shown", "retired")


@dataclass(frozen=True)
class Place:
    """``place`` among ``of`` designs of a round that is over, with so many voters."""

    entry: rounds.Entry
    place: int
    of: int
    voters: int


def listed(
    which: str, words: str = "", designer_id: int | None = None, page: int = 1
) -> tuple[list[designs.Design], int]:
    """One page of designs, the newest first, and how many there are in all. ``words``: part of a title."""
    rows = select(designs.Design).where(*_which(which))
    if designer_id is not None:
        rows = rows.where(designs.Design.designer_id == designer_id)
    if words:
        version = designs.Version
        named = select(version.design_id).where(
            or_(version.title.contains(words, autoescape=True), version.title_en.icontains(words, autoescape=True))
        )
        rows = rows.where(designs.Design.id.in_(named))
    whole = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    rows = rows.order_by(designs.Design.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session.scalars(drawn(rows))), whole


def _which(which: str) -> list:
    shown = designs.Design.id.in_(_shown())
    ready = designs.Design.state == "ready"
    return {"unseen": [ready, ~shown], "shown": [ready, shown], "retired": [~ready]}.get(which, [ready])


def _shown() -> Select:
    """Design ids that stand or stood in a round."""
    return (
        select(rounds.Entry.design_id)
        .join(rounds.Round, rounds.Round.id == rounds.Entry.round_id)
        .where(rounds.Round.state != "cancelled")
    )


def drawn(rows: Select) -> Select:
    """With versions, pictures and designers loaded."""
    pictures = selectinload(designs.Design.versions).selectinload(designs.Version.pictures)
    return rows.options(pictures, joinedload(designs.Design.designer))


def choosable(which: str = "unseen") -> list[designs.Design]:
    """Designs for a round's wall, the newest first."""
    rows = select(designs.Design).where(*_which(which)).order_by(designs.Design.id.desc()).limit(200)
    return list(db.session.scalars(drawn(rows)))


def places(design_ids: Iterable[int]) -> dict[int, list[Place]]:
    """How these designs did in rounds that are over, the newest round first; three queries however many there are."""
    ids = set(design_ids)
    entry, round_ = rounds.Entry, rounds.Round
    live = round_.state.in_(("planned", "open")) & (round_.closes_at <= clock.now())
    over = or_(round_.state.in_(("closed", "confirmed")), live)
    mine = select(entry.round_id).join(round_, round_.id == entry.round_id).where(entry.design_id.in_(ids), over)
    rows = (
        select(entry)
        .where(entry.round_id.in_(mine))
        .options(joinedload(entry.round).joinedload(round_.koc))
        .order_by(entry.round_id.desc(), entry.number)
    )
    by_round: dict[int, list[rounds.Entry]] = {}
    for one in db.session.scalars(rows):
        by_round.setdefault(one.round_id, []).append(one)
    counted, found = _voters(by_round), {}
    for entries in by_round.values():
        best = sorted(entries, key=lambda one: (-counted.get(one.id, 0), one.number))
        for place, one in enumerate(best, start=1):
            if one.design_id in ids:
                found.setdefault(one.design_id, []).append(Place(one, place, len(best), counted.get(one.id, 0)))
    return found


def _voters(round_ids: Iterable[int]) -> dict[int, int]:
    """Valid voters by entry id."""
    pick, ballot = ballots.Pick, ballots.Ballot
    rows = (
        select(pick.entry_id, func.count())
        .join(ballot, (ballot.round_id == pick.round_id) & (ballot.person_id == pick.person_id))
        .where(pick.round_id.in_(list(round_ids)), ballot.state == "valid")
        .group_by(pick.entry_id)
    )
    return dict(db.session.execute(rows).all())
