"""Videos: known by their boxes, kept without anything that is not picture or sound."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from c2m.core import boxes, video
from c2m.core.errors import Refused

FLOWER = Path(__file__).resolve().parents[3] / "shared" / "data" / "video" / "flower.mp4"
PLACE = b"+31.2304+121.4737/"
SCRIPT = b"<script>alert(1)</script>"
LYING = (0, 1 << 16, 0, (1 << 32) - (1 << 16), 0, 0, 0, 0, 1 << 30)
STANDING = (1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)


def box(kind, *content):
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind, *numbers, flags=0):
    """A box whose content is 32-bit numbers after version and flags."""
    return box(kind, struct.pack(f">{1 + len(numbers)}I", flags, *numbers))


def track(handler, codec, offset, sizes, seconds=3, shown=(720, 1280), matrix=STANDING, dref_flags=1, extra=b""):
    """One track with one chunk at ``offset``."""
    tkhd = full(b"tkhd", 0, 0, 1, 0, seconds * 1000, 0, 0, 0, 0, *matrix, shown[0] << 16, shown[1] << 16)
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), b"Made by " + SCRIPT + b"\x00")
    dref = box(b"dref", struct.pack(">II", 0, 1), full(b"url ", flags=dref_flags))
    stbl = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), box(codec, bytes(78))),
        full(b"stts", 1, len(sizes), 40),
        full(b"stsc", 1, 1, len(sizes), 1),
        full(b"stsz", 0, len(sizes), *sizes),
        full(b"stco", 1, offset),
    )
    minf = box(b"minf", full(b"vmhd", 0, 0), box(b"dinf", dref), stbl, box(b"udta", SCRIPT))
    mdia = box(b"mdia", full(b"mdhd", 0, 0, 1000, seconds * 1000, 0), hdlr, minf)
    return box(b"trak", tkhd, mdia, box(b"udta", PLACE), extra)


def film(seconds=3, brand=b"isom", moov_extra=b"", before=b"", after=b"", tracks=None, **about):
    """An MP4: ftyp, mdat with picture, sound and a foreign track's GPS, then moov."""
    picture, sound = [b"P" * 50, b"p" * 30], [b"S" * 20]
    ftyp = box(b"ftyp", brand, bytes(4), brand)
    at = len(ftyp) + len(before) + 8
    mdat = box(b"mdat", *picture, *sound, PLACE)
    if tracks is None:
        tracks = [
            track(b"vide", about.pop("codec", b"avc1"), at, [50, 30], seconds, **about),
            track(b"soun", b"mp4a", at + 80, [20], seconds),
            track(b"meta", b"gpmd", at + 100, [len(PLACE)], seconds),
        ]
    moov = box(b"moov", full(b"mvhd", 0, 0, 1000, seconds * 1000, 0), *tracks, moov_extra)
    return ftyp + before + mdat + moov + after


def refusal(data, act=video.inspect):
    with pytest.raises(Refused) as refused:
        act(data)
    assert str(refused.value).endswith(".") and "%(" not in str(refused.value)
    return str(refused.value)


def kinds(data):
    """All boxes of a cleaned file down to the sample tables, as kind and place."""
    reader, found = boxes.Boxes(data), []

    def walk(some_boxes):
        for one in some_boxes:
            found.append((one.kind, one.start, one.end))
            if one.kind in video.KEPT:
                walk(reader.inside(one))

    walk(reader.within(0, len(data)))
    return found


def test_a_video_tells_size_length_and_codec():
    assert video.inspect(film()) == video.Video(720, 1280, 3.0, "avc1")
    assert video.inspect(io.BytesIO(film(codec=b"hvc1", brand=b"qt  "))).codec == "hvc1"


def test_a_video_filmed_upright_is_measured_as_it_is_shown():
    shown = video.inspect(film(shown=(1920, 1080), matrix=LYING))
    assert (shown.width, shown.height) == (1080, 1920)


