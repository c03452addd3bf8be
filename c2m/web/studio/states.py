"""States in two to six characters, for the pills of these pages: (kind, symbol, words)."""

from __future__ import annotations

from flask_babel import gettext as _

from c2m.core import clock
from c2m.insight import salesroom
from c2m.insight.tryons import TryOn
from c2m.loop import orders, posts, presales, production
from c2m.web import filters
from c2m.web.factory import work_orders as bench
from c2m.web.studio import bp

Pill = tuple[str, str, str]


def sample_word(stage: str) -> str:
    return {
        "asked": _("To be sewn"),
        "made": _("To be sent"),
        "sent": _("On its way to her"),
        "received": _("With her"),
        "posted": _("Posted"),
        "declined": _("Not fronted"),
    }[stage]


SAMPLES = {
    "asked": ("seal", "needle"),
    "made": ("seal", "box"),
    "sent": ("line", "truck"),
    "received": ("line", "hanger"),
    "posted": ("ok", "check"),
    "declined": ("plain", "close"),
}


def sample_pill(tryon: TryOn) -> Pill:
    """Where the sample is; once she has handed in her words, that they wait for the brand."""
    if tryon.stage == "checked":
        return "seal", "eye", _("Words to read")
    kind, symbol = SAMPLES[tryon.sample.state]
    return kind, symbol, sample_word(tryon.sample.state)


def post_pill(post: posts.Post) -> Pill:
    return {
        "draft": ("plain", "edit", _("Being written")),
        "submitted": ("seal", "eye", _("Words to read")),
        "returned": ("warn", "undo", _("A fact to correct")),
        "approved": ("ok", "check", _("Posted")),
    }[post.state]


def sale_word(stage: str) -> str:
    return {
        "draft": _("Draft"),
        "announced": _("Announced"),
        "selling": _("Selling"),
        "counting": _("Being counted"),
        "met": _("Met"),
        "missed": _("Missed"),
        "cancelled": _("Draft put away"),
    }[stage]


SALES = {
    "draft": ("seal", "edit"),
    "announced": ("line", "clock"),
    "selling": ("ink", "tag"),
    "counting": ("line", "clock"),
    "met": ("ok", "check"),
    "missed": ("bad", "undo"),
    "cancelled": ("plain", "close"),
}


def sale_pill(sale: presales.Presale, all_sent: bool = False) -> Pill:
    stage = salesroom.stage(sale)
    kind, symbol = SALES[stage]
    if sale.state != "locked":
        return kind, symbol, sale_word(stage)
    return ("ok", "truck", _("Locked, all sent")) if all_sent else (kind, symbol, _("Locked, being made"))


def order_word(state: str) -> str:
    return {
        "placed": _("Waiting for payment"),
        "paid": _("Paid"),
        "shipped": _("Parcel on its way"),
        "received": _("Received"),
        "called_off": _("Called off by her"),
        "missed": _("Not made"),
        "expired": _("Hold ended"),
        "cancelled": _("Cancelled"),
    }[state]


ORDERS = {
    "placed": ("warn", "clock"),
    "paid": ("ok", "check"),
    "shipped": ("line", "truck"),
    "received": ("ok", "home"),
    "called_off": ("plain", "undo"),
    "missed": ("plain", "close"),
    "expired": ("plain", "clock"),
    "cancelled": ("plain", "close"),
}


def order_pill(order: orders.Order, refund: str = "") -> Pill:
    """Its state; an open refund says more than why there is one."""
    if refund:
        return refund_pill(refund)
    kind, symbol = ORDERS[order.state]
    text = order_word(order.state)
    if order.state == "placed":
        rest = order.expires_at > clock.now()
        text = _("Unpaid, %(left)s left", left=filters.left(order.expires_at)) if rest else _("Hold is ending")
    return kind, symbol, text


def refund_pill(state: str) -> Pill:
    return {
        "owed": ("bad", "undo", _("Refund begun")),
        "asked": ("bad", "undo", _("Refund with the cashier")),
        "failed": ("bad", "alert", _("Refund failed")),
        "paid": ("plain", "undo", _("Refunded")),
    }[state]


def work_word(state: str) -> str:
    return {"draft": _("Draft"), "cancelled": _("Empty, not made")}.get(state) or bench.state_word(state)


def work_pill(work_order: production.WorkOrder) -> Pill:
    if work_order.state == "draft":
        none = work_order.factory_id is None
        return ("seal", "alert", _("No factory yet")) if none else ("line", "edit", _("Draft"))
    if work_order.state == "cancelled":
        return "plain", "close", work_word("cancelled")
    kind = {"released": "line", "shipped": "ok"}.get(work_order.state, "ink")
    return kind, bench.SYMBOLS[work_order.state], work_word(work_order.state)


for _one in (sample_pill, post_pill, sale_pill, order_pill, refund_pill, work_pill, sample_word, sale_word, order_word):
    bp.add_app_template_global(_one)
