"""Numbers: asked of all sales at once they are what conversion and ledger say of each, and the page says what they do
not mean."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core.db import atomic
from c2m.insight import cards, conversion, ledger, numbers
from c2m.loop import communities, inbox, presales
from tests import cast, makers
from tests.web import browsers
from tests.web.studio import queries


@pytest.fixture
def jing(app: Flask, clock) -> FlaskClient:
    return browsers.of(app, cast.XU_JING)


def _campaign() -> presales.Presale:
    """Twelve members, five picked the first design, three of them and one other bought it."""
    koc = makers.koc(groups=2, capacity=7)
    members = makers.crowd(koc, 12)
    made = makers.round_(koc, makers.twenty(6))
    for one in members[:5]:
        makers.vote(made, one, 1, 2)
    for one in members[5:8]:
        makers.vote(made, one, 3)
    makers.confirmed(made)
    sale = makers.sale(minimum=3, fronts=[makers.post(made.entries[0].design, koc)])
    for one in [*members[:3], members[9]]:
        makers.buy(sale, one, 1)
    with atomic():
        presales.seen(sale, members[0].id)
        inbox.read(members[0].id)
    return sale


def test_before_any_sale_the_page_says_what_it_will_answer(jing):
    assert "还没有开过预售" in browsers.words(jing.get("/studio/insight"))


@pytest.mark.usefixtures("clock")
def test_many_sales_at_once_give_what_each_gives_alone(inside):
    sale = _campaign()
    (one,) = numbers.sold()
    assert one.conversion == conversion.of(sale)
    assert one.path == ledger.path(sale)
    assert (one.conversion.picked.buyers, one.conversion.picked.people) == (3, 5)
    assert (one.conversion.not_picked.buyers, one.conversion.not_picked.people) == (1, 7)
    assert (one.path.told, one.path.opened, one.path.viewed) == (5, 1, 1)


@pytest.mark.usefixtures("clock")
def test_turnout_is_of_the_members_at_the_close(inside):
    _campaign()
    (one,) = numbers.turnouts()
    assert (one.voted.buyers, one.voted.people) == (8, 12)


@pytest.mark.usefixtures("clock")
def test_all_cards_of_a_koc_together_are_the_sum_of_her_cards(inside):
    koc = makers.koc(groups=2)
    with atomic():
        for group in koc.groups:
            card = communities.make_card(group, f"{group.name}的卡")
            communities.hand_out(card, 100)
            communities.seen(card, "scanned", f"a{group.id}")
            communities.seen(card, "added", f"a{group.id}")
    (one,) = numbers.funnels()
    hers = cards.funnels(koc.id)
    assert one.handed_out == 200
    for name in ("scanned", "added", "joined", "left", "picked", "paid"):
        assert getattr(one, name) == sum(getattr(card, name) for card in hers)


def test_the_page_says_what_the_rates_do_not_mean(app, jing):
    with app.app_context():
        _campaign()
    said = browsers.words(jing.get("/studio/insight"))
    assert "60%" in said and "5 人里 3 人" in said
    assert "这不等于「拉人投票就能多卖」" in said
    assert "95% 区间" in said


def test_the_page_of_the_sale_says_the_same(app, jing):
    with app.app_context():
        code = _campaign().code
    said = browsers.words(jing.get(f"/studio/presales/{code}"))
    assert "5 人 → 3 人付款" in said and "7 人 → 1 人付款" in said


def test_the_page_takes_as_many_queries_for_many_sales_as_for_one(app, jing):
    with app.app_context():
        _campaign()
    with queries.counted(app) as one:
        jing.get("/studio/insight")
    with app.app_context():
        for number in range(30, 36):
            makers.sale(minimum=3, fronts=[makers.post(makers.design(f"第{number}款", number))])
    with queries.counted(app) as many:
        assert jing.get("/studio/insight").status_code == 200
    assert len(many) == len(one)
