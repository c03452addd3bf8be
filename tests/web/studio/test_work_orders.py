"""Work orders in the studio: drafts change their factory, released sheets are only read."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core.db import atomic
from c2m.loop import payments, production
from tests import cast, makers
from tests.web import browsers
from tests.web.studio import queries


@pytest.fixture
def jing(app: Flask, clock) -> FlaskClient:
    return browsers.of(app, cast.XU_JING)


def _draft(app: Flask) -> str:
    with app.app_context():
        return production.of_sale(makers.met())[0].code


def _released(app: Flask) -> str:
    with app.app_context():
        return makers.released().code


def _maker(app: Flask, code: str) -> str:
    with app.app_context():
        return production.WorkOrder.find(code).factory.name


def test_without_a_work_order_the_page_says_when_there_is_one(jing):
    assert "预售截单时满了" in browsers.words(jing.get("/studio/work-orders"))


def test_a_draft_shows_the_pieces_as_they_are_now(app, jing):
    with app.app_context():
        sale = makers.met(6)
        code = production.of_sale(sale)[0].code
    assert "6 件" in browsers.words(jing.get(f"/studio/work-orders/{code}"))
    with app.app_context():
        order = makers.orders.of_sale(sale)[0]
        with atomic():
            payments.call_off(order)
    assert "5 件" in browsers.words(jing.get(f"/studio/work-orders/{code}"))


def test_a_draft_is_given_to_another_factory(app, jing):
    code = _draft(app)
    with app.app_context():
        other = makers.factory(cast.SHAOXING, cast.XIAO_WEI).code
    assert jing.post(f"/studio/work-orders/{code}/factory", data={"factory": other}).status_code == 303
    assert _maker(app, code) == cast.SHAOXING


def test_a_released_work_order_stays_with_its_factory(app, jing):
    code = _released(app)
    with app.app_context():
        other = makers.factory(cast.SHAOXING, cast.XIAO_WEI).code
    assert jing.post(f"/studio/work-orders/{code}/factory", data={"factory": other}).status_code == 409
    assert _maker(app, code) == cast.JIAXING


def test_no_factory_chosen_is_refused(app, jing):
    assert jing.post(f"/studio/work-orders/{_draft(app)}/factory", data={"factory": ""}).status_code == 422


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.csv", "pieces.csv"])
def test_the_studio_reads_the_same_papers_as_the_factory(app, jing, name):
    code = _released(app)
    mine = jing.get(f"/studio/work-orders/{code}/papers/{name}")
    theirs = browsers.of(app, cast.LAO_GU).get(f"/factory/work-orders/{code}/papers/{name}")
    assert mine.status_code == theirs.status_code == 200
    assert mine.headers["Content-Disposition"] == theirs.headers["Content-Disposition"]
    if name.endswith("csv"):
        assert mine.data == theirs.data


def test_a_draft_has_no_papers_and_an_unknown_paper_is_missing(app, jing):
    draft = _draft(app)
    assert jing.get(f"/studio/work-orders/{draft}/papers/sheet.csv").status_code == 404
    with app.app_context():
        sale = production.WorkOrder.find(draft).presale
        makers.reach(sale.lock_at)
        with atomic():
            production.release(sale)
    assert jing.get(f"/studio/work-orders/{draft}/papers/sheet.csv").status_code == 200
    assert jing.get(f"/studio/work-orders/{draft}/papers/addresses.csv").status_code == 404


def test_the_lists_are_narrowed_by_stage_factory_and_sale(app, jing):
    code = _released(app)
    assert code in jing.get("/studio/work-orders?stage=running").get_data(as_text=True)
    assert code not in jing.get("/studio/work-orders?stage=draft").get_data(as_text=True)
    with app.app_context():
        other = makers.factory(cast.SHAOXING, cast.XIAO_WEI).code
    assert code not in jing.get(f"/studio/work-orders?factory={other}").get_data(as_text=True)


def test_the_list_of_many_work_orders_takes_few_queries(app, jing):
    with app.app_context():
        makers.factory()
        for design in makers.twenty(6):
            sale = makers.sale(minimum=1, fronts=[makers.post(design)])
            makers.buy(sale, cast.LIN, 1)
            makers.decide(sale)
    with queries.counted(app) as asked:
        assert jing.get("/studio/work-orders").status_code == 200
    assert len(asked) <= 20
