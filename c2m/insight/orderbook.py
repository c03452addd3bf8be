"""The brand's order book: searched, one order with everything that happened to it, refunds that failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core.db import db
from c2m.core.errors import missing
from c2m.core.moves import Trace
from c2m.loop import designs, orders, payments, people, posts, presales, shipments

PAGE = 40
STATES = ("placed", "paid", "shipped", "received", "called_off", "missed", "expired", "cancelled")
FEWEST_DIGITS = 4
Contents = list[tuple[presales.Cell, int]]


@dataclass(frozen=True)
class Entry:
    """``refund``: the state of its latest refund, or empty."""

    order: orders.Order
    contents: Contents
    refund: str


def listed(
    words: str = "", state: str = "", sale_id: int | None = None, page: int = 1, most: int = PAGE
) -> tuple[list[Entry], int]:
    """One page of orders, the newest first, and how many there are in all. ``words``: a code, a name, or four digits
    or more of a phone number."""
    which = [*_said(words)] + ([orders.Order.state == state] if state else [])
    which += [orders.Order.presale_id == sale_id] if sale_id is not None else []
    whole = db.session.scalar(select(func.count()).select_from(orders.Order).where(*which)) or 0
    order = orders.Order
    load = (
        joinedload(order.presale).joinedload(presales.Presale.version),
        joinedload(order.group),
        selectinload(order.lines).joinedload(orders.Line.cell),
    )
    rows = select(order).where(*which).options(*load).order_by(order.id.desc())
    found = db.session.scalars(rows.limit(most).offset((page - 1) * most)).all()
    contents, refunds = _contents(found), _refunds([one.id for one in found])
    return [Entry(one, contents[one.id], refunds.get(one.id, "")) for one in found], whole


def _said(words: str) -> list[ColumnElement[bool]]:
    if not words:
        return []
    order = orders.Order
    either = [order.name.contains(words, autoescape=True)]
    if key := order.key_of(words):
        either.append(order.id == key)
    digits = "".join(c for c in words if c in "0123456789")
    if len(digits) >= FEWEST_DIGITS:
        either.append(order.phone.contains(digits))
        either.append(order.person_id.in_(select(people.Person.id).where(people.Person.phone.contains(digits))))
    return [or_(*either)]


def _contents(found: Iterable[orders.Order]) -> dict[int, Contents]:
    """What each order holds, as it is after swaps; without live pieces, what was ordered. One query."""
    asked = {one.id: one for one in found}
    rows = select(orders.Piece.order_id, presales.Cell, func.count()).join(
        presales.Cell, presales.Cell.id == orders.Piece.cell_id
    )
    rows = rows.where(orders.Piece.order_id.in_(asked), orders.Piece.freed_at.is_(None))
    live: dict[int, Contents] = {}
    grouped = rows.group_by(orders.Piece.order_id, *presales.Cell.__table__.columns)
    for order_id, cell, pieces in db.session.execute(grouped.order_by(presales.Cell.position)):
        live.setdefault(order_id, []).append((cell, pieces))
    return {key: live.get(key) or [(line.cell, line.pieces) for line in one.lines] for key, one in asked.items()}


def _refunds(order_ids: list[int]) -> dict[int, str]:
    rows = select(payments.Payment.order_id, payments.Refund.state).join(
        payments.Payment, payments.Payment.id == payments.Refund.payment_id
    )
    return dict(
        db.session.execute(rows.where(payments.Payment.order_id.in_(order_ids)).order_by(payments.Refund.id)).all()
    )


# --- one order ------------------------------------------------------------------------------------------------------


def one(code: str) -> orders.Order:
    order = orders.Order
    front = joinedload(order.front)
    rows = (
        select(order)
        .where(order.id == order.key_of(code))
        .options(
            joinedload(order.presale).joinedload(presales.Presale.version).selectinload(designs.Version.pictures),
            front.joinedload(presales.Front.koc),
            front.joinedload(presales.Front.post).selectinload(posts.Post.pictures),
            joinedload(order.person),
            joinedload(order.group),
            selectinload(order.lines).joinedload(orders.Line.cell),
        )
    )
    found = db.session.scalars(rows).first()
    if found is None:
        raise missing()
    return found


@dataclass(frozen=True)
class PieceRow:
    piece: orders.Piece
    cell: presales.Cell


def pieces(order: orders.Order) -> list[PieceRow]:
    """Every piece paid for, freed ones too."""
    rows = select(orders.Piece, presales.Cell).join(presales.Cell, presales.Cell.id == orders.Piece.cell_id)
    found = db.session.execute(rows.where(orders.Piece.order_id == order.id).order_by(orders.Piece.id))
    return [PieceRow(piece, cell) for piece, cell in found]


@dataclass(frozen=True)
class Act:
    """One thing that was done to the order, its payments, its refunds or its parcels."""

    thing: str
    verb: str
    who: people.Person | None
    """None: the system, when time had made it due."""
    at: datetime
    note: dict[str, Any]


def history(order: orders.Order) -> list[Act]:
    """Who did what, when; the oldest first."""
    paid = [one.id for one in payments.of_order(order)]
    refunds = list(db.session.scalars(select(payments.Refund.id).where(payments.Refund.payment_id.in_(paid))))
    parcels = [one.id for one in shipments.of_order(order)]
    things = {"order": [order.id], "payment": paid, "refund": refunds, "parcel": parcels}
    which = or_(*(and_(Trace.thing == thing, Trace.thing_id.in_(ids)) for thing, ids in things.items()))
    rows = select(Trace, people.Person).outerjoin(people.Person, people.Person.id == Trace.by_id).where(which)
    found = db.session.execute(rows.order_by(Trace.at, Trace.id))
    return [Act(row.thing, row.verb, who, row.at, row.note) for row, who in found]


# --- refunds that failed --------------------------------------------------------------------------------------------


def failed(limit: int = 50) -> list[tuple[payments.Refund, str]]:
    """Refunds the cashier refused, the oldest first, each with what it said."""
    rows = select(payments.Refund).where(payments.Refund.state == "failed")
    load = joinedload(payments.Refund.payment).joinedload(payments.Payment.order)
    load = load.joinedload(orders.Order.presale).joinedload(presales.Presale.version)
    found = db.session.scalars(rows.options(load).order_by(payments.Refund.owed_at).limit(limit)).all()
    said = reasons([one.id for one in found])
    return [(one, said.get(one.id, "")) for one in found]


def reasons(refund_ids: list[int]) -> dict[int, str]:
    """What the cashier said of each refund it refused, the last time."""
    rows = select(Trace.thing_id, Trace.note).where(
        Trace.thing == "refund", Trace.verb == "fail", Trace.thing_id.in_(refund_ids)
    )
    return {key: note.get("reason", "") for key, note in db.session.execute(rows.order_by(Trace.id))}
