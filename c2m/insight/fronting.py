"""A KOC's pre-sales: what came through her front, and whether those who picked it in her rounds buy it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from c2m.core.db import db
from c2m.insight import conversion, progress, rates
from c2m.loop import designs, orders, presales


@dataclass(frozen=True)
class Fronted:
    sale: presales.Presale
    paid: int
    """Paid pieces of the whole sale."""
    hers: int
    """Those of them that came through her front."""
    picked: rates.Rate
    """Of those who picked it in her rounds, how many have bought it."""


def of_koc(koc_id: int) -> list[Fronted]:
    """Her published sales, the newest first."""
    front, sale = presales.Front, presales.Presale
    rows = select(front).join(sale, sale.id == front.presale_id)
    rows = rows.where(front.koc_id == koc_id, sale.state.not_in(("draft", "cancelled")))
    drawn = joinedload(front.presale).joinedload(sale.version).selectinload(designs.Version.pictures)
    fronts = db.session.scalars(rows.options(drawn).order_by(sale.opens_at.desc(), sale.id.desc())).all()
    paid, hers = progress.counts([one.presale_id for one in fronts]), _through([one.id for one in fronts])
    return [
        Fronted(one.presale, paid.get(one.presale_id, 0), hers.get(one.id, 0), picked(one.presale, koc_id))
        for one in fronts
    ]


def picked(sale: presales.Presale, koc_id: int) -> rates.Rate:
    """The voters of this KOC's rounds only."""
    voters: set[int] = set()
    for round_ in conversion.rounds_of(sale):
        if round_.koc_id == koc_id:
            voters |= conversion.picked_by(round_, sale.design_id)
    return rates.rate(len(voters & conversion.buyers(sale)), len(voters))


def _through(front_ids: list[int]) -> dict[int, int]:
    """Paid pieces by front, in one query."""
    rows = select(orders.Order.front_id, func.count()).join(orders.Piece, orders.Piece.order_id == orders.Order.id)
    rows = rows.where(orders.Order.front_id.in_(front_ids), orders.Piece.freed_at.is_(None))
    return dict(db.session.execute(rows.group_by(orders.Order.front_id)).all())
