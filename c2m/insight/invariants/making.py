"""I9 to I14: pre-sales, pieces and work orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import String, cast, func, or_, select

from c2m.core import clock
from c2m.core.db import db
from c2m.core.moves import Trace
from c2m.loop import brand
from c2m.loop.inbox import Notice
from c2m.loop.orders import Order, Piece
from c2m.loop.payments import Refund
from c2m.loop.presales import Cell, Presale
from c2m.loop.production import WorkOrder, WorkOrderCell

LIVE = Piece.freed_at.is_(None)


def _paid() -> dict[int, int]:
    rows = select(Piece.presale_id, func.count()).where(LIVE).group_by(Piece.presale_id)
    return dict(db.session.execute(rows).all())


def caps() -> Iterator[str]:
    paid = _paid()
    holds = select(Order.presale_id, func.sum(Order.pieces)).where(Order.state == "placed").group_by(Order.presale_id)
    held = dict(db.session.execute(holds).all())
    for sale in db.session.scalars(select(Presale).order_by(Presale.id)):
        taken = paid.get(sale.id, 0) + held.get(sale.id, 0)
        if sale.taken != taken:
            yield f"sale {sale.id}: counts {sale.taken} pieces taken, the rows say {taken}"
        if sale.cap is not None and taken > sale.cap:
            yield f"sale {sale.id}: {taken} pieces taken of {sale.cap}"
    yield from _limits()


def _limits() -> Iterator[str]:
    counts: dict[tuple[int, int], int] = {}
    pieces = select(Order.presale_id, Order.person_id, func.count()).join(Piece, Piece.order_id == Order.id).where(LIVE)
    holds = select(Order.presale_id, Order.person_id, func.sum(Order.pieces)).where(Order.state == "placed")
    for rows in (pieces, holds):
        for sale, person, n in db.session.execute(rows.group_by(Order.presale_id, Order.person_id)):
            counts[sale, person] = counts.get((sale, person), 0) + n
    limited = select(Presale.id, Presale.per_person).where(Presale.per_person.is_not(None))
    limits = dict(db.session.execute(limited).all())
    for (sale, person), n in counts.items():
        if n > limits.get(sale, n):
            yield f"sale {sale}: person {person} has {n} pieces, the limit is {limits[sale]}"


def decisions() -> Iterator[str]:
    verbs = select(Trace.thing_id, func.count()).where(Trace.thing == "presale", Trace.verb.in_(("meet", "miss")))
    decided = dict(db.session.execute(verbs.group_by(Trace.thing_id)).all())
    for sale in db.session.scalars(select(Presale).order_by(Presale.id)):
        if decided.get(sale.id, 0) != int(sale.is_decided):
            yield f"sale {sale.id}: is {sale.state}, decided {decided.get(sale.id, 0)} times"
        if sale.is_decided and (sale.state == "missed") != ((sale.paid_at_close or 0) < sale.minimum):
            yield f"sale {sale.id}: {sale.state} with {sale.paid_at_close} of {sale.minimum}"
        if sale.is_decided and sale.decided_at is not None and sale.decided_at < sale.closes_at:
            yield f"sale {sale.id}: decided before its close"
    yield from _counted_at_close()
    after = select(Order.id).join(Presale, Presale.id == Order.presale_id)
    for order in db.session.scalars(after.where(Order.paid_at > Presale.decided_at)):
        yield f"order {order}: paid after its sale was decided"


def _counted_at_close() -> Iterator[str]:
    """What was paid, and not freed, when it was decided."""
    then = (Order.paid_at <= Presale.decided_at) & (Piece.freed_at.is_(None) | (Piece.freed_at >= Presale.decided_at))
    rows = select(Presale.id, func.count()).join(Order, Order.presale_id == Presale.id)
    counts = dict(
        db.session.execute(rows.join(Piece, Piece.order_id == Order.id).where(then).group_by(Presale.id)).all()
    )
    for sale, counted in db.session.execute(
        select(Presale.id, Presale.paid_at_close).where(Presale.decided_at.is_not(None))
    ):
        if counted != counts.get(sale, 0):
            yield f"sale {sale}: decided on {counted} paid pieces, there were {counts.get(sale, 0)}"


def pieces() -> Iterator[str]:
    rows = select(Piece.id, Presale.state, Piece.work_order_id, WorkOrder.presale_id, Piece.presale_id, WorkOrder.state)
    rows = rows.join(Presale, Presale.id == Piece.presale_id).outerjoin(WorkOrder, WorkOrder.id == Piece.work_order_id)
    homeless = Presale.state.in_(("met", "locked")) & LIVE & Piece.work_order_id.is_(None)
    too_early = Presale.state.not_in(("met", "locked")) & Piece.work_order_id.is_not(None)
    foreign = (WorkOrder.presale_id != Piece.presale_id) | (WorkOrder.state == "cancelled")
    for piece, state, work_order, *_ in db.session.execute(rows.where(or_(homeless, too_early, foreign))):
        yield f"piece {piece} of a sale that is {state}: work order {work_order}"
    counts = select(Order.id, Order.pieces, func.count(Piece.id)).outerjoin(Piece, Piece.order_id == Order.id)
    wrong = counts.where(Order.paid_at.is_not(None)).group_by(Order.id, Order.pieces)
    for order, ordered, made in db.session.execute(wrong.having(func.count(Piece.id) != Order.pieces)):
        yield f"order {order}: paid for {ordered} pieces, has {made}"


def work_orders() -> Iterator[str]:
    rows = select(Piece.work_order_id, Piece.cell_id, func.count()).where(Piece.work_order_id.is_not(None), LIVE)
    actual: dict[int, dict[int, int]] = {}
    for work_order, cell, n in db.session.execute(rows.group_by(Piece.work_order_id, Piece.cell_id)):
        actual.setdefault(work_order, {})[cell] = n
    frozen: dict[int, dict[int, int]] = {}
    for row in db.session.scalars(select(WorkOrderCell)):
        frozen.setdefault(row.work_order_id, {})[row.cell_id] = row.pieces
    cells = dict(db.session.execute(select(Cell.id, Cell.presale_id)).all())
    limit = brand.read().batch_pieces
    for work_order in db.session.scalars(select(WorkOrder).order_by(WorkOrder.id)):
        counts = actual.get(work_order.id, {})
        if sum(counts.values()) > limit:
            yield f"work order {work_order.id}: {sum(counts.values())} pieces, a batch holds {limit}"
        if work_order.is_out and frozen.get(work_order.id, {}) != counts:
            yield f"work order {work_order.id}: the released counts are not its pieces"
        if any(cells.get(cell) != work_order.presale_id for cell in counts):
            yield f"work order {work_order.id}: holds a cell of another sale"
        if work_order.is_out != (work_order.number is not None):
            yield f"work order {work_order.id}: is {work_order.state} with number {work_order.number}"


def made_and_refunded() -> Iterator[str]:
    rows = select(Piece.id).where(Piece.freed_at.is_not(None), Piece.work_order_id.is_not(None))
    yield from (f"piece {piece}: refunded, and still in a work order" for piece in db.session.scalars(rows))
    back = select(Piece.id).join(Order, Order.id == Piece.order_id)
    states = Order.state.in_(("missed", "called_off"))
    yield from (
        f"piece {one}: its order is refunded, it is not" for one in db.session.scalars(back.where(states, LIVE))
    )


def missed() -> Iterator[str]:
    """Refunds start within the hour; before that a sale may still have paid orders."""
    overdue = Presale.decided_at < clock.now() - timedelta(hours=1)
    rows = select(Order.id).join(Presale, Presale.id == Order.presale_id).where(Presale.state == "missed")
    for order in db.session.scalars(rows.where(Order.state.in_(("paid", "shipped", "received")), overdue)):
        yield f"order {order}: its sale missed, and it still counts as paid"
    told = select(Notice.id).where(Notice.person_id == Order.person_id)
    key = "missed:" + cast(Order.presale_id, String) + ":" + cast(Order.id, String)
    for order in db.session.scalars(rows.where(Order.state == "missed", ~told.where(Notice.key == key).exists())):
        yield f"order {order}: refunded, and nobody told her"
    stuck = select(Refund.id).where(Refund.state == "failed")
    yield from (f"refund {refund}: the cashier refuses it; a person must look" for refund in db.session.scalars(stuck))
