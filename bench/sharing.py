"""The decision at the close: every paid piece into one work order, every buyer told."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from sqlalchemy import func, select

from bench import apart, crowds, places
from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.loop import brand, inbox, orders, presales, production
from tests import cast, makers

FEW, MANY = 10_000, 100_000


@dataclass(frozen=True)
class Shared:
    pieces: int
    seconds: float
    megabytes: float
    work_orders: int

    @property
    def per_ten_thousand(self) -> float:
        return self.seconds / self.pieces * 10_000


def measured() -> tuple[Shared, Shared, Shared]:
    """(one object after another, the app with few, the app with many); the small ones are medians of three."""
    plain, few = [], []
    for _ in range(3):
        plain.append(apart.run(one_by_one, FEW))
        few.append(apart.run(decided, FEW))
    return _middle(plain), _middle(few), apart.run(decided, MANY)


def _middle(several: list[Shared]) -> Shared:
    return sorted(several, key=lambda one: one.seconds)[len(several) // 2]


def decided(pieces: int) -> Shared:
    """As the app does it, with a notice to each buyer."""
    with places.place() as app, app.app_context():
        sale = _sold(pieces)
        with clock.stopped(sale.closes_at):
            memory, began = apart.Memory(), time.process_time()
            with atomic():
                production.decide(sale)
            seconds, peak = time.process_time() - began, memory.peak()
        told = db.session.scalar(select(func.count()).select_from(inbox.Notice))
        if told < pieces // 2:
            raise RuntimeError(f"{told} of {pieces // 2} buyers were told")
        return Shared(pieces, seconds, peak, _counted(sale, pieces))


def one_by_one(pieces: int) -> Shared:
    """The control: every piece read as an object and given to a work order. Nobody is told."""
    with places.place() as app, app.app_context():
        sale = _sold(pieces)
        memory, began = apart.Memory(), time.process_time()
        with atomic():
            _assign_one_by_one(sale)
        return Shared(pieces, time.process_time() - began, memory.peak(), _counted(sale, pieces))


def _assign_one_by_one(sale: presales.Presale) -> None:
    rows = select(orders.Piece).where(orders.Piece.presale_id == sale.id, orders.Piece.freed_at.is_(None))
    found = db.session.scalars(rows.order_by(orders.Piece.cell_id, orders.Piece.id)).all()
    limit = brand.read().batch_pieces
    for start in range(0, len(found), limit):
        position = start // limit + 1
        made = production.WorkOrder(
            presale=sale, position=position, due_at=sale.ships_by, made_at=clock.now(), sheet={}
        )
        db.session.add(made)
        db.session.flush()
        for piece in found[start : start + limit]:
            piece.work_order_id = made.id
    db.session.flush()


def _sold(pieces: int) -> presales.Presale:
    makers.factory()
    makers.factory(cast.SHAOXING, cast.XIAO_WEI)
    sale = makers.sale(minimum=3)
    crowds.paid(sale, pieces)
    return sale


def _counted(sale: presales.Presale, pieces: int) -> int:
    """How many work orders; every piece must be in one."""
    db.session.rollback()
    db.session.expire_all()
    placed = select(func.count()).select_from(orders.Piece).where(orders.Piece.work_order_id.is_not(None))
    found, made = db.session.scalar(placed), len(production.of_sale(sale))
    if found != pieces or made != math.ceil(pieces / brand.read().batch_pieces):
        raise RuntimeError(f"{found} of {pieces} pieces are in {made} work orders")
    return made
