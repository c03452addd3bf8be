"""The same questions as conversion, ledger and cards, asked of many sales, rounds and KOCs at once, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core import clock
from c2m.core.db import db
from c2m.insight import conversion, crowds, ledger, rates
from c2m.loop import ballots, communities, designs, inbox, orders, people, presales, rounds

PAGE = 12
People = set[int]


@dataclass(frozen=True)
class Sold:
    sale: presales.Presale
    conversion: conversion.Conversion
    path: ledger.Path


@dataclass(frozen=True)
class Turnout:
    """``voted``: of the members at the close (or now), how many have voted."""

    round: rounds.Round
    voted: rates.Rate


@dataclass(frozen=True)
class Funnel:
    """All cards of one KOC."""

    koc: communities.Koc
    handed_out: int
    scanned: int
    added: int
    joined: int
    left: int
    picked: int
    paid: int


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(presales.Presale).where(_opened())) or 0


def _opened() -> ColumnElement[bool]:
    sale = presales.Presale
    return sale.state.in_(("scheduled", "open", "met", "missed", "locked")) & (sale.opens_at <= clock.now())


def sold(page: int = 1) -> list[Sold]:
    """One page of the sales that have opened, the newest first."""
    sale = presales.Presale
    drawn = joinedload(sale.version).selectinload(designs.Version.pictures)
    fronts = selectinload(sale.fronts).joinedload(presales.Front.koc)
    rows = select(sale).where(_opened()).options(drawn, fronts).order_by(sale.opens_at.desc(), sale.id.desc())
    found = list(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE)))
    if not found:
        return []
    voted = _Voted(found)
    bought, facts = _buyers(found), _facts(found)
    return [
        Sold(one, voted.conversion(one, bought[one.id]), voted.path(one, bought[one.id], facts[one.id]))
        for one in found
    ]


class _Voted:
    """Who picked these designs in the rounds of their fronts, and who else could have."""

    def __init__(self, sales: Iterable[presales.Presale]) -> None:
        pairs = {(sale.design_id, front.koc_id) for sale in sales for front in sale.fronts}
        kocs = {koc_id for _design_id, koc_id in pairs}
        rows = select(rounds.Entry.id, rounds.Entry.design_id, rounds.Round).join(rounds.Round)
        rows = rows.where(rounds.Entry.design_id.in_({design for design, _koc in pairs}), rounds.Round.koc_id.in_(kocs))
        stood = [row for row in db.session.execute(rows) if row[2].is_over and (row[1], row[2].koc_id) in pairs]
        self.picks: dict[tuple[int, int], People] = defaultdict(set)
        self.members: dict[tuple[int, int], People] = defaultdict(set)
        by_entry, crowd = _picks([row[0] for row in stood]), _Crowd(kocs)
        for entry_id, design_id, round_ in stood:
            self.picks[design_id, round_.koc_id] |= by_entry[entry_id]
            self.members[design_id, round_.koc_id] |= crowd.at(round_.koc_id, round_.closes_at)

    def _all(self, found: dict[tuple[int, int], People], sale: presales.Presale) -> People:
        return set().union(*(found[sale.design_id, front.koc_id] for front in sale.fronts))

    def conversion(self, sale: presales.Presale, bought: People) -> conversion.Conversion:
        picked = self._all(self.picks, sale)
        everyone = self._all(self.members, sale) | picked
        others = everyone - picked
        return conversion.Conversion(
            *(rates.rate(len(some & bought), len(some)) for some in (picked, others, everyone))
        )

    def path(self, sale: presales.Presale, bought: People, facts: dict[str, People]) -> ledger.Path:
        picked = self._all(self.picks, sale)
        steps = {name: len(picked & some) for name, some in facts.items()}
        return ledger.Path(picked=len(picked), paid=len(picked & bought), **steps)


class _Crowd:
    """Who was with these KOCs when, staff left out."""

    def __init__(self, koc_ids: Collection[int]) -> None:
        member, group = communities.Membership, communities.Group
        rows = select(group.koc_id, member.person_id, member.joined_at, member.left_at).join(
            group, group.id == member.group_id
        )
        staff = select(people.Role.person_id).where(people.Role.role.in_(people.STAFF))
        self.stays: dict[int, list[tuple[int, datetime, datetime | None]]] = defaultdict(list)
        for koc_id, *stay in db.session.execute(rows.where(group.koc_id.in_(koc_ids), member.person_id.not_in(staff))):
            self.stays[koc_id].append(tuple(stay))

    def at(self, koc_id: int, moment: datetime) -> People:
        stays = self.stays[koc_id]
        return {who for who, joined, left in stays if joined <= moment and (left is None or left > moment)}


def _picks(entry_ids: list[int]) -> dict[int, People]:
    pick, ballot = ballots.Pick, ballots.Ballot
    rows = (
        select(pick.entry_id, pick.person_id)
        .join(ballot, (ballot.round_id == pick.round_id) & (ballot.person_id == pick.person_id))
        .where(pick.entry_id.in_(entry_ids), ballot.state == "valid")
    )
    return _sets(db.session.execute(rows))


def _sets(rows: Iterable) -> dict[int, People]:
    found: dict[int, People] = defaultdict(set)
    for key, person_id in rows:
        found[key].add(person_id)
    return found


def _buyers(sales: list[presales.Presale]) -> dict[int, People]:
    order = orders.Order
    rows = select(order.presale_id, order.person_id).where(order.presale_id.in_([one.id for one in sales]))
    return _sets(db.session.execute(rows.where(order.paid_at.is_not(None))))


def _facts(sales: list[presales.Presale]) -> dict[int, dict[str, People]]:
    """{sale id: {told, opened, viewed, received: people}}."""
    keys, notice = {f"opened:{sale.id}": sale.id for sale in sales}, inbox.Notice
    said = select(notice.key, notice.person_id, notice.read_at).where(notice.key.in_(keys))
    found: dict[int, dict[str, People]] = {
        sale.id: {"told": set(), "opened": set(), "viewed": set(), "received": set()} for sale in sales
    }
    for key, person_id, read_at in db.session.execute(said):
        found[keys[key]]["told"].add(person_id)
        if read_at is not None:
            found[keys[key]]["opened"].add(person_id)
    viewing, order = presales.Viewing, orders.Order
    for sale_id, person_id in db.session.execute(
        select(viewing.presale_id, viewing.person_id).where(viewing.presale_id.in_(found))
    ):
        found[sale_id]["viewed"].add(person_id)
    got = select(order.presale_id, order.person_id).where(order.presale_id.in_(found), order.state == "received")
    for sale_id, person_id in db.session.execute(got):
        found[sale_id]["received"].add(person_id)
    return found


# --- rounds and cards -----------------------------------------------------------------------------------------------


def turnouts(limit: int = 12) -> list[Turnout]:
    """The latest rounds that have opened: who voted of those who could."""
    now = clock.now()
    rows = select(rounds.Round).where(rounds.Round.state != "cancelled", rounds.Round.opens_at <= now)
    rows = rows.options(joinedload(rounds.Round.koc)).order_by(rounds.Round.closes_at.desc(), rounds.Round.id.desc())
    found = list(db.session.scalars(rows.limit(limit)))
    crowd, voted = _Crowd({one.koc_id for one in found}), crowds.turnouts([one.id for one in found])
    shown = []
    for one in found:
        number = voted.get(one.id, 0)
        # Who voted and left before the close still voted.
        could = max(number, len(crowd.at(one.koc_id, min(one.closes_at, now))))
        shown.append(Turnout(one, rates.rate(number, could)))
    return shown


def funnels() -> list[Funnel]:
    """What became of each KOC's cards; people, not events."""
    card, group, event, member = communities.Card, communities.Group, communities.CardEvent, communities.Membership
    ballot, order = ballots.Ballot, orders.Order
    handed = (
        select(group.koc_id, func.sum(card.handed_out)).join(card, card.group_id == group.id).group_by(group.koc_id)
    )
    parts = [
        dict(db.session.execute(handed).all()),
        _by_koc(event.card_id, func.count(), event.kind == "scanned"),
        _by_koc(event.card_id, func.count(), event.kind == "added"),
        _by_koc(member.card_id, func.count()),
        _by_koc(member.card_id, func.count(), member.left_at.is_not(None)),
        _by_koc(ballot.card_id, func.count(ballot.person_id.distinct()), ballot.state == "valid"),
        _by_koc(order.card_id, func.count(order.person_id.distinct()), order.paid_at.is_not(None)),
    ]
    kocs = select(communities.Koc).where(communities.Koc.id.in_(parts[0])).order_by(communities.Koc.id)
    return [Funnel(koc, *(part.get(koc.id) or 0 for part in parts)) for koc in db.session.scalars(kocs)]


def _by_koc(card_id: object, value: object, *where: object) -> dict[int, int]:
    card, group = communities.Card, communities.Group
    rows = select(group.koc_id, value).join(card, card.group_id == group.id).join(card_id.class_, card_id == card.id)
    return dict(db.session.execute(rows.where(*where).group_by(group.koc_id)).all())
