"""An order in words: the headline of its page, the steps of its timeline, the pill of the list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from c2m.core import clock
from c2m.insight import shelf, timeline
from c2m.loop import orders, payments, shipments
from c2m.web.filters import day, hour, left, when

RETURNS = timedelta(days=7)
"""How long after the receipt a standard size may come back without a reason."""

TITLES = {
    "placed": (lambda: _("Ordered"), "list"),
    "paid": (lambda: _("Paid"), "wallet"),
    "met": (lambda: _("It will be made"), "check"),
    "cutting": (lambda: _("Cutting"), "scissors"),
    "sewing": (lambda: _("Sewing"), "needle"),
    "packed": (lambda: _("Packed"), "box"),
    "shipped": (lambda: _("Sent"), "truck"),
    "received": (lambda: _("Received"), "home"),
    "cancelled": (lambda: _("Cancelled"), "close"),
    "expired": (lambda: _("Hold ended"), "clock"),
    "called_off": (lambda: _("Called off"), "undo"),
    "missed": (lambda: _("Not enough, not made"), "close"),
    "refunded": (lambda: _("Refund"), "undo"),
}


def waits(order: orders.Order) -> bool:
    """Whether it can still be paid."""
    return order.state == "placed" and order.expires_at > clock.now() and order.presale.is_open


def exact(fen: int) -> str:
    """To the fen, always: ¥239.00."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


# --- the headline ---------------------------------------------------------------------------------------------------


def head(order: orders.Order, facts: timeline.Facts, paid: int) -> dict[str, Any]:
    """kicker, title and lead of the page."""
    if order.state == "placed":
        return _unpaid(order)
    if order.state == "paid":
        return _running(order, facts, paid)
    says = {"shipped": _sent, "received": _received, "missed": _missed, "called_off": _called_off}
    if order.state in says:
        return says[order.state](order, facts)
    if order.state == "cancelled":
        return {"title": _("Cancelled"), "lead": _("Nothing was charged.")}
    return _over()


def _over() -> dict[str, Any]:
    return {
        "title": _("The hold has ended"),
        "lead": _("Not paid, nothing charged. If you still want it, order again."),
    }


def _unpaid(order: orders.Order) -> dict[str, Any]:
    if not waits(order):
        return _over()
    until, rest = hour(order.expires_at), left(order.expires_at)
    lead = _("Your pieces are held until %(until)s, %(left)s more. Only what is paid counts.", until=until, left=rest)
    return {"title": _("Waiting for your payment"), "lead": lead}


def _running(order: orders.Order, facts: timeline.Facts, paid: int) -> dict[str, Any]:
    sale, stage = order.presale, shelf.stage(order.presale)
    if stage == "counting":
        return {"title": _("Closed, being counted"), "lead": _("The result comes within ten minutes.")}
    if stage == "met":
        return _before_lock(order)
    if stage == "locked":
        return _in_work(order, facts)
    enough = paid >= sale.minimum
    kicker = _("%(paid)s / %(minimum)s pieces paid", paid=paid, minimum=sale.minimum)
    if enough:
        lead = _("Orders close %(when)s, then it is made.", when=when(sale.closes_at))
        return {"kicker": kicker, "title": _("Paid, and enough are in"), "lead": lead}
    lead = _(
        "We count %(when)s. If it is not enough, your full refund starts within 1 hour.", when=when(sale.closes_at)
    )
    return {"kicker": kicker, "title": _("Paid, waiting for %(minimum)s", minimum=sale.minimum), "lead": lead}


def _kicker(order: orders.Order) -> str:
    sale = order.presale
    return _("Made it · %(paid)s / %(minimum)s pieces", paid=sale.paid_at_close, minimum=sale.minimum)


def _before_lock(order: orders.Order) -> dict[str, Any]:
    lock = order.presale.lock_at
    lead = _("Until then you can swap or get your money back: %(left)s left.", left=left(lock))
    return {"kicker": _kicker(order), "title": _("It will be made. Locked %(when)s", when=when(lock)), "lead": lead}


def _in_work(order: orders.Order, facts: timeline.Facts) -> dict[str, Any]:
    titles = {
        "cutting": _("Being cut"),
        "sewing": _("At the sewing machines"),
        "packed": _("Packed, waiting for the courier"),
    }
    ships_by = order.presale.ships_by
    lead = _("Sent by %(day)s at the latest.", day=day(ships_by))
    if clock.now() > ships_by:
        lead = _(
            "It is late: we said %(day)s. Ask your host: you may have your money back, at our cost.", day=day(ships_by)
        )
    title = titles.get(timeline.stage(facts), _("Locked, next in line for cutting"))
    return {"kicker": _kicker(order), "title": title, "lead": lead}


def _sent(order: orders.Order, facts: timeline.Facts) -> dict[str, Any]:
    return {"kicker": _kicker(order), "title": _("On its way"), "lead": parcel_words(order)}


