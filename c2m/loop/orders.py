"""Orders: a basket of cells of one pre-sale. Unpaid, it holds its pieces for half an hour; paid, every piece is a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock, money
from c2m.core.db import Base, db, hold, watch
from c2m.core.errors import Refused, changed, missing
from c2m.core.moves import Stateful, Table, move, trace, tried
from c2m.loop import addresses, brand, communities, people, presales

MOST_PIECES = 100_000


class Order(Base, Stateful):
    __tablename__ = "order"
    __table_args__ = (
        UniqueConstraint("person_id", "request_key"),
        CheckConstraint("total_fen >= 0 AND total_fen = goods_fen", name="total"),
        CheckConstraint("pieces > 0", name="pieces"),
        Index(None, "state", "expires_at"),
        Index(None, "presale_id", "state"),
    )
    MOVES: Table = {
        "pay": ({"placed"}, "paid"),
        "expire": ({"placed"}, "expired"),
        "cancel": ({"placed"}, "cancelled"),
        "call_off": ({"paid"}, "called_off"),
        "miss": ({"paid"}, "missed"),
        "ship": ({"paid"}, "shipped"),
        "receive": ({"shipped"}, "received"),
    }

    presale_id: Mapped[int] = mapped_column(ForeignKey("presale.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    front_id: Mapped[int] = mapped_column(ForeignKey("front.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    request_key: Mapped[str]
    request_hash: Mapped[str]
    pieces: Mapped[int]
    goods_fen: Mapped[int]
    total_fen: Mapped[int]
    """What she pays; freight is in the price."""
    name: Mapped[str]
    phone: Mapped[str]
    province: Mapped[str]
    city: Mapped[str]
    district: Mapped[str]
    street: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    placed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="placed")

    presale: Mapped[presales.Presale] = relationship()
    person: Mapped[people.Person] = relationship()
    front: Mapped[presales.Front] = relationship()
    group: Mapped[communities.Group | None] = relationship()
    lines: Mapped[list[Line]] = relationship(order_by="Line.id", back_populates="order")

    @property
    def address(self) -> str:
        city = "" if self.city == self.province else self.city
        return f"{self.province}{city}{self.district}{self.street}"


class Line(Base):
    """What was ordered, at the price it was ordered for. Never changed; the pieces tell what she gets."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "cell_id"),
        CheckConstraint("pieces > 0 AND unit_fen > 0", name="positive"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id"))
    pieces: Mapped[int]
    unit_fen: Mapped[int]

    order: Mapped[Order] = relationship(back_populates="lines")
    cell: Mapped[presales.Cell] = relationship()


class Piece(Base):
    """One paid piece. It is in at most one work order because it has one place to name it."""

    __tablename__ = "piece"
    __table_args__ = (Index(None, "presale_id", "cell_id", "id"), Index(None, "work_order_id", "cell_id"))

    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    presale_id: Mapped[int] = mapped_column(ForeignKey("presale.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id"))
    paid_fen: Mapped[int]
    wish: Mapped[str] = mapped_column(default="")
    work_order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    freed_at: Mapped[datetime | None]
    """Refunded before the lock, or never made."""


def place(
    sale: presales.Presale,
    person: people.Person,
    basket: Mapping[int, int],
    address: addresses.Address,
    request_key: str,
    front: presales.Front | None = None,
    card: communities.Card | None = None,
    note: str = "",
) -> Order:
    """Hold the pieces of ``basket`` (cell id -> pieces) for half an hour. The same request again gives the same order."""
    address = addresses.clean(address)
    digest = _digest(sale, basket, address, note)
    hold(person)  # her requests follow each other
    asked = select(Order).where(Order.person_id == person.id, Order.request_key == request_key)
    before = db.session.scalars(asked).first()
    if before is not None:
        if before.request_hash != digest:
            raise Refused("This form was sent already with other content. Open the page again.", status=422)
        return before
    pieces = _check(sale, person, basket, note)
    front = front or presales.front_for(sale, person)
    if front.presale_id != sale.id:
        raise missing()
    if not presales.take(sale, pieces):
        _check_open(sale)
        raise Refused("Too few are left for that. Take fewer pieces.", status=409, field="pieces")
    at = clock.now()
    order = Order(presale=sale, person=person, front=front, request_key=request_key, request_hash=digest)
    order.note = note.strip()
    membership = communities.place_of(person.id, front.koc_id, card)
    order.group_id = membership.group_id if membership else None
    order.card_id = membership.card_id if membership else None
    order.pieces, order.goods_fen = pieces, pieces * sale.price_fen
    order.total_fen = order.goods_fen
    order.placed_at, order.expires_at, order.state = at, at + timedelta(minutes=brand.read().hold_minutes), "placed"
    for name, value in asdict(address).items():
        setattr(order, name, value)
    order.lines = [Line(cell_id=c, pieces=n, unit_fen=sale.price_fen) for c, n in sorted(basket.items()) if n]
    db.session.add(order)
    db.session.flush()
    trace(order, "place", by=person.id, to_state="placed")
    return order


def _digest(sale: presales.Presale, basket: Mapping[int, int], address: addresses.Address, note: str) -> str:
    plain = [sale.id, sorted((cell, count) for cell, count in basket.items() if count), asdict(address), note.strip()]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def _check_open(sale: presales.Presale) -> None:
    if clock.now() < sale.opens_at or sale.state == "draft":
        raise Refused("This pre-sale has not opened yet. Come back when it does.", status=409)
    if not sale.is_open:
        raise Refused("This pre-sale is closed. Nothing was ordered.", status=409)


def _check(sale: presales.Presale, person: people.Person, basket: Mapping[int, int], note: str) -> int:
    """How many pieces the basket holds; refuses a closed sale, foreign cells, odd counts and too many."""
    _check_open(sale)
    offered = {cell.id for cell in sale.cells}
    if not set(basket) <= offered:
        raise missing()
    if any(isinstance(count, bool) or not isinstance(count, int) or count < 0 for count in basket.values()):
        raise Refused("Write whole numbers of pieces.", field="pieces")
    pieces, most = sum(basket.values()), min(MOST_PIECES, money.HIGHEST_FEN // sale.price_fen)
    if not pieces:
        raise Refused("Choose colour and size, and how many.", field="pieces")
    if pieces > most:
        raise Refused("One order holds %(most)s pieces at most.", field="pieces", most=most)
    if sale.per_person is not None and pieces + had(sale, person.id) > sale.per_person:
        raise Refused(
            "At most %(most)s pieces a person in this sale.", status=409, field="pieces", most=sale.per_person
        )
    if len(note) > 200:
        raise Refused("Keep it under %(most)s characters.", field="note", most=200)
    return pieces


def had(sale: presales.Presale, person_id: int) -> int:
    """Pieces she has paid and not freed, or holds, in this sale over all her orders."""
    hers = (Order.presale_id == sale.id, Order.person_id == person_id)
    held = db.session.scalar(select(func.sum(Order.pieces)).where(*hers, Order.state == "placed")) or 0
    kept = select(func.count()).select_from(Piece).join(Order, Order.id == Piece.order_id)
    return held + (db.session.scalar(kept.where(*hers, Piece.freed_at.is_(None))) or 0)


def steady(order: Order) -> presales.Presale:
    """This order and its sale as they are now, until the act ends. One order of locks everywhere: sale, order, payment."""
    watch(order.presale)
    hold(order)
    return order.presale


def live_pieces(order: Order) -> list[Piece]:
    rows = select(Piece).where(Piece.order_id == order.id, Piece.freed_at.is_(None)).order_by(Piece.id)
    return list(db.session.scalars(rows))


def pay(order: Order, by: int | None = None) -> bool:
    """Its money is here: every piece becomes a row. False when the order does not wait for money (any more)."""
    at = clock.now()
    if not tried(order, "pay", by=by, paid_at=at):
        return False
    rows = [
        {"order_id": order.id, "presale_id": order.presale_id, "cell_id": line.cell_id, "paid_fen": line.unit_fen}
        for line in order.lines
        for _ in range(line.pieces)
    ]
    db.session.execute(insert(Piece.__table__), [row | {"wish": ""} for row in rows])
    return True


def cancel(order: Order, by: int | None = None) -> None:
    """She does not want it before having paid: the pieces go back."""
    hold(order.presale)
    move(order, "cancel", by=by)
    presales.give_back(order.presale_id, order.pieces)


def expire(limit: int = 500) -> int:
    """End the holds whose half hour is over, each once; returns how many."""
    due = select(Order).where(Order.state == "placed", Order.expires_at <= clock.now())
    due = due.order_by(Order.presale_id, Order.id).limit(limit)
    return sum(end_hold(order) for order in db.session.scalars(due).all())


def end_hold(order: Order) -> bool:
    """Give the pieces of an unpaid order back, once."""
    hold(order.presale)
    ended = tried(order, "expire")
    if ended:
        presales.give_back(order.presale_id, order.pieces)
    return ended


def swap(order: Order, from_cell: int, to_cell: int, by: int | None = None) -> None:
    """One piece of a paid order becomes another colour or size, free until the lock."""
    sale = steady(order)
    if not sale.may_change or order.state != "paid":
        raise Refused("Sizes are fixed now: cutting is about to begin or has begun.", status=409)
    if to_cell not in {cell.id for cell in sale.cells}:
        raise missing()
    if from_cell == to_cell:
        raise Refused("Choose another colour or size.", field="to")
    one = select(Piece.id).where(Piece.order_id == order.id, Piece.cell_id == from_cell, Piece.freed_at.is_(None))
    swapped = db.session.execute(
        update(Piece).where(Piece.id == one.limit(1).scalar_subquery()).values(cell_id=to_cell)
    )
    if swapped.rowcount != 1:
        raise changed()
    trace(order, "swap", by=by, note={"from": from_cell, "to": to_cell})


def redirect(order: Order, address: addresses.Address, by: int | None = None) -> None:
    """Another address, the shopper's to change until the lock."""
    sale = steady(order)
    if order.state == "placed" or (order.state == "paid" and sale.may_change):
        for name, value in asdict(addresses.clean(address)).items():
            setattr(order, name, value)
        trace(order, "redirect", by=by)
        return
    raise Refused(
        "The address is fixed now. Ask your host: she can still reach the brand until it is packed.", status=409
    )


def receive(order: Order, by: int | None = None) -> None:
    move(order, "receive", by=by)


def of_person(person_id: int) -> list[Order]:
    return list(db.session.scalars(select(Order).where(Order.person_id == person_id).order_by(Order.id.desc())))


def of_sale(sale: presales.Presale) -> list[Order]:
    return list(db.session.scalars(select(Order).where(Order.presale_id == sale.id).order_by(Order.id)))


def paid_pieces(presale_id: int) -> int:
    """Counted from the rows, every time."""
    rows = select(func.count()).select_from(Piece)
    return db.session.scalar(rows.where(Piece.presale_id == presale_id, Piece.freed_at.is_(None))) or 0


def by_cell(presale_id: int) -> dict[int, int]:
    """Paid pieces of every cell that has any: {cell id: pieces}."""
    rows = select(Piece.cell_id, func.count()).where(Piece.presale_id == presale_id, Piece.freed_at.is_(None))
    return dict(db.session.execute(rows.group_by(Piece.cell_id)).all())
