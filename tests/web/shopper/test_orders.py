"""Her orders: the page in every state, and what she may change until the lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from c2m.core.db import atomic, db
from c2m.loop import orders, payments, production
from tests import cast, makers
from tests.gateways import tills
from tests.web import browsers
from tests.web.shopper.shops import HOME, Shop

VERBS = ("payments", "swaps", "cancellation", "address", "receipt")


@pytest.fixture
def shop(app: Flask, clock) -> Shop:
    return Shop(app)


def _page(browser, code: str) -> str:
    return browsers.words(browser.get(f"/orders/{code}"))


def _decided(shop: Shop) -> None:
    with shop.app.app_context():
        makers.factory()
        makers.decide(shop.sale)


def _work(shop: Shop, *verbs: str) -> None:
    """Release at the lock, then the factory's reports."""
    with shop.app.app_context():
        makers.reach(shop.lock_at)
        with atomic():
            production.release(shop.sale)
        for verb in verbs:
            for sheet in production.of_sale(shop.sale):
                with atomic():
                    production.report(sheet, verb)


def test_somebody_elses_order_and_none_look_the_same_whatever_is_done(shop):
    _lin, code = shop.bought(cast.LIN)
    wu, stranger = browsers.of(shop.app, cast.WU), shop.app.test_client()
    for verb in ("", *VERBS):
        theirs, none = f"/orders/{code}/{verb}".rstrip("/"), f"/orders/ZZZZZZ/{verb}".rstrip("/")
        ask = wu.post if verb else wu.get
        filled = HOME | {"from": shop.cells["雾灰/M"], "to": shop.cells["雾灰/S"], "paid": "1"}
        answers = [ask(theirs, data=filled), ask(none, data=filled)]
        assert [one.status_code for one in answers] == [404, 404], verb
        assert browsers.words(answers[0]) == browsers.words(answers[1])
    assert stranger.get(f"/orders/{code}").status_code == 302
    assert [stranger.post(f"/orders/{code}/{verb}").status_code for verb in VERBS] == [401] * len(VERBS)
    assert shop.labels(code) == ["雾灰/M"] and shop.state(code) == "paid"
    assert code not in wu.get("/orders").get_data(as_text=True)


def test_the_list_says_what_each_order_is_and_an_empty_one_what_will_come(shop):
    lin, paid = shop.bought(cast.LIN, {"雾灰/M": "1", "米白/S": "2"})
    waiting, _number = shop.order(lin)
    page = browsers.words(lin.get("/orders"))
    assert page.index("等你付款") < page.index("等满") and "雾灰 M × 1、米白 S × 2" in page and "¥717" in page
    html = lin.get("/orders").get_data(as_text=True)
    assert f"/orders/{paid}" in html and f"/orders/{waiting}" in html
    assert "还没有订单" in browsers.words(browsers.of(shop.app, cast.WU).get("/orders"))


def test_from_placing_to_wearing_the_headline_says_where_it_is(shop, clock):
    lin = browsers.of(shop.app, cast.LIN)
    code, number = shop.order(lin, {"雾灰/M": "3"})
    assert "等你付款" in _page(lin, code) and "12:30" in _page(lin, code)
    shop.till.pay(number)
    lin.get(f"/payments/{number}/return")
    assert "已付款，件数够了" in _page(lin, code)
    clock.set_to(shop.closes_at)
    assert "已截单，正在清点" in _page(lin, code)
    _decided(shop)
    assert "会做，" in _page(lin, code) and "3 / 3 件" in _page(lin, code) and "锁单前能换尺码" in _page(lin, code)
    _work(shop)
    assert "已锁单，排队开裁" in _page(lin, code)
    for verbs, said in ((("accept", "cut"), "正在裁"), (("sew",), "正在缝"), (("pack",), "包好了，等快递来取")):
        _work(shop, *verbs)
        assert said in _page(lin, code), said
    with shop.app.app_context():
        for sheet in production.of_sale(shop.sale):
            with atomic():
                makers.shipments.send(sheet, [(code, "中通", "ZT0000000031")])
    assert "在路上" in _page(lin, code) and "中通 ZT0000000031" in _page(lin, code)
    assert lin.post(f"/orders/{code}/receipt").status_code == 303
    assert "收到了" in _page(lin, code) and "前可以退" in _page(lin, code)
    assert lin.post(f"/orders/{code}/receipt").status_code == 409


