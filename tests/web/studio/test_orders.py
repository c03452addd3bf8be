"""The order book: found by code, name and phone, shown masked, and a refused refund is asked for again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core import outbox
from c2m.core.db import atomic, db
from c2m.loop import orders, payments
from tests import cast, makers
from tests.web import browsers
from tests.web.studio import queries


@pytest.fixture
def jing(app: Flask, clock) -> FlaskClient:
    return browsers.of(app, cast.XU_JING)


def _bought(app: Flask, who: cast.Who = cast.LIN) -> str:
    with app.app_context():
        return makers.buy(makers.sale(), who, {"雾灰/M": 1}).code


def _refused(app: Flask) -> tuple[str, str]:
    """(order code, refund code): she called off, and the cashier refused to pay back."""
    with app.app_context():
        order = makers.buy(makers.sale(), cast.LIN, 1)
        with atomic():
            refund = payments.call_off(order)
        with atomic():
            payments.refund_answered(refund, payments.RefundAnswer(refund.number, "failed", "余额不足"))
        return order.code, refund.code


def test_without_orders_the_page_says_when_they_come(jing):
    assert "第一场预售开卖" in browsers.words(jing.get("/studio/orders"))


@pytest.mark.parametrize("words", ["林小", "2021", "13700132021", "CODE", "code"])
def test_an_order_is_found_by_code_name_and_phone(app, jing, words):
    code = _bought(app)
    words = code if words == "CODE" else code.lower() if words == "code" else words
    assert f"/studio/orders/{code}" in jing.get("/studio/orders", query_string={"q": words}).get_data(as_text=True)


@pytest.mark.parametrize("words", ["王", "9999", "%", "_", "ZZZZZZ", "' OR 1=1 --"])
def test_what_matches_nothing_finds_nothing(app, jing, words):
    code = _bought(app)
    assert f"/studio/orders/{code}" not in jing.get("/studio/orders", query_string={"q": words}).get_data(as_text=True)


def test_orders_are_narrowed_by_state_and_sale(app, jing):
    code = _bought(app)
    with app.app_context():
        sale = orders.Order.find(code).presale.code
    assert code in jing.get(f"/studio/orders?state=paid&sale={sale}").get_data(as_text=True)
    assert code not in jing.get(f"/studio/orders?state=shipped&sale={sale}").get_data(as_text=True)
    assert jing.get("/studio/orders?state=nonsense&sale=nonsense&page=-3").status_code == 200


def test_orders_come_in_pages(app, jing):
    with app.app_context():
        sale = makers.sale()
        for one in makers.crowd(makers.koc(), 45):
            makers.order(sale, one)
    assert "第 1 / 2 页" in browsers.words(jing.get("/studio/orders"))
    assert jing.get("/studio/orders?page=2").get_data(as_text=True).count('<th scope="row">') == 5


def test_phone_name_and_door_are_masked(app, jing):
    page = jing.get(f"/studio/orders/{_bought(app)}").get_data(as_text=True)
    for hidden in (cast.LIN.phone, cast.LIN.name, "502", "88 号"):
        assert hidden not in page
    assert "137******21" in page and "中山东路" in page


def test_the_page_says_who_did_what(app, jing):
    with app.app_context():
        sale = makers.sale()
        order = makers.buy(sale, cast.LIN, {"雾灰/M": 1})
        cells = {cell.label: cell.id for cell in sale.cells}
        with atomic():
            orders.swap(order, cells["雾灰/M"], cells["米白/L"], by=order.person_id)
        code = order.code
    said = browsers.words(jing.get(f"/studio/orders/{code}"))
    assert "换了一件" in said and "雾灰 M → 米白 L" in said and "买家本人" in said
    assert "系统自动" in said


def test_a_refund_the_cashier_refused_stands_on_top_with_what_it_said(app, jing):
    code, _refund = _refused(app)
    assert "余额不足" in browsers.words(jing.get("/studio/orders"))
    assert "余额不足" in browsers.words(jing.get(f"/studio/orders/{code}"))


def test_a_refused_refund_is_asked_for_again_under_its_number(app, jing):
    _code, refund = _refused(app)
    with app.app_context():
        before = outbox.waiting()
    assert jing.post(f"/studio/refunds/{refund}/requests").status_code == 303
    with app.app_context():
        assert payments.Refund.find(refund).state == "asked"
        assert outbox.waiting() == before + 1
    assert jing.post(f"/studio/refunds/{refund}/requests").status_code == 409


def test_asking_again_takes_up_the_parked_effect_and_makes_no_second_one(app, clock):
    with app.app_context():
        order = makers.buy(makers.sale(), cast.LIN, 1)
        with atomic():
            refund = payments.call_off(order)
        with atomic():
            payments.refund_answered(refund, payments.RefundAnswer(refund.number, "failed", "余额不足"))
        with atomic():
            db.session.execute(db.update(outbox.Effect).values(state="parked", tries=5))
        with atomic():
            payments.ask_again(refund)
        effect = db.session.scalars(db.select(outbox.Effect)).one()
        assert (effect.state, effect.tries) == ("waiting", 0)


def test_a_refund_that_did_not_fail_cannot_be_asked_for_again(app, jing):
    with app.app_context():
        order = makers.buy(makers.sale(), cast.LIN, 1)
        with atomic():
            refund = payments.call_off(order).code
    assert jing.post(f"/studio/refunds/{refund}/requests").status_code == 409


def test_asking_again_never_leads_out_of_the_app(app, jing):
    _code, refund = _refused(app)
    answer = jing.post(f"/studio/refunds/{refund}/requests", data={"next": "//evil.example/"})
    assert answer.location.startswith("/studio/orders/")


@pytest.mark.parametrize("who", [cast.SU_HE, cast.DING_NING, cast.LAO_GU, cast.LIN])
def test_the_order_book_is_the_operators_alone(app, clock, who):
    code, refund = _refused(app)
    browser = browsers.of(app, who)
    assert browser.get("/studio/orders").status_code == 404
    assert browser.get(f"/studio/orders/{code}").status_code == 404
    assert browser.post(f"/studio/refunds/{refund}/requests").status_code == 404


def test_the_list_of_many_orders_takes_few_queries(app, jing):
    with app.app_context():
        sale = makers.sale()
        for one in makers.crowd(makers.koc(), 30):
            makers.buy(sale, one, {"雾灰/M": 1})
    with queries.counted(app) as asked:
        assert jing.get("/studio/orders").status_code == 200
    assert len(asked) <= 20
