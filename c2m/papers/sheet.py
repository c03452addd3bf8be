"""The work sheet: everything a factory must know to make one work order, as plain values.

Every paper is written from this one record, so that the PDF, the tables and the pictures cannot disagree.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_HEX = re.compile(r"#[0-9a-fA-F]{6}")

Cell = tuple[str, str]
"""(Chinese colour name, size)"""


@dataclass(frozen=True)
class Colour:
    name_zh: str
    name_en: str = ""
    hex: str = ""


@dataclass(frozen=True)
class PieceRow:
    """One paid piece. ``colour`` is the Chinese name, as in the matrix; ``wish`` is what its buyer asked for."""

    code: str
    colour: str
    size: str
    wish: str = ""


@dataclass(frozen=True)
class Measure:
    """A point of measure; ``by_size`` maps a size to its finished measure, a number or a text."""

    point: str
    unit: str = "cm"
    tolerance: str | float | int = ""
    by_size: Mapping[str, str | float | int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One numbered version of one work order.

    ``cells`` maps (Chinese colour name, size) to pieces. ``number`` is the work order's public number, "26-030".
    ``pictures`` are (file name, bytes), the best first. ``released_at`` is None on a draft.
    A sheet that contradicts itself raises ValueError: it is a mistake of ours, never of the person who downloads.
    """

    number: str
    version: int
    brand: str
    factory: str
    design: str
    design_code: str
    artwork_version: int
    due_at: datetime
    colours: tuple[Colour, ...]
    sizes: tuple[str, ...]
    cells: Mapping[Cell, int]
    pieces_total: int
    released_at: datetime | None = None
    checksum: str = ""
    codes: tuple[PieceRow, ...] = ()
    measures: tuple[Measure, ...] = ()
    fabric: str = ""
    trims: str = ""
    notes: str = ""
    packing: str = ""
    pictures: tuple[tuple[str, bytes], ...] = ()

    def __post_init__(self) -> None:
        names = [colour.name_zh for colour in self.colours]
        if len(set(names)) != len(names) or len(set(self.sizes)) != len(self.sizes):
            raise ValueError(f"work order {self.number} names a colour or a size twice")
        for (colour, size), pieces in self.cells.items():
            if colour not in names or size not in self.sizes or pieces < 0:
                raise ValueError(f"work order {self.number} has a cell outside its matrix: {colour}/{size} {pieces}")
        if self.pieces_total != self.total:
            raise ValueError(f"work order {self.number}: cells add up to {self.total}, not to {self.pieces_total}")
        listed = Counter((piece.colour, piece.size) for piece in self.codes)
        if self.codes and listed != Counter({cell: n for cell, n in self.cells.items() if n}):
            raise ValueError(f"work order {self.number}: the listed pieces are not the pieces of the matrix")

    def pieces(self, colour: str, size: str) -> int:
        return self.cells.get((colour, size), 0)

    @property
    def row_totals(self) -> dict[str, int]:
        """Pieces per colour, in the order of the matrix."""
        return {c.name_zh: sum(self.pieces(c.name_zh, size) for size in self.sizes) for c in self.colours}

    @property
    def column_totals(self) -> dict[str, int]:
        """Pieces per size, in the order of the matrix."""
        return {size: sum(self.pieces(c.name_zh, size) for c in self.colours) for size in self.sizes}

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    @property
    def wishes(self) -> tuple[PieceRow, ...]:
        """The pieces that are not made like the others."""
        return tuple(piece for piece in self.codes if piece.wish.strip())

    def sku(self, colour: str, size: str) -> str:
        return f"{self.design_code}-{colour}-{size}"

    def filename(self, ending: str) -> str:
        """A plain name for a download: ``26-030-v1.pdf``."""
        kept = "".join(letter for letter in self.number if letter.isascii() and (letter.isalnum() or letter == "-"))
        return f"{kept or 'sheet'}-v{self.version}.{ending}"


def is_hex(colour: str) -> bool:
    """#RRGGBB; what a person typed may be anything."""
    return _HEX.fullmatch(colour) is not None


def checksum(sheet: Sheet) -> str:
    """Twelve hex digits that change when anything changes that is to be made, or by when.

    Left out on purpose: the names of brand and factory (renaming a company does not change a garment), the moment
    of release, and the pictures' bytes (``artwork_version`` stands for them, so every paper of one version carries
    the same checksum whatever size of picture it was given).
    """
    said = {
        "number": sheet.number,
        "version": sheet.version,
        "design": [sheet.design, sheet.design_code, sheet.artwork_version],
        "due_at": sheet.due_at.timestamp(),
        "colours": [[c.name_zh, c.name_en, c.hex] for c in sheet.colours],
        "sizes": list(sheet.sizes),
        "cells": sorted([colour, size, pieces] for (colour, size), pieces in sheet.cells.items() if pieces),
        "codes": sorted([p.code, p.colour, p.size, p.wish] for p in sheet.codes),
        "measures": [[m.point, m.unit, m.tolerance, sorted(m.by_size.items())] for m in sheet.measures],
        "words": [sheet.fabric, sheet.trims, sheet.notes, sheet.packing],
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:12]


def sealed(sheet: Sheet) -> Sheet:
    """The same sheet with its checksum written on it."""
    return dataclasses.replace(sheet, checksum=checksum(sheet))
