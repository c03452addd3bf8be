"""What stands on the shelf: pre-sales people may see, by stage, and how one of them stands to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core import clock
from c2m.core.db import db
from c2m.core.errors import missing
from c2m.insight import fates
from c2m.loop import designs, orders, payments, posts, presales

DECIDED_SHOWN = 24


@dataclass(frozen=True)
class Shelf:
    selling: list[presales.Presale]
    coming: list[presales.Presale]
    counting: list[presales.Presale]
    decided: list[presales.Presale]


def read() -> Shelf:
    """Every published sale: those that sell (the first to close first), come, are counted, and the latest decided."""
    live = presales.Presale.state.in_(("scheduled", "open"))
    running = list(db.session.scalars(_rows().where(live).order_by(presales.Presale.closes_at)))
    over = presales.Presale.state.in_(("met", "locked", "missed"))
    decided = _rows().where(over).order_by(presales.Presale.closes_at.desc()).limit(DECIDED_SHOWN)
    stages = {sale.id: fates.stage_of(sale) for sale in running}
    coming = [sale for sale in running if stages[sale.id] == "announced"]
    return Shelf(
        selling=[sale for sale in running if stages[sale.id] == "selling"],
        coming=sorted(coming, key=lambda sale: sale.opens_at),
        counting=[sale for sale in running if stages[sale.id] == "counting"],
        decided=list(db.session.scalars(decided)),
    )


def _rows() -> Select:
    """With what a card shows, in a handful of queries however many there are."""
    fronts = selectinload(presales.Presale.fronts)
    return select(presales.Presale).options(
        joinedload(presales.Presale.version).selectinload(designs.Version.pictures),
        fronts.joinedload(presales.Front.koc),
        fronts.joinedload(presales.Front.post).selectinload(posts.Post.pictures),
    )


def sale(code: str) -> presales.Presale:
    """A published sale; a draft is nobody's but the brand's."""
    found = presales.Presale.find(code)
    if found.state not in fates.PUBLISHED:
        raise missing()
    return found


def stage(sale_: presales.Presale) -> str:
    """announced selling counting met locked sent missed, true to the minute."""
    found = fates.stage_of(sale_)
    if found != "met" or sale_.may_change:
        return found
    return "sent" if fates.sent({sale_.id}) else "locked"


def viewed(sale_: presales.Presale, person_id: int) -> bool:
    """Whether she has opened its page before."""
    hers = (presales.Viewing.presale_id == sale_.id, presales.Viewing.person_id == person_id)
    return db.session.scalar(select(presales.Viewing.id).where(*hers)) is not None


def refunds_began(sale_: presales.Presale) -> datetime | None:
    """When the first refund of a missed sale was begun."""
    rows = (
        select(func.min(payments.Refund.owed_at))
        .join(payments.Payment, payments.Payment.id == payments.Refund.payment_id)
        .join(orders.Order, orders.Order.id == payments.Payment.order_id)
    )
    return db.session.scalar(rows.where(orders.Order.presale_id == sale_.id, payments.Refund.cause == "missed"))


def left(sale_: presales.Presale, person_id: int | None) -> int | None:
    """How many pieces more she could take: by the cap and by the limit a person. None = no limit."""
    room = [] if sale_.cap is None else [max(0, sale_.cap - sale_.taken)]
    if sale_.per_person is not None:
        room.append(max(0, sale_.per_person - (had(sale_, person_id) if person_id else 0)))
    return min(room, default=None)


def had(sale_: presales.Presale, person_id: int) -> int:
    """Pieces she has paid and not freed, or holds; read without a lock, to be shown."""
    hers = (orders.Order.presale_id == sale_.id, orders.Order.person_id == person_id)
    held = select(func.coalesce(func.sum(orders.Order.pieces), 0)).where(*hers, orders.Order.state == "placed")
    kept = select(func.count()).select_from(orders.Piece).join(orders.Order, orders.Order.id == orders.Piece.order_id)
    return (db.session.scalar(held) or 0) + (db.session.scalar(kept.where(*hers, orders.Piece.freed_at.is_(None))) or 0)


def waiting(sale_: presales.Presale, person_id: int) -> orders.Order | None:
    """Her order of this sale that still waits for money."""
    rows = select(orders.Order).where(orders.Order.presale_id == sale_.id, orders.Order.person_id == person_id)
    held = rows.where(orders.Order.state == "placed", orders.Order.expires_at > clock.now())
    return db.session.scalars(held.order_by(orders.Order.id.desc())).first()
