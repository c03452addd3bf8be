"""Who sees a factory's pages: its own people, released work orders, nothing of another factory."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.loop import factories, production
from tests import cast, makers
from tests.web import browsers

PAPERS = ("sheet.xlsx", "sheet.pdf", "sheet.csv", "pieces.csv", "pictures.zip")
ACTS = (("steps", {"step": "accept"}), ("shipping-lists", {}), ("waybill-files", {}), ("waybills", {"order": "ABCDEF"}))
OTHERS = (cast.XU_JING, cast.SU_HE, cast.DING_NING, cast.XIAO_TANG, cast.LIN)


@pytest.fixture
def path(app: Flask, clock) -> str:
    with app.app_context():
        work_order = makers.released()
        makers.factory(cast.SHAOXING, cast.XIAO_WEI)
        return f"/factory/work-orders/{work_order.code}"


def addresses(path: str) -> list[str]:
    return [path, *(f"{path}/papers/{name}" for name in PAPERS)]


def test_its_own_people_see_the_work_order_and_take_its_papers(app: Flask, path):
    gu = browsers.of(app, cast.LAO_GU)
    assert [gu.get(one).status_code for one in addresses(path)] == [200] * 6
    assert "26-001" in browsers.words(gu.get("/factory"))


def test_another_factory_finds_nothing_there_and_changes_nothing(app: Flask, path):
    wei = browsers.of(app, cast.XIAO_WEI)
    assert {wei.get(one).status_code for one in addresses(path)} == {404}
    assert {wei.post(f"{path}/{noun}", data=form).status_code for noun, form in ACTS} == {404}
    assert "还没有工单" in browsers.words(wei.get("/factory"))
    with app.app_context():
        assert production.WorkOrder.find(path.rsplit("/", 1)[-1]).state == "released"


def test_what_is_not_there_looks_like_what_is_foreign(app: Flask, path):
    wei = browsers.of(app, cast.XIAO_WEI)
    assert browsers.words(wei.get(path)) == browsers.words(wei.get("/factory/work-orders/222222"))


def test_a_draft_is_nobodys_but_the_brands(app: Flask, clock):
    with app.app_context():
        draft = production.of_sale(makers.met())[0]
        assert draft.state == "draft" and draft.factory.name == cast.JIAXING
        path = f"/factory/work-orders/{draft.code}"
    gu = browsers.of(app, cast.LAO_GU)
    assert {gu.get(one).status_code for one in addresses(path)} == {404}
    assert "还没有工单" in browsers.words(gu.get("/factory"))


@pytest.mark.parametrize("who", OTHERS, ids=lambda who: who.name)
def test_nobody_else_enters(app: Flask, path, who: cast.Who):
    browser = browsers.of(app, who)
    assert {browser.get(one).status_code for one in ["/factory", *addresses(path)]} == {404}
    assert {browser.post(f"{path}/{noun}", data=form).status_code for noun, form in ACTS} == {404}


def test_who_is_dismissed_is_out_at_once(app: Flask, path):
    gu = browsers.of(app, cast.LAO_GU)
    assert gu.get(path).status_code == 200
    with app.app_context():
        person = makers.person(cast.LAO_GU)
        with atomic():
            factories.dismiss(person)
    assert gu.get(path).status_code == 302 and gu.get("/factory").location.startswith("/signin")
    assert gu.get("/factory").status_code == 302


def test_a_paper_that_is_none_is_not_found(app: Flask, path):
    gu = browsers.of(app, cast.LAO_GU)
    assert gu.get(f"{path}/papers/everything.exe").status_code == 404
