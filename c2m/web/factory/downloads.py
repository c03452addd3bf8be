"""What a factory takes along, written anew from the frozen sheet each time. The papers to produce by name nobody; the
shipping list does, so it is there only to ship by, and who took it stands in it and on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from flask.typing import ResponseReturnValue

from c2m import words
from c2m.core import clock
from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.core.moves import trace
from c2m.core.storage import content_type
from c2m.insight import bench
from c2m.papers import bundle, delimited, pdf, xlsx
from c2m.papers.sheet import Sheet
from c2m.web import guard
from c2m.web.factory import bp, sheets, ways, work_orders


@dataclass(frozen=True)
class Paper:
    ending: str
    write: Callable[[Sheet], bytes]
    with_pictures: bool = False


PAPERS = {
    "sheet.xlsx": Paper("xlsx", lambda sheet: xlsx.write(sheet, words.chosen()), with_pictures=True),
    "sheet.pdf": Paper("pdf", lambda sheet: pdf.write(sheet, words.chosen()), with_pictures=True),
    "sheet.csv": Paper("csv", delimited.cells),
    "pieces.csv": Paper("pieces.csv", delimited.pieces),
    "pictures.zip": Paper("zip", bundle.pictures, with_pictures=True),
}


@bp.get("/work-orders/<code>/papers/<name>")
def paper(code: str, name: str) -> ResponseReturnValue:
    work_order = ways.work_order(code)
    if name not in PAPERS:
        raise missing()
    kind = PAPERS[name]
    sheet = sheets.of(work_order, with_pictures=kind.with_pictures)
    return attached(kind.write(sheet), sheet.filename(kind.ending))


def attached(data: bytes, name: str) -> Response:
    """``name`` is ours and plain ASCII; nothing of it stays in a cache."""
    answer = Response(data, content_type=content_type(name))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/work-orders/<code>/shipping-lists")
def list_addresses(code: str) -> ResponseReturnValue:
    """Where each parcel goes. Taking the list is on record; a form, so that nothing takes it by itself."""
    who, at = guard.me(), clock.now()
    with atomic():
        work_order = ways.work_order(code)
        if work_order.state not in work_orders.SENDING:
            raise Refused("The addresses are there once it is packed. Report it as packed first.", status=409)
        rows = [_parcel(row) for row in bench.rows_of(work_order)]
        trace(work_order, "list addresses", by=who.id, note={"orders": len(rows), "who": who.name})
        factory, number = work_order.factory.name, work_order.number
    data = delimited.shipping(
        rows, factory=factory, number=number, who=who.name or who.code, at=at, language=words.chosen()
    )
    return attached(data, f"{number}-shipping.csv")


def _parcel(row: bench.Row) -> delimited.ParcelRow:
    order = row.order
    return delimited.ParcelRow(
        order.code, order.name, order.phone, order.province, order.city, order.district, order.street, row.contents
    )
