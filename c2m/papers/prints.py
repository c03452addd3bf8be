"""How our printed pages look: type, rules and tables in black ink that survive a copier."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Image, Paragraph, Spacer, Table
from reportlab.platypus.flowables import HRFlowable

from c2m.papers import fonts, labels, text
from c2m.papers import sheet as sheets

INK: Color = black
SOFT = HexColor("#5A5A5A")
HAIR = HexColor("#8C8C8C")
SHADE = HexColor("#EDEDED")
NOTE_INDENT = 30 * mm
MOST_IN_CELL = 240
"""Characters in a table cell; what is longer is cut with an ellipsis, the Excel sheet has it whole."""

# name: (points, bold, alignment, colour)
_STYLES: dict[str, tuple[float, bool, int, Color]] = {
    "title": (20, True, TA_LEFT, INK),
    "title-right": (20, True, TA_RIGHT, INK),
    "heading": (12.5, True, TA_LEFT, INK),
    "label": (9, False, TA_LEFT, SOFT),
    "label-right": (9, False, TA_RIGHT, SOFT),
    "body": (9.5, False, TA_LEFT, INK),
    "note": (10, False, TA_LEFT, INK),
    "small": (8.5, False, TA_LEFT, SOFT),
    "small-right": (8.5, False, TA_RIGHT, SOFT),
    "head": (10, True, TA_CENTER, INK),
    "head-left": (10, True, TA_LEFT, INK),
    "strong": (10, True, TA_LEFT, INK),
    "middle": (9.5, False, TA_CENTER, INK),
    "figure": (11, False, TA_CENTER, INK),
    "count": (17, True, TA_CENTER, INK),
    "zero": (13, False, TA_CENTER, HAIR),
    "total": (13, True, TA_CENTER, INK),
}


class Ink:
    """The font and the words of one paper, and how a piece of text becomes a paragraph of it."""

    def __init__(self, font: fonts.Font, words: labels.Words) -> None:
        self.font, self.words = font, words
        self.missed = False
        self._styles = {name: self._style(name, *look) for name, look in _STYLES.items()}

    def safe(self, words: object) -> str:
        """One line this font can draw; remembers when a character had to be replaced."""
        shown = self.font.drawable(text.plain(words))
        self.missed = self.missed or fonts.MISSING_GLYPH in shown
        return shown

    def say(self, words: object, style: str) -> Paragraph:
        return Paragraph(escape(self.safe(words)), self._styles[style])

    def cell(self, words: object, style: str) -> Paragraph:
        """A paragraph short enough for a row that must fit on a page."""
        return self.say(text.shortened(text.plain(words), MOST_IN_CELL), style)

    def labelled(self, label: str, words: object) -> Paragraph:
        """A paragraph with its label in the margin; it may run over pages."""
        return Paragraph(escape(self.safe(words)), self._styles["note"], bulletText=self.safe(label) or None)

    def heading(self, name: str, hint: str, width: float) -> list[Flowable]:
        """A section's title with its hint at the right; never alone at the foot of a page."""
        row = [[self.say(self.words[name], "heading"), self.say(hint, "small-right")]]
        line = bare(row, [width * 0.35, width * 0.65], valign="BOTTOM")
        return [CondPageBreak(32 * mm), line, Spacer(0, 1.5 * mm)]

    def _style(self, name: str, points: float, bold: bool, alignment: int, colour: Color) -> ParagraphStyle:
        return ParagraphStyle(
            name,
            fontName=self.font.bold if bold else self.font.regular,
            fontSize=points,
            leading=points * 1.45,
            alignment=alignment,
            textColor=colour,
            leftIndent=NOTE_INDENT if name == "note" else 0,
            bulletFontName=self.font.bold,
            bulletFontSize=points,
            wordWrap="CJK",
            splitLongWords=1,
        )


def bare(rows: list[list[Any]], widths_: Sequence[float], valign: str = "TOP") -> Table:
    """A grid without lines, to place things side by side."""
    edges = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return Table(rows, colWidths=widths_, style=[*edges, ("VALIGN", (0, 0), (-1, -1), valign)])


