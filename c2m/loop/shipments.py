"""Parcels: from the factory to the shopper, with the courier's number on her order's timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db, hold
from c2m.core.errors import Refused
from c2m.core.moves import trace, tried
from c2m.loop import inbox, orders, production


class Parcel(Base):
    """What one work order sends for one order. An order whose pieces lie in two work orders gets two."""

    __tablename__ = "parcel"
    __table_args__ = (UniqueConstraint("order_id", "work_order_id"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    courier: Mapped[str]
    number: Mapped[str]
    sent_at: Mapped[datetime]

    order: Mapped[orders.Order] = relationship()


def orders_in(work_order: production.WorkOrder) -> list[orders.Order]:
    """The orders with a live piece in this work order."""
    inside = select(orders.Piece.order_id).where(
        orders.Piece.work_order_id == work_order.id, orders.Piece.freed_at.is_(None)
    )
    return list(db.session.scalars(select(orders.Order).where(orders.Order.id.in_(inside)).order_by(orders.Order.id)))


def contents(work_order: production.WorkOrder) -> dict[int, list[orders.Piece]]:
    """{order id: its pieces in this work order}."""
    rows = select(orders.Piece).where(orders.Piece.work_order_id == work_order.id, orders.Piece.freed_at.is_(None))
    found: dict[int, list[orders.Piece]] = {}
    for piece in db.session.scalars(rows.order_by(orders.Piece.order_id, orders.Piece.id)):
        found.setdefault(piece.order_id, []).append(piece)
    return found


def parcels(work_order: production.WorkOrder) -> dict[int, Parcel]:
    """{order id: parcel} of what has been sent."""
    rows = db.session.scalars(select(Parcel).where(Parcel.work_order_id == work_order.id))
    return {parcel.order_id: parcel for parcel in rows}


def of_order(order: orders.Order) -> list[Parcel]:
    return list(db.session.scalars(select(Parcel).where(Parcel.order_id == order.id).order_by(Parcel.id)))


def send(work_order: production.WorkOrder, waybills: Iterable[tuple[str, str, str]], by: int | None = None) -> int:
    """Record (order code, courier, number); all of them or none. A repeated line corrects a number. Returns how many
    parcels are new. When every order in it has its parcel, the work order is shipped."""
    hold(work_order)
    if work_order.state not in {"packed", "shipped"}:
        raise Refused("Report it as packed first, then send the courier numbers.", status=409)
    inside = {order.code: order for order in orders_in(work_order)}
    sent, new = parcels(work_order), 0
    for code, courier, number in waybills:
        order = inside.get(code.strip().upper())
        if order is None:
            raise Refused("Order %(code)s is not in this work order. Check the code.", field="file", code=code[:20])
        if not courier.strip() or not number.strip():
            raise Refused("Write courier and number for order %(code)s.", field="file", code=code[:20])
        new += _record(work_order, order, courier.strip()[:40], number.strip()[:40], sent, by)
    if set(sent) >= {order.id for order in inside.values()}:
        tried(work_order, "ship", by=by)
    return new


def _record(
    work_order: production.WorkOrder,
    order: orders.Order,
    courier: str,
    number: str,
    sent: dict[int, Parcel],
    by: int | None,
) -> bool:
    parcel = sent.get(order.id)
    if parcel is not None:
        if (parcel.courier, parcel.number) != (courier, number):
            trace(parcel, "correct", by=by, note={"from": [parcel.courier, parcel.number], "to": [courier, number]})
            parcel.courier, parcel.number = courier, number
        return False
    parcel = Parcel(order=order, work_order_id=work_order.id, courier=courier, number=number, sent_at=clock.now())
    db.session.add(parcel)
    db.session.flush()
    trace(parcel, "send", by=by)
    sent[order.id] = parcel
    if _all_sent(order):
        tried(order, "ship", by=by)
    inbox.tell(
        [order.person_id],
        f"parcel:{parcel.id}",
        "%(design)s is on its way: %(courier)s %(number)s.",
        link=f"order:{order.code}",
        design=order.presale.version.title,
        courier=courier,
        number=number,
    )
    return True


def _all_sent(order: orders.Order) -> bool:
    live = {piece.work_order_id for piece in orders.live_pieces(order)}
    return live <= {parcel.work_order_id for parcel in of_order(order)}