def test_a_real_video_is_read_and_stays_playable_in_place():
    if not FLOWER.exists():
        pytest.skip("The shared test video is not on this machine.")
    data = FLOWER.read_bytes()
    assert video.inspect(data) == video.Video(960, 540, 5.05, "avc1")
    cleaned = video.clean(data)
    assert video.inspect(cleaned) == video.inspect(data)
    assert len(cleaned) == len(data)
    assert b"udta" not in cleaned and b"meta" not in cleaned
    found = [one for one in kinds(cleaned) if one[0] == b"mdat"]
    assert found and all(cleaned[start:end] == data[start:end] for _, start, end in found)


def test_places_texts_and_foreign_tracks_are_wiped_and_all_offsets_stay_true():
    dirty = film(
        moov_extra=box(b"udta", box(b"\xa9xyz", PLACE)) + box(b"meta", PLACE) + box(b"uuid", bytes(16), SCRIPT),
        before=box(b"uuid", bytes(16), SCRIPT) + box(b"free", PLACE),
        after=box(b"beam", SCRIPT) + box(b"meta", PLACE),
    )
    cleaned = video.clean(dirty)
    assert len(cleaned) == len(dirty)
    assert PLACE not in cleaned and SCRIPT not in cleaned and b"gpmd" not in cleaned
    assert {kind for kind, *_ in kinds(cleaned)}.isdisjoint({b"udta", b"meta", b"uuid", b"beam"})
    at = cleaned.index(b"mdat")
    assert cleaned[at + 4 : at + 104] == b"P" * 50 + b"p" * 30 + b"S" * 20
    assert cleaned.index(b"mdat") == dirty.index(b"mdat") and cleaned.index(b"moov") == dirty.index(b"moov")
    assert video.inspect(cleaned) == video.inspect(dirty)
    assert video.clean(cleaned) == cleaned


def test_bytes_after_the_end_are_dropped():
    for tail in (SCRIPT, b"\x00", b"<?php phpinfo(); ?>" * 9):
        assert video.clean(film(after=tail)) == video.clean(film())


def test_the_name_follows_from_the_bytes():
    name = video.name(video.clean(film()))
    assert name == video.name(video.clean(film())) != video.name(video.clean(film(seconds=4)))
    assert len(name) == 68 and name.endswith(".mp4")


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><video src=x>",
        b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/secret\n",
        bytes(500),
        b"ftyp",
        box(b"ftyp", b"heic", bytes(4), b"mif1"),
        box(b"ftyp", b"M4A ", bytes(4)),
        box(b"moov", b""),
        b"\x1aE\xdf\xa3" + bytes(60),
    ],
)
def test_what_is_no_video_is_refused_with_what_to_send(data):
    assert "Send an MP4 or MOV" in refusal(data)


def test_the_limits_are_said_in_the_refusal():
    assert video.inspect(film(seconds=60)).seconds == 60
    assert "60 seconds" in refusal(film(seconds=61))
    assert "80 MB" in refusal(film() + bytes(video.MAX_BYTES))
    assert "80 MB" in refusal(io.BytesIO(film() + bytes(video.MAX_BYTES)))
    assert "1080p" in refusal(film(shown=(5000, 5000)))
    assert "empty" in refusal(b"")


def test_a_short_length_on_the_cover_does_not_hide_a_long_film():
    whole = film(seconds=61)
    at = whole.index(b"mvhd") + 20
    assert "60 seconds" in refusal(whole[:at] + struct.pack(">I", 1000) + whole[at + 4 :])


def test_a_codec_phones_cannot_play_is_refused():
    assert "H.264" in refusal(film(codec=b"mp4v"))


def test_sound_alone_is_no_video():
    assert "no moving picture" in refusal(film(tracks=[track(b"soun", b"mp4a", 24, [20])]))


def test_a_file_that_points_to_another_is_refused():
    assert "another file" in refusal(film(dref_flags=0))


def test_a_recording_in_pieces_is_refused():
    assert "in pieces" in refusal(film(after=box(b"moof", bytes(8))))


