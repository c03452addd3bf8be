"""The one line of ways at the top of every member's and KOC's page."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from c2m.loop import inbox
from c2m.web import guard
from c2m.web.shopper import bp

HERE = {
    "home": {"shopper.home", "shopper.round", "shopper.ballot", "shopper.result", "shopper.design"},
    "presales": {"shopper.presales", "shopper.presale", "shopper.checkout"},
    "orders": {"shopper.orders", "shopper.order", "shopper.paid"},
    "kocs": {"shopper.kocs", "shopper.koc", "shopper.card"},
}
AUDIENCES = {"shopper", "account", "koc", None}


@bp.app_context_processor
def member_nav() -> dict[str, Any]:
    if request.blueprint not in AUDIENCES:
        return {}
    who = guard.person()
    ways = [_way("home", _("Pick")), _way("presales", _("Pre-sales"))]
    if who is None:
        ways += [_way("kocs", _("Hosts")), {"href": url_for("account.sign_in"), "label": _("Sign in"), "here": False}]
    else:
        ways += [
            _way("orders", _("Orders")),
            _way("inbox", _("Messages")) | {"count": inbox.unread(who.id)},
            _way("me", _("Me")),
        ]
    return {"member_nav": ways}


def _way(name: str, label: str) -> dict[str, Any]:
    endpoint = f"shopper.{name}"
    return {"href": url_for(endpoint), "label": label, "here": request.endpoint in HERE.get(name, {endpoint})}