def rule(width: float) -> Flowable:
    return HRFlowable(width=width, thickness=1.6, color=INK, spaceBefore=0, spaceAfter=0)


def hair(width: float) -> Flowable:
    return HRFlowable(width=width, thickness=0.4, color=HAIR, spaceBefore=0, spaceAfter=0)


def count(ink: Ink, pieces: int) -> Flowable | list[Flowable]:
    """A large count with a dotted line below it, for the count really cut."""
    if not pieces:
        return ink.say("0", "zero")
    return [ink.say(str(pieces), "count"), _WriteIn()]


class _WriteIn(Flowable):
    """Room for a pencil: a dotted line in the middle of its cell."""

    def wrap(self, wide: float, high: float) -> tuple[float, float]:
        self._wide = wide
        return wide, 4.5 * mm

    def draw(self) -> None:
        self.canv.setStrokeColor(SOFT)
        self.canv.setLineWidth(0.8)
        self.canv.setDash(0.8, 2)
        self.canv.line(self._wide * 0.2, 1.2 * mm, self._wide * 0.8, 1.2 * mm)


def matrix(rows: list[list[Any]], widths_: Sequence[float], *, totals: bool) -> Table:
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, HAIR),
        ("BOX", (0, 0), (-1, -1), 1.2, INK),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("BACKGROUND", (0, -1), (-1, -1), SHADE),
        ("LINEABOVE", (0, -1), (-1, -1), 1.2, INK),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (1, 0), (-1, -1), 1),
        ("RIGHTPADDING", (1, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 4),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 6),
    ]
    if totals:
        style += [("BACKGROUND", (-1, 0), (-1, -1), SHADE), ("LINEBEFORE", (-1, 0), (-1, -1), 1.2, INK)]
    return Table(rows, colWidths=widths_, repeatRows=1, splitInRow=1, style=style)


def listed(rows: list[list[Any]], widths_: Sequence[float]) -> Table:
    """Rows between hairlines; the heading comes again on each page."""
    style = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIR),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (0, -1), 4),
    ]
    return Table(rows, colWidths=widths_, repeatRows=1, splitInRow=1, style=style)


def widths(whole: float, first: float, last: float, between: int) -> list[float]:
    """Column widths of ``whole``: a first, equal ones between, a last; 0 leaves the first or the last out."""
    middle = [(whole - first - last) / max(1, between)] * between
    return [width for width in (first, *middle, last) if width]


def plate(picture: tuple[bytes, int, int], room: tuple[float, float]) -> Flowable:
    """The picture as large as fits, with its own proportions."""
    data, wide, high = picture
    scale = min(room[0] / wide, room[1] / high)
    return Image(io.BytesIO(data), width=wide * scale, height=high * scale, hAlign="LEFT")


def no_plate(ink: Ink, room: tuple[float, float]) -> Flowable:
    style = [("BOX", (0, 0), (-1, -1), 0.6, HAIR), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    said = ink.say(ink.words["no_picture"], "middle")
    return Table([[said]], colWidths=[room[0]], rowHeights=[room[1]], style=style, hAlign="LEFT")


def named_colour(ink: Ink, colour: sheets.Colour) -> Flowable:
    """The colour's names, and a swatch with an edge; without colour print the names still say it."""
    names = [ink.cell(colour.name_zh, "strong")]
    if colour.name_en and colour.name_en != colour.name_zh:
        names.append(ink.cell(colour.name_en, "small"))
    fill = HexColor(colour.hex) if sheets.is_hex(colour.hex) else white
    box = Table([[""]], colWidths=[5 * mm], rowHeights=[5 * mm])
    box.setStyle([("BOX", (0, 0), (-1, -1), 0.7, INK), ("BACKGROUND", (0, 0), (-1, -1), fill)])
    return bare([[box, names]], [8 * mm, 29 * mm], valign="MIDDLE")


def signatures(boxes: list[Paragraph], width: float) -> Table:
    """One box each, empty below its name."""
    each = width / len(boxes)
    style = [("BOX", (column, 0), (column, 0), 0.5, HAIR) for column in range(len(boxes))]
    style += [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2)]
    return Table([boxes], colWidths=[each] * len(boxes), rowHeights=[12 * mm], style=style)
