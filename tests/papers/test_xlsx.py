"""The Excel sheet, read back by another library."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from c2m.papers import text, xlsx


def book(sheet, language="zh_CN"):
    return openpyxl.load_workbook(io.BytesIO(xlsx.write(sheet, language)))


def find(page, words):
    return next(cell for row in page.iter_rows() for cell in row if cell.value == words)


def test_the_matrix_read_back_is_the_sheet_with_its_totals(dress):
    sheet = dress()
    page = book(sheet)["尺码颜色表"]
    head = find(page, "颜色").row
    table = [[cell.value for cell in row][1:] for row in page.iter_rows(min_row=head, max_row=head + 4, max_col=7)]
    assert table[0] == ["颜色", "S", "M", "L", "XL", "合计"]
    for row, colour in zip(table[1:4], sheet.colours, strict=True):
        counts = [sheet.pieces(colour.name_zh, size) for size in sheet.sizes]
        assert row == [f"{colour.name_zh} {colour.name_en}", *counts, sheet.row_totals[colour.name_zh]]
    assert table[4] == ["合计", *sheet.column_totals.values(), 300]


def test_pieces_measures_and_packing_list_read_back_equal_the_sheet(dress):
    sheet = dress()
    read = book(sheet)
    pieces = list(read["逐件"].iter_rows(values_only=True))[1:]
    assert [tuple(value or "" for value in row) for row in pieces] == [
        (p.code, p.colour, p.size, p.wish) for p in sheet.codes
    ]
    measures = list(read["工艺单"].iter_rows(max_col=7, values_only=True))
    assert measures[1] == ("衣长", "cm", "±1", 112, 114, 116, 118)
    assert measures[2][2] == "-0.5/+1" and measures[2][6] == 96.5 and measures[3][6] is None
    assert find(read["工艺单"], sheet.fabric) and find(read["工艺单"], sheet.notes)
    packed = list(read["装箱单"].iter_rows(min_row=4, max_col=4, values_only=True))
    assert {(row[1], row[2]): row[3] for row in packed[:-1]} == {cell: n for cell, n in sheet.cells.items() if n}
    assert packed[-1][3] == 300


def test_it_prints_on_a4_with_the_heading_frozen_and_shows_the_picture(dress):
    read = book(dress())
    for page in read:
        assert str(page.page_setup.paperSize) == "9" and page.freeze_panes
        assert "26-030" in page.oddFooter.left.text and dress().checksum in page.oddFooter.left.text
    assert len(read["尺码颜色表"]._images) == 1


def test_it_speaks_english_and_survives_a_picture_that_is_none(dress):
    read = book(dress(pictures=(("a.webp", b"RIFFnothing"),)), "en")
    assert read.sheetnames == ["Size x colour", "Pieces", "Tech pack", "Packing list"]
    assert find(read["Size x colour"], "2026-12-08 Tue")


def test_the_same_sheet_gives_the_same_bytes(dress):
    assert xlsx.write(dress()) == xlsx.write(dress())


def assert_nothing_runs(sheet):
    for page in book(sheet, "en"):
        assert not page._hyperlinks
        for cell in (cell for row in page.iter_rows() for cell in row):
            assert cell.data_type != "f", cell.value
            if isinstance(cell.value, str) and text.starts_formula(cell.value):
                assert cell.quotePrefix, cell.value


@pytest.mark.parametrize(
    "payload", ["=1+1", "+1", "-1", "@SUM(1)", "＝1+1", " \ufeff=1", "http://example.org", "_x0041_"]
)
def test_a_payload_is_kept_as_written_and_marked_as_text(single, payload):
    assert_nothing_runs(single(payload))
    assert find(book(single(payload))["逐件"], text.plain(payload))


def test_no_collected_payload_becomes_a_formula_or_a_link(hostile_texts, single):
    for payload in hostile_texts[:60]:
        assert_nothing_runs(single(payload))


@given(words=st.text(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_write_the_file_opens_and_nothing_runs(single, words):
    assert_nothing_runs(single(words))
