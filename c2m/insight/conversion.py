"""Do those who picked a design buy it? The table the whole idea rests on, per pre-sale, per front and per group."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from c2m.core.db import db
from c2m.insight import rates
from c2m.loop import ballots, communities, orders, people, presales, rounds


@dataclass(frozen=True)
class Conversion:
    picked: rates.Rate
    not_picked: rates.Rate
    all: rates.Rate


def rounds_of(sale: presales.Presale) -> list[rounds.Round]:
    """The rounds of its fronts in which the design stood and that are over."""
    rows = (
        select(rounds.Round)
        .join(rounds.Entry, rounds.Entry.round_id == rounds.Round.id)
        .where(rounds.Entry.design_id == sale.design_id)
        .where(rounds.Round.koc_id.in_([front.koc_id for front in sale.fronts]))
        .order_by(rounds.Round.closes_at)
    )
    return [one for one in db.session.scalars(rows) if one.is_over]


def members_at(round_: rounds.Round, group_id: int | None = None) -> set[int]:
    """Who was in the KOC's groups at the round's close and may vote."""
    at_close = (
        select(communities.Membership.person_id)
        .join(communities.Group, communities.Group.id == communities.Membership.group_id)
        .where(communities.Group.koc_id == round_.koc_id, communities.Membership.joined_at <= round_.closes_at)
        .where(or_(communities.Membership.left_at.is_(None), communities.Membership.left_at > round_.closes_at))
    )
    if group_id is not None:
        at_close = at_close.where(communities.Group.id == group_id)
    staff = select(people.Role.person_id).where(people.Role.role.in_(people.STAFF))
    return set(db.session.scalars(at_close)) - set(db.session.scalars(staff))


def picked_by(round_: rounds.Round, design_id: int, group_id: int | None = None) -> set[int]:
    """Valid voters of the design in this round; with ``group_id``, those whose ballot carries that group."""
    ballot = ballots.Ballot
    rows = (
        select(ballots.Pick.person_id)
        .join(rounds.Entry, rounds.Entry.id == ballots.Pick.entry_id)
        .join(ballot, (ballot.round_id == ballots.Pick.round_id) & (ballot.person_id == ballots.Pick.person_id))
        .where(ballots.Pick.round_id == round_.id, rounds.Entry.design_id == design_id, ballot.state == "valid")
    )
    if group_id is not None:
        rows = rows.where(ballot.group_id == group_id)
    return set(db.session.scalars(rows))


def buyers(sale: presales.Presale) -> set[int]:
    """Who paid by the decision, whatever became of it later: a capture that paid for an order counts."""
    rows = select(orders.Order.person_id).where(orders.Order.presale_id == sale.id, orders.Order.paid_at.is_not(None))
    return set(db.session.scalars(rows))


def of(sale: presales.Presale, group_id: int | None = None) -> Conversion:
    """Picked / not picked / all. A person in several rounds or groups counts once; buyers who were not members at a
    close are in no row."""
    picked: set[int] = set()
    elsewhere: set[int] = set()
    members: set[int] = set()
    for round_ in rounds_of(sale):
        picked |= picked_by(round_, sale.design_id, group_id)
        elsewhere |= picked_by(round_, sale.design_id) if group_id is not None else set()
        members |= members_at(round_, group_id)
    bought = buyers(sale)
    # In several groups, she counts where her ballot does.
    others = members - picked - elsewhere
    everyone = others | picked
    return Conversion(
        picked=rates.rate(len(picked & bought), len(picked)),
        not_picked=rates.rate(len(others & bought), len(others)),
        all=rates.rate(len(everyone & bought), len(everyone)),
    )


@dataclass(frozen=True)
class GroupRow:
    group: communities.Group
    conversion: Conversion


def by_group(sale: presales.Presale) -> list[GroupRow]:
    groups = [group for front in sale.fronts for group in front.koc.groups]
    return [GroupRow(group, of(sale, group.id)) for group in groups]


def place_words(sale: presales.Presale, person_id: int) -> tuple[communities.Group, rates.Rate] | None:
    """For "in your group 35 of the 52 who picked it have bought": her group, and its voters' rate."""
    for front in sale.fronts:
        place = communities.place_of(person_id, front.koc_id)
        if place is not None:
            return place.group, of(sale, place.group_id).picked
    return None
