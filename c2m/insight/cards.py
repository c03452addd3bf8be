"""What became of a card: handed out, scanned, added her, joined, left, picked, paid."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from c2m.core.db import db
from c2m.loop import ballots, communities, orders


@dataclass(frozen=True)
class Funnel:
    card: communities.Card
    handed_out: int
    scanned: int
    added: int
    joined: int
    left: int
    picked: int
    paid: int


def funnels(koc_id: int) -> list[Funnel]:
    """One for each of her cards, the oldest first; people, not events."""
    mine = select(communities.Card).join(communities.Group, communities.Group.id == communities.Card.group_id)
    cards = db.session.scalars(mine.where(communities.Group.koc_id == koc_id).order_by(communities.Card.id)).all()
    ids = [card.id for card in cards]
    event, member = communities.CardEvent, communities.Membership
    scanned = _count(event.card_id, func.count(), event.card_id.in_(ids), event.kind == "scanned")
    added = _count(event.card_id, func.count(), event.card_id.in_(ids), event.kind == "added")
    joined = _count(member.card_id, func.count(), member.card_id.in_(ids))
    left = _count(member.card_id, func.count(), member.card_id.in_(ids), member.left_at.is_not(None))
    people = func.count(ballots.Ballot.person_id.distinct())
    picked = _count(ballots.Ballot.card_id, people, ballots.Ballot.card_id.in_(ids), ballots.Ballot.state == "valid")
    people = func.count(orders.Order.person_id.distinct())
    paid = _count(orders.Order.card_id, people, orders.Order.card_id.in_(ids), orders.Order.paid_at.is_not(None))
    return [
        Funnel(
            card,
            card.handed_out,
            *(found.get(card.id, 0) for found in (scanned, added, joined, left, picked, paid)),
        )
        for card in cards
    ]


def _count(key: object, value: object, *where: object) -> dict[int, int]:
    return dict(db.session.execute(select(key, value).where(*where).group_by(key)).all())
