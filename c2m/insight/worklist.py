"""All work orders of the brand, drafts too, with their pieces and how many parcels are on their way."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from c2m.core import clock
from c2m.core.db import db
from c2m.loop import designs, orders, presales, production, shipments

PAGE = 60
STAGES = {
    "draft": ("draft",),
    "running": ("released", "accepted", "cutting", "sewing", "packed"),
    "shipped": ("shipped",),
}


@dataclass(frozen=True)
class Job:
    """``parcels`` of ``orders`` inside are on their way."""

    work_order: production.WorkOrder
    pieces: int
    orders: int
    parcels: int

    @property
    def is_late(self) -> bool:
        return self.work_order.state != "shipped" and clock.now() > self.work_order.due_at


def counts() -> dict[str, int]:
    rows = select(production.WorkOrder.state, func.count()).group_by(production.WorkOrder.state)
    found = dict(db.session.execute(rows).all())
    return {stage: sum(found.get(state, 0) for state in states) for stage, states in STAGES.items()}


def listed(stage: str = "", factory_id: int | None = None, sale_id: int | None = None, page: int = 1) -> list[Job]:
    """One page; sale by sale, what is due first at the top."""
    work = production.WorkOrder
    states = STAGES.get(stage) or [state for states in STAGES.values() for state in states]
    which = [work.state.in_(states)]
    which += [work.factory_id == factory_id] if factory_id is not None else []
    which += [work.presale_id == sale_id] if sale_id is not None else []
    drawn = joinedload(work.presale).joinedload(presales.Presale.version).selectinload(designs.Version.pictures)
    rows = select(work).where(*which).options(drawn, joinedload(work.factory))
    order = (work.state == "shipped", work.due_at, work.presale_id, work.position)
    return _jobs(db.session.scalars(rows.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all())


def of_sale(sale: presales.Presale) -> list[Job]:
    return _jobs(production.of_sale(sale))


def job(work_order: production.WorkOrder) -> Job:
    return _jobs([work_order])[0]


def _jobs(found: list[production.WorkOrder]) -> list[Job]:
    ids = [one.id for one in found]
    piece, cell, parcel = orders.Piece, production.WorkOrderCell, shipments.Parcel
    inside = select(piece.work_order_id, func.count(), func.count(piece.order_id.distinct()))
    inside = inside.where(piece.work_order_id.in_(ids), piece.freed_at.is_(None)).group_by(piece.work_order_id)
    live = {key: (pieces, buyers) for key, pieces, buyers in db.session.execute(inside)}
    frozen = select(cell.work_order_id, func.sum(cell.pieces)).where(cell.work_order_id.in_(ids))
    fixed = dict(db.session.execute(frozen.group_by(cell.work_order_id)).all())
    sent = select(parcel.work_order_id, func.count()).where(parcel.work_order_id.in_(ids))
    gone = dict(db.session.execute(sent.group_by(parcel.work_order_id)).all())
    return [
        Job(one, fixed.get(one.id, live.get(one.id, (0, 0))[0]), live.get(one.id, (0, 0))[1], gone.get(one.id, 0))
        for one in found
    ]
