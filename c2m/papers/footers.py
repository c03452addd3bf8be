"""The foot of every printed page: page x of y, and which version of which sheet one is holding."""

from __future__ import annotations

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from c2m.papers import prints


def canvas(ink: prints.Ink, identity: str) -> type[Canvas]:
    """A canvas that holds its pages back until it knows how many there are."""

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._held: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._held.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for state in self._held:
                self.__dict__.update(state)
                _foot(self, ink, identity, len(self._held))
                super().showPage()
            super().save()

    return Numbered


def _foot(page: Canvas, ink: prints.Ink, identity: str, pages: int) -> None:
    left, right, line = 14 * mm, A4[0] - 14 * mm, 11 * mm
    page.setStrokeColor(prints.INK)
    page.setLineWidth(0.4)
    page.line(left, line + 4 * mm, right, line + 4 * mm)
    page.setFillColor(prints.INK)
    page.setFont(ink.font.regular, 8.5)
    page.drawString(left, line, identity)
    page.drawRightString(right, line, ink.words["page"].format(x=page.getPageNumber(), y=pages))
