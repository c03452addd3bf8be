"""The factory's courier file, as factories really send it."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages import pofile
from hypothesis import given, settings
from hypothesis import strategies as st

from c2m.core.errors import Refused
from c2m.papers import delimited, waybills

NAMED = waybills.Waybill(2, "A7K2QP", "顺丰速运", "SF1234567890123")
ROWS = "订单,快递公司,运单号\r\nA7K2QP,顺丰速运,SF1234567890123\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_of_a_chinese_office_is_read_alike(encoding, separator):
    assert waybills.read(ROWS.replace(",", separator).encode(encoding)) == ([NAMED], [])


def test_an_english_heading_in_another_order_with_more_columns_is_understood():
    data = b'"Tracking No.";"name";"Carrier";"Order"\n"SF1234567890123";"Lin, May";"SF Express";"a7k2qp"\n'
    assert waybills.read(data) == ([waybills.Waybill(2, "A7K2QP", "SF Express", "SF1234567890123")], [])


@pytest.mark.parametrize(
    "written", ["'SF1234567890123", '="SF1234567890123"', '"=""SF1234567890123"""', "ＳＦ1234567890123\t"]
)
def test_the_marks_with_which_a_spreadsheet_keeps_text_are_taken_off(written):
    assert waybills.read(f"订单,快递公司,运单号\n'A7K2QP,顺丰速运,{written}\n".encode()) == ([NAMED], [])


def test_the_shipping_list_filled_in_by_the_factory_comes_back_as_waybills():
    rows = [
        delimited.ParcelRow(
            "12E345", "林小满", "13800001234", "浙江省", "嘉兴市", "南湖区", '1号楼 "东"', {("朱红", "M"): 2}
        ),
        delimited.ParcelRow("B7K2QP", "周芸", "13900005678", "浙江省", "嘉兴市", "秀洲区", "2号楼", {("墨黑", "L"): 1}),
    ]
    sent = delimited.shipping(rows, factory="沈家", number="26-030", who="沈师傅", at=datetime(2026, 12, 1, tzinfo=UTC))
    table = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
    table[2][8:] = ["顺丰速运", "SF1234567890123"]
    back = io.StringIO()
    csv.writer(back).writerows(table)
    good, bad = waybills.read(back.getvalue().encode("gb18030"))
    assert good == [waybills.Waybill(3, "12E345", "顺丰速运", "SF1234567890123")]
    assert bad == [], "an order that has not been sent yet is no mistake"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",顺丰,SF1234567890123", "order is missing"),
        ("A7K2QP,顺丰,", "number of A7K2QP is missing"),
        ("A7K2QP,,SF1234567890123", "company of A7K2QP is missing"),
        ("A7K2QP,顺丰,7.73012E+13", "shortened"),
        ("1.2E+348,顺丰,SF1234567890123", "shortened"),
        ("A7K2QP,顺丰,<script>", "not a courier number"),
        ("A7K2QP,=HYPERLINK(1),SF1234567890123", "not the name"),
        ("林小满,顺丰,SF1234567890123", "not an order code"),
        ("A7K2QP", "nothing"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_the_others_are_kept(row, says):
    good, bad = waybills.read(f"订单,快递公司,运单号\nB7K2QP,顺丰,SF000000000001\n{row}\n".encode())
    assert [waybill.order_code for waybill in good] == ["B7K2QP"]
    if says == "nothing":
        assert bad == []
    else:
        assert [found.line for found in bad] == [3] and says in str(bad[0])


def test_a_line_number_counts_the_lines_of_the_file_not_the_records():
    data = '# 沈家\n订单,备注,快递公司,运单号\nA7K2QP,"两\n行",顺丰速运,SF1234567890123\n\nB7K2QP,,,SF2\n'
    good, bad = waybills.read(data.encode())
    assert [waybill.line for waybill in good] == [3] and [found.line for found in bad] == [6]


def test_the_same_waybill_twice_is_taken_once():
    good, bad = waybills.read((ROWS + "a7k2qp,顺丰速运,sf1234567890123\n").encode())
    assert good == [NAMED] and [found.line for found in bad] == [3] and "line 2" in str(bad[0])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04rest of a workbook", "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "CSV"),
        ("姓名,电话\n林小满,138\n".encode(), "columns were not found"),
        (ROWS.encode() + b'"open,\n', "Line 3"),
        ("订单,order,快递公司,运单号\n".encode(), "twice"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        ("订单,快递公司,运单号\n".encode() + b"A7K2QP,SF,SF0000001\n" * 20_020, "20,000"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole_with_a_sentence(data, says):
    with pytest.raises(Refused, match=says):
        waybills.read(data)


@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: (ROWS + text).encode("utf-8", "ignore")))
)
@settings(max_examples=300, deadline=None)
def test_whatever_bytes_come_they_are_read_or_refused(data):
    try:
        waybills.read(data)
    except Refused as refused:
        assert str(refused)


def test_every_sentence_about_papers_has_its_chinese():
    root = Path(waybills.__file__).parents[1]
    with (root / "translations" / "zh_CN" / "papers.po").open("rb") as file:
        chinese = {str(message.id): message.string for message in pofile.read_po(file) if message.id}
    source = "".join(path.read_text("utf-8") for path in (root / "papers").glob("*.py"))
    said = set(re.findall(r'(?:Refused|Bad|super\(\).__init__)\(\s*(?:line, )?\s*"([^"]+)"', source))
    assert len(said) > 12 and said == set(chinese)
    assert all(chinese.values())
