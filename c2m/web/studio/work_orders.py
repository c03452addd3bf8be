"""Work orders: all of them, one of them; a draft can be given to another factory, a released sheet only read."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.core.moves import moments
from c2m.insight import colleagues, worklist
from c2m.loop import factories, presales
from c2m.loop import production as stages
from c2m.web import filters, forms, guard
from c2m.web.factory import downloads, sheets
from c2m.web.factory import work_orders as bench
from c2m.web.studio import bp


@bp.get("/work-orders")
def work_orders() -> ResponseReturnValue:
    stage, page = request.args.get("stage", ""), forms.page()
    stage = stage if stage in worklist.STAGES else ""
    factory, sale = request.args.get("factory", ""), request.args.get("sale", "")
    counts = worklist.counts()
    whole = counts[stage] if stage else sum(counts.values())
    factory_id, sale_id = factories.Factory.key_of(factory), presales.Presale.key_of(sale)
    return render_template(
        "studio/work_orders.html",
        jobs=worklist.listed(stage, factory_id, sale_id, page),
        counts=counts,
        stage=stage,
        factories=factories.every(),
        factory=factory if factory_id else "",
        sale=presales.Presale.find(sale) if sale_id else None,
        page=page,
        pages=1 if factory_id or sale_id else -(-whole // worklist.PAGE),
    )


@bp.get("/work-orders/<code>")
def work_order(code: str) -> ResponseReturnValue:
    shown = stages.WorkOrder.find(code)
    return render_template(
        "studio/work_order.html",
        work_order=shown,
        sale=shown.presale,
        job=worklist.job(shown),
        others=[one for one in factories.every() if one.id != shown.factory_id],
        manned=shown.factory_id is None or shown.factory_id in colleagues.manned(),
        steps=_steps(shown),
        sheet=sheets.of(shown) if shown.is_out and shown.factory else None,
        **_matrix(shown),
    )


def _matrix(shown: stages.WorkOrder) -> dict[str, Any]:
    """Counted from the pieces while it is a draft, the frozen counts once released; in the reader's language."""
    counted, colours, pieces = stages.cells(shown), {}, {}
    used = [cell for cell in shown.presale.cells if cell.id in counted]
    for cell in used:
        name = filters.colour(cell)
        colours.setdefault(name, {"name": name, "hex": cell.hex})
        pieces[name, cell.size] = counted[cell.id]
    sizes = [size for size in shown.presale.sizes if any(cell.size == size for cell in used)]
    return {"colours": list(colours.values()), "sizes": sizes, "pieces": pieces}


def _steps(shown: stages.WorkOrder) -> list[dict[str, Any]]:
    seen = moments(shown)
    steps = [{"title": _("Draft"), "note": filters.when(shown.made_at), "state": "done", "symbol": "edit"}]
    if shown.state == "draft":
        steps[0]["state"] = "now"
    for state in bench.STATES:
        at = "now" if state == shown.state != "shipped" else "done" if state in seen else "later"
        note = filters.when(seen[state]) if state in seen else ""
        if state == "released" and at == "later":
            note = _("at the lock, %(when)s", when=filters.when(shown.presale.lock_at))
        title = _("Released, with its number") if state == "released" else bench.state_word(state)
        steps.append({"title": title, "note": note, "state": at, "symbol": bench.SYMBOLS[state]})
    return steps if shown.state != "cancelled" else steps[:1]


@bp.post("/work-orders/<code>/factory")
@forms.again(work_order)
def give_work_order(code: str) -> ResponseReturnValue:
    """A released one stays where it is."""
    wanted = request.form.get("factory", "")
    if factories.Factory.key_of(wanted) is None:
        raise Refused("Choose one of those shown.", field="factory")
    with atomic():
        factory = factories.Factory.find(wanted)
        stages.give_to(stages.WorkOrder.find(code), factory, by=guard.me().id)
        name = factory.name
    flash(_("%(factory)s makes it.", factory=name), "ok")
    return redirect(url_for("studio.work_order", code=code), 303)


@bp.get("/work-orders/<code>/papers/<name>")
def work_order_paper(code: str, name: str) -> ResponseReturnValue:
    """The same papers the factory takes, made from the same frozen sheet."""
    shown = stages.WorkOrder.find(code)
    if name not in downloads.PAPERS or not shown.is_out:
        raise missing()
    kind = downloads.PAPERS[name]
    sheet = sheets.of(shown, with_pictures=kind.with_pictures)
    return downloads.attached(kind.write(sheet), sheet.filename(kind.ending))
