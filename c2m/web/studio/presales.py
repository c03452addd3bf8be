"""Pre-sales: the list, and the page of one: how far it is, what happens to the money, who buys. Nothing here decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m import words
from c2m.core import clock
from c2m.core.db import atomic
from c2m.core.moves import move
from c2m.insight import conversion, fates, ledger, orderbook, progress, salesroom, worklist
from c2m.loop import presales as stages
from c2m.web import filters, forms, guard
from c2m.web.studio import bp, states

LATEST = 8
MOST_POINTS = 160


@bp.get("/presales")
def presales() -> ResponseReturnValue:
    rows = salesroom.listed()
    stage = request.args.get("stage", "")
    return render_template(
        "studio/presales.html",
        rows=[row for row in rows if row.stage == stage] if stage in salesroom.STAGES else rows,
        stage=stage if stage in salesroom.STAGES else "",
        tabs=_tabs(rows),
        whole=len(rows),
    )


def _tabs(rows: list[salesroom.Row]) -> list[tuple[str, str, int]]:
    """The stages that have any."""
    counted = [(stage, states.sale_word(stage), sum(row.stage == stage for row in rows)) for stage in salesroom.STAGES]
    return [tab for tab in counted if tab[2]]


@bp.get("/presales/<code>")
def presale(code: str) -> ResponseReturnValue:
    sale = stages.Presale.find(code)
    stage = salesroom.stage(sale)
    shared = {
        "sale": sale,
        "stage": stage,
        "won": salesroom.won(sale),
        "promise": stages.promise(sale),
        "fixed_fen": salesroom.samples_fen([front.post for front in sale.fronts]),
        **_matrix(sale),
    }
    if stage in {"draft", "cancelled"}:
        return render_template("studio/presale_draft.html", **shared)
    return render_template("studio/presale.html", **shared, **_running(sale, stage))


def _running(sale: stages.Presale, stage: str) -> dict[str, Any]:
    """What there is to say of a sale from its publication on."""
    now, latest = progress.of(sale), orderbook.listed(sale_id=sale.id, most=LATEST)
    has_groups = any(conversion.rounds_of(sale))
    return {
        "progress": now,
        "paid": now.paid if sale.paid_at_close is None else sale.paid_at_close,
        "curve": _curve(sale),
        "days": _days(sale),
        "captures": salesroom.captures(sale),
        "refunds": salesroom.refunds(sale),
        "latest": latest[0],
        "ordered": latest[1],
        "conversion": conversion.of(sale),
        "groups": conversion.by_group(sale) if has_groups else [],
        "path": ledger.path(sale).steps(),
        "all_sent": sale.id in fates.sent({sale.id}),
        "jobs": worklist.of_sale(sale) if stage == "met" else [],
    }


def _matrix(sale: stages.Presale) -> dict[str, Any]:
    """Paid pieces by colour and size, in the reader's language."""
    counted, colours, pieces = salesroom.by_cell(sale), {}, {}
    for cell in sale.cells:
        name = filters.colour(cell)
        colours.setdefault(name, {"name": name, "hex": cell.hex})
        pieces[name, cell.size] = counted.get(cell.id, 0)
    return {
        "colours": list(colours.values()),
        "sizes": sale.sizes,
        "pieces": pieces,
    }


# --- the curve ------------------------------------------------------------------------------------------------------


def _curve(sale: stages.Presale) -> list[tuple[float, int]]:
    """Paid pieces over the time of the sale as steps from 0 to 1, up to now or the close; never more points than fit."""
    whole = (sale.closes_at - sale.opens_at).total_seconds()
    if clock.now() < sale.opens_at:
        return []
    end = min(clock.now(), sale.closes_at)
    points = [(0.0, 0)]
    for at, pieces in progress.curve(sale):
        points.append((min(1.0, max(0.0, (at - sale.opens_at).total_seconds() / whole)), pieces))
    thin = points[:: max(1, len(points) // MOST_POINTS)]
    return [*thin, ((end - sale.opens_at).total_seconds() / whole, points[-1][1])]


def _days(sale: stages.Presale) -> list[tuple[float, str]]:
    """Words below the curve: the opening, some midnights between, the close."""
    whole = (sale.closes_at - sale.opens_at).total_seconds()
    first = clock.at_shanghai(sale.opens_at, 0) + timedelta(days=1)
    midnights = []
    while first < sale.closes_at:
        midnights.append(first)
        first += timedelta(days=1)
    kept = midnights[:: max(1, -(-len(midnights) // 5))]
    inside = [(((at - sale.opens_at).total_seconds()) / whole, _weekday(at)) for at in kept]
    inside = [(x, word) for x, word in inside if 0.14 < x < 0.86]
    opening = f"{_weekday(sale.opens_at)} {filters.hour(sale.opens_at)}"
    return [(0.0, opening), *inside, (1.0, f"{_weekday(sale.closes_at)} {filters.hour(sale.closes_at)}")]


def _weekday(at: datetime) -> str:
    """Within a week of now its weekday, else the day."""
    here = clock.shanghai(at)
    if abs(at - clock.now()) > timedelta(days=6):
        return filters.day(at)
    return filters.WEEKDAYS_ZH[here.weekday()] if words.chinese() else here.strftime("%a")


# --- drafts ---------------------------------------------------------------------------------------------------------


@bp.post("/presales/<code>/publication")
@forms.again(presale)
def publish_presale(code: str) -> ResponseReturnValue:
    """From here on no term changes."""
    with atomic():
        sale = stages.Presale.find(code)
        stages.publish(sale, by=guard.me().id)
        opens_at = sale.opens_at
    flash(_("Published. It opens by itself %(when)s.", when=filters.when(opens_at)), "ok")
    return redirect(url_for("studio.presale", code=code), 303)


@bp.post("/presales/<code>/cancellation")
@forms.again(presale)
def cancel_presale(code: str) -> ResponseReturnValue:
    """Only a draft: what is published stands."""
    with atomic():
        move(stages.Presale.find(code), "cancel", by=guard.me().id)
    flash(_("The draft is put away. Nobody has seen it."), "ok")
    return redirect(url_for("studio.presales"), 303)
