"""Her orders: the list, one order with its timeline, and what she may change until the lock."""

from __future__ import annotations

import logging

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.gateways import asking
from c2m.gateways.ports import ports
from c2m.insight import progress, purchases, shelf, timeline
from c2m.loop import addresses, payments, shipments
from c2m.loop import orders as loop
from c2m.web import forms, guard
from c2m.web.shopper import bp, timelines

log = logging.getLogger(__name__)
ADDRESS = ("name", "phone", "province", "city", "district", "street")


@bp.get("/orders")
def orders() -> ResponseReturnValue:
    mine = purchases.of(guard.me().id)
    return render_template("shopper/orders.html", orders=mine, baskets=purchases.baskets(mine), pill=timelines.pill)


@bp.get("/orders/<code>")
def order(code: str) -> ResponseReturnValue:
    mine = purchases.one(code, guard.me().id)
    facts, paid = timeline.read(mine), progress.of(mine.presale).paid
    return render_template(
        "shopper/order.html",
        order=mine,
        sale=mine.presale,
        stage=shelf.stage(mine.presale),
        head=timelines.head(mine, facts, paid),
        steps=timelines.steps(mine, facts),
        contents=purchases.contents(mine),
        paid=paid,
        parcels=shipments.of_order(mine),
        refunds=timelines.refund_rows(purchases.refunds(mine)),
        may=_may(mine),
        fields=ADDRESS,
    )


def _may(mine: loop.Order) -> dict[str, bool]:
    free = mine.state == "paid" and mine.presale.may_change
    return {
        "pay": timelines.waits(mine),
        "cancel": mine.state == "placed",
        "swap": free and len(mine.presale.cells) > 1,
        "call_off": free,
        "redirect": free or mine.state == "placed",
        "receive": mine.state == "shipped",
    }


def _hers(code: str) -> loop.Order:
    return purchases.one(code, guard.me().id)


def _back(mine: loop.Order, said: str, kind: str = "ok") -> ResponseReturnValue:
    flash(said, kind)
    return redirect(url_for("shopper.order", code=mine.code), 303)


@bp.post("/orders/<code>/swaps")
@forms.again(order)
def swap(code: str) -> ResponseReturnValue:
    mine = _hers(code)
    old, new = _cell(mine, "from"), _cell(mine, "to")
    with atomic():
        loop.swap(mine, old, new, by=guard.me().id)
    return _back(mine, _("Swapped. Free until the lock, as often as you like."))


def _cell(mine: loop.Order, field: str) -> int:
    """The cell of this sale whose code was sent."""
    offered = {cell.code: cell.id for cell in mine.presale.cells}
    sent = request.form.get(field, "")
    if sent not in offered:
        raise Refused("Choose from the colours and sizes shown.", field="to")
    return offered[sent]


@bp.post("/orders/<code>/cancellation")
@forms.again(order)
def cancel(code: str) -> ResponseReturnValue:
    """Unpaid: the pieces go back. Paid: a full refund is owed, until the lock."""
    mine = _hers(code)
    if mine.state == "placed":
        _stop_paying(mine)
    if mine.state == "placed":
        with atomic():
            loop.cancel(mine, by=guard.me().id)
        return _back(mine, _("Cancelled. Nothing was charged."))
    if request.form.get("paid") != "1":
        # She meant to cancel an unpaid order, and its money came in meanwhile: that is not hers to lose by a late tap.
        return _back(mine, _("This order has been paid meanwhile. Look at it before you decide."), "warn")
    with atomic():
        payments.call_off(mine, by=guard.me().id)
    return _back(mine, _("Called off. Your full refund has started."))


def _stop_paying(mine: loop.Order) -> None:
    """Close what is open at the cashier first, so that no money comes in for an order that is gone."""
    cashier = ports().cashier
    begun = [one for one in payments.of_order(mine) if one.state == "begun"]
    for number in [one.number for one in begun if cashier and one.gateway == cashier.name]:
        try:
            asking.close(cashier, number)
        except payments.Unreachable:
            log.info("%s stays open at the cashier: a capture will be refunded", number)


@bp.post("/orders/<code>/address")
@forms.again(order)
def readdress(code: str) -> ResponseReturnValue:
    mine = _hers(code)
    given = addresses.Address(**{name: forms.text(name, 200) for name in ADDRESS})
    with atomic():
        loop.redirect(mine, given, by=guard.me().id)
    return _back(mine, _("The parcel goes to the new address."))


@bp.post("/orders/<code>/receipt")
@forms.again(order)
def receive(code: str) -> ResponseReturnValue:
    mine = _hers(code)
    with atomic():
        loop.receive(mine, by=guard.me().id)
    return _back(mine, _("Noted as received. Wear it well."))
