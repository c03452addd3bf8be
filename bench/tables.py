"""What was found, as a table people can read."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bench import handlers, photos, sharing, weights

HEAD = ("what", "measured", "goal", "", "beside it")


@dataclass(frozen=True)
class Row:
    """``reached``: None where no goal was set."""

    what: str
    measured: str
    goal: str = "none set"
    reached: bool | None = None
    beside: str = ""

    def cells(self) -> tuple[str, ...]:
        return (self.what, self.measured, self.goal, {None: "", True: "yes", False: "no"}[self.reached], self.beside)


def requests(found: handlers.Found) -> Iterator[Row]:
    """P: bare Flask's time / the request's."""
    names = {
        "page": ("round page, 20 designs, signed in, 25,000 picks in the round", 0.22),
        "tap": ("one tap saved, on a ballot she has", 0.12),
        "first tap": ("one tap saved, her first", 0.12),
        "ballot": ("ballot of five, her first", None),
        "order": ("order placed and its payment begun", 0.055),
        "payment": ("payment settled by the cashier's notification", None),
    }
    for name, (what, goal) in names.items():
        one, least = found.subjects[name], found.raw.get(name)
        beside = f"{one.microseconds / 1000:.1f} ms"
        if least:
            beside += f", {one.against(least):.0f} x its raw statements"
        said = "none set" if goal is None else f"P >= {goal}"
        yield Row(what, f"P {one.ratio:.4f}", said, None if goal is None else one.ratio >= goal, beside)
    five = found.subjects["ballot"].against(found.subjects["first tap"])
    yield Row("ballot of five / first tap", f"{five:.2f} x", "<= 1.15 x", five <= 1.15)
    grown = 1 / found.subjects["page"].against(found.subjects["quiet page"])
    yield Row("round page, 30 picks in the round / 25,000", f"{grown:.2f}", ">= 0.9", grown >= 0.9)


def shares(plain: sharing.Shared, few: sharing.Shared, many: sharing.Shared) -> Iterator[Row]:
    faster = plain.per_ten_thousand / many.per_ten_thousand
    exponent = math.log(many.seconds / few.seconds) / math.log(many.pieces / few.pieces)
    each = f"{few.per_ten_thousand:.2f} s per 10k at 10k, {many.per_ten_thousand:.2f} s at 100k"
    yield Row(
        "100,000 paid pieces into work orders / objects one by one", f"{faster:.2f} x", ">= 10 x", faster >= 10, each
    )
    yield Row("its growth from 10k to 100k", f"exponent {exponent:.2f}", "<= 1.05", exponent <= 1.05)
    memory = f"objects: {plain.megabytes:.0f} MB for 10k"
    yield Row("its memory at 100k", f"{many.megabytes:.0f} MB", "<= 80 MB", many.megabytes <= 80, memory)


def pictures(faster: float, ours: photos.Made, plain: photos.Made) -> Iterator[Row]:
    beside = (
        f"{ours.seconds:.2f} s, {ours.kilobytes:.0f} kB of files; plain {plain.seconds:.2f} s, {plain.kilobytes:.0f} kB"
    )
    yield Row("photo of 12 MP rebuilt / opened, resized, saved", f"{faster:.2f} x", ">= 2.2 x", faster >= 2.2, beside)
    memory = f"plain {plain.megabytes:.0f} MB"
    yield Row("its memory", f"{ours.megabytes:.0f} MB", "<= 45 MB", ours.megabytes <= 45, memory)


def sizes(found: list[weights.Weight]) -> Iterator[Row]:
    for one in found:
        beside = f"HTML {one.html:.1f}, CSS {one.css:.1f}, JS {one.js:.1f} in {one.files} files"
        yield Row(
            f"round page without its pictures, {one.asked} ({one.coding})",
            f"{one.total:.1f} kB",
            "<= 45 kB",
            one.total <= 45,
            beside,
        )


def lines(rows: list[Row]) -> Iterator[str]:
    table = [HEAD, *(row.cells() for row in rows)]
    wide = [max(_width(line[column]) for line in table) for column in range(len(HEAD))]
    for line in table:
        cells = (cell + " " * (most - _width(cell)) for cell, most in zip(line, wide, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
