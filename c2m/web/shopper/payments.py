"""Paying: the way to the cashier, and the page she comes back to. The cashier is asked outside every transaction."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.gateways import asking
from c2m.gateways.ports import ports
from c2m.insight import purchases
from c2m.loop import orders
from c2m.loop import payments as money
from c2m.web import forms, guard
from c2m.web.shopper import bp, timelines
from c2m.web.shopper import orders as pages

LOOKS, EVERY_SECONDS = 6, 5
"""How often the return page looks again by itself before it leaves that to her."""


def open_cashier() -> money.Gateway:
    cashier = ports().cashier
    if cashier is None:
        raise Refused("Paying is not set up yet, so nothing can be ordered. Nothing was charged.", status=503)
    return cashier


@bp.post("/orders/<code>/payments")
@forms.again(pages.order)
def pay(code: str) -> ResponseReturnValue:
    return to_cashier(purchases.one(code, guard.me().id))


def to_cashier(order: orders.Order) -> ResponseReturnValue:
    """Begin a payment here, then at the cashier. When the cashier does not answer, the order waits as it did."""
    cashier = open_cashier()
    with atomic():
        payment = money.begin(order, cashier.name)
        number, amount_fen, expires_at = payment.number, payment.amount_fen, payment.expires_at
        subject = f"{order.presale.version.title} × {order.pieces}"
    back = url_for("shopper.paid", number=number, _external=True)
    try:
        return redirect(cashier.begin(number, amount_fen, subject, expires_at, back), 303)
    except money.Unreachable:
        raise Refused(
            "The cashier does not answer. Nothing was charged and your pieces are still held. Try again in a minute.",
            status=503,
        ) from None


@bp.get("/payments/<number>/return")
def paid(number: str) -> ResponseReturnValue:
    payment = purchases.payment(number, guard.me().id)
    came_to = _came_to(payment)
    payment = purchases.payment(number, guard.me().id)
    looked = request.args.get("looked", 0, type=int)
    order = payment.order
    held = timelines.waits(order)
    if came_to == "open" and held and "failed" in request.args:
        # The cashier sent her back saying so; asked just now, it still has no money of hers.
        came_to = "closed"
    page = make_response(render_template("shopper/paid.html", payment=payment, order=order, came_to=came_to, held=held))
    if came_to in {"open", "unclear"} and 0 <= looked < LOOKS:
        again = url_for("shopper.paid", number=payment.number, looked=looked + 1)
        page.headers["Refresh"] = f"{EVERY_SECONDS}; url={again}"
    return page


def _came_to(payment: money.Payment) -> str:
    """paid | refund | open | closed, or unclear when the cashier gives no answer."""
    if payment.state == "closed":
        return "closed"
    if payment.state == "captured":
        return "refund" if money.refunds_of(payment) else "paid"
    cashier = ports().cashier
    if request.method == "HEAD" or cashier is None or cashier.name != payment.gateway:
        return "unclear"
    try:
        return asking.ask(cashier, payment.number)
    except money.Unreachable:
        return "unclear"
    finally:
        db.session.expire_all()
