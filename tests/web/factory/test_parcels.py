"""Courier numbers: by file, all of it or nothing, every bad line named; or one by one."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from c2m.loop import orders, production, shipments
from tests import cast, makers
from tests.web import browsers


@pytest.fixture
def work_order(app: Flask, clock) -> str:
    with app.app_context():
        return makers.packed().code


@pytest.fixture
def codes(app: Flask, work_order) -> list[str]:
    with app.app_context():
        return [one.code for one in shipments.orders_in(production.WorkOrder.find(work_order))]


@pytest.fixture
def gu(app: Flask, work_order):
    browser = browsers.of(app, cast.LAO_GU)
    browser.set_cookie("language", "en")
    return browser


def _send(gu, work_order: str, text: str | bytes, name: str = "发货.csv"):
    data = text.encode() if isinstance(text, str) else text
    form = {"file": (io.BytesIO(data), name)}
    return gu.post(f"/factory/work-orders/{work_order}/waybill-files", data=form)


def _table(lines: list[tuple[str, str, str]]) -> str:
    return "\n".join(["order,courier,tracking", *(",".join(line) for line in lines)])


def _parcels(app: Flask, work_order: str) -> dict[str, str]:
    with app.app_context():
        found = shipments.parcels(production.WorkOrder.find(work_order))
        return {parcel.order.code: parcel.number for parcel in found.values()}


def _state(app: Flask, work_order: str) -> str:
    with app.app_context():
        return production.WorkOrder.find(work_order).state


def test_the_shipping_list_filled_in_is_the_file_that_is_taken(app: Flask, gu, work_order, codes):
    taken = gu.post(f"/factory/work-orders/{work_order}/shipping-lists").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken)))
    for number, row in enumerate(rows[2:], start=1):
        row[-2:] = ["中通", f"ZT10000000{number}"]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert _send(gu, work_order, out.getvalue()).status_code == 303
    assert sorted(_parcels(app, work_order)) == sorted(codes)
    assert _state(app, work_order) == "shipped"
    with app.app_context():
        assert {orders.Order.find(code).state for code in codes} == {"shipped"}


def test_a_part_of_the_parcels_may_be_sent_first(app: Flask, gu, work_order, codes):
    assert _send(gu, work_order, _table([(codes[0], "顺丰", "SF1234567")])).status_code == 303
    assert _parcels(app, work_order) == {codes[0]: "SF1234567"} and _state(app, work_order) == "packed"


def test_one_bad_line_and_nothing_is_kept_and_every_bad_line_is_named(app: Flask, gu, work_order, codes):
    lines = [
        (codes[0], "中通", "ZT1000001"),
        (codes[1], "", "ZT1000002"),
        ("ZZZZZZ", "中通", "ZT1000003"),
        ("", "中通", "ZT4"),
    ]
    answer = _send(gu, work_order, _table(lines))
    page = browsers.words(answer)
    assert answer.status_code == 422
    assert "1 lines good, 3 not" in page and "Line 3" in page and "Line 4" in page and "Line 5" in page
    assert "Order ZZZZZZ is not in this work order" in page
    assert _parcels(app, work_order) == {} and _state(app, work_order) == "packed"


def test_an_order_of_another_work_order_is_named_and_nothing_is_kept(app: Flask, gu, work_order, codes, clock):
    with app.app_context():
        other = makers.sale(3, [makers.post(makers.design("另一款"))])
        foreign = makers.buy(other, cast.LIN, 1).code
    answer = _send(gu, work_order, _table([(codes[0], "中通", "ZT1000001"), (foreign, "中通", "ZT1000002")]))
    assert answer.status_code == 422 and foreign in browsers.words(answer)
    assert _parcels(app, work_order) == {}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04rest", "This is an Excel file"),
        (b"a,b,c\n1,2,3", "The columns were not found"),
        (b"\xff\x00\xfe\x01" * 20, "not a table of text"),
        (b"order,courier,tracking\nABCDEF,,", "No line of it has a courier number yet"),
        (b'order,courier,tracking\n"open', "cannot be read"),
    ],
    ids=["empty", "excel", "no heads", "bytes", "not filled in", "quotation mark"],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(app: Flask, gu, work_order, data: bytes, said: str):
    answer = _send(gu, work_order, data)
    assert answer.status_code == 422 and said in browsers.words(answer)
    assert _parcels(app, work_order) == {}


def test_without_a_file_the_page_asks_for_one(gu, work_order):
    answer = gu.post(f"/factory/work-orders/{work_order}/waybill-files", data={})
    assert answer.status_code == 422 and "Choose the table" in browsers.words(answer)


def test_before_it_is_packed_no_number_is_taken(app: Flask, clock):
    with app.app_context():
        released = makers.released()
        code, order = released.code, shipments.orders_in(released)[0].code
    gu = browsers.of(app, cast.LAO_GU)
    assert _send(gu, code, _table([(order, "中通", "ZT1000001")])).status_code == 409
    form = {"order": order, "courier": "中通", "number": "ZT1000001"}
    assert gu.post(f"/factory/work-orders/{code}/waybills", data=form).status_code == 409
    assert _parcels(app, code) == {}


def test_one_number_is_typed_on_a_phone_and_corrected(app: Flask, gu, work_order, codes):
    path = f"/factory/work-orders/{work_order}/waybills"
    for number in ("zt 100 0001", "ZT1000009"):
        answer = gu.post(path, data={"order": codes[0].lower(), "courier": "中通", "number": number})
        assert answer.status_code == 303
    assert _parcels(app, work_order) == {codes[0]: "ZT1000009"}


@pytest.mark.parametrize(
    "wrong", [{"order": "不是码"}, {"number": "=1+1"}, {"courier": "=cmd"}, {"number": ""}, {"order": "22222Z"}]
)
def test_a_typed_number_that_is_none_is_refused_and_what_was_typed_stays(app: Flask, gu, work_order, codes, wrong):
    form = {"order": codes[0], "courier": "中通", "number": "ZT1000001"} | wrong
    answer = gu.post(f"/factory/work-orders/{work_order}/waybills", data=form)
    assert answer.status_code == 422
    assert f'value="{form["courier"]}"' in answer.get_data(as_text=True)
    assert _parcels(app, work_order) == {}


def test_a_hostile_file_name_is_only_text(gu, work_order):
    answer = _send(gu, work_order, _table([("", "中通", "ZT1")]), name="<script>alert(1)</script>.csv")
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_the_page_shows_what_was_sent_and_proposes_the_next_order(gu, work_order, codes):
    _send(gu, work_order, _table([(codes[0], "顺丰", "SF1234567")]))
    page = gu.get(f"/factory/work-orders/{work_order}").get_data(as_text=True)
    assert "SF1234567" in page and f'value="{codes[1]}"' in page and 'value="顺丰"' in page
