"""The sandbox cashier as a test meets it, and what our own books say beside it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from c2m.core import moves, outbox
from c2m.core.db import atomic, db
from c2m.gateways import ports
from c2m.gateways.sandbox import Sandbox
from c2m.loop import inbox, ledger, orders, payments, presales, production
from tests import makers


def till(app: Flask, **faults: str) -> Sandbox:
    """The app's cashier, sending no notifications by itself. ``refund_1="hang"``: its first refund gets no answer."""
    old = app.extensions["c2m"]
    planned = {(verb.rpartition("_")[0], int(verb.rpartition("_")[2])): fault for verb, fault in faults.items()}
    made = Sandbox(app.config["CASHIER_BOOK"], synchronous="OFF", faults=planned)
    app.extensions["c2m"] = ports.Ports(old.storage, made, old.sms)
    return made


def begun(cashier: Sandbox, order: orders.Order) -> payments.Payment:
    """A payment that has begun here and at the cashier."""
    with atomic():
        payment = payments.begin(order, cashier.name)
    cashier.begin(payment.number, payment.amount_fen, "高腰一片裙", payment.expires_at, "/orders")
    return payment


def bought(cashier: Sandbox, sale: Any, who: Any, wanted: Any = 1) -> payments.Payment:
    """Placed, paid at the cashier, and settled here."""
    payment = begun(cashier, makers.order(sale, who, wanted))
    cashier.pay(payment.number)
    makers.settle(payment, cashier.query(payment.number))
    return payment


def fresh() -> None:
    """What other requests and threads have written is seen from here on."""
    db.session.rollback()
    db.session.expire_all()


def state(sale: presales.Presale) -> str:
    """What the sale is now."""
    fresh()
    return sale.state


def counts() -> dict[str, int]:
    """How many rows there are of everything that may happen only once."""
    db.session.rollback()
    models = (
        moves.Trace,
        outbox.Effect,
        orders.Piece,
        payments.Refund,
        ledger.Posting,
        production.WorkOrder,
        inbox.Notice,
    )
    found = {model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models}
    db.session.rollback()
    return found


def even(cashier: Sandbox) -> bool:
    """The money at the cashier is what our ledger says is there, to the fen and payment by payment."""
    db.session.rollback()
    book = {one.number: one.captured_fen - one.refunded_fen for one in cashier.book() if one.state == "captured"}
    ours = dict.fromkeys(book, 0)
    there = select(ledger.Posting.payment_id, func.sum(ledger.Posting.amount_fen)).where(
        ledger.Posting.account == "cashier"
    )
    for payment_id, fen in db.session.execute(there.group_by(ledger.Posting.payment_id)):
        ours[db.session.get_one(payments.Payment, payment_id).number] = fen
    return ours == book