def _received(order: orders.Order, facts: timeline.Facts) -> dict[str, Any]:
    if facts.received_at is None:
        return {"title": _("Received")}
    until = day(facts.received_at + RETURNS)
    return {
        "title": _("Received"),
        "lead": _("A standard size that does not fit may come back until %(until)s.", until=until),
    }


def _missed(order: orders.Order, facts: timeline.Facts) -> dict[str, Any]:
    paid, began = order.presale.paid_at_close, hour(facts.ended_at or clock.now())
    return {
        "kicker": _("%(minimum)s pieces were needed", minimum=order.presale.minimum),
        "title": _("%(paid)s paid, not enough", paid=paid),
        "lead": _("Refunds began %(time)s; arrival depends on your bank.", time=began),
    }


def _called_off(order: orders.Order, facts: timeline.Facts) -> dict[str, Any]:
    lead = _("Your full refund of %(amount)s has started; arrival depends on your bank.", amount=exact(order.total_fen))
    return {"title": _("Called off"), "lead": lead}


def parcel_words(order: orders.Order) -> str:
    return " · ".join(f"{parcel.courier} {parcel.number}" for parcel in shipments.of_order(order))


# --- the timeline ---------------------------------------------------------------------------------------------------


def steps(order: orders.Order, facts: timeline.Facts) -> list[dict[str, Any]]:
    """For the macro: title, note, state, symbol."""
    return [_step(order, step) for step in timeline.steps(facts)]


def _step(order: orders.Order, step: timeline.Step) -> dict[str, Any]:
    title, symbol = TITLES[step.key]
    note = _later(order, step) if step.state == "later" else _reached(order, step)
    # What is done gets a tick, whatever it was.
    return {"title": title(), "note": note, "state": step.state, "symbol": "check" if step.state == "done" else symbol}


def _reached(order: orders.Order, step: timeline.Step) -> str:
    said = when(step.at) if step.at else ""
    more = {
        "placed": _("pay by %(time)s", time=hour(order.expires_at)) if waits(order) else "",
        "met": _("%(pieces)s pieces in all", pieces=order.presale.paid_at_close),
        "shipped": parcel_words(order),
        "refunded": _("back the way you paid") if step.state == "now" else "",
    }.get(step.key, "")
    return " · ".join(part for part in (said, more) if part)


def _later(order: orders.Order, step: timeline.Step) -> str:
    sale = order.presale
    if step.key == "met":
        return _("Counted %(when)s: made from %(minimum)s pieces", when=when(sale.closes_at), minimum=sale.minimum)
    if step.key == "cutting":
        if sale.may_change:
            return _("Not before %(when)s; no swaps from then on", when=when(sale.lock_at))
        return _("As soon as the factory has room")
    if step.key == "received":
        return _("Tell us when it is there")
    return _latest(step.at)


def _latest(at: datetime | None) -> str:
    if at is None:
        return ""
    soon = at - clock.now() < timedelta(days=1)
    return _("%(when)s at the latest", when=when(at) if soon else day(at))


# --- the list -------------------------------------------------------------------------------------------------------


def pill(order: orders.Order) -> tuple[str, str, str]:
    """kind, symbol and word."""
    if order.state == "placed":
        return ("seal", "wallet", _("To pay")) if waits(order) else ("line", "clock", _("Hold ended"))
    if order.state == "paid":
        return {
            "selling": ("plain", "clock", _("Waiting")),
            "counting": ("plain", "clock", _("Being counted")),
            "met": ("ok", "check", _("Will be made")),
            "missed": ("plain", "undo", _("Refund")),
        }.get(shelf.stage(order.presale), ("ink", "scissors", _("Being made")))
    return {
        "shipped": ("ink", "truck", _("On its way")),
        "received": ("ok", "home", _("Received")),
        "missed": ("plain", "undo", _("Not made, refund")),
        "called_off": ("plain", "undo", _("Called off, refund")),
        "cancelled": ("line", "close", _("Cancelled")),
    }.get(order.state, ("line", "clock", _("Hold ended")))


REFUND_STATES = {
    "owed": lambda: _("Started"),
    "asked": lambda: _("With the cashier"),
    "paid": lambda: _("Paid back; arrival depends on your bank"),
    "failed": lambda: _("Did not go through; a person at the brand is on it"),
}

CAUSES = {
    "called_off": lambda: _("You called it off"),
    "missed": lambda: _("Too few pieces were paid"),
    "late": lambda: _("The payment came after the hold or the decision"),
    "double": lambda: _("Paid twice"),
    "mismatch": lambda: _("Another amount than asked came in"),
}


def refund_rows(refunds: list[payments.Refund]) -> list[dict[str, Any]]:
    """For the macro: how far the money is, to the fen."""
    return [
        {
            "label": CAUSES[refund.cause](),
            "value": exact(refund.amount_fen),
            "note": " · ".join((REFUND_STATES[refund.state](), when(refund.paid_at or refund.owed_at))),
            "strong": True,
        }
        for refund in refunds
    ]
