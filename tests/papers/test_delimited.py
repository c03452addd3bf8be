"""CSV files: what is written is what is read back, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from c2m.papers import delimited, text

SIGNS = "=+-@＝＋－＠﹢⁼\t\r\n"
nasty = st.text(max_size=30) | st.builds(
    "".join, st.lists(st.sampled_from([*SIGNS, ";", ",", '"', " ", "\ufeff", "\0", "x"]))
)


def rows(data: bytes, separator: str = ",") -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def runs(value: str) -> bool:
    """Told apart without the code under test: what is first, once blanks and hidden marks are skipped."""
    seen = value.lstrip("".join(c for c in value if c.isspace() or unicodedata.category(c) in ("Cf", "Cc", "Zs")))
    return bool(value[:1]) and (value[0] in "\t\r\n" or unicodedata.normalize("NFKC", seen)[:1] in set("=+-@"))


def ship(*parcels: delimited.ParcelRow, who: str = "沈师傅") -> bytes:
    at = datetime(2026, 12, 1, 1, 5, tzinfo=UTC)
    return delimited.shipping(parcels, factory="嘉兴沈家制衣厂", number="26-030", who=who, at=at)


def test_the_cells_file_holds_every_cell_of_the_matrix_once(dress):
    sheet = dress()
    heads, *table = rows(delimited.cells(sheet))
    assert heads == ["work_order", "version", "design", "sku", "colour", "size", "pieces"]
    assert {(row[4], row[5]): int(row[6]) for row in table} == dict(sheet.cells) and len(table) == len(sheet.cells)
    assert table[0] == ["26-030", "1", "褶边吊带裙", "K7Q2MD-雾灰-S", "雾灰", "S", "28"]
    assert sum(int(row[6]) for row in table) == 300


def test_the_pieces_file_holds_every_piece_with_its_wish(dress):
    sheet = dress()
    _, *table = rows(delimited.pieces(sheet))
    assert [(row[2], row[4], row[5], row[6]) for row in table] == [
        (p.code, p.colour, p.size, p.wish) for p in sheet.codes
    ]


def test_the_shipping_list_says_for_whom_by_whom_and_when_and_keeps_digits_text():
    parcel = delimited.ParcelRow(
        "12E345", "林小满", "13800001234", "浙江省", "嘉兴市", "南湖区", "1号楼", {("朱红", "M"): 2, ("墨黑", "L"): 1}
    )
    told, heads, row = rows(ship(parcel))
    assert told == ["# 发货表 · 嘉兴沈家制衣厂 · 26-030 · 沈师傅 下载于 2026-12-01 09:05 · 只用于寄件，寄完请删"]
    assert heads[:8] == ["订单", "姓名", "电话", "省", "市", "区县", "街道地址", "内件"]
    assert row == [
        "'12E345",
        "林小满",
        "'13800001234",
        "浙江省",
        "嘉兴市",
        "南湖区",
        "1号楼",
        "朱红/M x2, 墨黑/L x1",
        "",
        "",
    ]


@given(st.lists(nasty, min_size=8, max_size=8))
@settings(max_examples=1_500, deadline=None)
def test_no_cell_of_ten_thousand_starts_with_a_formula_sign(words):
    parcel = delimited.ParcelRow(*words[:7], pieces={(words[7], words[0]): 1})
    data = ship(parcel, who=words[7])
    for separator in (",", ";"):
        assert not [value for row in rows(data, separator) for value in row if runs(value)]
    table = rows(data)
    assert [len(row) for row in table] == [1, 10, 10], "no word breaks out of its cell"
    assert not any(letter in value for row in table for value in row for letter in "\0\r\n")


def test_no_collected_payload_starts_a_cell(hostile_texts, single):
    for payload in hostile_texts:
        sheet = single(payload)
        for data in (delimited.cells(sheet), delimited.pieces(sheet)):
            for separator in (",", ";", "\t"):
                assert not [value for row in rows(data, separator) for value in row if runs(value)], payload
            assert len(rows(data)) == 2


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠"))
@pytest.mark.parametrize("before", ["", " ", "\ufeff", "\t", "\r\n", "\u3000", "\u200b"])
def test_a_formula_sign_gets_its_apostrophe_behind_any_blank(before, sign):
    assert text.cell(f"{before}{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("word", ["雾灰", "S", "3号楼-201", "a=b", "50% 棉", "'quoted'", "嘉兴市;南湖区"])
def test_harmless_words_stay_as_they_are(word):
    assert text.cell(word) == word
