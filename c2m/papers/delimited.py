"""Tables as plain CSV: UTF-8 with a byte order mark, so that a spreadsheet in China opens them right away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from c2m.papers import labels, text
from c2m.papers.sheet import Cell, Sheet

BOM = "\ufeff"


@dataclass(frozen=True)
class ParcelRow:
    """One order to be sent. ``pieces`` maps (colour, size) to pieces."""

    order_code: str
    name: str
    phone: str
    province: str
    city: str
    district: str
    street: str
    pieces: Mapping[Cell, int]


def cells(sheet: Sheet) -> bytes:
    """One row for each cell of the matrix that the sheet names, for a factory's own system; headings are fixed."""
    heads = ("work_order", "version", "design", "sku", "colour", "size", "pieces")
    order = [(colour.name_zh, size) for colour in sheet.colours for size in sheet.sizes]
    rows = (
        (
            text.cell(sheet.number),
            sheet.version,
            text.cell(sheet.design),
            text.kept(sheet.sku(colour, size)),
            text.cell(colour),
            text.cell(size),
            sheet.pieces(colour, size),
        )
        for colour, size in order
        if (colour, size) in sheet.cells
    )
    return _table(heads, rows)


def pieces(sheet: Sheet) -> bytes:
    """One row for each piece, with its own wish; headings are fixed."""
    heads = ("work_order", "version", "piece", "sku", "colour", "size", "wish")
    rows = (
        (
            text.cell(sheet.number),
            sheet.version,
            text.kept(piece.code),
            text.kept(sheet.sku(piece.colour, piece.size)),
            text.cell(piece.colour),
            text.cell(piece.size),
            text.cell(piece.wish),
        )
        for piece in sheet.codes
    )
    return _table(heads, rows)


def shipping(
    rows: Iterable[ParcelRow], *, factory: str, number: str, who: str, at: datetime, language: str = "zh_CN"
) -> bytes:
    """Where each order goes. The first row says for whom, by whom and when it was downloaded.

    The last two columns are empty: filled in, the same file is what ``waybills.read`` takes.
    """
    words = labels.of(language)
    told = words["shipping_head"].format(factory=factory, number=number, who=who, when=labels.minute(at))
    columns = ("order", "name", "phone", "province", "city", "district", "street", "contents", "courier", "tracking")
    table = (
        (
            text.kept(row.order_code),
            text.cell(row.name),
            text.kept(row.phone),
            *map(text.cell, (row.province, row.city, row.district, row.street)),
            text.cell(contents(row.pieces)),
            "",
            "",
        )
        for row in rows
    )
    return _table([words[column] for column in columns], table, before=(text.cell(told),))


def contents(pieces: Mapping[Cell, int]) -> str:
    """What lies in the parcel: 朱红/M x2, 墨黑/L x1."""
    return ", ".join(f"{colour}/{size} x{count}" for (colour, size), count in pieces.items() if count)


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]], before: tuple[str, ...] = ()) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    if before:
        writer.writerow(before)
    writer.writerow(heads)
    writer.writerows(rows)
    return (BOM + out.getvalue()).encode("utf-8")
