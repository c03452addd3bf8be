"""The decision and the work orders.

At the close a sale is decided, once: met, and every paid piece goes into exactly one work order; missed, and everyone
is refunded. Until the lock the work orders are drafts; at the lock their sheets are numbered and frozen.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db, hold
from c2m.core.errors import Refused
from c2m.core.moves import Stateful, Table, move, trace, tried
from c2m.loop import brand, factories, inbox, orders, payments, presales

REFUNDS_AT_ONCE = 200


class WorkOrder(Base, Stateful):
    __tablename__ = "work_order"
    __table_args__ = (UniqueConstraint("presale_id", "position"), Index(None, "factory_id", "state"))
    MOVES: Table = {
        "release": ({"draft"}, "released"),
        "cancel": ({"draft"}, "cancelled"),
        "accept": ({"released"}, "accepted"),
        "cut": ({"accepted"}, "cutting"),
        "sew": ({"cutting"}, "sewing"),
        "pack": ({"sewing"}, "packed"),
        "ship": ({"packed"}, "shipped"),
    }

    presale_id: Mapped[int] = mapped_column(ForeignKey("presale.id"))
    position: Mapped[int]
    factory_id: Mapped[int | None] = mapped_column(ForeignKey("factory.id"))
    number: Mapped[str | None] = mapped_column(unique=True)
    """26-030: given at the release, never before."""
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What was released: version, counts, measures. Never changed afterwards."""
    due_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="draft")
    made_at: Mapped[datetime]

    presale: Mapped[presales.Presale] = relationship()
    factory: Mapped[factories.Factory | None] = relationship()

    @property
    def is_out(self) -> bool:
        return self.state not in {"draft", "cancelled"}


class WorkOrderCell(Base):
    """The frozen count of a cell, written at the release."""

    __tablename__ = "work_order_cell"
    __table_args__ = (UniqueConstraint("work_order_id", "cell_id"), CheckConstraint("pieces > 0", name="pieces"))

    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id"))
    pieces: Mapped[int]


# --- the decision ---------------------------------------------------------------------------------------------------


def due(at: datetime | None = None) -> list[int]:
    """Ids of sales past their close and not decided."""
    live = presales.Presale.state.in_(("scheduled", "open"))
    rows = select(presales.Presale.id).where(live, presales.Presale.closes_at <= (at or clock.now()))
    return list(db.session.scalars(rows.order_by(presales.Presale.closes_at)))


def decide(sale: presales.Presale, by: int | None = None) -> str | None:
    """Met or missed, once. None while the close has not come, or a payment begun before it may still come in (at most
    ten minutes). Nobody can order production of a sale that missed."""
    at = clock.now()
    hold(sale)
    if sale.is_decided or sale.state in {"draft", "cancelled"}:
        return sale.state if sale.is_decided else None
    if at < sale.closes_at or (at < sale.closes_at + payments.GRACE and payments.open_for(sale)):
        return None
    _end_holds(sale)
    paid = orders.paid_pieces(sale.id)
    verb = "meet" if paid >= sale.minimum else "miss"
    move(sale, verb, by=by, paid_at_close=paid, decided_at=at, note={"paid": paid, "minimum": sale.minimum})
    if verb == "meet":
        _draft_work_orders(sale)
        _tell_met(sale)
    return sale.state


def _end_holds(sale: presales.Presale) -> None:
    held = select(orders.Order).where(orders.Order.presale_id == sale.id, orders.Order.state == "placed")
    for order in db.session.scalars(held).all():
        orders.end_hold(order)


