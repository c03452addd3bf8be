"""From a released work order to the sheet that every paper is written from."""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from typing import Any

from sqlalchemy import select

from c2m import words
from c2m.core import pictures
from c2m.core.db import db
from c2m.gateways.ports import ports
from c2m.loop import brand, orders, presales, production
from c2m.papers import sheet as papers

log = logging.getLogger(__name__)


def of(work_order: production.WorkOrder, with_pictures: bool = False) -> papers.Sheet:
    """The frozen sheet, sealed; the design's name in the reader's language. Nobody's name or address is in it."""
    frozen, version, shop = work_order.sheet, work_order.presale.version, brand.read()
    counts = {(colour, size): pieces for colour, size, pieces in frozen["cells"]}
    used = [cell for cell in work_order.presale.cells if (cell.colour, cell.size) in counts]
    tech = frozen.get("tech") or {}
    sheet = papers.Sheet(
        number=work_order.number,
        version=frozen["version"],
        brand=shop.name if words.chinese() else shop.name_en,
        factory=work_order.factory.name,
        design=frozen["title"],
        design_code=frozen["design"],
        artwork_version=frozen["artwork"],
        due_at=work_order.due_at,
        released_at=work_order.released_at,
        colours=_colours(used),
        sizes=tuple(size for size in work_order.presale.sizes if any(cell.size == size for cell in used)),
        cells=counts,
        pieces_total=sum(counts.values()),
        codes=_codes(work_order, counts),
        measures=tuple(_measure(one) for one in tech.get("measures") or []),
        pictures=_pictures(work_order) if with_pictures else (),
        **{name: tech.get(name) or "" for name in ("fabric", "trims", "notes", "packing")},
    )
    return dataclasses.replace(papers.sealed(sheet), design=frozen["title"] if words.chinese() else version.name("en"))


def _colours(used: list[presales.Cell]) -> tuple[papers.Colour, ...]:
    by_name = {cell.colour: papers.Colour(cell.colour, cell.colour_en, cell.hex) for cell in used}
    return tuple(by_name.values())


def _measure(given: dict[str, Any]) -> papers.Measure:
    return papers.Measure(
        given.get("point", ""), given.get("unit") or "cm", given.get("tolerance") or "", given.get("by_size") or {}
    )


def _codes(work_order: production.WorkOrder, counts: dict[papers.Cell, int]) -> tuple[papers.PieceRow, ...]:
    """Every piece by its own code. The frozen counts are the truth: a list that does not add up to them is left out."""
    rows = select(orders.Piece).where(orders.Piece.work_order_id == work_order.id, orders.Piece.freed_at.is_(None))
    cells = {cell.id: cell for cell in work_order.presale.cells}
    codes = tuple(
        papers.PieceRow(piece.code, cells[piece.cell_id].colour, cells[piece.cell_id].size, piece.wish)
        for piece in db.session.scalars(rows.order_by(orders.Piece.cell_id, orders.Piece.id))
    )
    if Counter((piece.colour, piece.size) for piece in codes) != Counter(counts):
        log.error("work order %s: its pieces are not the frozen counts", work_order.number)
        return ()
    return codes


def _pictures(work_order: production.WorkOrder) -> tuple[tuple[str, bytes], ...]:
    """The artwork of this version in full size. A file that is gone is left out, and we are told."""
    found = []
    for picture in work_order.presale.version.pictures:
        name = pictures.full_name(picture.name)
        try:
            found.append((f"{work_order.sheet['title']}.jpg", ports().storage.get(name)))
        except FileNotFoundError:
            log.error("work order %s: the picture %s is not in the storage", work_order.number, name)
    return tuple(found)
