"""Courier numbers: a whole file at once, or one by one on a phone. A file is taken whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.loop import production, shipments
from c2m.papers import waybills
from c2m.web import forms, guard
from c2m.web.factory import bp, ways, work_orders

COURIERS = ("顺丰", "中通", "圆通", "申通", "韵达", "极兔", "京东", "邮政 EMS")
SHOWN = 50
"""Bad lines listed on the page; how many there are in all is said."""


@dataclass(frozen=True)
class Reading:
    """What a file came to: nothing of it is kept while a line of it is bad."""

    file: str
    good: list[waybills.Waybill]
    bad: list[waybills.Bad]


@bp.post("/work-orders/<code>/waybill-files")
@forms.again(work_orders.work_order)
def send_file(code: str) -> ResponseReturnValue:
    work_order = ways.work_order(code)
    reading = _read(work_order)
    if reading.bad:
        g.reading = reading
        raise _not_taken(reading)
    with atomic():
        new = shipments.send(
            ways.work_order(code), [(one.order_code, one.courier, one.number) for one in reading.good], by=guard.me().id
        )
    flash(_n("%(num)s courier number is new.", "%(num)s courier numbers are new.", new), "ok")
    return redirect(url_for("factory.work_order", code=code, _anchor="parcels"), 303)


def _read(work_order: production.WorkOrder) -> Reading:
    """The file's lines; one about an order that is not in this work order is bad too."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("Choose the table with the courier numbers.", field="file")
    if work_order.state not in work_orders.SENDING:
        raise Refused("Report it as packed first, then send the courier numbers.", status=409)
    good, bad = waybills.read(sent.stream.read(waybills.MOST_BYTES + 1))
    inside = {order.code for order in shipments.orders_in(work_order)}
    known = [one for one in good if one.order_code in inside]
    foreign = [_foreign(one) for one in good if one.order_code not in inside]
    if not good and not bad:
        raise Refused("No line of it has a courier number yet. Fill in the last two columns.", field="file")
    bad += foreign
    return Reading(sent.filename[:60], known, sorted(bad, key=lambda one: one.line))


def _foreign(one: waybills.Waybill) -> waybills.Bad:
    return waybills.Bad(one.line, "Order %(code)s is not in this work order. Check the code.", {"code": one.order_code})


def _not_taken(reading: Reading) -> Refused:
    return Refused(
        "Nothing was kept: %(bad)s lines of %(name)s cannot be read. Correct them and send the whole file again.",
        field="file",
        bad=len(reading.bad),
        name=reading.file,
    )


@bp.post("/work-orders/<code>/waybills")
@forms.again(work_orders.work_order)
def send_one(code: str) -> ResponseReturnValue:
    line = [forms.text(name, 60, required=True) for name in ("order", "courier", "number")]
    found = waybills.typed(*line)
    if isinstance(found, waybills.Bad):
        raise Refused(found.reason, field="number", **found.params)
    with atomic():
        shipments.send(ways.work_order(code), [(found.order_code, found.courier, found.number)], by=guard.me().id)
    flash(_("%(courier)s %(number)s is on her order now.", courier=found.courier, number=found.number), "ok")
    return redirect(url_for("factory.work_order", code=code, _anchor="parcels"), 303)


@bp.context_processor
def courier_names() -> dict[str, object]:
    return {"couriers": COURIERS, "most_shown": SHOWN}
