"""The checkout: a basket of several cells, where it goes, and what is promised, on one page before the payment."""

from __future__ import annotations

import re
import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.insight import purchases, shelf
from c2m.loop import addresses, brand, orders
from c2m.loop import presales as sales
from c2m.web import forms, guard
from c2m.web.shopper import bp, kept, payments, presales

CELL = "cell-"


@bp.get("/presales/<code>/checkout")
def checkout(code: str) -> ResponseReturnValue:
    sale, me = shelf.sale(code), guard.me()
    chosen = _chosen(sale)
    return render_template(
        "shopper/checkout.html",
        sale=sale,
        stage=shelf.stage(sale),
        front=presales.front_of(sale),
        chosen=chosen,
        left=shelf.left(sale, me.id),
        had=shelf.had(sale, me.id),
        address=purchases.last_address(me.id) or addresses.Address(me.name, me.phone or "", "", "", "", ""),
        hold_minutes=brand.read().hold_minutes,
        # Nothing was written under the key of a refused form, so every page gets a new one.
        request_key=uuid.uuid4().hex,
        promise=sales.promise(sale),
        **presales.choices(sale),
    )


def _chosen(sale: sales.Presale) -> sales.Cell | None:
    """The cell she chose on the page of the sale; the only one, where there is one only."""
    wished = (request.args.get("colour", ""), request.args.get("size", ""))
    found = [cell for cell in sale.cells if (cell.colour, cell.size) == wished]
    return found[0] if found else sale.cells[0] if len(sale.cells) == 1 else None


@bp.post("/presales/<code>/orders")
@forms.again(checkout)
def place(code: str) -> ResponseReturnValue:
    """Hold the pieces, then straight to the cashier. Sent twice, it is one order."""
    sale = shelf.sale(code)
    payments.open_cashier()
    made = _placed(sale)
    try:
        return payments.to_cashier(made)
    except Refused as no:
        flash(forms.sentence(no), "bad")
        return redirect(url_for("shopper.order", code=made.code), 303)


def _placed(sale: sales.Presale) -> orders.Order:
    wishes = {"basket": basket(sale), "address": typed_address(), "request_key": _key()}
    wishes |= {"note": forms.text("note", 200), "front": presales.front_of(sale), "card": kept.card()}
    with atomic():
        return orders.place(sale, guard.me(), **wishes)


def basket(sale: sales.Presale) -> dict[int, int]:
    """{cell id: pieces} as typed. A field that names no cell of this sale is refused."""
    offered = {CELL + cell.code: cell.id for cell in sale.cells}
    if any(field.startswith(CELL) and field not in offered for field in request.form):
        raise Refused("Choose from the colours and sizes shown.", field="pieces")
    typed = {key: forms.whole_or_none(field, 0, orders.MOST_PIECES) for field, key in offered.items()}
    return {key: pieces for key, pieces in typed.items() if pieces}


def typed_address() -> addresses.Address:
    names = ("name", "phone", "province", "city", "district", "street")
    return addresses.Address(**{name: forms.text(name, 200) for name in names})


def _key() -> str:
    key = request.form.get("request_key", "")
    if not re.fullmatch(r"[0-9A-Za-z-]{16,64}", key, re.ASCII):
        raise Refused("This page is incomplete. Open the checkout again.")
    return key
