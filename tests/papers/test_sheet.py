"""The sheet adds up, and its checksum changes with what is to be made and with nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from c2m.papers import labels
from c2m.papers import sheet as sheets


def test_totals_come_from_the_cells(dress):
    sheet = dress()
    assert sheet.row_totals == {"雾灰": 136, "米白": 105, "黛青": 59}
    assert sheet.column_totals == {"S": 62, "M": 138, "L": 80, "XL": 20}
    assert sheet.total == sheet.pieces_total == 300 == len(sheet.codes)
    assert [piece.code for piece in sheet.wishes] == ["P00003", "P00150"]


@pytest.mark.parametrize(
    "changed",
    [
        {"pieces_total": 299},
        {"cells": {("雾灰", "XXL"): 300}},
        {"cells": {("雾灰", "S"): -1, ("雾灰", "M"): 301}, "codes": ()},
        {"sizes": ("S", "M", "L", "XL", "S")},
        {"codes": (sheets.PieceRow("P1", "雾灰", "S"),)},
    ],
)
def test_a_sheet_that_contradicts_itself_is_never_printed(dress, changed):
    with pytest.raises(ValueError, match="26-030"):
        dress(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"artwork_version": 3},
        {"fabric": "纯棉"},
        {"measures": ()},
        {"codes": ()},
        {"sizes": ("S", "L", "M", "XL")},
        {"cells": {("雾灰", "S"): 300}, "codes": ()},
    ],
)
def test_the_checksum_changes_with_what_is_to_be_made(dress, changed):
    assert dress(**changed).checksum != dress().checksum


def test_the_checksum_changes_when_the_due_date_moves(dress):
    assert dress(due_at=dress().due_at + timedelta(days=1)).checksum != dress().checksum


def test_the_checksum_is_twelve_hex_digits_and_ignores_names_and_picture_sizes(dress):
    same = dress(brand="新名字", factory="搬家了", pictures=(), released_at=None)
    assert same.checksum == dress().checksum
    assert len(same.checksum) == 12 and int(same.checksum, 16) >= 0


def test_a_cell_of_zero_pieces_and_a_cell_left_out_are_the_same_work(dress):
    cells = {cell: count for cell, count in dress().cells.items() if count}
    assert dress(cells=cells).checksum == dress().checksum


def test_both_languages_name_the_same_things():
    assert labels.CHINESE.keys() == labels.ENGLISH.keys()
    assert labels.of("en") is labels.of("en_GB") is labels.ENGLISH
    assert labels.of("zh_CN") is labels.of("fr") is labels.CHINESE


def test_a_due_date_is_a_shanghai_day(dress):
    late = dress().due_at.replace(hour=16, minute=30)
    assert labels.day(late, labels.CHINESE) == "2026-12-09 周三"
    assert labels.big_day(late, labels.ENGLISH) == "Wed 9 Dec"
