"""I1 to I8 and I22: money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from c2m.core import clock
from c2m.core.db import db
from c2m.loop import ledger as postings
from c2m.loop.ledger import Posting
from c2m.loop.orders import Line, Order, Piece
from c2m.loop.payments import Payment, Refund

PAID_STATES = ("paid", "shipped", "received")
HOMELESS = ("late", "double", "mismatch")
LAG = timedelta(minutes=2)


def _refunds() -> dict[int, int]:
    """{payment id: fen refunded or owed}."""
    rows = select(Refund.payment_id, func.sum(Refund.amount_fen)).group_by(Refund.payment_id)
    return dict(db.session.execute(rows).all())


def _captures() -> list[tuple[int, int, int, str]]:
    """(payment id, order id, fen, order state) of every capture."""
    rows = select(Payment.id, Payment.order_id, Payment.captured_fen, Order.state).join(
        Order, Order.id == Payment.order_id
    )
    return [tuple(row) for row in db.session.execute(rows.where(Payment.state == "captured").order_by(Payment.id))]


def homes() -> Iterator[str]:
    back = _refunds()
    kept: dict[int, int] = {}
    for payment, order, fen, state in _captures():
        refunded = back.get(payment, 0)
        if refunded == fen:
            continue
        if refunded:
            yield f"payment {payment}: {refunded} of {fen} fen refunded"
        if state not in PAID_STATES:
            yield f"payment {payment}: captured, but its order is {state} and nothing is owed back"
        kept[order] = kept.get(order, 0) + 1
    yield from (f"order {order}: paid for by {n} captures" for order, n in kept.items() if n > 1)
    for order in db.session.scalars(select(Order.id).where(Order.state.in_(PAID_STATES)).order_by(Order.id)):
        if order not in kept:
            yield f"order {order}: counts as paid, but no capture pays for it"


def over_refunds() -> Iterator[str]:
    captured = {payment: fen for payment, _order, fen, _state in _captures()}
    for payment, fen in _refunds().items():
        if fen > captured.get(payment, 0):
            yield f"payment {payment}: {fen} fen refunded of {captured.get(payment, 0)} captured"


def prices() -> Iterator[str]:
    goods = select(Line.order_id, func.sum(Line.pieces * Line.unit_fen), func.sum(Line.pieces)).group_by(Line.order_id)
    lines = {order: (fen, pieces) for order, fen, pieces in db.session.execute(goods)}
    rows = select(Order.id, Order.goods_fen, Order.total_fen, Order.pieces).order_by(Order.id)
    for order, goods_fen, total_fen, pieces in db.session.execute(rows):
        if lines.get(order) != (goods_fen, pieces) or total_fen != goods_fen:
            yield f"order {order}: total {total_fen} fen for {pieces} pieces is not the sum of its lines"
    paid = select(Payment.id, Payment.captured_fen, Order.total_fen).join(Order, Order.id == Payment.order_id)
    refunded = select(Refund.payment_id).where(Refund.cause.in_(HOMELESS))
    wrong = paid.where(
        Payment.state == "captured", Payment.id.not_in(refunded), Payment.captured_fen != Order.total_fen
    )
    for payment, fen, total in db.session.execute(wrong):
        yield f"payment {payment}: {fen} fen paid for an order of {total}"
    pieces = select(Piece.order_id, func.sum(Piece.paid_fen)).group_by(Piece.order_id)
    worth = dict(db.session.execute(pieces).all())
    for order, fen in db.session.execute(select(Order.id, Order.total_fen).where(Order.paid_at.is_not(None))):
        if worth.get(order) != fen:
            yield f"order {order}: its pieces are worth {worth.get(order, 0)} fen, it was paid {fen}"


def paid_once() -> Iterator[str]:
    refunded = select(Refund.payment_id)
    rows = select(Payment.order_id, func.count()).where(Payment.state == "captured", Payment.id.not_in(refunded))
    for order, n in db.session.execute(rows.group_by(Payment.order_id).having(func.count() > 1)):
        yield f"order {order}: {n} captures kept"
    same = select(Payment.gateway, Payment.transaction_id).where(Payment.transaction_id.is_not(None))
    twice = same.group_by(Payment.gateway, Payment.transaction_id).having(func.count() > 1)
    yield from (f"{gateway} transaction {number}: used twice" for gateway, number in db.session.execute(twice))


def ledger() -> Iterator[str]:
    sums = select(Posting.set_key, func.sum(Posting.amount_fen)).group_by(Posting.set_key)
    for key, fen in db.session.execute(sums.having(func.sum(Posting.amount_fen) != 0)):
        yield f"set {key}: sums to {fen} fen"
    captured = db.session.scalar(select(func.sum(Payment.captured_fen)).where(Payment.state == "captured")) or 0
    paid_back = db.session.scalar(select(func.sum(Refund.amount_fen)).where(Refund.state == "paid")) or 0
    owed = db.session.scalar(select(func.sum(Refund.amount_fen)).where(Refund.state != "paid")) or 0
    wanted = {"cashier": captured - paid_back, "refunds": -owed, "orders": -(captured - paid_back - owed)}
    for account, fen in wanted.items():
        if postings.balance(account) != fen:
            yield f"account {account}: the ledger says {postings.balance(account)} fen, the rows say {fen}"


def late() -> Iterator[str]:
    back = _refunds()
    for payment, _order, fen, state in _captures():
        if state in {"placed", "expired", "cancelled", "missed", "called_off"} and back.get(payment, 0) != fen:
            yield f"payment {payment}: its order is {state}, and {back.get(payment, 0)} of {fen} fen are refunded"


@dataclass(frozen=True)
class Book:
    """The cashier's own figures: captured {payment number: fen}, refunded {refund number: (payment number, fen)}."""

    captured: dict[str, int]
    refunded: dict[str, tuple[str, int]]
    at_rest: bool


def conservation(book: Book) -> Iterator[str]:
    here = {p.number: p.captured_fen for p in db.session.scalars(select(Payment).where(Payment.state == "captured"))}
    for number, fen in here.items():
        if book.captured.get(number) != fen:
            yield f"{number}: {fen} fen here, {book.captured.get(number, 0)} in the cashier's book"
    paid = {r.number: r.amount_fen for r in db.session.scalars(select(Refund).where(Refund.state == "paid"))}
    for number, fen in paid.items():
        if book.refunded.get(number, ("", 0))[1] != fen:
            yield f"{number}: {fen} fen refunded here, {book.refunded.get(number, ('', 0))[1]} in the cashier's book"
    if book.at_rest and postings.balance("cashier") != sum(book.captured.values()) - sum(
        f for _, f in book.refunded.values()
    ):
        yield f"our ledger holds {postings.balance('cashier')} fen, the cashier's book another sum"


def refund_numbers(book: Book) -> Iterator[str]:
    here = {r.number: (r.payment.number, r.amount_fen) for r in db.session.scalars(select(Refund))}
    for number, there in book.refunded.items():
        if here.get(number) != there:
            yield f"{number}: refunded there ({there[0]}, {there[1]} fen), not meant here"


def callbacks(book: Book) -> Iterator[str]:
    """A capture may be on its way to us for a moment; not for longer than the poller needs."""
    rows = db.session.scalars(select(Payment)).all()
    known = {payment.number: payment for payment in rows}
    for number in book.captured:
        payment = known.get(number)
        if payment is None:
            yield f"{number}: captured there, unknown here"
        elif payment.state != "captured" and (
            book.at_rest or clock.now() - payment.begun_at > LAG + timedelta(minutes=45)
        ):
            yield f"{number}: captured there, {payment.state} here"