def test_a_late_sale_says_that_it_is_late(shop, clock):
    lin, code = shop.bought(cast.LIN, {"雾灰/M": "3"})
    _decided(shop)
    _work(shop, "accept", "cut")
    with shop.app.app_context():
        ships_by = shop.sale.ships_by
    clock.set_to(ships_by + timedelta(hours=1))
    assert "晚了，说好" in _page(lin, code)


def test_a_missed_sale_says_how_many_when_and_to_the_fen_what_comes_back(shop, clock):
    lin, code = shop.bought(cast.LIN, {"雾灰/M": "2"})
    _decided(shop)
    with shop.app.app_context(), atomic():
        production.refund_missed(shop.sale)
    page = _page(lin, code)
    assert "2 件，没满" in page and "12:00 已开始退款，到账看银行" in page and "¥478.00" in page and "已开始退" in page
    with shop.app.app_context():
        makers.refund_all()
    assert "已退出，到账看银行" in _page(lin, code)


def test_a_swap_changes_one_piece_and_costs_nothing(shop):
    lin, code = shop.bought(cast.LIN, {"雾灰/M": "2"})
    filled = {"from": shop.cells["雾灰/M"], "to": shop.cells["米白/L"]}
    assert lin.post(f"/orders/{code}/swaps", data=filled).status_code == 303
    assert shop.labels(code) == ["米白/L", "雾灰/M"] and shop.counts() == (1, 2, 2)
    assert "米白 · L · 1 件" in _page(lin, code)


@pytest.mark.parametrize(
    "wrong", [{}, {"to": "ZZZZZZ"}, {"from": ""}, {"to": "雾灰/M"}, {"from": "雾灰/S"}, {"to": "1"}]
)
def test_a_swap_of_what_is_not_hers_or_not_sold_changes_nothing(shop, wrong):
    lin, code = shop.bought(cast.LIN)
    named = {key: shop.cells.get(value, value) for key, value in wrong.items()}
    filled = {"from": shop.cells["雾灰/M"], "to": shop.cells["雾灰/M"]} | named
    answer = lin.post(f"/orders/{code}/swaps", data=filled)
    assert answer.status_code in {409, 422} and "notice-bad" in answer.get_data(as_text=True)
    assert shop.labels(code) == ["雾灰/M"]


def test_from_the_lock_on_nothing_can_be_swapped_called_off_or_sent_elsewhere(shop, clock):
    lin, code = shop.bought(cast.LIN, {"雾灰/M": "3"})
    _decided(shop)
    clock.set_to(shop.lock_at)
    page = lin.get(f"/orders/{code}").get_data(as_text=True)
    assert not any(f"/orders/{code}/{verb}" in page for verb in VERBS)
    swap = {"from": shop.cells["雾灰/M"], "to": shop.cells["雾灰/S"]}
    for verb, filled in (
        ("swaps", swap),
        ("cancellation", {"paid": "1"}),
        ("address", HOME | {"street": "新路 1 号 2 室"}),
    ):
        assert lin.post(f"/orders/{code}/{verb}", data=filled).status_code == 409, verb
    assert shop.labels(code) == ["雾灰/M"] * 3 and shop.state(code) == "paid"


