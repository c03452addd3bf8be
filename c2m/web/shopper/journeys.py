"""The way of a round's winners in five steps, from what has really happened."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from c2m.insight.fates import Fate
from c2m.loop import rounds
from c2m.web import filters

SEWN = {"made", "sent", "received", "posted", "declined"}
WORN = {"posted", "declined"}
ON_SALE = {"announced", "selling", "counting", "met", "missed"}


def steps(round_: rounds.Round, winners: list[Fate]) -> list[dict[str, Any]]:
    """For the timeline macro. A step is done when every winner has passed it."""
    confirmed = round_.state == "confirmed"
    going = [fate for fate in winners if fate.sample]
    wearing = _("Someone built like you wears it first and says the truth.")
    parts = [
        (_("Votes closed"), filters.when(round_.closes_at), "heart", True),
        (_("Confirmed by the brand"), _confirmed(confirmed), "check", confirmed),
        (_("Sewn as samples"), _sewing(going), "needle", _all(going, SEWN, confirmed)),
        (_("Worn by %(koc)s", koc=round_.koc.name), wearing, "people", _worn(going, confirmed)),
        (_("Pre-sale"), _selling(winners), "tag", _sold(going, confirmed)),
    ]
    begun = _begun(winners, going)
    first_open = next((place for place, part in enumerate(parts) if not part[3]), len(parts))
    return [
        {"title": title, "note": note, "symbol": symbol, "state": _state(place, first_open, symbol in begun)}
        for place, (title, note, symbol, _done) in enumerate(parts)
    ]


def _begun(winners: list[Fate], going: list[Fate]) -> set[str]:
    """The symbols of steps some design has reached, while others are still on the way there."""
    worn = any(fate.sample.state in WORN | {"received"} for fate in going)
    selling = any(fate.stage in {"selling", "counting", "met", "missed"} for fate in winners)
    return {symbol for symbol, reached in (("people", worn), ("tag", selling)) if reached}


def _state(place: int, first_open: int, begun: bool) -> str:
    return "done" if place < first_open else "now" if place == first_open or begun else "later"


def _all(going: list[Fate], states: set[str], confirmed: bool) -> bool:
    return confirmed and bool(going) and all(fate.sample.state in states for fate in going)


def _worn(going: list[Fate], confirmed: bool) -> bool:
    return _all(going, WORN, confirmed)


def _sold(going: list[Fate], confirmed: bool) -> bool:
    """Every design she fronts has been decided."""
    return _worn(going, confirmed) and all(fate.stage in {"met", "missed", "declined"} for fate in going)


def _confirmed(confirmed: bool) -> str:
    return "" if confirmed else _("Then it is sure which designs are sewn, and why one is set aside.")


def _sewing(going: list[Fate]) -> str:
    waiting = [fate.sample.due_at for fate in going if fate.sample.state == "asked"]
    if waiting:
        return _("The last sample is due by %(day)s.", day=filters.day(max(waiting)))
    return _("All samples are sewn.") if going else _("About five days after the confirmation.")


def _selling(winners: list[Fate]) -> str:
    going = [fate.sale for fate in winners if fate.sale and fate.stage == "selling"]
    if going:
        first = min(going, key=lambda sale: sale.closes_at)
        return _(
            "Open until %(when)s. Made if %(minimum)s are paid.",
            when=filters.when(first.closes_at),
            minimum=first.minimum,
        )
    coming = [fate.sale for fate in winners if fate.sale and fate.stage == "announced"]
    if coming:
        first = min(coming, key=lambda sale: sale.opens_at)
        return _(
            "Opens %(when)s. Made if %(minimum)s are paid.", when=filters.when(first.opens_at), minimum=first.minimum
        )
    if any(fate.stage in ON_SALE for fate in winners):
        return ""
    return _("Who picked it is told first.")
