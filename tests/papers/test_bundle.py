"""ZIP files with names that no system stumbles over."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from c2m.papers import bundle, delimited, fonts, pdf, xlsx

PNG = b"\x89PNG\r\n\x1a\n rest"


def opened(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def test_pictures_are_stored_byte_for_byte_and_not_packed_again(dress):
    archive = opened(bundle.pictures(dress()))
    assert archive.namelist() == ["01-正面.webp", "02-背面.jpg"]
    assert [archive.read(name) for name in archive.namelist()] == [data for _, data in dress().pictures]
    assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
    assert all(entry.flag_bits & 0x800 for entry in archive.infolist()), "Chinese names are marked as UTF-8"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../etc/passwd.png", "01-passwd.png"),
        ("C:\\temp\\dress.jpg", "01-dress.png"),
        ("run.exe", "01-run.png"),
        ("con.png", "01-picture.png"),
        ("", "01-picture.png"),
        ("=cmd.png", "01-cmd.png"),
        ("a\u202egnp.exe", "01-agnp.png"),
        ("x" * 300 + ".png", "01-" + "x" * 60 + ".png"),
    ],
)
def test_a_name_is_made_safe(given_name, safe):
    assert bundle.safe_name(given_name, 1, PNG) == safe


@given(st.text(max_size=80))
@settings(max_examples=500, deadline=None)
def test_whatever_the_name_was_it_stays_in_its_folder_and_says_a_true_kind(name):
    safe = bundle.safe_name(name, 7, PNG)
    assert re.fullmatch(r'07-[^<>:"/\\|?*\x00-\x1f]{1,60}\.png', safe)
    assert not any(unicodedata.category(letter)[0] == "C" for letter in safe)
    assert safe.encode("utf-8")


def test_two_pictures_of_one_name_both_arrive(dress):
    archive = opened(bundle.pictures(dress(pictures=(("a.png", PNG), ("a.png", PNG + b"2")))))
    assert archive.namelist() == ["01-a.png", "02-a.png"]


def test_everything_holds_each_paper_as_it_is_alone(dress):
    sheet = dress()
    archive = opened(bundle.everything(sheet))
    assert archive.read("26-030-v1.xlsx") == xlsx.write(sheet)
    assert archive.read("26-030-v1.pdf") == pdf.write(sheet)
    assert archive.read("26-030-v1.csv") == delimited.cells(sheet)
    assert archive.read("26-030-v1.pieces.csv") == delimited.pieces(sheet)
    assert archive.read("pictures/01-正面.webp") == sheet.pictures[0][1]
    assert bundle.everything(sheet) == bundle.everything(sheet)


def test_without_a_font_everything_else_still_comes_with_a_note(dress, monkeypatch):
    monkeypatch.setattr(fonts, "rendercv_fonts", None)
    monkeypatch.setattr(fonts, "_ON_DEBIAN", ())
    archive = opened(bundle.everything(dress(), "en"))
    assert "no Chinese font" in archive.read("no-pdf.txt").decode("utf-8-sig")
    assert "26-030-v1.xlsx" in archive.namelist() and "26-030-v1.pdf" not in archive.namelist()
