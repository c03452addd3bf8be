"""The checkout: what may be ordered, what is refused, and that twice is once."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.loop import orders
from tests import cast, makers
from tests.web import browsers
from tests.web.shopper.shops import HOME, Shop


@pytest.fixture
def shop(app: Flask, clock) -> Shop:
    return Shop(app)


@pytest.fixture
def lin(shop: Shop):
    return browsers.of(shop.app, cast.LIN)


def test_who_is_not_signed_in_signs_in_first_and_comes_back(shop, client):
    answer = client.get(f"/presales/{shop.code}/checkout?colour=雾灰&size=M")
    assert answer.status_code == 302 and "/signin?next=/presales/" in answer.location
    assert shop.place(client).status_code == 401 and shop.counts() == (0, 0, 0)


def test_a_basket_of_several_cells_is_one_order_and_goes_straight_to_the_cashier(shop, lin):
    answer = shop.place(lin, {"雾灰/M": "2", "米白/S": "1", "米白/L": "0", "雾灰/S": ""}, note="袖子请短一点")
    assert answer.status_code == 303 and answer.location.startswith("/cashier/P")
    with shop.app.app_context():
        (order,) = orders.of_person(makers.person(cast.LIN).id)
        assert (order.pieces, order.total_fen, order.note) == (3, 3 * 23_900, "袖子请短一点")
        assert {line.cell.label: line.pieces for line in order.lines} == {"雾灰/M": 2, "米白/S": 1}
    assert shop.till.book()[0].amount_fen == 3 * 23_900


def test_the_same_form_twice_is_one_order_and_one_payment(shop, lin):
    form = shop.form({"雾灰/M": "2"})
    first, again = (lin.post(f"/presales/{shop.code}/orders", data=form) for _press in range(2))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert shop.counts() == (1, 2, 0) and len(shop.till.book()) == 1


def test_the_same_form_after_paying_leads_to_the_order_and_charges_nothing(shop, lin):
    form = shop.form()
    number = lin.post(f"/presales/{shop.code}/orders", data=form).location.rsplit("/", 1)[1]
    shop.till.pay(number)
    lin.get(f"/payments/{number}/return")
    again = lin.post(f"/presales/{shop.code}/orders", data=form)
    assert again.status_code == 303 and again.location.startswith("/orders/")
    assert shop.counts() == (1, 1, 1) and len(shop.till.book()) == 1


def test_the_same_key_with_another_basket_is_refused_and_the_page_gets_a_new_key(shop, lin):
    form = shop.form()
    lin.post(f"/presales/{shop.code}/orders", data=form)
    other = lin.post(f"/presales/{shop.code}/orders", data=form | {f"cell-{shop.cells['雾灰/M']}": "2"})
    assert other.status_code == 422 and shop.counts() == (1, 1, 0)
    assert form["request_key"] not in other.get_data(as_text=True)


@pytest.mark.parametrize(
    "typed",
    ["-1", "1e2", "1.5", "1000000000", "9223372036854775808", "0x1", "一", "1 2", "NaN", "100001", "\x00", "٣ ٣", "+1"],
)
def test_odd_counts_are_refused_at_their_field_and_nothing_is_written(shop, lin, typed):
    answer = shop.place(lin, {"雾灰/M": typed})
    assert answer.status_code == 422 and "notice-bad" in answer.get_data(as_text=True)
    assert shop.counts() == (0, 0, 0)


@pytest.mark.parametrize("typed", ["0", "", " "])
def test_an_empty_basket_is_refused_with_what_to_do(shop, lin, typed):
    answer = shop.place(lin, {"雾灰/M": typed})
    assert answer.status_code == 422 and "#f-pieces" in answer.get_data(as_text=True)
    assert shop.counts() == (0, 0, 0)


@pytest.mark.parametrize("foreign", ["ZZZZZZ", "1", "", "../x", "other"])
def test_a_cell_that_is_not_of_this_sale_is_refused(shop, lin, foreign):
    if foreign == "other":
        with shop.app.app_context():
            foreign = makers.sale(fronts=[makers.post(makers.design("另一款", 5))]).cells[0].code
    answer = shop.place(lin, None, **{f"cell-{foreign}": "1"})
    assert answer.status_code == 422 and "从列出的颜色和尺码里选" in browsers.words(answer)
    assert shop.counts() == (0, 0, 0)


def test_the_price_is_the_servers_whatever_the_form_says(shop, lin):
    shop.place(lin, None, price_fen="1", total_fen="1", unit_fen="1", amount_fen="1")
    assert shop.till.book()[0].amount_fen == 23_900


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("phone", "12345"),
        ("phone", "21300132021"),
        ("province", ""),
        ("street", "路"),
        ("name", "长" * 41),
    ],
)
def test_an_address_nobody_can_deliver_to_is_refused_and_what_was_typed_comes_back(shop, lin, field, typed):
    answer = shop.place(lin, {"雾灰/M": "2"}, **{field: typed}, note="别压")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f"#f-{field}" in page and "别压" in page
    assert re.search(rf'name="cell-{shop.cells["雾灰/M"]}"[^>]* value="2"', page)
    assert shop.counts() == (0, 0, 0)


def test_free_text_is_an_address_too(shop, lin):
    answer = shop.place(lin, None, province="台湾省", city="台北", district="", street="某某路 1 号 2 楼")
    assert answer.status_code == 303


def test_a_form_without_its_key_is_refused(shop, lin):
    assert shop.place(lin, None, request_key="").status_code == 422
    assert shop.place(lin, None, request_key="x' OR 1=1 --aaaaaaaaaaaa").status_code == 422
    assert shop.counts() == (0, 0, 0)


def test_the_last_address_is_filled_in_for_her_and_for_nobody_else(shop, lin):
    shop.order(lin)
    assert HOME["street"] in lin.get(f"/presales/{shop.code}/checkout").get_data(as_text=True)
    wu = browsers.of(shop.app, cast.WU)
    page = wu.get(f"/presales/{shop.code}/checkout").get_data(as_text=True)
    assert HOME["street"] not in page and cast.WU.name in page


def test_what_she_chose_on_the_sale_stands_in_the_basket(shop, lin):
    page = lin.get(f"/presales/{shop.code}/checkout?colour=米白&size=L").get_data(as_text=True)
    assert re.search(rf'name="cell-{shop.cells["米白/L"]}"[^>]* value="1"', page)
    assert re.search(rf'name="cell-{shop.cells["雾灰/L"]}"[^>]* value="0"', page)
    odd = lin.get(f"/presales/{shop.code}/checkout?colour=<script>&size=XXL")
    assert odd.status_code == 200 and 'value="1"' not in odd.get_data(as_text=True)


def test_hold_limit_lock_and_returns_are_said_before_she_pays(app, clock):
    shop = Shop(app, per_person=2)
    page = browsers.words(browsers.of(app, cast.LIN).get(f"/presales/{shop.code}/checkout"))
    for said in (
        "留 30 分钟",
        "每人最多 2 件",
        "锁单前，换尺码、退款都不收钱",
        "收到后七天内可以退",
        "不满 3 件",
        "不另加钱",
    ):
        assert said in page, said


def test_the_limit_a_person_counts_all_her_orders_held_and_paid(app, clock):
    shop = Shop(app, per_person=3)
    lin, _code = shop.bought(cast.LIN, {"雾灰/M": "1"})
    shop.order(lin, {"雾灰/M": "1"})
    answer = shop.place(lin, {"雾灰/M": "2"})
    assert answer.status_code == 409 and "#f-pieces" in answer.get_data(as_text=True)
    assert shop.counts() == (2, 2, 1)
    assert shop.place(lin, {"雾灰/M": "1"}).status_code == 303


def test_the_cap_is_never_oversold_and_a_hold_that_ends_gives_back(app, clock):
    shop = Shop(app, minimum=2, cap=3)
    lin, wu = browsers.of(app, cast.LIN), browsers.of(app, cast.WU)
    shop.order(lin, {"雾灰/M": "2"})
    answer = shop.place(wu, {"雾灰/M": "2"})
    assert answer.status_code == 409 and shop.counts() == (1, 2, 0)
    clock.advance(minutes=30)
    with app.app_context(), atomic():
        orders.expire()
    assert shop.place(wu, {"雾灰/M": "2"}).status_code == 303


def test_a_closed_sale_takes_no_order(shop, lin, clock):
    clock.set_to(shop.closes_at)
    answer = shop.place(lin)
    assert answer.status_code == 409 and shop.counts() == (0, 0, 0)
    assert "已截单" in browsers.words(lin.get(f"/presales/{shop.code}/checkout"))


def test_where_paying_is_not_set_up_nothing_is_ordered(shop, lin):
    shop.app.extensions["c2m"] = dataclasses.replace(shop.app.extensions["c2m"], cashier=None)
    answer = shop.place(lin)
    assert answer.status_code == 503 and "付款还没开通" in browsers.words(answer)
    assert shop.counts() == (0, 0, 0)


def test_a_cashier_that_does_not_answer_loses_nothing(app, clock):
    shop = Shop(app, faults={"begin_1": "hang"})
    lin = browsers.of(app, cast.LIN)
    answer = shop.place(lin)
    assert answer.status_code == 303 and answer.location.startswith("/orders/")
    assert "没扣钱，你的件数还留着" in browsers.words(lin.get(answer.location))
    assert shop.counts() == (1, 1, 0)
    assert lin.post(f"{answer.location}/payments").location.startswith("/cashier/P")


def test_the_front_of_the_page_is_the_front_of_the_order(app, clock):
    with app.app_context():
        design = makers.design()
        faces = [makers.post(design, makers.koc(one)) for one in (cast.XIAO_TANG, cast.A_NING)]
        hers = makers.koc(cast.A_NING).code
        keys = [face.id for face in faces]
    shop = Shop(app, faces=keys)
    shop.place(browsers.of(app, cast.LIN), None, host=hers)
    with app.app_context():
        (order,) = orders.of_person(makers.person(cast.LIN).id)
        assert order.front.koc.name == cast.A_NING.name


def test_minutes_before_the_close_the_hold_ends_with_it(app, clock):
    """Nobody is told of a hold longer than she can use: after the close nothing can be begun."""
    shop = Shop(app, hours=1)
    lin = browsers.of(app, cast.LIN)
    clock.set_to(shop.closes_at - timedelta(minutes=1))
    code, _number = shop.order(lin)
    clock.advance(minutes=2)
    assert lin.post(f"/orders/{code}/payments").status_code == 409
    assert "等你付款" not in browsers.words(lin.get(f"/orders/{code}"))