def share_out(counts: list[tuple[int, int]], limit: int) -> list[dict[int, int]]:
    """Split cells (id, pieces) into ceil(n / limit) work orders whose sizes differ by one piece at most.

    The cells are laid end to end and cut into equal lengths, so at most one cell is divided at each cut; all others stay
    whole.
    """
    total = sum(pieces for _, pieces in counts)
    number = math.ceil(total / limit)
    sheets: list[dict[int, int]] = [{} for _ in range(number)]
    ends = [total * (n + 1) // number for n in range(number)]
    laid, at = 0, 0
    for cell_id, pieces in counts:
        while pieces:
            if laid == ends[at]:
                at += 1
            used = min(pieces, ends[at] - laid)
            sheets[at][cell_id] = sheets[at].get(cell_id, 0) + used
            laid, pieces = laid + used, pieces - used
    return sheets


def _draft_work_orders(sale: presales.Presale) -> None:
    """Every paid piece into exactly one draft, each draft to the factory with the least work in hand."""
    counts = orders.by_cell(sale.id)
    in_order = [(cell.id, counts.get(cell.id, 0)) for cell in sale.cells]
    in_hand = _in_hand()
    last: dict[int, int] = {}
    for position, sheet in enumerate(share_out(in_order, brand.read().batch_pieces), start=1):
        factory = min(in_hand, key=lambda key: (in_hand[key], key), default=None)
        made = WorkOrder(presale=sale, position=position, factory_id=factory, due_at=sale.ships_by)
        made.state, made.made_at = "draft", clock.now()
        db.session.add(made)
        db.session.flush()
        for cell_id, pieces in sheet.items():
            last[cell_id] = _assign(made, cell_id, last.get(cell_id, 0), pieces)
        if factory is not None:
            in_hand[factory] += sum(sheet.values())
        trace(made, "draft", to_state="draft", note={"pieces": sum(sheet.values())})


def _in_hand() -> dict[int, int]:
    """{factory id: pieces it has to make}; the operator may give a draft to another."""
    unshipped = (WorkOrder.id == orders.Piece.work_order_id) & (WorkOrder.state != "shipped")
    busy = select(WorkOrder.factory_id, func.count()).join(orders.Piece, unshipped).group_by(WorkOrder.factory_id)
    counts = dict(db.session.execute(busy).all())
    return {factory.id: counts.get(factory.id, 0) for factory in factories.every()}


def _assign(work_order: WorkOrder, cell_id: int, after: int, pieces: int) -> int:
    """The next ``pieces`` of this cell behind piece ``after`` go into the work order; returns the last one's id."""
    free = (
        orders.Piece.presale_id == work_order.presale_id,
        orders.Piece.cell_id == cell_id,
        orders.Piece.id > after,
        orders.Piece.work_order_id.is_(None),
        orders.Piece.freed_at.is_(None),
    )
    chosen = select(orders.Piece.id).where(*free).order_by(orders.Piece.id).limit(pieces)
    upto = db.session.scalar(select(func.max(chosen.subquery().c.id))) or after
    done = db.session.execute(
        update(orders.Piece)
        .where(*free, orders.Piece.id <= upto)
        .values(work_order_id=work_order.id)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != pieces:
        raise RuntimeError("pieces changed while they were shared out")
    return upto


def _tell_met(sale: presales.Presale) -> None:
    buyers = select(orders.Order.person_id).where(orders.Order.presale_id == sale.id, orders.Order.state == "paid")
    inbox.tell(
        db.session.scalars(buyers),
        f"met:{sale.id}",
        "%(design)s will be made: %(paid)s pieces are paid. Swap or cancel freely until the lock.",
        link=f"presale:{sale.code}",
        design=sale.version.title,
        paid=sale.paid_at_close,
    )


def refund_missed(sale: presales.Presale, limit: int = REFUNDS_AT_ONCE) -> bool:
    """One chunk of the refunds of a missed sale, each buyer told; says whether more is left."""
    hold(sale)
    if sale.state != "missed":
        return False
    paid = select(orders.Order).where(orders.Order.presale_id == sale.id, orders.Order.state == "paid")
    chunk = db.session.scalars(paid.order_by(orders.Order.id).limit(limit + 1)).all()
    for order in chunk[:limit]:
        if tried(order, "miss"):
            payments.owe_back(order, "missed")
            inbox.tell(
                [order.person_id],
                f"missed:{sale.id}:{order.id}",
                "%(design)s: %(paid)s paid, %(minimum)s needed. Your full refund has started; arrival depends on your bank.",
                link=f"order:{order.code}",
                design=sale.version.title,
                paid=sale.paid_at_close,
                minimum=sale.minimum,
            )
    return len(chunk) > limit


def to_refund() -> list[int]:
    """Ids of missed sales that still have paid orders."""
    rows = select(presales.Presale.id).join(orders.Order, orders.Order.presale_id == presales.Presale.id)
    rows = rows.where(presales.Presale.state == "missed", orders.Order.state == "paid").distinct()
    return list(db.session.scalars(rows))


# --- work orders ----------------------------------------------------------------------------------------------------


def of_sale(sale: presales.Presale) -> list[WorkOrder]:
    rows = select(WorkOrder).where(WorkOrder.presale_id == sale.id, WorkOrder.state != "cancelled")
    return list(db.session.scalars(rows.order_by(WorkOrder.position)))


def of_factory(factory_id: int) -> list[WorkOrder]:
    """Released ones only: a draft is nobody's but the brand's."""
    out = WorkOrder.state.not_in(("draft", "cancelled"))
    rows = select(WorkOrder).where(WorkOrder.factory_id == factory_id, out)
    return list(db.session.scalars(rows.order_by(WorkOrder.id.desc())))


def cells(work_order: WorkOrder) -> dict[int, int]:
    """{cell id: pieces}: counted from the pieces while it is a draft, the frozen counts once released."""
    if work_order.is_out:
        rows = select(WorkOrderCell.cell_id, WorkOrderCell.pieces).where(WorkOrderCell.work_order_id == work_order.id)
    else:
        rows = select(orders.Piece.cell_id, func.count()).where(orders.Piece.work_order_id == work_order.id)
        rows = rows.group_by(orders.Piece.cell_id)
    return dict(db.session.execute(rows).all())


def give_to(work_order: WorkOrder, factory: factories.Factory, by: int | None = None) -> None:
    """Another factory makes this draft."""
    given = update(WorkOrder).where(WorkOrder.id == work_order.id, WorkOrder.state == "draft")
    if db.session.execute(given.values(factory_id=factory.id)).rowcount != 1:
        raise Refused("A released work order stays with its factory.", status=409)
    trace(work_order, "give_to", by=by, note={"factory": factory.id})


def to_lock() -> list[int]:
    """Ids of met sales whose lock has come."""
    met = presales.Presale.state == "met"
    return list(db.session.scalars(select(presales.Presale.id).where(met, presales.Presale.lock_at <= clock.now())))


def release(sale: presales.Presale, by: int | None = None) -> bool:
    """At the lock: number and freeze every sheet, once. False before the lock, or while a draft has no factory."""
    hold(sale)
    drafts = [one for one in of_sale(sale) if one.state == "draft"]
    if sale.state != "met" or clock.now() < sale.lock_at or any(one.factory_id is None for one in drafts):
        return False
    move(sale, "lock", by=by)
    for work_order in drafts:
        _freeze(work_order, by)
    return True


def _freeze(work_order: WorkOrder, by: int | None) -> None:
    counts = cells(work_order)
    if not counts:
        move(work_order, "cancel", by=by)
        return
    version = work_order.presale.version
    sheet = {
        "version": 1,
        "design": work_order.presale.design.code,
        "title": version.title,
        "artwork": version.number,
        "tech": version.tech,
        "cells": [[c.colour, c.size, counts[c.id]] for c in work_order.presale.cells if counts.get(c.id)],
    }
    db.session.add_all(WorkOrderCell(work_order_id=work_order.id, cell_id=c, pieces=n) for c, n in counts.items())
    move(work_order, "release", by=by, number=_next_number(), sheet=sheet, released_at=clock.now())


def _next_number() -> str:
    year = clock.shanghai(clock.now()).strftime("%y")
    return f"{year}-{brand.next_number(f'work orders {year}'):03d}"


def report(work_order: WorkOrder, verb: str, by: int | None = None) -> None:
    """The factory's steps: accept | cut | sew | pack."""
    if verb not in {"accept", "cut", "sew", "pack"}:
        raise Refused("That is not a step of a work order.")
    move(work_order, verb, by=by)
