"""One work order: what is to be made, how, by when, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m import words
from c2m.core.db import atomic
from c2m.core.moves import history, moments
from c2m.insight import bench
from c2m.loop import production
from c2m.papers import labels, text
from c2m.papers.sheet import Sheet
from c2m.web import filters, forms, guard
from c2m.web.factory import bp, sheets, ways

STATES = ("released", "accepted", "cutting", "sewing", "packed", "shipped")
SYMBOLS = dict(zip(STATES, ("file", "check", "scissors", "machine", "box", "truck"), strict=True))
SENDING = {"packed", "shipped"}


def state_word(state: str) -> str:
    return {
        "released": _("New"),
        "accepted": _("Accepted"),
        "cutting": _("Cutting"),
        "sewing": _("Sewing"),
        "packed": _("Packed"),
        "shipped": _("Shipped"),
    }[state]


@bp.app_template_filter("due_day")
def due_day(at: datetime) -> str:
    """As it is said on the floor: 12月8日 周二, Tue 8 Dec."""
    return labels.big_day(at, labels.of(words.chosen()))


@bp.context_processor
def says() -> dict[str, Any]:
    return {"state_word": state_word, "symbols": SYMBOLS}


@bp.get("/work-orders/<code>")
def work_order(code: str) -> ResponseReturnValue:
    shown = ways.work_order(code)
    sheet = sheets.of(shown)
    sending = shown.state in SENDING
    return render_template(
        "factory/work_order.html",
        work_order=shown,
        sheet=sheet,
        colours=[{"name": colour_word(sheet, one.name_zh), "hex": one.hex} for one in sheet.colours],
        cells={(colour_word(sheet, colour), size): pieces for (colour, size), pieces in sheet.cells.items()},
        colour_names={one.name_zh: colour_word(sheet, one.name_zh) for one in sheet.colours},
        lines=[
            [one.point, f"{one.unit}", text.figure(one.tolerance)]
            + [text.figure(one.by_size.get(size)) for size in sheet.sizes]
            for one in sheet.measures
        ],
        pictures=shown.presale.version.pictures,
        next_step=bench.STEPS.get(shown.state),
        steps=_steps(shown),
        rows=bench.rows_of(shown) if sending else [],
        downloads=[row for row in history(shown) if row.verb == "list addresses"],
        reading=g.get("reading"),
    )


def colour_word(sheet: Sheet, name: str) -> str:
    """In the reader's language, unless two colours would then carry the same name."""
    if words.chinese():
        return name
    english = {colour.name_zh: colour.name_en or colour.name_zh for colour in sheet.colours}
    return english[name] if list(english.values()).count(english[name]) == 1 else name


def _steps(shown: production.WorkOrder) -> list[dict[str, Any]]:
    seen = moments(shown)
    steps = []
    for state in STATES:
        at = "now" if state == shown.state != "shipped" else "done" if state in seen else "later"
        note = filters.when(seen[state]) if state in seen else ""
        steps.append({"title": state_word(state), "note": note, "state": at, "symbol": SYMBOLS[state]})
    return steps


@bp.post("/work-orders/<code>/steps")
@forms.again(work_order)
def report(code: str) -> ResponseReturnValue:
    step = forms.chosen("step", set(bench.STEPS.values()))
    with atomic():
        production.report(ways.work_order(code), step, by=guard.me().id)
    flash(_("Reported. The brand sees it now."), "ok")
    return redirect(url_for("factory.work_order", code=code), 303)
