"""Mention lists: who picked a design, by group, masked, with a text that tells and never sells."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from c2m.core.db import atomic, db
from c2m.loop import ballots, communities, posts, presales, rounds, samples
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")
SELLING = (
    "赶紧",
    "快来",
    "抢",
    "爆款",
    "超值",
    "划算",
    "便宜",
    "优惠",
    "必买",
    "推荐",
    "值得",
    "最后",
    "手慢",
    "亲",
    "！",
    "!",
    "buy",
    "only today",
    "hurry",
)


@pytest.fixture
def ding(app: Flask):
    return browsers.of(app, cast.DING_NING)


@pytest.fixture
def over(app: Flask) -> str:
    """Design 1 was picked by 林小满 (known as 满满 in the group) and by somebody without a name; 吴桐 picked design 2."""
    with app.app_context():
        koc = makers.koc()
        makers.member(koc, cast.LIN)
        nameless = makers.person(cast.Who("", "13600132077"))
        with atomic():
            communities.memberships(makers.person_of(cast.LIN).id)[0].nickname = "满满"
            communities.settle_in(nameless.id, koc.id)
        made = makers.round_(koc, makers.twenty(3))
        makers.vote(made, cast.LIN, 1)
        makers.vote(made, nameless, 1)
        makers.vote(made, cast.WU, 2)
        makers.reach(made.closes_at)
        return made.code


def test_the_list_has_her_name_in_the_group_and_never_her_whole_number(app: Flask, ding, over):
    page = ding.get(f"/studio/support/rounds/{over}").get_data(as_text=True)
    assert 'data-copy="@满满 @136******77"' in page
    assert "吴桐" not in page and "林小满" not in page
    assert "13600132077" not in page and cast.LIN.phone not in page
    assert "小棠的1群" in page


def test_another_design_has_another_list(app: Flask, ding, over):
    with app.app_context():
        second = rounds.Round.find(over).entries[1].code
    page = browsers.words(ding.get(f"/studio/support/rounds/{over}?design={second}"))
    assert "@吴桐" in page and "@满满" not in page
    assert ding.get(f"/studio/support/rounds/{over}?design=222222").status_code == 404


def test_a_voided_ballot_is_on_no_list(app: Flask, ding, over):
    with app.app_context():
        mine = ballots.Ballot.person_id == makers.person(cast.LIN).id
        hers = db.session.scalars(db.select(ballots.Ballot).where(mine)).one()
        with atomic():
            ballots.judge(hers, "void", "脚本", by=makers.person_of(cast.DING_NING).id)
    assert "满满" not in browsers.words(ding.get(f"/studio/support/rounds/{over}"))


def test_no_list_of_a_round_that_is_open(app: Flask, ding):
    with app.app_context():
        made = makers.round_()
        makers.vote(made, cast.LIN, 1)
        code = made.code
    assert ding.get(f"/studio/support/rounds/{code}").status_code == 303
    words = browsers.words(ding.get("/studio/support"))
    assert "还没有收过票" in words and "林小满" not in words


def told(browser, code: str) -> list[str]:
    """The ready text in both languages."""
    pages = []
    for language in ("zh_CN", "en"):
        browser.set_cookie("language", language)
        page = browser.get(f"/studio/support/rounds/{code}").get_data(as_text=True)
        pages.append(re.search(r'id="told">([^<]+)<', page).group(1))
    return pages


def test_the_text_tells_at_every_stage_and_never_sells(app: Flask, ding, over):
    said = told(ding, over)
    with app.app_context():
        made = rounds.Round.find(over)
        makers.confirmed(made)
        with atomic():
            samples.ask_for_winners(made)
    said += told(ding, over)
    with app.app_context():
        made = rounds.Round.find(over)
        post = makers.post(made.entries[0].design, made.koc)
        code = post.code
    said += told(ding, over)
    with app.app_context():
        sale = makers.sale(minimum=50, fronts=[posts.Post.find(code)]).code
    said += told(ding, over)
    with app.app_context():
        makers.decide(presales.Presale.find(sale))
    said += told(ding, over)
    assert len(set(said)) == 10
    for sentence in said:
        assert not [word for word in SELLING if word in sentence], sentence
        assert "http://" in sentence
