"""The shelf and the page of one pre-sale, in each of its states."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from c2m.core.db import atomic, db
from c2m.loop import brand, presales, production
from tests import cast, makers
from tests.web import browsers
from tests.web.shopper.shops import Shop


@pytest.fixture
def shop(app: Flask, clock) -> Shop:
    return Shop(app)


def _viewings(shop: Shop) -> int:
    with shop.app.app_context():
        return db.session.scalar(select(func.count()).select_from(presales.Viewing))


def test_the_page_says_price_minimum_close_and_the_promise_in_both_languages(shop, client):
    page = browsers.words(client.get(f"/presales/{shop.code}"))
    for said in (
        "¥ 239",
        "0 / 3 件已付款",
        "周日 12:00 截止",
        "不满 3 件",
        "1 小时内开始全额退款，原路退回",
        "一件不多做",
        "付款，算我一件",
    ):
        assert said in page, said
    client.set_cookie("language", "en")
    page = browsers.words(client.get(f"/presales/{shop.code}"))
    assert "Under 3 by Sun 12:00" in page and "Full refund starts within 1 hour" in page


def test_her_warning_stands_there_and_that_she_is_paid(shop, client):
    page = browsers.words(client.get(f"/presales/{shop.code}"))
    assert makers.WORDS["not_for"] in page and "谁别买它" in page
    assert "她得 ¥11.95（货款的 5%）" in page
    with shop.app.app_context(), atomic():
        brand.write(share_bp=800)
    assert "她得 ¥19.12（货款的 8%）" in browsers.words(client.get(f"/presales/{shop.code}"))


def test_only_paid_pieces_that_were_not_refunded_are_counted(shop, client):
    shop.order(browsers.of(shop.app, cast.WU), {"雾灰/M": "2"})
    assert "0 / 3 件已付款" in browsers.words(client.get(f"/presales/{shop.code}"))
    lin, code = shop.bought(cast.LIN, {"雾灰/M": "2"})
    assert "2 / 3 件已付款" in browsers.words(client.get(f"/presales/{shop.code}"))
    lin.post(f"/orders/{code}/cancellation", data={"paid": "1"})
    assert "0 / 3 件已付款" in browsers.words(client.get(f"/presales/{shop.code}"))


def test_a_members_first_look_is_recorded_once_and_a_link_preview_is_none(shop, client):
    client.get(f"/presales/{shop.code}")
    lin = browsers.of(shop.app, cast.LIN)
    lin.head(f"/presales/{shop.code}")
    lin.get(f"/presales/{shop.code}", headers={"Sec-Purpose": "prefetch"})
    assert _viewings(shop) == 0
    for _look in range(3):
        assert lin.get(f"/presales/{shop.code}").status_code == 200
    assert _viewings(shop) == 1


def test_a_sale_that_comes_says_when_and_sells_nothing(app, clock, client):
    shop = Shop(app, opens_at=clock.now() + timedelta(hours=8))
    page = browsers.words(client.get(f"/presales/{shop.code}"))
    assert "今天 20:00" in page.replace("today", "今天") and "还没开" in page and "付款，算我一件" not in page
    answer = shop.place(browsers.of(app, cast.LIN))
    assert answer.status_code == 409 and shop.counts() == (0, 0, 0)


def test_after_the_close_it_is_being_counted_then_the_result_stands(shop, client, clock):
    shop.bought(cast.LIN, {"雾灰/M": "3"})
    clock.set_to(shop.closes_at)
    assert "正在清点" in browsers.words(client.get(f"/presales/{shop.code}"))
    with shop.app.app_context():
        makers.factory()
        makers.decide(shop.sale)
    assert "满了，3 件。" in browsers.words(client.get(f"/presales/{shop.code}"))
    clock.set_to(shop.lock_at)
    assert "正在做" in browsers.words(client.get(f"/presales/{shop.code}"))


def test_a_missed_sale_says_how_many_and_when_the_refunds_began(shop, client, clock):
    shop.bought(cast.LIN, {"雾灰/M": "2"})
    clock.set_to(shop.closes_at + timedelta(minutes=4))
    with shop.app.app_context():
        makers.decide(shop.sale)
    assert "2 件，没满。 马上开始全额退款" in browsers.words(client.get(f"/presales/{shop.code}"))
    with shop.app.app_context(), atomic():
        production.refund_missed(shop.sale)
    page = browsers.words(client.get(f"/presales/{shop.code}"))
    assert "2 件，没满。 12:04 已开始退款，到账看银行。" in page and "2 / 3 件已付款" in page


def test_a_draft_is_nobodys_and_looks_like_no_sale(app, client, clock):
    with app.app_context():
        post = makers.post()
        with atomic():
            code = presales.draft([post], makers.given()).code
    lin = browsers.of(app, cast.LIN)
    assert client.get(f"/presales/{code}").status_code == 404
    assert lin.get(f"/presales/{code}/checkout").status_code == 404
    assert lin.post(f"/presales/{code}/orders", data={}).status_code == 404
    assert client.get("/presales/ZZZZZZ").status_code == 404


def test_the_shelf_shows_what_sells_comes_and_was_decided(app, clock, client):
    assert "现在没有预售" in browsers.words(client.get("/presales"))
    past = Shop(app, hours=1)
    past.bought(cast.LIN)
    clock.set_to(past.closes_at)
    with app.app_context():
        makers.decide(past.sale)
        face = makers.post(makers.design("长袖衬衫裙", 7))
        makers.sale(fronts=[face])
        makers.sale(fronts=[makers.post(makers.design("短针织", 8))], opens_at=clock.now() + timedelta(days=1))
    page = browsers.words(client.get("/presales"))
    places = [page.index(said) for said in ("正在预售", "长袖衬衫裙", "快开了", "短针织", "有结果了", "高腰一片裙")]
    assert places == sorted(places) and "1 / 3 件" in page


def test_the_page_opens_on_her_own_koc_else_on_the_one_in_the_address(app, clock):
    with app.app_context():
        design = makers.design()
        tang, ning = makers.koc(cast.XIAO_TANG), makers.koc(cast.A_NING)
        sale = makers.sale(fronts=[makers.post(design, tang), makers.post(design, ning)])
        makers.member(ning, cast.WU)
        code, hers = sale.code, ning.code
    assert "小棠实拍" in browsers.words(app.test_client().get(f"/presales/{code}"))
    assert "阿宁实拍" in browsers.words(app.test_client().get(f"/presales/{code}?host={hers}"))
    assert "阿宁实拍" in browsers.words(browsers.of(app, cast.WU).get(f"/presales/{code}"))
    assert "小棠实拍" in browsers.words(app.test_client().get(f"/presales/{code}?host=NOBODY"))


def test_in_her_group_it_says_how_many_of_those_who_picked_it_bought(app, clock):
    with app.app_context():
        koc, design = makers.koc(), makers.design()
        round_ = makers.round_(koc, [design, makers.design("另一款", 2)])
        crowd = makers.crowd(koc, 6)
        for voter in crowd:
            makers.vote(round_, voter, 1)
        makers.member(koc, cast.LIN)
        makers.confirmed(round_)
        sale = makers.sale(fronts=[makers.post(design, koc)])
        for buyer in crowd[:4]:
            makers.buy(sale, buyer)
        code = sale.code
    said = "你群里选过它的 6 人，4 人买了"
    assert said in browsers.words(browsers.of(app, cast.LIN).get(f"/presales/{code}"))
    assert said not in browsers.words(app.test_client().get(f"/presales/{code}"))


def test_of_very_few_voters_nothing_is_said_about_who_bought(app, clock):
    with app.app_context():
        koc, design = makers.koc(), makers.design()
        round_ = makers.round_(koc, [design, makers.design("另一款", 2)])
        makers.member(koc, cast.LIN)
        makers.member(koc, cast.WU)
        makers.vote(round_, cast.WU, 1)
        makers.confirmed(round_)
        sale = makers.sale(fronts=[makers.post(design, koc)])
        makers.buy(sale, cast.WU)
        code = sale.code
    assert "你群里选过它的" not in browsers.words(browsers.of(app, cast.LIN).get(f"/presales/{code}"))


def test_when_the_cap_is_reached_the_page_says_so_and_offers_no_button(app, clock, client):
    shop = Shop(app, minimum=2, cap=2)
    shop.order(browsers.of(app, cast.LIN), {"雾灰/M": "2"})
    page = browsers.words(client.get(f"/presales/{shop.code}"))
    assert "2 件都有人了" in page and "付款，算我一件" not in page


def test_a_sale_whose_parcels_have_all_gone_out_no_longer_says_it_is_being_made(shop, client):
    with shop.app.app_context():
        work_order = makers.released()
        code = work_order.presale.code
        assert "正在做" in browsers.words(client.get(f"/presales/{code}"))
        makers.shipped(work_order)
    said = browsers.words(client.get(f"/presales/{code}"))
    assert "都发出了。" in said and "正在做" not in said
    assert "都发了" in browsers.words(client.get("/presales"))
