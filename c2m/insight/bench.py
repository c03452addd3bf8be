"""A factory's bench: its released work orders, how many pieces each, how many parcels are on their way."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from c2m.core import clock
from c2m.core.db import db
from c2m.loop import designs, orders, presales, production, shipments

STEPS = {"released": "accept", "accepted": "cut", "cutting": "sew", "sewing": "pack"}
"""The step that comes next, by state. The last one, ship, is what the courier numbers do."""


@dataclass(frozen=True)
class Job:
    work_order: production.WorkOrder
    pieces: int

    @property
    def is_late(self) -> bool:
        return self.work_order.state != "shipped" and clock.now() > self.work_order.due_at


@dataclass(frozen=True)
class Row:
    """One order inside a work order, without anybody's name: its code, what lies in it, its parcel."""

    order: orders.Order
    contents: dict[tuple[str, str], int]
    parcel: shipments.Parcel | None


def of_factory(factory_id: int) -> list[Job]:
    """Released ones only, the earliest due first."""
    out = production.WorkOrder.state.not_in(("draft", "cancelled"))
    rows = select(production.WorkOrder).where(production.WorkOrder.factory_id == factory_id, out)
    drawn = joinedload(production.WorkOrder.presale).joinedload(presales.Presale.version)
    rows = rows.options(drawn.selectinload(designs.Version.pictures))
    found = db.session.scalars(rows.order_by(production.WorkOrder.due_at, production.WorkOrder.id)).all()
    cell = production.WorkOrderCell
    counts = select(cell.work_order_id, func.sum(cell.pieces)).where(cell.work_order_id.in_([one.id for one in found]))
    pieces = dict(db.session.execute(counts.group_by(cell.work_order_id)).all())
    return [Job(one, pieces.get(one.id, 0)) for one in found]


def rows_of(work_order: production.WorkOrder) -> list[Row]:
    """Every order in it, those without a parcel first."""
    cells = {cell.id: (cell.colour, cell.size) for cell in work_order.presale.cells}
    inside, sent = shipments.contents(work_order), shipments.parcels(work_order)
    rows = []
    for order in shipments.orders_in(work_order):
        contents: dict[tuple[str, str], int] = {}
        for piece in inside[order.id]:
            cell = cells[piece.cell_id]
            contents[cell] = contents.get(cell, 0) + 1
        rows.append(Row(order, contents, sent.get(order.id)))
    return sorted(rows, key=lambda row: row.parcel is not None)
