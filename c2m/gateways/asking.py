"""What the cashier knows, made true here: it is asked outside any transaction, and its answer settled inside one.

Callback, return page, poller and decision all come through here, in any order and as often as they like.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import OperationalError

from c2m.core import clock
from c2m.core.db import atomic, db, passing
from c2m.core.errors import missing
from c2m.loop import orders, payments

T = TypeVar("T")
TRIES = 5


class Unpaid(RuntimeError):
    """The cashier refuses this refund; a person must look."""


def acted(act: Callable[[], T]) -> T:
    """One act in one transaction, tried again where the database says that trying again may help."""
    for attempt in range(1, TRIES):
        try:
            with atomic():
                return act()
        except OperationalError as error:
            if not passing(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * attempt)
    with atomic():
        return act()


def settle(answer: payments.Answer, gateway: str) -> str:
    """What the payment came to: "paid" | "refund" | "open" | "closed". Refused 404 for a number that is not ours there."""
    return acted(lambda: payments.settle(_payment(answer.number, gateway), answer))


def _payment(number: str, gateway: str) -> payments.Payment:
    payment = payments.by_number(number)
    if payment.gateway != gateway:
        raise missing()
    return payment


def ask(cashier: payments.Gateway, number: str) -> str:
    """Ask now; as settle(). Raises Unreachable."""
    db.session.rollback()
    return settle(cashier.query(number), cashier.name)


def close(cashier: payments.Gateway, number: str) -> str:
    """No more money for this number; as settle(). What the cashier never heard of is closed. Raises Unreachable."""
    db.session.rollback()
    answer = cashier.close(number)
    if answer.state == "unknown":
        answer = replace(answer, state="closed")
    return settle(answer, cashier.name)


def pay_back(cashier: payments.Gateway | None, refund_id: int) -> None:
    """The effect of a refund owed. May run often: its number makes the cashier pay once. Raises when it must be tried
    again, or cannot be paid."""
    refund = db.session.get(payments.Refund, refund_id)
    if refund is None:
        raise LookupError(f"refund {refund_id} does not exist")
    payment, paid = refund.payment, refund.state == "paid"
    number, refund_number, amount_fen = payment.number, refund.number, refund.amount_fen
    gateway = payment.gateway
    db.session.rollback()
    if paid:
        return
    if cashier is None or cashier.name != gateway:
        raise payments.Unreachable(f"the cashier {gateway} is not set up")
    answer = cashier.refund(number, refund_number, amount_fen)
    acted(lambda: _answered(refund_id, answer))
    if answer.state == "failed":
        raise Unpaid(f"{refund_number}: {answer.reason}")


def _answered(refund_id: int, answer: payments.RefundAnswer) -> None:
    row = select(payments.Refund).where(payments.Refund.id == refund_id).with_for_update()
    refund = db.session.scalars(row.execution_options(populate_existing=True)).one()
    if answer.number != refund.number:
        raise payments.Unreachable("the answer is about another refund")
    payments.refund_answered(refund, answer)


# --- what there is to ask -------------------------------------------------------------------------------------------


def running(limit: int = 200) -> list[payments.Payment]:
    """Open payments that may still be paid and were not asked about lately."""
    return [one for one in payments.to_ask(limit) if one.expires_at > clock.now()]


def over(limit: int = 200) -> list[payments.Payment]:
    """Open payments whose time to pay is over: the cashier is to close them."""
    return _open(payments.Payment.expires_at <= clock.now(), limit)


def open_of(presale_id: int, limit: int = 10_000) -> list[payments.Payment]:
    """Open payments of one sale."""
    hers = select(orders.Order.id).where(orders.Order.presale_id == presale_id)
    return _open(payments.Payment.order_id.in_(hers), limit)


def _open(which: ColumnElement[bool], limit: int) -> list[payments.Payment]:
    rows = select(payments.Payment).where(payments.Payment.state == "begun", which)
    longest = (payments.Payment.asked_at.nulls_first(), payments.Payment.id)
    return list(db.session.scalars(rows.order_by(*longest).limit(limit)))


def asked(payment_ids: list[int]) -> None:
    """Write down that the cashier was asked about these now, so that the others come first next time."""
    if payment_ids:
        mark = update(payments.Payment).where(payments.Payment.id.in_(payment_ids)).values(asked_at=clock.now())
        acted(lambda: db.session.execute(mark.execution_options(synchronize_session=False)))


def unpaid_refunds(owed_before: datetime) -> list[tuple[int, str]]:
    """(id, state) of refunds the cashier has accepted but not paid, and of those owed since ``owed_before`` or longer."""
    late = (payments.Refund.state == "owed") & (payments.Refund.owed_at <= owed_before)
    rows = select(payments.Refund.id, payments.Refund.state).where((payments.Refund.state == "asked") | late)
    return list(db.session.execute(rows.order_by(payments.Refund.id)).all())
