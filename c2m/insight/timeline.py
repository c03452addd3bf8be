"""What has happened to an order and what comes next: ``steps`` is a pure function of ``Facts``; ``read`` gathers
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from c2m.core import moves
from c2m.core.db import db
from c2m.loop import orders, payments, production, shipments

PATH = ("placed", "paid", "met", "cutting", "sewing", "packed", "shipped", "received")
MAKING = ("cutting", "sewing", "packed")


@dataclass(frozen=True)
class Facts:
    """``works``: for each work order that holds a piece of this order, when it came to which stage."""

    order: str
    sale: str
    placed_at: datetime
    expires_at: datetime
    closes_at: datetime
    lock_at: datetime
    ships_by: datetime
    paid_at: datetime | None = None
    decided_at: datetime | None = None
    received_at: datetime | None = None
    ended_at: datetime | None = None
    works: tuple[Mapping[str, datetime], ...] = ()
    sent_at: tuple[datetime, ...] = ()
    refund_paid_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """``state``: done | now | later. ``bound``: what ``at`` is: at (known), by (the latest), from (the earliest)."""

    key: str
    state: str
    at: datetime | None = None
    bound: str = "at"


def steps(facts: Facts) -> list[Step]:
    """The newest thing reached is now; what comes after it is later, with the latest date we promised."""
    if facts.order in {"cancelled", "expired"}:
        return [Step("placed", "done", facts.placed_at), Step(facts.order, "now", facts.ended_at)]
    if facts.order in {"called_off", "missed"}:
        return _refunded(facts)
    reached = _reached(facts)
    last = max(PATH.index(key) for key in reached)
    return [_step(facts, reached, key, index, last) for index, key in enumerate(PATH)]


def coming(facts: Facts) -> Step | None:
    """What comes next; None when nothing does."""
    return next((step for step in steps(facts) if step.state == "later"), None)


def stage(facts: Facts) -> str:
    """The newest thing that has happened."""
    return next((step.key for step in steps(facts) if step.state == "now"), steps(facts)[-1].key)


def _step(facts: Facts, reached: Mapping[str, datetime | None], key: str, index: int, last: int) -> Step:
    if index > last:
        at, bound = _ahead(facts, key)
        return Step(key, "later", at, bound)
    # The end of the road is done, not going on.
    state = "done" if index < last or key == PATH[-1] else "now"
    return Step(key, state, reached.get(key))


def _reached(facts: Facts) -> dict[str, datetime | None]:
    found: dict[str, datetime | None] = {"placed": facts.placed_at}
    if facts.paid_at:
        found["paid"] = facts.paid_at
    if facts.sale in {"met", "locked"}:
        found["met"] = facts.decided_at
    for key in MAKING:
        # Pieces in two work orders are as far as the slower one.
        if facts.works and all(key in work for work in facts.works):
            found[key] = max(work[key] for work in facts.works)
    if facts.order in {"shipped", "received"}:
        found["shipped"] = max(facts.sent_at, default=None)
    if facts.order == "received":
        found["received"] = facts.received_at
    return found if facts.paid_at else {"placed": facts.placed_at}


def _ahead(facts: Facts, key: str) -> tuple[datetime | None, str]:
    if key == "paid":
        return facts.expires_at, "by"
    if key == "met":
        return facts.closes_at, "at"
    if key == "cutting":
        return facts.lock_at, "from"
    return (None, "by") if key == "received" else (facts.ships_by, "by")


def _refunded(facts: Facts) -> list[Step]:
    """Placed, paid, met if it was by then, then the end and the money's way back."""
    path = [Step("placed", "done", facts.placed_at), Step("paid", "done", facts.paid_at)]
    decided, ended = facts.decided_at, facts.ended_at
    if facts.order == "called_off" and facts.sale in {"met", "locked"} and decided and ended and decided <= ended:
        path.append(Step("met", "done", decided))
    path.append(Step(facts.order, "done", ended))
    path.append(Step("refunded", "done" if facts.refund_paid_at else "now", facts.refund_paid_at or ended))
    return path


# --- reading --------------------------------------------------------------------------------------------------------


def read(order: orders.Order) -> Facts:
    sale, when = order.presale, moves.moments(order)
    back = [refund.paid_at for payment in payments.of_order(order) for refund in payments.refunds_of(payment)]
    return Facts(
        order=order.state,
        sale=sale.state,
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        closes_at=sale.closes_at,
        lock_at=sale.lock_at,
        ships_by=sale.ships_by,
        paid_at=order.paid_at,
        decided_at=sale.decided_at,
        received_at=when.get("received"),
        ended_at=when.get(order.state),
        works=tuple(moves.moments(work) for work in works(order)),
        sent_at=tuple(parcel.sent_at for parcel in shipments.of_order(order)),
        refund_paid_at=max(back) if back and all(back) else None,  # type: ignore[type-var]
    )


def works(order: orders.Order) -> list[production.WorkOrder]:
    """The work orders that hold her pieces."""
    hers = (orders.Piece.order_id == order.id, orders.Piece.freed_at.is_(None))
    inside = select(orders.Piece.work_order_id).where(*hers)
    return list(db.session.scalars(select(production.WorkOrder).where(production.WorkOrder.id.in_(inside))))
