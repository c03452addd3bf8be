"""Orders: searched, one order with everything that happened to it, refunds that the cashier refused."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.insight import orderbook, purchases, salesroom
from c2m.loop import orders as stages
from c2m.loop import payments, people, presales, shipments
from c2m.web import filters, forms, guard
from c2m.web.studio import bp


@bp.get("/orders")
def orders() -> ResponseReturnValue:
    words, state = request.args.get("q", "").strip()[:60], request.args.get("state", "")
    state = state if state in orderbook.STATES else ""
    sale_code, page = request.args.get("sale", ""), forms.page()
    sale_id = presales.Presale.key_of(sale_code) if sale_code else None
    found, whole = orderbook.listed(words, state, sale_id, page)
    return render_template(
        "studio/orders.html",
        entries=found,
        whole=whole,
        sales=[row.sale for row in salesroom.listed() if row.stage not in {"draft", "cancelled", "announced"}],
        states=orderbook.STATES,
        asked={"q": words, "state": state, "sale": sale_code if sale_id else ""},
        failed=orderbook.failed(),
        page=page,
        pages=-(-whole // orderbook.PAGE),
    )


@bp.get("/orders/<code>")
def order(code: str) -> ResponseReturnValue:
    shown = orderbook.one(code)
    refunds = purchases.refunds(shown)
    return render_template(
        "studio/order.html",
        order=shown,
        sale=shown.presale,
        contents=purchases.contents(shown),
        pieces=orderbook.pieces(shown),
        payments=payments.of_order(shown),
        refunds=refunds,
        said=orderbook.reasons([one.id for one in refunds]),
        parcels=shipments.of_order(shown),
        street=_masked_street(shown.street),
        acts=[_told(act, shown) for act in orderbook.history(shown)],
        payment_word=payment_word,
        cashier_word=cashier_word,
        cause_word=cause_word,
    )


def _masked_street(street: str) -> str:
    """Which street, not which door: every digit is hidden."""
    return "".join("*" if c.isdigit() else c for c in street)


# --- in words -------------------------------------------------------------------------------------------------------


def payment_word(state: str) -> str:
    return {
        "begun": _("Waiting for the cashier"),
        "captured": _("Money is here"),
        "closed": _("Ended, nothing charged"),
    }[state]


def cashier_word(name: str) -> str:
    return {"sandbox": _("Trial cashier")}.get(name, name)


def cause_word(cause: str) -> str:
    return {
        "called_off": _("Called off by her"),
        "missed": _("The minimum was missed"),
        "late": _("Came after the decision or the hold"),
        "double": _("Paid twice"),
        "mismatch": _("Another amount than asked"),
    }[cause]


ACTS = {
    ("order", "place"): (lambda: _("Ordered"), "list"),
    ("order", "pay"): (lambda: _("Paid"), "wallet"),
    ("order", "expire"): (lambda: _("Hold ended"), "clock"),
    ("order", "cancel"): (lambda: _("Cancelled"), "close"),
    ("order", "call_off"): (lambda: _("Called off"), "undo"),
    ("order", "miss"): (lambda: _("Not made: the minimum was missed"), "close"),
    ("order", "swap"): (lambda: _("One piece swapped"), "swap"),
    ("order", "redirect"): (lambda: _("Address changed"), "pin"),
    ("order", "ship"): (lambda: _("Sent"), "truck"),
    ("order", "receive"): (lambda: _("Received"), "home"),
    ("payment", "begin"): (lambda: _("Payment begun"), "wallet"),
    ("payment", "capture"): (lambda: _("Money came in"), "wallet"),
    ("payment", "close"): (lambda: _("Payment ended, nothing charged"), "close"),
    ("refund", "owe"): (lambda: _("Refund begun"), "undo"),
    ("refund", "ask"): (lambda: _("Refund with the cashier"), "undo"),
    ("refund", "pay"): (lambda: _("Refunded"), "check"),
    ("refund", "fail"): (lambda: _("Refund failed"), "alert"),
    ("parcel", "send"): (lambda: _("Parcel sent"), "truck"),
    ("parcel", "correct"): (lambda: _("Courier number corrected"), "edit"),
}


def _told(act: orderbook.Act, order: stages.Order) -> dict[str, Any]:
    """For the timeline: what, when, who."""
    title, symbol = ACTS.get((act.thing, act.verb), (lambda: act.verb, "clock"))
    said = [filters.when(act.at), _who(act, order), _more(act, order)]
    return {"title": title(), "note": " · ".join(part for part in said if part), "state": "done", "symbol": symbol}


def _who(act: orderbook.Act, order: stages.Order) -> str:
    if act.who is None:
        return _("by itself")
    if act.who.id == order.person_id:
        return _("the buyer")
    return act.who.name or people.masked(act.who.phone)


def _more(act: orderbook.Act, order: stages.Order) -> str:
    if act.verb == "swap":
        cells = {cell.id: f"{filters.colour(cell)} {cell.size}" for cell in order.presale.cells}
        return f"{cells.get(act.note.get('from'), '')} → {cells.get(act.note.get('to'), '')}"
    if act.verb == "owe":
        return cause_word(act.note["cause"])
    return act.note.get("reason", "")


# --- refunds that failed --------------------------------------------------------------------------------------------


@bp.post("/refunds/<code>/requests")
def ask_refund(code: str) -> ResponseReturnValue:
    """The cashier is asked once more; the refund keeps its number, so it is paid once."""
    with atomic():
        refund = payments.Refund.find(code)
        payments.ask_again(refund, by=guard.me().id)
        order_code = refund.payment.order.code
    flash(_("Asked again. What the cashier says stands here within a minute."), "ok")
    return redirect(forms.inside(request.form.get("next"), url_for("studio.order", code=order_code)), 303)
