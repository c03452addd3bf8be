"""What the rehearsal can be fed with: ballots in PrefLib format, a table of orders, a folder of pictures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from c2m.core import pictures
from c2m.core.errors import Refused
from c2m.loop import orders

MOST_MEMBERS = 100_000
Rejected = list[dict[str, int | str]]


class Unusable(ValueError):
    """The input as a whole cannot be used; the message says why."""


@dataclass
class Ballots:
    """``designs`` by name, in the file's order; one set of design positions (from 0) for every member."""

    designs: list[str]
    picks: list[frozenset[int]] = field(default_factory=list)
    rejected: Rejected = field(default_factory=list)


def read_ballots(path: Path, top: int) -> Ballots:
    """PrefLib: ``.cat`` (the first category is what was picked), ``.soc`` and ``.soi`` (picked are the first ``top``)."""
    kind = path.suffix.lower()
    if kind not in {".cat", ".soc", ".soi"}:
        raise Unusable(f"{path.name}: ballots end in .cat, .soc or .soi.")
    lines = _text(path).splitlines()
    names = _alternatives(lines)
    if not names:
        raise Unusable(f"{path.name}: it names no alternatives.")
    numbers = {number: position for position, number in enumerate(names)}
    ballots = Ballots(list(names.values()))
    for at, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            count, groups = _ballot(line)
            chosen = _chosen(groups, kind, top)
            if not set(chosen) <= set(numbers):
                raise ValueError("it names an alternative the file does not have")
            if len(ballots.picks) + count > MOST_MEMBERS:
                raise ValueError(f"more than {MOST_MEMBERS} ballots")
        except ValueError as error:
            ballots.rejected.append({"line": at, "reason": str(error)})
            continue
        ballots.picks += [frozenset(numbers[number] for number in chosen)] * count
    return ballots


def _alternatives(lines: list[str]) -> dict[int, str]:
    """{number: name}; where only their count is given, the numbers are the names."""
    named: dict[int, str] = {}
    count = 0
    for line in lines:
        if found := re.match(r"#\s*ALTERNATIVE NAME\s+(\d+)\s*:\s*(.*)", line, re.IGNORECASE):
            named[int(found[1])] = found[2].strip() or found[1]
        elif found := re.match(r"#\s*NUMBER ALTERNATIVES\s*:\s*(\d{1,4})\s*$", line, re.IGNORECASE):
            count = int(found[1])
    return {number: named.get(number, str(number)) for number in sorted({*named, *range(1, count + 1)})}


def _ballot(line: str) -> tuple[int, list[list[int]]]:
    """ "13: 6,{1,2,3}" -> 13, [[6], [1, 2, 3]]."""
    head, colon, tail = line.partition(":")
    if not colon or not re.fullmatch(r"\s*[1-9][0-9]{0,8}\s*", head, re.ASCII):
        raise ValueError("a ballot begins with how many people cast it, and a colon")
    text = re.sub(r"\s", "", tail)
    if not re.fullmatch(r"(?:\{[0-9,]*\}|[0-9]+)(?:,(?:\{[0-9,]*\}|[0-9]+))*|", text, re.ASCII):
        raise ValueError("a ballot is a list of numbers, groups of them in { }")
    groups = re.findall(r"\{([0-9,]*)\}|([0-9]+)", text)
    return int(head), [[int(n) for n in (many or one).split(",") if n] for many, one in groups]


def _chosen(groups: list[list[int]], kind: str, top: int) -> list[int]:
    ranked = [number for group in groups for number in group]
    if len(set(ranked)) != len(ranked):
        raise ValueError("it names an alternative twice")
    if kind == ".cat":
        return groups[0] if groups else []
    if any(len(group) != 1 for group in groups):
        raise ValueError("a strict ranking has no ties")
    return ranked[:top]


@dataclass(frozen=True)
class Row:
    """One buyer's order."""

    style: str
    colour: str
    size: str
    pieces: int


def read_orders(path: Path) -> tuple[list[Row], Rejected]:
    """CSV with the columns style, colour, size, pieces; others are ignored. A bad row is named by its physical line."""
    good: list[Row] = []
    rejected: Rejected = []
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    columns: dict[str, int] | None = None
    for line, cells in _records(reader, rejected):
        if columns is None:
            columns = {name.strip().lower(): at for at, name in reversed(list(enumerate(cells)))}
            lacking = [name for name in ("style", "size", "pieces") if name not in columns]
            if lacking:
                rejected.append({"line": line, "reason": f"the header lacks: {', '.join(lacking)}"})
                break
            continue
        try:
            good.append(_row({name: cells[at].strip() for name, at in columns.items() if at < len(cells)}))
        except ValueError as error:
            rejected.append({"line": line, "reason": str(error)})
    return good, rejected


def _records(reader: Iterator[list[str]], rejected: Rejected) -> Iterator[tuple[int, list[str]]]:
    """(the physical line it begins on, its cells) of every record that is not an empty line."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            rejected.append({"line": line, "reason": f"the line cannot be read: {error}"})
            continue
        if cells:
            yield line, cells


def _row(cells: dict[str, str]) -> Row:
    style, colour, size = cells.get("style", ""), cells.get("colour", ""), cells.get("size", "")
    if not style:
        raise ValueError("no style")
    if not size:
        raise ValueError("no size")
    count = cells.get("pieces", "")
    if not re.fullmatch(r"[0-9]+(\.0*)?", count, re.ASCII) or not int(count.partition(".")[0][:12]) > 0:
        raise ValueError(f"pieces is not a whole number above 0: {count[:40]!r}")
    pieces = int(count.partition(".")[0][:12])
    if pieces > orders.MOST_PIECES:
        raise ValueError(f"more than {orders.MOST_PIECES} pieces in one order")
    return Row(style, colour or "-", size, pieces)


def read_pictures(folder: Path) -> tuple[list[tuple[str, pictures.Rebuilt]], Rejected]:
    """(name, rebuilt) of every readable picture in the folder, by file name; the others with the reason."""
    good, rejected = [], []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            good.append((path.stem, pictures.rebuild(path.read_bytes())))
        except Refused as no:
            rejected.append({"line": path.name, "reason": str(no)})
    return good, rejected


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8-sig", "replace")
