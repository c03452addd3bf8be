"""A shopper's own orders, with what her pages show of them. Whose an order is, is part of every query."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core.db import db
from c2m.core.errors import missing
from c2m.loop import addresses, designs, orders, payments, posts, presales


def of(person_id: int) -> list[orders.Order]:
    """Hers, the newest first, in a handful of queries however many there are."""
    return list(db.session.scalars(_hers(person_id).order_by(orders.Order.id.desc())))


def one(code: str, person_id: int) -> orders.Order:
    """Hers; somebody else's order and none look the same."""
    found = db.session.scalars(_hers(person_id).where(orders.Order.id == orders.Order.key_of(code))).first()
    if found is None:
        raise missing()
    return found


def payment(number: str, person_id: int) -> payments.Payment:
    """One of her payments, by its number at the cashier."""
    found = payments.by_number(number)
    if found.order.person_id != person_id:
        raise missing()
    return found


def _hers(person_id: int) -> Select:
    sale = joinedload(orders.Order.presale)
    front = joinedload(orders.Order.front)
    return (
        select(orders.Order)
        .where(orders.Order.person_id == person_id)
        .options(
            sale.joinedload(presales.Presale.version).selectinload(designs.Version.pictures),
            sale.selectinload(presales.Presale.cells),
            front.joinedload(presales.Front.koc),
            front.joinedload(presales.Front.post).selectinload(posts.Post.pictures),
            selectinload(orders.Order.lines).joinedload(orders.Line.cell),
        )
    )


def contents(order: orders.Order) -> list[tuple[presales.Cell, int]]:
    """What she gets, as it is after swaps; before the payment and after a refund, what she ordered."""
    return baskets([order])[order.id]


def baskets(some: list[orders.Order]) -> dict[int, list[tuple[presales.Cell, int]]]:
    """The contents of several orders, by order id."""
    piece = orders.Piece
    rows = select(piece.order_id, piece.cell_id, func.count()).where(
        piece.order_id.in_([order.id for order in some]), piece.freed_at.is_(None)
    )
    live: dict[int, dict[int, int]] = defaultdict(dict)
    for order_id, cell_id, pieces in db.session.execute(rows.group_by(piece.order_id, piece.cell_id)):
        live[order_id][cell_id] = pieces
    return {order.id: _content(order, live[order.id]) for order in some}


def _content(order: orders.Order, live: dict[int, int]) -> list[tuple[presales.Cell, int]]:
    if not live:
        return [(line.cell, line.pieces) for line in order.lines]
    return [(cell, live[cell.id]) for cell in order.presale.cells if cell.id in live]


def refunds(order: orders.Order) -> list[payments.Refund]:
    rows = select(payments.Refund).join(payments.Payment, payments.Payment.id == payments.Refund.payment_id)
    return list(db.session.scalars(rows.where(payments.Payment.order_id == order.id).order_by(payments.Refund.id)))


def last_address(person_id: int) -> addresses.Address | None:
    """Where her latest order goes."""
    rows = select(orders.Order).where(orders.Order.person_id == person_id).order_by(orders.Order.id.desc())
    order = db.session.scalars(rows.limit(1)).first()
    if order is None:
        return None
    return addresses.Address(order.name, order.phone, order.province, order.city, order.district, order.street)
