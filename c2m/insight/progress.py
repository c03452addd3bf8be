"""How a sale is doing, from the rows, every time: paid pieces, held pieces, by cell, by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from c2m.core.db import db
from c2m.loop import orders, payments, presales


@dataclass(frozen=True)
class Progress:
    paid: int
    held: int
    freed: int
    minimum: int
    captured_fen: int
    """Money that pays for pieces of this sale now."""

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.paid)


def of(sale: presales.Presale) -> Progress:
    held = select(func.sum(orders.Order.pieces)).where(
        orders.Order.presale_id == sale.id, orders.Order.state == "placed"
    )
    pieces = select(func.count(), func.sum(orders.Piece.paid_fen)).where(orders.Piece.presale_id == sale.id)
    paid, fen = db.session.execute(pieces.where(orders.Piece.freed_at.is_(None))).one()
    freed, _fen = db.session.execute(pieces.where(orders.Piece.freed_at.is_not(None))).one()
    return Progress(paid, db.session.scalar(held) or 0, freed, sale.minimum, fen or 0)


def counts(sale_ids: list[int]) -> dict[int, int]:
    """Paid pieces of several sales in one query."""
    rows = select(orders.Piece.presale_id, func.count()).where(
        orders.Piece.presale_id.in_(sale_ids), orders.Piece.freed_at.is_(None)
    )
    return dict(db.session.execute(rows.group_by(orders.Piece.presale_id)).all())


def curve(sale: presales.Presale) -> list[tuple[datetime, int]]:
    """(when, paid pieces) until the decision, the oldest first: up with each payment, down where pieces were freed."""
    order, piece = orders.Order, orders.Piece
    paid = select(order.paid_at, order.pieces).where(order.presale_id == sale.id, order.paid_at.is_not(None))
    freed = select(piece.freed_at, -func.count()).where(piece.presale_id == sale.id, piece.freed_at.is_not(None))
    if sale.decided_at is not None:
        freed = freed.where(piece.freed_at < sale.decided_at)
    steps = [*db.session.execute(paid.order_by(order.id)), *db.session.execute(freed.group_by(piece.freed_at))]
    points, total = [], 0
    for at, pieces in sorted(steps, key=lambda step: step[0]):
        total += pieces
        points.append((at, total))
    return points


def owed(sale: presales.Presale) -> tuple[int, int]:
    """Refunds of this sale: (fen owed and not yet paid back, fen paid back)."""
    rows = (
        select(payments.Refund.state == "paid", func.sum(payments.Refund.amount_fen))
        .join(payments.Payment, payments.Payment.id == payments.Refund.payment_id)
        .join(orders.Order, orders.Order.id == payments.Payment.order_id)
        .where(orders.Order.presale_id == sale.id)
        .group_by(payments.Refund.state == "paid")
    )
    found = {bool(done): fen for done, fen in db.session.execute(rows)}
    return found.get(False, 0), found.get(True, 0)
