"""Payments and refunds. Every capture ends as *order paid* or *refund owed*, in the commit that records it.

``settle`` is the one place where money becomes an order: the callback, the return page and the poller all call it, in
any order and as often as they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock, codes, outbox
from c2m.core.db import Base, db, hold
from c2m.core.errors import Refused, changed, missing
from c2m.core.moves import Stateful, Table, move, trace, tried
from c2m.loop import inbox, ledger, orders, presales

GRACE = timedelta(minutes=10)
"""After the close, how long a payment begun before it may still come in."""


class Payment(Base, Stateful):
    """One attempt to pay one order at one cashier."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("gateway", "transaction_id"),
        CheckConstraint("amount_fen > 0", name="amount"),
        Index(None, "state", "begun_at"),
    )
    MOVES: Table = {
        "capture": ({"begun", "closed"}, "captured"),
        "close": ({"begun"}, "closed"),
    }

    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    gateway: Mapped[str]
    amount_fen: Mapped[int]
    captured_fen: Mapped[int | None]
    transaction_id: Mapped[str | None]
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    captured_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    """When the poller last asked the cashier."""
    state: Mapped[str] = mapped_column(default="begun")

    order: Mapped[orders.Order] = relationship()

    @property
    def number(self) -> str:
        """Our number at the cashier; never used twice."""
        return f"P{self.code}"


class Refund(Base, Stateful):
    """Money owed back. Retries keep its number, so the cashier pays it once."""

    __tablename__ = "refund"
    __table_args__ = (UniqueConstraint("payment_id", "cause"), CheckConstraint("amount_fen > 0", name="amount"))
    MOVES: Table = {
        "ask": ({"owed", "failed"}, "asked"),
        "pay": ({"owed", "asked", "failed"}, "paid"),
        "fail": ({"owed", "asked"}, "failed"),
    }

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    amount_fen: Mapped[int]
    cause: Mapped[str]
    """called_off | missed | late | double | mismatch"""
    owed_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="owed")

    payment: Mapped[Payment] = relationship()

    @property
    def number(self) -> str:
        return f"R{self.code}"


@dataclass(frozen=True)
class Answer:
    """What a cashier says of a payment. ``state``: open | captured | closed | unknown."""

    number: str
    state: str
    amount_fen: int = 0
    currency: str = "CNY"
    transaction_id: str = ""


@dataclass(frozen=True)
class RefundAnswer:
    """What a cashier says of a refund. ``state``: accepted | refunded | failed."""

    number: str
    state: str
    reason: str = ""


class Gateway(Protocol):
    """A cashier, as the loop needs it. Every call may raise ``Unreachable``; no answer is ever a yes."""

    name: str

    def begin(self, number: str, amount_fen: int, subject: str, expires_at: datetime, return_url: str) -> str:
        """The address at which the shopper pays. Repeating it is harmless."""

    def query(self, number: str) -> Answer: ...

    def close(self, number: str) -> Answer:
        """Take no money for this number any more; answers what it is then."""

    def refund(self, number: str, refund_number: str, amount_fen: int) -> RefundAnswer:
        """Pay back, once for a refund number however often it is asked."""

    def read_callback(self, headers: dict[str, str], body: bytes) -> Answer:
        """A signed, fresh notification. Raises ``Forged`` for anything else."""


class Unreachable(Exception):
    """The cashier gave no usable answer; what happened is unknown. Ask again."""


class Forged(Exception):
    """A notification that is not the cashier's, is stale or was altered."""


def begin(order: orders.Order, gateway: str) -> Payment:
    """Start to pay a held order. An open attempt at the same cashier is used again."""
    sale = orders.steady(order)
    if order.state != "placed" or order.expires_at <= clock.now():
        raise Refused("This order is not waiting for payment any more. Look at it again.", status=409)
    if not sale.is_open:
        raise Refused("This pre-sale is closed, so payment cannot begin. Nothing was charged.", status=409)
    open_one = select(Payment).where(Payment.order_id == order.id, Payment.gateway == gateway, Payment.state == "begun")
    payment = db.session.scalars(open_one.order_by(Payment.id)).first()
    if payment is not None:
        return payment
    payment = Payment(order=order, gateway=gateway, amount_fen=order.total_fen, begun_at=clock.now(), state="begun")
    payment.expires_at = min(order.expires_at, sale.closes_at + GRACE)
    db.session.add(payment)
    db.session.flush()
    trace(payment, "begin", by=order.person_id, to_state="begun")
    return payment


def by_number(number: str) -> Payment:
    key = codes.read(number[1:], "payment") if number[:1] == "P" else None
    payment = db.session.get(Payment, key) if key else None
    if payment is None:
        raise missing()
    return payment


def settle(payment: Payment, answer: Answer) -> str:
    """Make what the cashier says true here, once. Returns what the payment came to: "paid" | "refund" | "open" | "closed".

    Captured: the order is paid if it still waits for exactly this money and its sale is undecided; otherwise all of it
    is owed back, in this same transaction.
    """
    if answer.number != payment.number:
        raise missing()
    if answer.state == "captured":
        if answer.amount_fen <= 0:
            raise Unreachable("a capture of nothing")
        orders.steady(payment.order)  # the decision takes the sale for itself
    hold(payment)
    if answer.state == "closed":
        tried(payment, "close")
    elif answer.state == "captured":
        taken = {"captured_at": clock.now(), "captured_fen": answer.amount_fen}
        if tried(payment, "capture", transaction_id=answer.transaction_id or None, **taken):
            _give_a_home(payment, answer)
    return _home(payment)


