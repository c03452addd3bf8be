"""Videos are not decoded here: their boxes are read, and what is not picture or sound is wiped out.

We keep MP4 and QuickTime files with H.264 or H.265 as they are encoded, because every phone plays them. Places,
cameras, names and foreign tracks (a sports camera writes its GPS as one) are turned into empty ``free`` boxes of the
same size, so that the positions written in the file stay true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from c2m.core.boxes import Box, Boxes, Broken
from c2m.core.errors import Refused

MAX_BYTES = 80_000_000
MAX_SECONDS = 60
MAX_SIDE = 4096
T = TypeVar("T")

MAX_TRACKS = 16
MAX_MDATS = 32
ACCEPT = "video/mp4,video/quicktime"
CODECS = {b"avc1", b"avc3", b"hvc1", b"hev1"}
BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"qt  "} | {
    f"iso{number}".encode() for number in range(2, 10)
}

# What stays, by the box it stands in. All the rest is wiped.
KEPT = {
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"tapt", b"edts", b"mdia"},
    b"mdia": {b"mdhd", b"hdlr", b"elng", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stco", b"co64", b"stss", b"sdtp"}
    | {b"sbgp", b"sgpd", b"stsh", b"padb", b"stps", b"subs"},
}
KEPT_ON_TOP = {b"ftyp", b"moov", b"mdat"}
HDLR_NAME = 24  # where in a hdlr box the free text begins


@dataclass(frozen=True)
class Video:
    """``width`` and ``height`` as it is shown (turned), ``codec`` the four letters of the file."""

    width: int
    height: int
    seconds: float
    codec: str


def inspect(source: bytes | BinaryIO) -> Video:
    """What the file is, from its boxes; Refused with a sentence when we cannot keep it."""
    return _or_refused(_bytes(source), _inspected)


def clean(source: bytes | BinaryIO) -> bytes:
    """The same video without places, texts, foreign tracks and bytes after its end; inspected on the way."""
    return _or_refused(_bytes(source), _cleaned)


def name(cleaned: bytes) -> str:
    """What a cleaned video is stored as: the same bytes, the same name."""
    return hashlib.sha256(cleaned).hexdigest() + ".mp4"


def _bytes(source: bytes | BinaryIO) -> bytes:
    data = source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)
    if not data:
        raise Refused("This file is empty. Choose the video again and send it once more.")
    if len(data) > MAX_BYTES:
        raise Refused(
            "This video is larger than %(megabytes)s MB. Make it shorter or smaller and send it again.",
            megabytes=MAX_BYTES // 1_000_000,
        )
    return data


def _or_refused(data: bytes, work: Callable[[bytes], T]) -> T:
    try:
        return work(data)
    except Broken as error:
        raise Refused("This video is damaged or cut short. Send it again from where it was filmed.") from error


def _on_top(boxes: Boxes) -> list[Box]:
    """The outermost boxes. What follows a whole video without being a box is left out."""
    found: list[Box] = []
    try:
        for box in boxes.within(0, len(boxes.data)):
            if not found:
                _check_brand(boxes, box)
            found.append(box)
    except Broken:
        if not found:
            raise _not_a_video() from None
        if not {b"moov", b"mdat"} <= {box.kind for box in found}:
            raise
    kinds = [box.kind for box in found]
    if b"moof" in kinds:
        raise Refused("This is a recording in pieces. Save it as a plain MP4 video and send it again.")
    if kinds.count(b"moov") != 1 or not 1 <= kinds.count(b"mdat") <= MAX_MDATS:
        raise Broken("not one moov and a few mdat")
    return found


def _check_brand(boxes: Boxes, first: Box) -> None:
    content = bytes(boxes.data[first.body : min(first.end, first.body + 256)])
    brands = {content[:4]} | {content[at : at + 4] for at in range(8, len(content), 4)}
    if first.kind != b"ftyp" or not (brands & BRANDS or any(brand.startswith(b"3gp") for brand in brands)):
        raise _not_a_video()


def _not_a_video() -> Refused:
    return Refused("This file is not a video we can read. Send an MP4 or MOV from your phone.")


def _inspected(data: bytes) -> Video:
    boxes = Boxes(data)
    top = _on_top(boxes)
    moov = next(box for box in top if box.kind == b"moov")
    tracks = boxes.inside(moov, b"trak")
    if len(tracks) > MAX_TRACKS:
        raise Broken("too many tracks")
    films = [trak for trak in tracks if _handler(boxes, trak) == b"vide"]
    if not films:
        raise Refused("There is no moving picture in this file. Send an MP4 or MOV from your phone.")
    films = [trak for trak in films if _codec(boxes, trak) in CODECS]
    if not films:
        raise Refused("Phones cannot play this kind of video. Save it as MP4 with H.264 and send it again.")
    for trak in tracks:
        _check_samples(boxes, trak, top)
    clocks = [boxes.find(moov, b"mvhd")] + [boxes.find(trak, b"mdia", b"mdhd") for trak in films]
    seconds = max(_seconds(boxes, clock) for clock in clocks)
    if round(seconds) > MAX_SECONDS:
        raise Refused(
            "This video is longer than %(seconds)s seconds. Cut it shorter and send it again.", seconds=MAX_SECONDS
        )
    if seconds <= 0:
        raise Broken("no duration")
    return Video(*_shown_size(boxes, films[0]), round(seconds, 2), _codec(boxes, films[0]).decode())


def _handler(boxes: Boxes, trak: Box) -> bytes:
    return boxes.number(boxes.find(trak, b"mdia", b"hdlr"), 8).to_bytes(4, "big")


def _codec(boxes: Boxes, trak: Box) -> bytes:
    return boxes.number(boxes.find(trak, b"mdia", b"minf", b"stbl", b"stsd"), 12).to_bytes(4, "big")


def _is_kept(boxes: Boxes, trak: Box) -> bool:
    """Sound, and pictures a phone can play."""
    handler = _handler(boxes, trak)
    return handler == b"soun" or (handler == b"vide" and _codec(boxes, trak) in CODECS)


def _seconds(boxes: Boxes, clock: Box) -> float:
    """Of an mvhd or mdhd box; both begin alike."""
    scale_at, duration_at, size = (20, 24, 8) if boxes.number(clock, 0, 1) == 1 else (12, 16, 4)
    scale = boxes.number(clock, scale_at)
    if not scale:
        raise Broken("no time scale")
    return boxes.number(clock, duration_at, size) / scale


def _shown_size(boxes: Boxes, trak: Box) -> tuple[int, int]:
    """Width and height in 16.16 numbers after a matrix of nine; its first zero says: lying on its side."""
    tkhd = boxes.find(trak, b"tkhd")
    matrix = 52 if boxes.number(tkhd, 0, 1) == 1 else 40
    width, height = boxes.number(tkhd, matrix + 36) >> 16, boxes.number(tkhd, matrix + 40) >> 16
    if not width or not height:
        raise Broken("no size")
    if max(width, height) > MAX_SIDE:
        raise Refused("This video has too many pixels. Save it at 1080p and send it again.")
    turned = boxes.number(tkhd, matrix) == 0 and boxes.number(tkhd, matrix + 4) != 0
    return (height, width) if turned else (width, height)


def _check_samples(boxes: Boxes, trak: Box, top: list[Box]) -> None:
    """All pictures and sounds lie in this file, inside its mdat boxes."""
    if _is_kept(boxes, trak):
        dref = boxes.find(trak, b"mdia", b"minf", b"dinf", b"dref")
        for entry in boxes.within(dref.body + 8, dref.end):
            if not boxes.number(entry, 0) & 1:
                raise Refused("This video points to another file. Save it as one plain MP4 and send it again.")
    rooms = [(box.body, box.end) for box in top if box.kind == b"mdat"]
    total = 0
    for offset, size in _chunks(boxes, trak):
        total += size
        if total > len(boxes.data) or not any(start <= offset and offset + size <= end for start, end in rooms):
            raise Broken("a sample outside mdat")


def _chunks(boxes: Boxes, trak: Box) -> Iterator[tuple[int, int]]:
    """Offset and size in bytes of each chunk of a track."""
    stbl = boxes.find(trak, b"mdia", b"minf", b"stbl")
    wide = boxes.inside(stbl, b"co64")
    places = boxes.rows(wide[0], ">Q") if wide else boxes.rows(boxes.find(stbl, b"stco"), ">I")
    runs = boxes.rows(boxes.find(stbl, b"stsc"), ">III")
    stsz = boxes.find(stbl, b"stsz")
    even, count = boxes.number(stsz, 4), boxes.number(stsz, 8)
    sizes = [] if even else [size for (size,) in boxes.rows(stsz, ">I", count_at=8)]
    run, sample = 0, 0
    for chunk, (offset,) in enumerate(places, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= chunk:
            run += 1
        if not runs or sample > count:
            raise Broken("chunks and samples do not agree")
        following = min(sample + runs[run][1], count)
        yield offset, (following - sample) * even if even else sum(sizes[sample:following])
        sample = following


def _cleaned(data: bytes) -> bytes:
    _inspected(data)
    boxes = Boxes(bytearray(data))
    top = _on_top(boxes)
    moov = next(box for box in top if box.kind == b"moov")
    for trak in boxes.inside(moov, b"trak"):
        if not _is_kept(boxes, trak):
            for offset, size in list(_chunks(boxes, trak)):
                boxes.data[offset : offset + size] = bytes(size)
            _wipe(boxes, trak)
    for box in top:
        if box.kind not in KEPT_ON_TOP:
            _wipe(boxes, box)
    _keep_only_known(boxes, moov)
    return bytes(boxes.data[: top[-1].end])


def _keep_only_known(boxes: Boxes, parent: Box) -> None:
    for box in boxes.inside(parent):
        if box.kind not in KEPT[parent.kind]:
            _wipe(boxes, box)
        elif box.kind in KEPT:
            _keep_only_known(boxes, box)
        elif box.kind == b"hdlr" and box.end > box.body + HDLR_NAME:
            boxes.data[box.body + HDLR_NAME : box.end] = bytes(box.end - box.body - HDLR_NAME)


def _wipe(boxes: Boxes, box: Box) -> None:
    """An empty ``free`` box of the same size in its place."""
    boxes.data[box.start + 4 : box.start + 8] = b"free"
    boxes.data[box.body : box.end] = bytes(box.end - box.body)
