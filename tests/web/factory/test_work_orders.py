"""One work order's page: the frozen counts, the way it is made, and the steps in their order."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.loop import production
from tests import cast, makers
from tests.web import browsers

STEPS = ("accept", "cut", "sew", "pack")


@pytest.fixture
def work_order(app: Flask, clock) -> str:
    with app.app_context():
        return makers.released(8).code


@pytest.fixture
def gu(app: Flask, work_order):
    return browsers.of(app, cast.LAO_GU)


def _state(app: Flask, code: str) -> str:
    with app.app_context():
        return production.WorkOrder.find(code).state


def test_the_page_shows_number_pieces_due_date_and_the_matrix(gu, work_order):
    page = browsers.words(gu.get(f"/factory/work-orders/{work_order}"))
    assert "工单 26-001" in page and "8 件" in page and "雾灰" in page and "米白" in page


def test_sizes_stand_in_the_order_of_the_design_whatever_was_bought_first(app: Flask, clock):
    with app.app_context():
        makers.factory()
        sale = makers.sale(minimum=2)
        makers.buy(sale, cast.LIN, {"雾灰/M": 1})
        makers.buy(sale, cast.WU, {"米白/S": 1})
        makers.decide(sale)
        makers.reach(sale.lock_at)
        with atomic():
            production.release(sale)
        code = production.of_sale(sale)[0].code
        assert sale.sizes[:2] == ["S", "M"]
    page = browsers.of(app, cast.LAO_GU).get(f"/factory/work-orders/{code}").get_data(as_text=True)
    heads = re.findall(r'<th scope="col"[^>]*>([SM])</th>', page)
    assert heads and heads[:2] == ["S", "M"]


def test_the_page_names_no_shopper(gu, work_order):
    page = gu.get(f"/factory/work-orders/{work_order}").get_data(as_text=True)
    assert not [word for word in (makers.HOME.name, makers.HOME.phone, makers.HOME.street) if word in page]


def test_every_step_is_reported_in_its_order_and_none_twice(app: Flask, gu, work_order):
    path = f"/factory/work-orders/{work_order}/steps"
    assert gu.post(path, data={"step": "cut"}).status_code == 409
    for step, state in zip(STEPS, ("accepted", "cutting", "sewing", "packed"), strict=True):
        assert gu.post(path, data={"step": step}).status_code == 303
        assert _state(app, work_order) == state
        assert gu.post(path, data={"step": step}).status_code == 409
    assert _state(app, work_order) == "packed"


@pytest.mark.parametrize("step", ["ship", "release", "cancel", "", "../pack"])
def test_what_is_no_step_of_the_factory_is_refused(app: Flask, gu, work_order, step: str):
    assert gu.post(f"/factory/work-orders/{work_order}/steps", data={"step": step}).status_code == 422
    assert _state(app, work_order) == "released"


def test_a_step_says_what_it_means_before_it_is_reported(gu, work_order):
    page = browsers.words(gu.get(f"/factory/work-orders/{work_order}"))
    assert "品牌从现在起按这个交期安排" in page and "报了就不能退回" in page


def test_the_list_shows_the_earliest_due_first_and_the_shipped_apart(app: Flask, gu):
    with app.app_context():
        makers.shipped(production.of_factory(makers.factory().id)[0])
    page = browsers.words(gu.get("/factory"))
    assert "1 张已发完" in page and "都发完了" in page


def test_a_reader_of_english_gets_the_page_in_english(gu, work_order):
    gu.set_cookie("language", "en")
    page = browsers.words(gu.get(f"/factory/work-orders/{work_order}"))
    assert "Mist grey" in page and "8 pieces" in page and "Accept this work order" in page
