"""The sandbox cashier's page: where a paying app would open. Registered only where the sandbox is the cashier."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from c2m.gateways import deliveries, ports
from c2m.gateways.sandbox import Charge, Sandbox

bp = Blueprint("cashier", __name__, url_prefix="/cashier")


def _till() -> Sandbox:
    cashier = ports.ports().cashier
    if not isinstance(cashier, Sandbox):
        abort(404)
    return cashier


def _charge(number: str) -> Charge:
    charge = _till().charge(number)
    if charge is None or not charge.subject:
        abort(404)
    return charge


@bp.get("/<number>")
def page(number: str) -> ResponseReturnValue:
    return render_template("cashier/page.html", charge=_charge(number))


@bp.post("/<number>/payment")
def pay(number: str) -> ResponseReturnValue:
    charge, till = _charge(number), _till()
    if till.pay(number) != "captured":
        return redirect(url_for("cashier.page", number=number), 303)
    deliveries.deliver_soon(till, number)
    return redirect(charge.return_url, 303)


@bp.post("/<number>/failure")
def fail(number: str) -> ResponseReturnValue:
    """A payment that did not go through, as when a card is refused: nothing is taken, and she may try again: the page she returns to says so."""
    back = _charge(number).return_url
    return redirect(f"{back}{'&' if '?' in back else '?'}failed=1", 303)