def test_calling_off_frees_the_pieces_and_owes_all_of_it_once(shop):
    lin, code = shop.bought(cast.LIN, {"雾灰/M": "2"})
    assert "申请退款 ¥478" in _page(lin, code)
    first = lin.post(f"/orders/{code}/cancellation", data={"paid": "1"})
    again = lin.post(f"/orders/{code}/cancellation", data={"paid": "1"})
    assert (first.status_code, again.status_code) == (303, 409)
    assert shop.state(code) == "called_off" and shop.counts() == (1, 0, 0)
    assert "¥478.00 全额退款已开始" in _page(lin, code)
    with shop.app.app_context():
        (payment,) = payments.of_order(orders.Order.find(code))
        assert [refund.amount_fen for refund in payments.refunds_of(payment)] == [47_800]


def test_cancelling_unpaid_closes_the_payment_so_no_money_comes_for_it(shop):
    lin = browsers.of(shop.app, cast.LIN)
    code, number = shop.order(lin)
    assert lin.post(f"/orders/{code}/cancellation").status_code == 303
    assert shop.state(code) == "cancelled" and shop.counts() == (1, 0, 0)
    assert shop.till.pay(number) == "closed"
    assert "没有扣钱" in _page(lin, code)


def test_money_that_came_in_before_the_cancel_is_not_cancelled_by_it(shop):
    lin = browsers.of(shop.app, cast.LIN)
    code, number = shop.order(lin)
    shop.till.pay(number)
    answer = lin.post(f"/orders/{code}/cancellation", follow_redirects=True)
    assert "这一单刚刚付成了" in browsers.words(answer)
    assert shop.state(code) == "paid" and shop.counts() == (1, 1, 1)
    with shop.app.app_context():
        assert tills.even(shop.till)


def test_cancelling_while_the_cashier_is_silent_refunds_what_comes_later(app, clock):
    shop = Shop(app, faults={"close_1": "hang"})
    lin = browsers.of(app, cast.LIN)
    code, number = shop.order(lin)
    assert lin.post(f"/orders/{code}/cancellation").status_code == 303
    shop.till.pay(number)
    lin.get(f"/payments/{number}/return")
    assert shop.state(code) == "cancelled" and shop.counts() == (1, 0, 0)
    assert "¥239.00" in _page(lin, code)


def test_the_address_is_hers_to_change_and_the_phone_is_masked(shop):
    lin, code = shop.bought(cast.LIN)
    new = HOME | {
        "province": "北京市",
        "city": "北京市",
        "district": "朝阳区",
        "street": "望京街 9 号 1 楼",
        "phone": "13900132099",
    }
    assert lin.post(f"/orders/{code}/address", data=new).status_code == 303
    page = _page(lin, code)
    assert "北京市朝阳区望京街 9 号 1 楼" in page and "139******99" in page and "北京市北京市" not in page
    wrong = lin.post(f"/orders/{code}/address", data=new | {"phone": "12"})
    assert wrong.status_code == 422 and 'value="12"' in wrong.get_data(as_text=True)


def test_a_hostile_note_and_name_are_only_words(shop):
    lin = browsers.of(shop.app, cast.LIN)
    bad = "<script>alert(1)</script>"
    number = shop.place(lin, None, note=bad, name=bad).location.rsplit("/", 1)[1]
    with shop.app.app_context():
        code = payments.by_number(number).order.code
    assert "<script>alert" not in lin.get(f"/orders/{code}").get_data(as_text=True)
    assert bad in _page(lin, code)


def test_the_list_asks_the_database_no_more_for_many_orders_than_for_two(shop):
    lin, _paid = shop.bought(cast.LIN)
    shop.order(lin)
    few = _asked(shop, lin)
    for _order in range(3):
        shop.bought(cast.LIN)
        shop.order(lin)
    assert _asked(shop, lin) == few


def _asked(shop: Shop, browser) -> int:
    """How many statements the list of orders takes."""
    seen: list[str] = []
    with shop.app.app_context():
        engine = db.engine

    def heard(_connection, _cursor, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    try:
        assert browser.get("/orders").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    return len(seen)
