"""Pre-sales in the studio: drafted on approved posts, published once, watched honestly, decided by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core import clock as only_clock
from c2m.core.db import atomic, db
from c2m.insight import progress
from c2m.loop import payments, presales, production, shipments
from c2m.web import filters
from tests import cast, makers
from tests.web import browsers
from tests.web.studio import queries


@pytest.fixture
def jing(app: Flask, clock) -> FlaskClient:
    return browsers.of(app, cast.XU_JING)


def _terms(app: Flask, **values: object) -> dict[str, object]:
    """A filled-in form for the design of one approved post."""
    with app.app_context():
        post = makers.post()
        now = only_clock.now()
        plain = {
            "design": post.sample.design.code,
            "posts": [post.code],
            "price": "239",
            "cost": "118",
            "minimum": "30",
            "cap": "",
            "per_person": "2",
            "cells": [str(place) for place in range(6)],
            "opens_at": filters.field_time(now + timedelta(days=1)),
            "closes_at": filters.field_time(now + timedelta(days=4)),
            "ships_by": filters.field_time(now + timedelta(days=16)),
        }
        return plain | values


def _only(app: Flask) -> presales.Presale | None:
    with app.app_context():
        return db.session.scalars(db.select(presales.Presale)).first()


def test_without_a_pre_sale_the_page_says_when_one_can_open(jing):
    assert "还没有预售" in browsers.words(jing.get("/studio/presales"))


def test_only_designs_with_a_post_that_is_out_can_be_chosen(app, jing):
    with app.app_context():
        makers.written(makers.design("没发的裙", 7))
        makers.post(makers.design("发了的裙", 8))
    said = browsers.words(jing.get("/studio/presales/new"))
    assert "发了的裙" in said and "没发的裙" not in said


def test_the_form_says_break_even_and_the_promise_before_anything_is_kept(app, jing):
    typed = _terms(app, price="200", cost="150", minimum="20")
    said = browsers.words(jing.post("/studio/presales/figures", data=typed))
    assert "每件赚 ¥50" in said
    assert "保本 3 件" in said
    assert "不满 20 件" in said
    assert _only(app) is None


def test_a_price_below_the_cost_never_breaks_even(app, jing):
    typed = _terms(app, price="100", cost="150")
    assert "保不了本" in browsers.words(jing.post("/studio/presales/figures", data=typed))


def test_a_draft_shows_its_promise_and_is_published_by_one_button(app, jing):
    answer = jing.post("/studio/presales", data=_terms(app))
    assert answer.status_code == 303
    said = browsers.words(jing.get(answer.location))
    assert "不满 30 件" in said and "1 小时内开始全额退款" in said
    assert _only(app).state == "draft"
    assert jing.post(f"{answer.location}/publication").status_code == 303
    assert _only(app).state == "scheduled"
    assert jing.post(f"{answer.location}/publication").status_code == 409


def test_only_the_cells_that_are_ticked_are_offered(app, jing):
    jing.post("/studio/presales", data=_terms(app, cells=["0", "4"]))
    with app.app_context():
        sale = db.session.scalars(db.select(presales.Presale)).one()
        assert [cell.label for cell in sale.cells] == ["雾灰/S", "米白/M"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cells", []),
        ("posts", []),
        ("price", "gratis"),
        ("minimum", "0"),
        ("cap", "3"),
        ("per_person", "0"),
        ("closes_at", "tomorrow"),
        ("ships_by", "2026-11-21T10:00"),
        ("opens_at", ""),
    ],
)
def test_terms_nobody_could_keep_are_refused_and_nothing_typed_is_lost(app, jing, field, value):
    answer = jing.post("/studio/presales", data=_terms(app, cost="117.31") | {field: value})
    assert answer.status_code == 422
    assert "117.31" in answer.get_data(as_text=True)
    assert _only(app) is None


def test_a_post_about_another_design_cannot_front_it(app, jing):
    typed = _terms(app)
    with app.app_context():
        typed["posts"] = [makers.post(makers.design("另一条裙", 9)).code]
    assert jing.post("/studio/presales", data=typed).status_code == 422
    assert _only(app) is None


def test_a_draft_is_put_away_but_what_is_published_stands(app, jing):
    where = jing.post("/studio/presales", data=_terms(app)).location
    assert jing.post(f"{where}/cancellation").status_code == 303
    assert _only(app).state == "cancelled"
    with app.app_context():
        running = makers.sale().code
    assert jing.post(f"/studio/presales/{running}/cancellation").status_code == 409


def test_the_page_counts_paid_pieces_and_says_what_a_miss_would_send_back(app, jing):
    with app.app_context():
        sale = makers.sale(minimum=5)
        makers.buy(sale, cast.LIN, 2)
        makers.order(sale, cast.WU, 1)
        code = sale.code
    said = browsers.words(jing.get(f"/studio/presales/{code}"))
    assert "还差 3 件" in said
    assert "已收款 ¥478" in said
    assert "1 单，¥478" in said


def test_no_form_on_the_page_of_a_sale_can_decide_it(app, jing):
    with app.app_context():
        running = makers.sale(minimum=5)
        makers.buy(running, cast.LIN, 2)
        code = running.code
    page = jing.get(f"/studio/presales/{code}").get_data(as_text=True)
    assert f"/studio/presales/{code}/" not in page


def test_after_a_miss_the_page_says_what_is_owed_and_then_what_is_paid_back(app, jing):
    with app.app_context():
        sale = makers.sale(minimum=5)
        makers.buy(sale, cast.LIN, {"雾灰/M": 2})
        makers.decide(sale)
        with atomic():
            production.refund_missed(sale)
        code = sale.code
    said = browsers.words(jing.get(f"/studio/presales/{code}"))
    assert "没满，全部退款" in said and "退款在路上 ¥478" in said
    assert "2 / 5 件" in said
    with app.app_context():
        makers.refund_all()
    assert "每个人都已全额退款" in browsers.words(jing.get(f"/studio/presales/{code}"))


def test_the_curve_goes_down_where_a_piece_was_freed_and_ends_at_what_decided(app, clock):
    with app.app_context():
        sale = makers.sale(minimum=1)
        makers.buy(sale, cast.LIN, 2)
        clock.advance(hours=1)
        gone = makers.buy(sale, cast.WU, 3)
        clock.advance(hours=1)
        with atomic():
            payments.call_off(gone)
        makers.decide(sale)
        assert [pieces for _at, pieces in progress.curve(sale)] == [2, 5, 2]


def test_the_page_of_a_met_sale_leads_to_its_work_orders(app, jing):
    with app.app_context():
        sale = makers.met()
        code, work_order = sale.code, production.of_sale(sale)[0].code
    assert work_order in jing.get(f"/studio/presales/{code}").get_data(as_text=True)


def test_a_sale_whose_parcels_are_all_sent_is_not_said_to_be_in_the_making(app, jing):
    with app.app_context():
        work_order = makers.packed()
        code, key = work_order.presale.code, work_order.code
    paths = ("/studio/presales", f"/studio/presales/{code}", "/studio/insight")
    assert all("已锁单，在做" in browsers.words(jing.get(path)) for path in paths)
    with app.app_context():
        work_order = production.WorkOrder.find(key)
        with atomic():
            shipments.send(
                work_order, [(one.code, "中通", f"ZT{one.id:010d}") for one in shipments.orders_in(work_order)]
            )
    for path in paths:
        words = browsers.words(jing.get(path))
        assert "已全部寄出" in words and "已锁单，在做" not in words


def test_the_list_of_many_pre_sales_takes_few_queries(app, jing):
    with app.app_context():
        for design in makers.twenty(8):
            makers.sale(minimum=3, fronts=[makers.post(design)])
    with queries.counted(app) as asked:
        assert jing.get("/studio/presales").status_code == 200
    assert len(asked) <= 20
