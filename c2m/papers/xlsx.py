"""The work sheet as an Excel file of four tables: matrix, pieces, tech pack, packing list.

Words of other people are written as text and nothing else: never a formula, never a link.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from c2m.core import clock
from c2m.papers import labels, plates, text
from c2m.papers import sheet as sheets
from c2m.papers.sheet import Measure, Sheet

INK, QUIET, HEAD, EDGE, TOTAL = "#1E1A16", "#71685D", "#F1ECE2", "#91877A", "#FAF7F1"
_FONT = "Microsoft YaHei"
_BASE = {"font_name": _FONT, "font_size": 11, "font_color": INK, "valign": "vcenter"}
_BOXED = {**_BASE, "border": 1, "border_color": EDGE}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_size": 18, "bold": True},
    "big": {**_BASE, "font_size": 14, "bold": True},
    "label": {**_BASE, "font_color": QUIET, "valign": "top"},
    "fact": {**_BASE},
    "value": {**_BASE, "text_wrap": True, "valign": "top", "align": "left"},
    "head": {**_BOXED, "bold": True, "bg_color": HEAD, "align": "center", "text_wrap": True},
    "name": {**_BOXED, "bold": True, "text_wrap": True},
    "text": {**_BOXED, "text_wrap": True},
    "middle": {**_BOXED, "align": "center"},
    "count": {**_BOXED, "align": "center", "font_size": 14, "num_format": "0"},
    "zero": {**_BOXED, "align": "center", "font_color": EDGE, "num_format": "0"},
    "total": {**_BOXED, "align": "center", "font_size": 14, "bold": True, "bg_color": TOTAL, "num_format": "0"},
}
_PICTURE_WIDE, _PICTURE_HIGH = 150, 190
_HEADER_ROWS = 9


def write(sheet: Sheet, language: object = "zh_CN") -> bytes:
    """The same sheet always gives the same bytes."""
    out = io.BytesIO()
    book = _Book(out, sheet, language)
    _matrix(book)
    _pieces(book)
    _tech_pack(book)
    _packing(book)
    book.close()
    return out.getvalue()


class _Book:
    """The workbook being written, with its words and its looks."""

    def __init__(self, out: io.BytesIO, sheet: Sheet, language: object) -> None:
        self.sheet, self.words = sheet, labels.of(language)
        self._book = xlsxwriter.Workbook(
            out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        made = clock.shanghai(sheet.released_at or sheet.due_at).replace(tzinfo=None)
        title = f"{self.words['work_order']} {text.plain(sheet.number)}"
        self._book.set_properties({"title": title, "author": text.plain(sheet.brand), "created": made})
        self._looks: dict[tuple[str, bool], Any] = {}

    def page(self, name: str, widths: Sequence[float], across: bool = False) -> Any:
        """A table on A4 with the columns' ``widths`` (characters), number and version in its footer."""
        page = self._book.add_worksheet(self.words[name])
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.set_paper(9)
        if across:
            page.set_landscape()
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        foot = f"{self.sheet.number} · {version(self.sheet, self.words)} · {self.sheet.checksum}"
        page.set_footer(f"&L{text.shortened(text.plain(foot), 120).replace('&', '&&')}&R&P / &N")
        return page

    def put(self, page: Any, row: int, column: int, value: object, look: str) -> None:
        """A number as a number; everything else as text, marked as such where a spreadsheet could see a formula."""
        if isinstance(value, int | float):
            page.write_number(row, column, value, self.look(look))
            return
        words = "\n".join(text.lines(value)) if look == "value" else text.plain(value)
        words = text.shortened(words, text.LONGEST_CELL)
        if not words:
            page.write_blank(row, column, None, self.look(look))
            return
        page.write_string(row, column, words, self.look(look, quoted=text.starts_formula(words)))

    def row(self, page: Any, row: int, values: Sequence[object], looks: Sequence[str]) -> None:
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            self.put(page, row, column, value, look)

    def wide(self, page: Any, row: int, last: int, value: object) -> None:
        """Words over the columns 1 to ``last``, the row as high as they need."""
        words = text.shortened("\n".join(text.lines(value)), text.LONGEST_CELL)
        page.merge_range(row, 1, row, last, "", self.look("value", quoted=text.starts_formula(words)))
        self.put(page, row, 1, words, "value")
        page.set_row(row, min(400, 18 * sum(1 + len(line) // 34 for line in words.split("\n"))))

    def look(self, name: str, quoted: bool = False) -> Any:
        if (name, quoted) not in self._looks:
            self._looks[name, quoted] = self._book.add_format({**_LOOKS[name], "quote_prefix": quoted})
        return self._looks[name, quoted]

    def swatch(self, hex_colour: str) -> Any:
        return self._book.add_format({**_BOXED, "bg_color": hex_colour})

    def close(self) -> None:
        self._book.close()


def version(sheet: Sheet, words: labels.Words) -> str:
    return words["version"].format(n=sheet.version) if sheet.released_at else words["draft"]


def _matrix(book: _Book) -> None:
    sheet, words = book.sheet, book.words
    page = book.page("sheet_matrix", [4, 22, *[10] * len(sheet.sizes), 11], across=len(sheet.sizes) > 5)
    _header(book, page)
    top = _HEADER_ROWS + 1
    book.row(page, top, ["", words["colour"], *sheet.sizes, words["total"]], ["head"] * (len(sheet.sizes) + 3))
    for row, colour in enumerate(sheet.colours, start=top + 1):
        page.set_row(row, 26)
        page.write_blank(row, 0, None, book.swatch(colour.hex) if sheets.is_hex(colour.hex) else book.look("text"))
        book.put(page, row, 1, labels.colour(colour.name_zh, colour.name_en), "name")
        for column, size in enumerate(sheet.sizes, start=2):
            pieces = sheet.pieces(colour.name_zh, size)
            book.put(page, row, column, pieces, "count" if pieces else "zero")
        book.put(page, row, len(sheet.sizes) + 2, sheet.row_totals[colour.name_zh], "total")
    last = top + 1 + len(sheet.colours)
    page.set_row(last, 28)
    totals = [*sheet.column_totals.values(), sheet.total]
    book.row(page, last, ["", words["total"], *totals], ["total"] * (len(totals) + 2))
    page.freeze_panes(top + 1, 2)
    page.repeat_rows(top)


def _header(book: _Book, page: Any) -> None:
    """What is made, for whom and by when; the picture stands at its right."""
    sheet, words = book.sheet, book.words
    page.set_row(0, 30)
    book.put(page, 0, 1, f"{words['work_order']} {sheet.number}", "title")
    book.put(page, 1, 1, sheet.design, "big")
    facts = (
        ("due", labels.day(sheet.due_at, words)),
        ("total", words["pieces_count"].format(n=sheet.total)),
        ("design_code", f"{sheet.design_code} · {words['artwork']} {sheet.artwork_version}"),
        ("factory", sheet.factory),
        ("brand", sheet.brand),
        ("released", labels.minute(sheet.released_at) if sheet.released_at else words["draft"]),
        ("checksum", f"{version(sheet, words)} · {sheet.checksum}"),
    )
    for row, (name, value) in enumerate(facts, start=2):
        book.put(page, row, 1, words[name], "label")
        book.put(page, row, 2, value, "big" if name in ("due", "total") else "fact")
    plate = plates.jpeg(sheet.pictures[0][1], 600) if sheet.pictures else None
    if plate:
        data, wide, high = plate
        scale = min(_PICTURE_WIDE / wide, _PICTURE_HIGH / high)
        place = {"image_data": io.BytesIO(data), "x_scale": scale, "y_scale": scale, "object_position": 2}
        page.insert_image(
            0, max(6, len(sheet.sizes) + 1), "design.jpg", {**place, "description": text.plain(sheet.design)}
        )


def _pieces(book: _Book) -> None:
    words = book.words
    page = book.page("sheet_pieces", [16, 18, 12, 46])
    book.row(page, 0, [words[name] for name in ("piece", "colour", "size", "wish")], ["head"] * 4)
    for row, piece in enumerate(book.sheet.codes, start=1):
        looks = ["middle", "text", "middle", "text"]
        book.row(page, row, [piece.code, piece.colour, piece.size, piece.wish], looks)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.autofilter(0, 0, max(1, len(book.sheet.codes)), 3)


def _tech_pack(book: _Book) -> None:
    sheet, words = book.sheet, book.words
    page = book.page("sheet_measures", [22, 8, 10, *[9] * len(sheet.sizes)], across=len(sheet.sizes) > 6)
    heads = [words["point"], words["unit"], words["tolerance"], *sheet.sizes]
    book.row(page, 0, heads, ["head"] * len(heads))
    for row, measure in enumerate(sheet.measures, start=1):
        values = [measure.point, measure.unit, text.figure(measure.tolerance), *_figures(measure, sheet.sizes)]
        book.row(page, row, values, ["name", *["middle"] * (len(values) - 1)])
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    row = len(sheet.measures) + 2
    for name in ("fabric", "trims", "notes"):
        book.put(page, row, 0, words[name], "label")
        book.wide(page, row, max(6, len(heads) - 1), getattr(sheet, name))
        row += 1


def _figures(measure: Measure, sizes: Sequence[str]) -> list[object]:
    given = (measure.by_size.get(size) for size in sizes)
    return ["" if value is None else value for value in given]


def _packing(book: _Book) -> None:
    """How to pack, and a list with room for what was packed into which box."""
    sheet, words = book.sheet, book.words
    page = book.page("sheet_packing", [26, 22, 12, 10, 12, 18])
    book.put(page, 0, 0, words["packing"], "label")
    book.wide(page, 0, 5, sheet.packing)
    heads = ("design", "colour", "size", "pieces", "packed", "box")
    book.row(page, 2, [words[name] for name in heads], ["head"] * 6)
    order = [(c.name_zh, size) for c in sheet.colours for size in sheet.sizes if sheet.pieces(c.name_zh, size)]
    looks = ["text", "text", "middle", "count", "text", "text"]
    for row, (colour, size) in enumerate(order, start=3):
        book.row(page, row, [sheet.design, colour, size, sheet.pieces(colour, size), "", ""], looks)
    total = ["", words["total"], "", sheet.total, "", ""]
    book.row(page, len(order) + 3, total, ["total"] * 6)
    page.freeze_panes(3, 0)
    page.repeat_rows(2)
