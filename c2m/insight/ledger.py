"""The vote-to-order ledger: every pick keeps its later path - told, opened, viewed, paid, received."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from c2m.core.db import db
from c2m.insight import conversion
from c2m.loop import inbox, orders, presales


@dataclass(frozen=True)
class Path:
    """How many of those who picked the design came how far with this sale."""

    picked: int
    told: int
    opened: int
    viewed: int
    paid: int
    received: int

    def steps(self) -> list[tuple[str, int]]:
        return [(name, getattr(self, name)) for name in self.__dataclass_fields__]


def path(sale: presales.Presale) -> Path:
    picked: set[int] = set()
    for round_ in conversion.rounds_of(sale):
        picked |= conversion.picked_by(round_, sale.design_id)
    notices = select(inbox.Notice.person_id).where(inbox.Notice.key == f"opened:{sale.id}")
    mine = orders.Order.presale_id == sale.id
    return Path(
        picked=len(picked),
        told=len(picked & _ids(notices)),
        opened=len(picked & _ids(notices.where(inbox.Notice.read_at.is_not(None)))),
        viewed=len(picked & _ids(select(presales.Viewing.person_id).where(presales.Viewing.presale_id == sale.id))),
        paid=len(picked & conversion.buyers(sale)),
        received=len(picked & _ids(select(orders.Order.person_id).where(mine, orders.Order.state == "received"))),
    )


def _ids(rows: object) -> set[int]:
    return set(db.session.scalars(rows))
