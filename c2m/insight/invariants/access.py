"""I21 and I23: requests and who sees what."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from c2m.core.db import db
from c2m.loop.factories import FactoryStaff
from c2m.loop.orders import Order
from c2m.loop.people import Role
from c2m.loop.production import WorkOrder
from c2m.loop.shipments import Parcel


def requests() -> Iterator[str]:
    same = select(Order.person_id, Order.request_key).group_by(Order.person_id, Order.request_key)
    for person, key in db.session.execute(same.having(func.count() > 1)):
        yield f"person {person}: request {key} made two orders"


def tenancy() -> Iterator[str]:
    nobody = select(WorkOrder.id).where(WorkOrder.state.not_in(("draft", "cancelled")), WorkOrder.factory_id.is_(None))
    yield from (f"work order {one}: released to nobody" for one in db.session.scalars(nobody))
    employed = select(FactoryStaff.person_id)
    lost = select(Role.person_id).where(Role.role == "factory", Role.person_id.not_in(employed))
    yield from (f"person {one}: factory staff without a factory" for one in db.session.scalars(lost))
    wrong = (
        select(Parcel.id).join(WorkOrder, WorkOrder.id == Parcel.work_order_id).join(Order, Order.id == Parcel.order_id)
    )
    for parcel in db.session.scalars(wrong.where(WorkOrder.presale_id != Order.presale_id)):
        yield f"parcel {parcel}: sent from another sale's work order"
