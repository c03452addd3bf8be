"""The boxes of an MP4 or QuickTime file (ISO/IEC 14496-12), read with limits and without believing any length."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BOXES = 20_000
MOST_ROWS = 100_000


class Broken(Exception):
    """The bytes do not form boxes."""


@dataclass(frozen=True)
class Box:
    """``data[start:body]`` is the header, ``data[body:end]`` the content."""

    kind: bytes
    start: int
    body: int
    end: int


class Boxes:
    """One file. Every box looked at counts against one limit, so a file cannot keep us busy."""

    def __init__(self, data: bytes | bytearray) -> None:
        self.data = data
        self.seen = 0

    def within(self, start: int, end: int) -> Iterator[Box]:
        """The boxes in ``data[start:end]``; Broken at the first that does not fit."""
        while start < end:
            box = self._at(start, end)
            yield box
            start = box.end

    def inside(self, box: Box, kind: bytes | None = None) -> list[Box]:
        """The boxes in a box: all, or those of one kind."""
        return [one for one in self.within(box.body, box.end) if kind in (None, one.kind)]

    def find(self, box: Box, *path: bytes) -> Box:
        """The first box on a path below a box; Broken when it is not there."""
        for kind in path:
            found = self.inside(box, kind)
            if not found:
                raise Broken(f"no {kind!r}")
            box = found[0]
        return box

    def number(self, box: Box, offset: int, size: int = 4) -> int:
        """An unsigned number ``offset`` bytes into the content of a box."""
        at = box.body + offset
        if at + size > box.end:
            raise Broken(f"{box.kind!r} is too short")
        return int.from_bytes(self.data[at : at + size], "big")

    def rows(self, box: Box, shape: str, count_at: int = 4) -> list[tuple[int, ...]]:
        """The rows of a table, each of a ``struct`` shape; the row count stands before the first row."""
        count, start = self.number(box, count_at), box.body + count_at + 4
        end = start + count * struct.calcsize(shape)
        if count > MOST_ROWS or end > box.end:
            raise Broken(f"{box.kind!r} claims {count} rows")
        return list(struct.iter_unpack(shape, self.data[start:end]))

    def _at(self, start: int, end: int) -> Box:
        self.seen += 1
        if self.seen > MOST_BOXES:
            raise Broken("too many boxes")
        if start + 8 > end:
            raise Broken("no room for a box")
        size = int.from_bytes(self.data[start : start + 4], "big")
        kind, body = bytes(self.data[start + 4 : start + 8]), start + 8
        if size == 1:  # a 64-bit size follows
            size, body = int.from_bytes(self.data[start + 8 : start + 16], "big"), start + 16
        elif size == 0:  # up to the end
            size = end - start
        if size < body - start or start + size > end:
            raise Broken(f"{kind!r} does not fit")
        return Box(kind, start, body, start + size)