def _give_a_home(payment: Payment, answer: Answer) -> None:
    order, amount = payment.order, answer.amount_fen
    cause = _why_not(payment, answer)
    if cause is None and orders.pay(order):
        ledger.post(f"capture:{payment.number}", payment.id, cashier=amount, orders=-amount)
        return
    ledger.post(f"capture:{payment.number}", payment.id, cashier=amount, refunds=-amount)
    _owe(payment, amount, cause or "late")


def _why_not(payment: Payment, answer: Answer) -> str | None:
    order = payment.order
    if answer.amount_fen != payment.amount_fen or answer.currency != "CNY":
        return "mismatch"
    if order.state not in {"placed", "expired", "cancelled"}:
        return "double"
    if order.state != "placed" or order.presale.is_decided:
        return "late"
    return None


def _home(payment: Payment) -> str:
    if payment.state == "begun":
        return "open"
    if payment.state == "closed":
        return "closed"
    return "refund" if refunds_of(payment) else "paid"


def paying(order: orders.Order) -> Payment:
    """The capture that pays for this order."""
    captured = select(Payment).where(Payment.order_id == order.id, Payment.state == "captured")
    homeless = select(Refund.payment_id).where(Refund.cause.in_(("late", "double", "mismatch")))
    return db.session.scalars(captured.where(Payment.id.not_in(homeless))).one()


def owe_back(order: orders.Order, cause: str) -> Refund:
    """Everything she paid for this order is owed back: its pieces are freed."""
    payment = paying(order)
    amount = payment.captured_fen or 0
    freed = db.session.execute(
        orders.Piece.__table__.update()
        .where(orders.Piece.order_id == order.id, orders.Piece.freed_at.is_(None))
        .values(freed_at=clock.now(), work_order_id=None)
    )
    presales.give_back(order.presale_id, freed.rowcount)
    ledger.post(f"owe:{payment.number}", payment.id, orders=amount, refunds=-amount)
    return _owe(payment, amount, cause)


def call_off(order: orders.Order, by: int | None = None) -> Refund:
    """She does not want it any more: free until the lock, refunded in full."""
    hold(order.presale)
    if not order.presale.may_change:
        raise Refused("This sale is locked: your piece is being made. Ask your host if something is wrong.", status=409)
    move(order, "call_off", by=by)
    return owe_back(order, "called_off")


def _owe(payment: Payment, amount_fen: int, cause: str) -> Refund:
    refund = Refund(payment=payment, amount_fen=amount_fen, cause=cause, owed_at=clock.now(), state="owed")
    db.session.add(refund)
    db.session.flush()
    trace(refund, "owe", to_state="owed", note={"cause": cause})
    outbox.put("refund", f"refund:{refund.number}", refund=refund.id)
    if cause in {"late", "double", "mismatch"}:
        inbox.tell(
            [payment.order.person_id],
            f"refund:{refund.number}",
            "A payment of %(yuan)s yuan came in that your order could not use. All of it is being refunded.",
            link=f"order:{payment.order.code}",
            yuan=f"{amount_fen / 100:.2f}",
        )
    return refund


def refund_answered(refund: Refund, answer: RefundAnswer) -> None:
    """Make what the cashier says of a refund true here, once."""
    if answer.state == "refunded" and tried(refund, "pay", paid_at=clock.now()):
        ledger.post(f"refund:{refund.number}", refund.payment.id, refunds=refund.amount_fen, cashier=-refund.amount_fen)
    elif answer.state == "accepted":
        tried(refund, "ask")
    elif answer.state == "failed":
        tried(refund, "fail", note={"reason": answer.reason[:200]})


def ask_again(refund: Refund, by: int | None = None) -> None:
    """The cashier is asked once more for a refund it refused. Its number stays, so it is paid once."""
    if refund.state != "failed":
        raise changed()
    move(refund, "ask", by=by, note={"again": True})
    stamp = clock.now().strftime("%Y%m%d%H%M%S")
    outbox.again("refund", f"refund:{refund.number}:again:{stamp}", refund=refund.id)


def refunds_of(payment: Payment) -> list[Refund]:
    return list(db.session.scalars(select(Refund).where(Refund.payment_id == payment.id).order_by(Refund.id)))


def of_order(order: orders.Order) -> list[Payment]:
    return list(db.session.scalars(select(Payment).where(Payment.order_id == order.id).order_by(Payment.id)))


def to_ask(limit: int = 200, older_than: timedelta = timedelta(seconds=20)) -> list[Payment]:
    """Open payments whose cashier has not been asked lately, the longest waiting first."""
    before = clock.now() - older_than
    quiet = Payment.asked_at.is_(None) | (Payment.asked_at < before)
    rows = select(Payment).where(Payment.state == "begun", Payment.begun_at <= before, quiet)
    return list(db.session.scalars(rows.order_by(Payment.asked_at.nulls_first(), Payment.id).limit(limit)))


def open_for(sale: presales.Presale) -> int:
    """Payments begun before the close that may still come in."""
    rows = select(func.count()).select_from(Payment).join(orders.Order, orders.Order.id == Payment.order_id)
    return db.session.scalar(rows.where(orders.Order.presale_id == sale.id, Payment.state == "begun")) or 0
