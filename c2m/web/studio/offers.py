"""A new pre-sale: a design somebody has worn, who fronts it, on which terms. Worked out again as often as one likes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core import clock, money
from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.insight import salesroom
from c2m.loop import brand, designs, posts, terms
from c2m.loop import presales as stages
from c2m.web import filters, forms, guard
from c2m.web.studio import bp

HOUR = 20
"""When a sale opens and closes unless said otherwise, in Shanghai."""
DAYS_OPEN, DAYS_TO_SHIP = 4, 12
MINIMUM = 300
TIMES = ("opens_at", "closes_at", "ships_by")


@bp.get("/presales/new")
def presale_new() -> ResponseReturnValue:
    """Without a design, the ones that can be sold. What was typed comes back when it is worked out, or refused."""
    design_code = request.values.get("design", "")
    if not design_code:
        return render_template("studio/presale_choose.html", ready=salesroom.ready())
    design = designs.Design.find(design_code)
    fronts = salesroom.approved(design)
    if not fronts:
        return render_template("studio/presale_choose.html", ready=salesroom.ready(), bare=design)
    version, typed = fronts[0].sample.version, _typed(fronts[0].sample.version)
    picked, cells = _ticked("posts", [post.code for post in fronts]), _ticked("cells", _cells(version))
    return render_template(
        "studio/presale_new.html",
        design=design,
        version=version,
        fronts=fronts,
        picked=picked,
        cells=cells,
        typed=typed,
        lock_hours=brand.read().lock_hours,
        promise=_promise(typed),
        **_figures(typed, salesroom.samples_fen([post for post in fronts if post.code in picked])),
    )


@bp.post("/presales/figures")
def work_out() -> ResponseReturnValue:
    """The same page with what was typed, worked out again; nothing is kept."""
    return presale_new()


def _cells(version: designs.Version) -> list[str]:
    """Every cell of the version by its place in it: names may hold anything."""
    return [str(place) for place in range(len(version.cells))]


def _ticked(field: str, every: list[str]) -> list[str]:
    """Everything until the form has been touched, then what was ticked."""
    touched = "price" in request.values
    return [one for one in every if one in request.values.getlist(field)] if touched else every


def _typed(version: designs.Version) -> dict[str, str]:
    opens_at = clock.at_shanghai(clock.now() + timedelta(days=1), HOUR)
    closes_at = opens_at + timedelta(days=DAYS_OPEN)
    usual = {
        "price": _yuan(version.price_fen),
        "cost": _yuan(version.cost_fen),
        "minimum": str(MINIMUM),
        "cap": "",
        "per_person": "",
        "opens_at": filters.field_time(opens_at),
        "closes_at": filters.field_time(closes_at),
        "ships_by": filters.field_time(closes_at + timedelta(days=DAYS_TO_SHIP)),
    }
    return {name: request.values.get(name, value)[:40] for name, value in usual.items()}


def _yuan(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def _figures(typed: dict[str, str], fixed_fen: int) -> dict[str, Any]:
    """What a piece earns and from how many pieces the samples are paid for; nothing while a figure is unreadable."""
    known: dict[str, Any] = {"fixed_fen": fixed_fen, "margin_fen": None, "break_even": None, "at_minimum_fen": None}
    try:
        price_fen, cost_fen = money.parse(typed["price"]), money.parse(typed["cost"])
    except Refused:
        return known
    known |= {"margin_fen": price_fen - cost_fen, "break_even": terms.break_even(price_fen, cost_fen, fixed_fen)}
    if typed["minimum"].isascii() and typed["minimum"].isdigit():
        known["at_minimum_fen"] = int(typed["minimum"]) * (price_fen - cost_fen) - fixed_fen
    return known


def _promise(typed: dict[str, str]) -> stages.Promise | None:
    """The sentence as it will stand, when everything it says can be read."""
    moments = {name: _moment(typed[name]) for name in TIMES}
    if not all(moments.values()) or not (typed["minimum"].isascii() and typed["minimum"].isdigit()):
        return None
    closes_at = moments["closes_at"]
    lock_at = closes_at + timedelta(hours=brand.read().lock_hours)
    return stages.Promise(
        int(typed["minimum"]), closes_at, closes_at + timedelta(hours=1), lock_at, moments["ships_by"]
    )


def _moment(text: str) -> datetime | None:
    try:
        typed = datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)
    except ValueError:
        return None
    return typed if 2000 <= typed.year <= 2100 else None


@bp.post("/presales")
@forms.again(presale_new)
def draft_presale() -> ResponseReturnValue:
    """A draft: read once more before anybody else can."""
    given, codes = _given(), request.form.getlist("posts")
    cells = request.form.getlist("cells")
    with atomic():
        design = designs.Design.find(request.form.get("design", ""))
        fronts = [posts.Post.find(code) for code in codes]
        if any(post.sample.design_id != design.id for post in fronts):
            raise Refused("All fronts of a sale are about one design.", field="posts")
        offered = _offered(fronts, cells)
        sale = stages.draft(fronts, terms.Terms(**given, cells=offered), by=guard.me().id)
        code = sale.code
    flash(_("Kept as a draft. Read it once more, then publish."), "ok")
    return redirect(url_for("studio.presale", code=code), 303)


def _given() -> dict[str, Any]:
    moments = {name: forms.moment(name) for name in TIMES}
    return moments | {
        "price_fen": forms.fen("price"),
        "cost_fen": forms.fen("cost"),
        "minimum": forms.whole("minimum", 1),
        "cap": forms.whole_or_none("cap", 1),
        "per_person": forms.whole_or_none("per_person", 1),
    }


def _offered(fronts: list[posts.Post], places: list[str]) -> tuple[tuple[str, str], ...]:
    if not fronts:
        raise Refused("A pre-sale opens on approved posts. Choose at least one.", field="posts")
    version = fronts[0].sample.version
    known = _cells(version)
    chosen = [version.cells[int(place)] for place in known if place in places]
    if not chosen:
        raise Refused("Choose at least one colour and size to offer.", field="cells")
    return tuple((colour.zh, size) for colour, size in chosen)
