"""The work sheet as a printed page: what hangs over the cutting table.

A4, black ink, every number readable at arm's length. The text can be searched and copied; words of other people
are escaped, because a Paragraph reads markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

from c2m.papers import fonts, footers, labels, plates, prints, text
from c2m.papers.sheet import Sheet

MARGIN, TOP, FOOT = 14 * mm, 11 * mm, 16 * mm
WIDTH = A4[0] - 2 * MARGIN
MOST_SIZES = 12
"""Sizes side by side; more sizes go into a further table below."""
MOST_MEASURED = 9
_PICTURE = (33 * mm, 44 * mm)


def write(sheet: Sheet, language: object = "zh_CN", font: str | None = None) -> bytes:
    """The same sheet always gives the same bytes. ``font`` is a font file to be tried first.

    Raises FontMissing where no Chinese font can be found.
    """
    ink = prints.Ink(fonts.find(font), labels.of(language))
    foot = " · ".join(ink.safe(part) for part in _identity(sheet, ink.words))
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=TOP,
        bottomMargin=FOOT,
        title=ink.safe(f"{ink.words['work_order']} {sheet.number} · {sheet.design}"),
        author=ink.safe(sheet.brand),
        creator="C2M",
        lang=ink.words["language"],
        invariant=1,
    )
    frame = Frame(MARGIN, FOOT, WIDTH, A4[1] - TOP - FOOT, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    story = [part for section in _sections(sheet, ink) for part in section]
    document.build(story, canvasmaker=footers.canvas(ink, foot))
    return out.getvalue()


def _identity(sheet: Sheet, words: labels.Words) -> Iterator[str]:
    yield f"{words['work_order']} {text.shortened(text.plain(sheet.number), 40)}"
    yield words["version"].format(n=sheet.version) if sheet.released_at else words["draft"]
    if sheet.checksum:
        yield f"{words['checksum']} {sheet.checksum}"


def _sections(sheet: Sheet, ink: prints.Ink) -> Iterator[list[Flowable]]:
    yield _header(sheet, ink)
    yield _matrix(sheet, ink)
    if sheet.wishes:
        yield _wishes(sheet, ink)
    if sheet.measures:
        yield _measures(sheet, ink)
    yield _words(sheet, ink)
    yield _signed(ink)
    if ink.missed:
        yield [Spacer(0, 4 * mm), ink.say(ink.words["missing_glyph"], "small")]


def _header(sheet: Sheet, ink: prints.Ink) -> list[Flowable]:
    """Picture, then what is made, then by when: read from across the room."""
    words = ink.words
    code = f"{words['design_code']} {sheet.design_code} · {words['artwork']} {sheet.artwork_version}"
    released = f"{words['released']} {labels.minute(sheet.released_at)}" if sheet.released_at else words["draft"]
    middle = [
        ink.say(f"{words['work_order']} {text.shortened(sheet.number, 40)}", "label"),
        ink.say(text.shortened(text.plain(sheet.design), 40), "title"),
        Spacer(0, 2 * mm),
        ink.say(text.shortened(code, 120), "body"),
        ink.say(text.shortened(f"{words['factory']} {sheet.factory}", 120), "body"),
        ink.say(text.shortened(f"{words['brand']} {sheet.brand}", 120), "body"),
        ink.say(released, "body"),
    ]
    right = [
        ink.say(words["due"], "label-right"),
        ink.say(labels.big_day(sheet.due_at, words), "title-right"),
        ink.say(labels.day(sheet.due_at, words), "small-right"),
        Spacer(0, 3 * mm),
        ink.say(words["total"], "label-right"),
        ink.say(words["pieces_count"].format(n=sheet.total), "title-right"),
    ]
    widths = [_PICTURE[0] + 6 * mm, WIDTH - _PICTURE[0] - 62 * mm, 56 * mm]
    table = prints.bare([[_picture(sheet, ink), middle, right]], widths)
    return [table, Spacer(0, 3 * mm), prints.rule(WIDTH), Spacer(0, 2.5 * mm)]


def _picture(sheet: Sheet, ink: prints.Ink) -> Flowable:
    plate = plates.jpeg(sheet.pictures[0][1]) if sheet.pictures else None
    return prints.plate(plate, _PICTURE) if plate else prints.no_plate(ink, _PICTURE)


def _matrix(sheet: Sheet, ink: prints.Ink) -> list[Flowable]:
    """Sizes side by side, at most twelve in a row; the totals close the last block."""
    parts: list[Flowable] = [*ink.heading("matrix", ink.words["matrix_hint"], WIDTH)]
    blocks = [sheet.sizes[at : at + MOST_SIZES] for at in range(0, len(sheet.sizes), MOST_SIZES)] or [()]
    for block in blocks:
        parts += [_matrix_block(sheet, ink, block, totals=block is blocks[-1]), Spacer(0, 2.5 * mm)]
    return [*parts, Spacer(0, 1.5 * mm)]


def _matrix_block(sheet: Sheet, ink: prints.Ink, sizes: Sequence[str], *, totals: bool) -> Flowable:
    words = ink.words
    end = [ink.say(words["total"], "head")] if totals else []
    rows: list[list[Any]] = [[ink.say(words["colour"], "head-left"), *(ink.cell(size, "head") for size in sizes), *end]]
    for colour in sheet.colours:
        counts = [sheet.pieces(colour.name_zh, size) for size in sizes]
        name = prints.named_colour(ink, colour)
        row_total = [ink.say(str(sheet.row_totals[colour.name_zh]), "total")] if totals else []
        rows.append([name, *(prints.count(ink, n) for n in counts), *row_total])
    sums = [str(sheet.column_totals[size]) for size in sizes] + ([str(sheet.total)] if totals else [])
    rows.append([ink.say(words["total"], "head-left"), *(ink.say(n, "total") for n in sums)])
    widths = prints.widths(WIDTH, first=40 * mm, last=20 * mm if totals else 0, between=len(sizes))
    return prints.matrix(rows, widths, totals=totals)


def _wishes(sheet: Sheet, ink: prints.Ink) -> list[Flowable]:
    words = ink.words
    rows = [[ink.say(words[name], "head-left") for name in ("piece", "colour", "size", "wish")]]
    for piece in sheet.wishes:
        rows.append([ink.cell(value, "body") for value in (piece.code, piece.colour, piece.size, piece.wish)])
    widths = [32 * mm, 34 * mm, 24 * mm, WIDTH - 90 * mm]
    hint = words["wishes_hint"].format(n=len(sheet.wishes))
    return [*ink.heading("wishes", hint, WIDTH), prints.listed(rows, widths), Spacer(0, 4 * mm)]


def _measures(sheet: Sheet, ink: prints.Ink) -> list[Flowable]:
    words = ink.words
    parts: list[Flowable] = [*ink.heading("measures", words["measures_hint"], WIDTH)]
    for at in range(0, len(sheet.sizes), MOST_MEASURED):
        sizes = sheet.sizes[at : at + MOST_MEASURED]
        heads = [words["point"], words["unit"], words["tolerance"]]
        styles = ["head-left", "head", "head"]
        rows = [[ink.say(head, style) for head, style in zip(heads, styles, strict=True)]]
        rows[0] += [ink.cell(size, "head") for size in sizes]
        for measure in sheet.measures:
            row = [ink.cell(measure.point, "strong"), ink.cell(measure.unit, "middle")]
            row.append(ink.cell(_tolerance(measure.tolerance), "middle"))
            row += [ink.cell(text.figure(measure.by_size.get(size)) or "–", "figure") for size in sizes]
            rows.append(row)
        widths = [34 * mm, 14 * mm, 20 * mm, *prints.widths(WIDTH - 68 * mm, 0, 0, len(sizes))]
        parts += [prints.listed(rows, widths), Spacer(0, 2 * mm)]
    return [*parts, Spacer(0, 1.5 * mm)]


def _tolerance(value: object) -> str:
    """A bare number is meant both ways."""
    return f"±{text.figure(value)}" if isinstance(value, int | float) else text.plain(value)


def _words(sheet: Sheet, ink: prints.Ink) -> list[Flowable]:
    """Fabric, trims, making, packing; each line its own paragraph, so that long notes may run over pages."""
    parts: list[Flowable] = []
    for name in ("fabric", "trims", "notes", "packing"):
        written = text.lines(getattr(sheet, name))
        if written:
            marks = [ink.words[name], *[""] * (len(written) - 1)]
            parts += [prints.hair(WIDTH), Spacer(0, 1 * mm)]
            parts += [ink.labelled(mark, line) for mark, line in zip(marks, written, strict=True)]
            parts.append(Spacer(0, 2 * mm))
    return parts


def _signed(ink: prints.Ink) -> list[Flowable]:
    """Room to sign, as paper on a shop floor has it."""
    boxes: list[Paragraph] = [ink.say(label, "label") for label in ink.words["signed"]]
    return [Spacer(0, 2 * mm), prints.signatures(boxes, WIDTH)]
