"""Paying: the way to the cashier and the page she comes back to, before and after the callback."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest
from flask import Flask

from c2m.core.db import atomic, db
from c2m.loop import orders, payments
from tests import cast, makers
from tests.gateways import tills
from tests.web import browsers
from tests.web.shopper.shops import Shop


@pytest.fixture
def shop(app: Flask, clock) -> Shop:
    return Shop(app)


@pytest.fixture
def lin(shop: Shop):
    return browsers.of(shop.app, cast.LIN)


def _back(browser, number: str):
    return browser.get(f"/payments/{number}/return")


def _callback(shop: Shop, number: str) -> int:
    headers, body = shop.till.notification(number)
    return shop.app.test_client().post("/callbacks/sandbox", headers=headers, data=body).status_code


def _even(shop: Shop) -> bool:
    with shop.app.app_context():
        return tills.even(shop.till)


def test_paid_before_the_callback_the_return_page_asks_and_counts_her_in(shop, lin):
    code, number = shop.order(lin)
    shop.till.pay(number)
    answer = _back(lin, number)
    assert "付好了，算你一份" in browsers.words(answer) and "Refresh" not in answer.headers
    assert shop.state(code) == "paid" and shop.counts() == (1, 1, 1)
    assert _callback(shop, number) == 200
    assert shop.counts() == (1, 1, 1) and _even(shop)


def test_sent_back_unpaid_she_reads_that_nothing_was_charged_and_may_pay_again(shop, lin):
    code, number = shop.order(lin)
    answer = lin.get(f"/payments/{number}/return?failed=1")
    said = browsers.words(answer)
    assert "没付成，没扣钱" in said and "再付一次" in said and "Refresh" not in answer.headers
    shop.till.pay(number)
    assert "付好了，算你一份" in browsers.words(lin.get(f"/payments/{number}/return?failed=1"))
    assert shop.state(code) == "paid" and shop.counts() == (1, 1, 1)


def test_paid_after_the_callback_the_return_page_says_the_same(shop, lin):
    code, number = shop.order(lin)
    shop.till.pay(number)
    assert _callback(shop, number) == 200
    for _look in range(2):
        assert "付好了，算你一份" in browsers.words(_back(lin, number))
    assert shop.state(code) == "paid" and shop.counts() == (1, 1, 1) and _even(shop)


def test_not_paid_yet_it_says_so_looks_again_by_itself_and_offers_to_go_on(shop, lin):
    code, number = shop.order(lin)
    answer = _back(lin, number)
    assert "还没收到这笔钱" in browsers.words(answer) and "别重复付" in browsers.words(answer)
    assert answer.headers["Refresh"] == f"5; url=/payments/{number}/return?looked=1"
    assert f"/orders/{code}/payments" in answer.get_data(as_text=True)
    assert "Refresh" not in lin.get(f"/payments/{number}/return?looked=6").headers
    assert shop.state(code) == "placed"


def test_going_on_uses_the_same_payment_so_nobody_pays_twice(shop, lin):
    code, number = shop.order(lin)
    assert lin.post(f"/orders/{code}/payments").location == f"/cashier/{number}"
    assert len(shop.till.book()) == 1


def test_a_silent_cashier_means_checking_and_dont_pay_again(app, clock):
    shop = Shop(app, faults={"query_1": "hang", "query_2": "garbage"})
    lin = browsers.of(app, cast.LIN)
    code, number = shop.order(lin)
    shop.till.pay(number)
    for _look in range(2):
        page = browsers.words(_back(lin, number))
        assert "正在向收银台核实" in page and "别重复付" in page and "再付一次" not in page
        assert shop.state(code) == "placed"
    assert "付好了" in browsers.words(_back(lin, number))


def test_a_closed_payment_says_nothing_was_charged_and_until_when_the_pieces_are_held(shop, lin):
    code, number = shop.order(lin)
    shop.till.close(number)
    page = browsers.words(_back(lin, number))
    assert "没付成，没扣钱" in page and "尺码给你留到 12:30" in page and "再付一次" in page
    again = lin.post(f"/orders/{code}/payments").location
    assert again.startswith("/cashier/P") and not again.endswith(number)


def test_money_that_comes_after_the_hold_is_refunded_and_the_page_says_so(shop, lin, clock):
    code, number = shop.order(lin)
    shop.till.pay(number)
    clock.advance(minutes=31)
    with shop.app.app_context(), atomic():
        orders.expire()
    page = browsers.words(_back(lin, number))
    assert "这笔钱全额退给你" in page and "到账看银行" in page
    assert "付款到得太晚" in browsers.words(lin.get(f"/orders/{code}"))
    assert shop.state(code) == "expired" and shop.counts() == (1, 0, 0)


def test_a_hold_that_has_ended_cannot_be_paid_and_nothing_reaches_the_cashier(shop, lin, clock):
    code, _number = shop.order(lin)
    clock.advance(minutes=31)
    answer = lin.post(f"/orders/{code}/payments")
    assert answer.status_code == 409 and len(shop.till.book()) == 1
    assert "留的时间过了" in browsers.words(lin.get(f"/orders/{code}"))


def test_after_the_close_no_payment_begins(app, clock):
    shop = Shop(app, hours=1)
    lin = browsers.of(app, cast.LIN)
    clock.set_to(shop.closes_at - timedelta(minutes=5))
    with app.app_context():
        code = makers.order(shop.sale, cast.LIN).code
    clock.set_to(shop.closes_at)
    assert lin.post(f"/orders/{code}/payments").status_code == 409 and shop.till.book() == []


def test_where_paying_is_not_set_up_it_is_said_and_the_order_waits(shop, lin):
    code, _number = shop.order(lin)
    shop.app.extensions["c2m"] = dataclasses.replace(shop.app.extensions["c2m"], cashier=None)
    answer = lin.post(f"/orders/{code}/payments")
    assert answer.status_code == 503 and "付款还没开通" in browsers.words(answer)
    assert shop.state(code) == "placed"


def test_an_unreachable_cashier_is_a_sentence_and_nothing_is_lost(app, clock):
    shop = Shop(app, faults={"begin_1": "hang", "begin_2": "500_after_commit"})
    lin = browsers.of(app, cast.LIN)
    order = shop.place(lin).location.rsplit("/", 1)[1]
    answer = lin.post(f"/orders/{order}/payments")
    assert answer.status_code == 503 and "收银台没有回应" in browsers.words(answer)
    assert lin.post(f"/orders/{order}/payments").location.startswith("/cashier/P")
    assert shop.state(order) == "placed" and len(shop.till.book()) == 1


def test_only_the_owner_sees_a_payment_and_a_strangers_looks_like_none(shop, lin):
    _code, number = shop.order(lin)
    wu = browsers.of(shop.app, cast.WU)
    strange, none = _back(wu, number), _back(wu, "P222222")
    assert strange.status_code == none.status_code == 404
    assert browsers.words(strange) == browsers.words(none)
    for odd in ("P", "X" + number[1:], "P999999999", "%00", number + "x"):
        assert _back(lin, odd).status_code == 404, odd
    assert shop.app.test_client().get(f"/payments/{number}/return").status_code == 302


def test_asking_only_for_the_head_settles_nothing(shop, lin):
    code, number = shop.order(lin)
    shop.till.pay(number)
    assert lin.head(f"/payments/{number}/return").status_code == 200
    assert shop.state(code) == "placed"


def test_an_odd_number_of_looks_is_no_error(shop, lin):
    _code, number = shop.order(lin)
    for odd in ("x", "-5", "9" * 40):
        assert lin.get(f"/payments/{number}/return?looked={odd}").status_code == 200


def test_the_way_back_given_to_the_cashier_is_this_payments_page(shop, lin):
    _code, number = shop.order(lin)
    assert re.fullmatch(rf"http://localhost/payments/{number}/return", shop.till.charge(number).return_url)


def test_what_begins_here_is_the_whole_price_of_the_order(shop, lin):
    _code, number = shop.order(lin, {"雾灰/M": "2", "米白/S": "1"})
    charge = shop.till.charge(number)
    assert charge.amount_fen == 3 * 23_900 and charge.subject == "高腰一片裙 × 3"
    with shop.app.app_context():
        assert db.session.query(payments.Payment).one().amount_fen == 3 * 23_900
