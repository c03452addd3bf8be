"""Files for one download: the pictures alone, or everything about a work order."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable

from c2m.core import clock
from c2m.papers import delimited, fonts, labels, pdf, xlsx
from c2m.papers.sheet import Sheet

_MOST_NAME = 60
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_EARLIEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)

Member = tuple[str, bytes]


def pictures(sheet: Sheet) -> bytes:
    """The pictures as they were given, stored as they are: a picture does not get smaller a second time."""
    return _zipped(_pictures(sheet.pictures), sheet)


def everything(sheet: Sheet, language: object = "zh_CN", font: str | None = None) -> bytes:
    """Excel, PDF, both CSV tables and the pictures; without a Chinese font a note stands in for the PDF."""
    try:
        page = (sheet.filename("pdf"), pdf.write(sheet, language, font))
    except fonts.FontMissing:
        page = ("no-pdf.txt", labels.of(language)["no_pdf"].encode("utf-8-sig"))
    members = [
        (sheet.filename("xlsx"), xlsx.write(sheet, language)),
        page,
        (sheet.filename("csv"), delimited.cells(sheet)),
        (sheet.filename("pieces.csv"), delimited.pieces(sheet)),
        *((f"pictures/{name}", data) for name, data in _pictures(sheet.pictures)),
    ]
    return _zipped(members, sheet)


def safe_name(name: str, place: int, data: bytes) -> str:
    """A name no system stumbles over: numbered from 01, no folders, no hidden marks, the ending that is true."""
    stem = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]).rpartition(".")[0] or name
    stem = "".join(letter for letter in stem if unicodedata.category(letter)[0] != "C")
    stem = _FORBIDDEN.sub("", stem).strip(" .-'＝＋－＠=+@")[:_MOST_NAME].strip()
    if not stem or _RESERVED.fullmatch(stem):
        stem = "picture"
    return f"{place:02d}-{stem}.{_ending(data)}"


def _pictures(given: Iterable[Member]) -> list[Member]:
    return [(safe_name(name, place, data), data) for place, (name, data) in enumerate(given, start=1)]


def _ending(data: bytes) -> str:
    """By the first bytes, whatever the name says: nothing that runs can leave under a picture's name."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else "bin"


def _zipped(members: Iterable[Member], sheet: Sheet) -> bytes:
    """The same members always give the same bytes: each carries the moment of release."""
    moment = clock.shanghai(sheet.released_at or sheet.due_at).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, date_time=min(max(moment, _EARLIEST), _LATEST))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
