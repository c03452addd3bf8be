"""The factory's courier numbers, read from the file it sends back.

The file comes out of somebody's spreadsheet, so encodings, separators and the spreadsheet's own marks are taken
as they come; what cannot be taken is named by its line.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from c2m.core.errors import Refused
from c2m.papers import text

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
HEADS = {
    "order": {"订单", "订单号", "订单编号", "order", "ordercode", "orderno", "ordernumber"},
    "courier": {"快递公司", "快递", "物流公司", "承运商", "courier", "carrier"},
    "number": {
        "运单号",
        "运单编号",
        "快递单号",
        "物流单号",
        "单号",
        "tracking",
        "trackingnumber",
        "trackingno",
        "waybill",
    },
}
_LINES_ABOVE_HEAD = 10
_ORDER = re.compile(r"[A-Z0-9-]{4,20}")
_NUMBER = re.compile(r"[A-Z0-9-]{6,40}")
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)


@dataclass(frozen=True)
class Waybill:
    line: int
    order_code: str
    courier: str
    number: str


@dataclass(frozen=True)
class Bad:
    """A line that was left out. ``reason`` is an English source sentence, filled from ``params`` once translated."""

    line: int
    reason: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.reason % self.params if self.params else self.reason


def read(data: bytes) -> tuple[list[Waybill], list[Bad]]:
    """The waybills of the file and the lines that are none; ``line`` is the physical line of the file, from 1.

    A line without courier and number is an order not sent yet: it is neither a waybill nor bad.
    Raises Refused when the file as a whole cannot be used.
    """
    content = _decoded(data)
    separator, columns, head_line = _headed(content)
    good: list[Waybill] = []
    bad: list[Bad] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in _rows(content, separator):
        if line <= head_line or not any(value.strip() for value in row):
            continue
        found = _waybill(line, [_value(row, columns[name]) for name in HEADS])
        if isinstance(found, Waybill):
            first = seen.setdefault((found.order_code, found.number), line)
            if first != line:
                found = Bad(line, "The same order and number stand on line %(first)s already.", {"first": first})
        if isinstance(found, Bad):
            bad.append(found)
        elif found:
            good.append(found)
    return good, bad


def typed(order: str, courier: str, number: str) -> Waybill | Bad:
    """The same rules for one waybill typed by hand; ``line`` is 1."""
    values = [_clean(order), _clean(courier), _clean(number)]
    return _waybill(1, values) or Bad(1, "Write the courier and the tracking number.")


def _waybill(line: int, values: list[str]) -> Waybill | Bad | None:
    order, courier, number = values
    if order and not courier and not number:
        return None
    order, number = _code(order), _code(number)
    if not order:
        return Bad(line, "The order is missing. Copy its code from the shipping list.")
    if _ROUNDED.fullmatch(order) or _ROUNDED.fullmatch(number):
        return Bad(line, "The spreadsheet shortened a number. Format the column as text and enter it again.")
    if not _ORDER.fullmatch(order):
        return Bad(line, "%(order)s is not an order code. Copy it from the shipping list.", {"order": _short(order)})
    if not number:
        return Bad(line, "The courier number of %(order)s is missing.", {"order": order})
    if not _NUMBER.fullmatch(number):
        return Bad(
            line, "%(number)s is not a courier number: it has 6 to 40 letters and digits.", {"number": _short(number)}
        )
    if not courier:
        return Bad(line, "The courier company of %(order)s is missing.", {"order": order})
    if len(courier) > 40 or text.starts_formula(courier):
        return Bad(line, "%(courier)s is not the name of a courier company.", {"courier": _short(courier)})
    return Waybill(line, order, courier, number)


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than 5 MB. Send the courier numbers in several files.", field="file")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("This is an Excel file. Save the table as CSV and send it again.", field="file")
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise Refused("The file is empty. Choose the table with the courier numbers.", field="file")
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            return content
    raise Refused("This is not a table of text. Save the table as CSV and send it again.", field="file")


def _headed(content: str) -> tuple[str, dict[str, int], int]:
    """(separator, column of each name, line of the heading)."""
    top = list(itertools.islice(io.StringIO(content, newline=""), _LINES_ABOVE_HEAD))
    for separator in (",", ";", "\t"):
        for line, physical in enumerate(top, start=1):
            columns = _columns(next(csv.reader([physical], delimiter=separator), []))
            if columns:
                return separator, columns, line
    raise Refused(
        "The columns were not found. The table needs a heading with order, courier and tracking.", field="file"
    )


def _columns(row: list[str]) -> dict[str, int] | None:
    heads = [re.sub(r"[\s_.:-]", "", _clean(value)).lower() for value in row]
    found: dict[str, int] = {}
    for name, known in HEADS.items():
        places = [place for place, head in enumerate(heads) if head in known]
        if not places:
            return None
        if len(places) > 1:
            raise Refused("The heading names the column %(head)s twice.", field="file", head=heads[places[0]])
        found[name] = places[0]
    return found


def _rows(content: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(first physical line, values) of each record."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    count, line = 0, 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Refused(
                "Line %(line)s cannot be read: a quotation mark is open or out of place.", field="file", line=line
            ) from error
        if row is None:
            return
        count += 1
        if count > MOST_ROWS + _LINES_ABOVE_HEAD:
            raise Refused("The table has more than 20,000 rows. Send it in several files.", field="file")
        yield line, row
        line = reader.line_num + 1


def _value(row: list[str], place: int) -> str:
    return _clean(row[place]) if place < len(row) else ""


def _clean(value: str) -> str:
    """Without the marks by which a spreadsheet keeps text a text: a leading apostrophe, ="...", a tab behind."""
    value = value.strip()
    quoted = _QUOTED.fullmatch(value)
    value = quoted[1] if quoted else value
    return text.plain(value.strip().lstrip("'’‘＇"))


def _code(value: str) -> str:
    """A code as we store it: half width, upper case, no blanks inside."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).upper()


def _short(value: str) -> str:
    return text.shortened(value, 40)