def test_a_second_picture_track_of_another_kind_is_wiped():
    """Some cameras add a small still picture as a second video track."""
    at = 24 + 4
    tracks = [track(b"vide", b"avc1", at, [50, 30]), track(b"vide", b"jpeg", at + 100, [len(PLACE)])]
    cleaned = video.clean(film(tracks=tracks))
    assert PLACE not in cleaned and b"jpeg" not in cleaned and b"P" * 50 in cleaned


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_cut_video_is_refused_as_damaged(share):
    data = film()
    assert "damaged" in refusal(data[: int(len(data) * share)])


def test_samples_outside_the_file_are_refused():
    for offset in (0, 10_000, 4_000_000_000):
        assert "damaged" in refusal(film(tracks=[track(b"vide", b"avc1", offset, [50])]))
    assert "damaged" in refusal(film(tracks=[track(b"vide", b"avc1", 24, [4_000_000_000])]))


def test_work_is_bounded_whatever_the_file_claims():
    assert "damaged" in refusal(film(moov_extra=box(b"free") * (boxes.MOST_BOXES + 1)))
    assert "damaged" in refusal(film(tracks=[track(b"vide", b"avc1", 28, [50])] * (video.MAX_TRACKS + 1)))
    assert "damaged" in refusal(film(after=box(b"mdat") * video.MAX_MDATS))
    whole = film()
    at = whole.index(b"stsz") + 12
    assert "damaged" in refusal(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])


def test_chunks_that_lie_on_each_other_are_refused():
    """Else a small file could make us wipe the same bytes a million times."""
    track_box = track(b"meta", b"gpmd", 28, [100] * 50)
    stsc = full(b"stsc", 1, 1, 50, 1)
    assert track_box.count(stsc) == 1
    overlapping = track_box.replace(stsc, full(b"stsc", 1, 1, 1, 1))
    stco, many = full(b"stco", 1, 28), full(b"stco", 50, *[28] * 50)
    assert overlapping.count(stco) == 1
    # the boxes around the table grow with it
    grown = overlapping.replace(stco, many)
    for kind in (b"trak", b"mdia", b"minf", b"stbl"):
        at = grown.index(kind) - 4
        size = struct.unpack(">I", grown[at : at + 4])[0] + len(many) - len(stco)
        grown = grown[:at] + struct.pack(">I", size) + grown[at + 4 :]
    assert "damaged" in refusal(film(tracks=[track(b"vide", b"avc1", 28, [50]), grown]))


@settings(max_examples=400, deadline=None)
@given(changes=some.lists(some.tuples(some.integers(0, 5000), some.binary(min_size=1, max_size=8)), max_size=4))
def test_damage_anywhere_ends_in_a_video_or_a_sentence(changes):
    data = bytearray(film(moov_extra=box(b"udta", PLACE)))
    for at, put in changes:
        data[at % len(data) : at % len(data) + len(put)] = put
    try:
        cleaned = video.clean(bytes(data))
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        assert video.inspect(cleaned) == video.inspect(bytes(data))


def changed(data, kind, offset, put):
    """The bytes with ``put`` so far after the letters of the first box of a kind."""
    at = data.index(kind) + 4 + offset
    return data[:at] + put + data[at + len(put) :]


def test_a_film_without_a_length_or_a_clock_is_refused():
    assert "damaged" in refusal(film(seconds=0))
    assert "damaged" in refusal(changed(film(), b"mvhd", 12, bytes(4)))


def test_a_film_with_two_tables_of_contents_is_refused():
    whole = film()
    moov = whole[whole.index(b"moov") - 4 :]
    assert "damaged" in refusal(whole + moov)


def test_tables_that_do_not_agree_are_refused():
    assert "damaged" in refusal(changed(film(), b"stsc", 4, bytes(4)))


def test_a_box_smaller_than_its_own_header_is_refused():
    odd = struct.pack(">I", 1) + b"free" + struct.pack(">Q", 8)
    assert "damaged" in refusal(film(moov_extra=odd), video.clean)


def test_no_number_is_read_beyond_its_box():
    short = box(b"tkhd", b"12")
    reader = boxes.Boxes(short + b"3456")
    with pytest.raises(boxes.Broken):
        reader.number(boxes.Box(b"tkhd", 0, 8, len(short)), 0)
