"""What a reader finds first: the open round meant for her, else the last result and the next opening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core import clock
from c2m.core.db import db
from c2m.core.errors import missing
from c2m.loop import communities, designs, presales, rounds


@dataclass(frozen=True)
class First:
    """``open``: the round to vote in now; without one, ``last`` is the newest result. ``next``: what opens next."""

    open: rounds.Round | None
    last: rounds.Round | None
    next: rounds.Round | None


def first_for(koc_ids: Sequence[int]) -> First:
    """``koc_ids``: the KOCs whose groups she is in (or whose card she came with). Hers come before all others."""
    now, live = clock.now(), rounds.Round.state.in_(("planned", "open"))
    over = or_(rounds.Round.state.in_(("closed", "confirmed")), live & (rounds.Round.closes_at <= now))
    is_open = live & (rounds.Round.opens_at <= now) & (rounds.Round.closes_at > now)
    ahead = (rounds.Round.state == "planned") & (rounds.Round.opens_at > now)
    return First(
        open=_hers_first(koc_ids, is_open, rounds.Round.closes_at.asc()),
        last=_hers_first(koc_ids, over, rounds.Round.closes_at.desc()),
        next=_hers_first(koc_ids, ahead, rounds.Round.opens_at.asc()),
    )


def _hers_first(koc_ids: Sequence[int], which: ColumnElement[bool], order: ColumnElement) -> rounds.Round | None:
    hers = rounds.Round.koc_id.in_(list(koc_ids))
    rows = select(rounds.Round).where(which).order_by(hers.desc(), order, rounds.Round.id).limit(1)
    return db.session.scalars(rows).first()


def kocs_of(person_id: int | None, card: communities.Card | None = None) -> list[int]:
    """The KOCs she belongs to, the one of her card first."""
    by_card = [card.group.koc_id] if card else []
    hers = [one.group.koc_id for one in communities.memberships(person_id)] if person_id else []
    return list(dict.fromkeys(by_card + hers))


def shown(code: str) -> rounds.Round:
    """The round with this code and all its designs and pictures; Refused 404 for one that was called off."""
    drawn = joinedload(rounds.Entry.version).selectinload(designs.Version.pictures)
    load = selectinload(rounds.Round.entries).options(drawn, joinedload(rounds.Entry.design))
    key = rounds.Round.key_of(code)
    rows = select(rounds.Round).where(rounds.Round.id == key, rounds.Round.state != "cancelled")
    found = db.session.scalars(rows.options(load).execution_options(populate_existing=True)).first() if key else None
    if found is None:
        raise missing()
    return found


def selling() -> list[presales.Presale]:
    """Pre-sales that take orders now, the one that closes next first."""
    now, sale = clock.now(), presales.Presale
    rows = select(sale).where(sale.state.in_(("scheduled", "open")), sale.opens_at <= now, sale.closes_at > now)
    load = joinedload(sale.version).selectinload(designs.Version.pictures)
    return list(db.session.scalars(rows.options(load).order_by(sale.closes_at, sale.id)))


def of_koc(koc_id: int) -> list[rounds.Round]:
    """Her rounds that have opened, the newest first."""
    rows = select(rounds.Round).where(
        rounds.Round.koc_id == koc_id, rounds.Round.state != "cancelled", rounds.Round.opens_at <= clock.now()
    )
    return list(db.session.scalars(rows.order_by(rounds.Round.number.desc())))
