"""Today: what is listed is what waits, and every button leads where it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.core.outbox import Effect
from c2m.insight import today
from c2m.loop import payments, posts, presales, samples
from tests import cast, makers
from tests.web import browsers

pytestmark = pytest.mark.usefixtures("clock")


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements a page asks of the database."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return [task.kind for task in today.tasks()]


def test_an_empty_shop_has_nothing_waiting(app: Flask):
    page = browsers.words(browsers.of(app, cast.XU_JING).get("/studio"))
    assert "没有事等你" in page and "还没有预售" in page and "现在没有选款" in page
    assert kinds(app) == []


def test_a_round_waits_from_its_close_until_it_is_confirmed_and_then_its_samples_wait(app: Flask):
    with app.app_context():
        made = makers.round_()
        makers.vote(made, cast.LIN, 1, 2)
        assert kinds(app) == []
        makers.reach(made.closes_at)
        assert kinds(app) == ["confirm"]
        makers.confirmed(made)
        with atomic():
            samples.ask_for_winners(made)
    assert kinds(app) == ["sew"]
    with app.app_context():
        assert today.tasks()[0].count == 2


def test_a_sample_late_comes_before_one_that_is_not(app: Flask):
    with app.app_context():
        design, koc = makers.design(), makers.koc()
        with atomic():
            late = samples.ask(design, koc, reason="试运行").id
        assert kinds(app) == ["sew"]
        clock.advance(days=6)
        other = makers.design("另一款", 2)
        with atomic():
            samples.ask(other, koc, reason="试运行")
    assert kinds(app) == ["sewing_late", "sew"]
    with app.app_context():
        assert today.tasks()[0].key == late


def test_words_handed_in_wait_for_the_brand_and_not_for_the_koc(app: Flask):
    with app.app_context():
        post = makers.written()
        clock.advance(days=4)
        assert kinds(app) == ["wearing_late"]
        with atomic():
            posts.hand_in(post)
        assert kinds(app) == ["review"]


@pytest.fixture
def four(app: Flask) -> None:
    """A draft, a work order without factory, a refund that failed and a message that could not be sent."""
    with app.app_context():
        post = makers.post()
        sale = makers.sale(minimum=1, fronts=[post])
        order = makers.buy(sale, cast.LIN)
        makers.buy(sale, cast.WU)
        with atomic():
            presales.draft([post], makers.given(3))
            refund = payments.call_off(order)
            payments.refund_answered(refund, payments.RefundAnswer(refund.number, "failed"))
            db.session.add(
                Effect(kind="sms", key="x", payload={}, state="parked", due_at=clock.now(), made_at=clock.now())
            )
        makers.decide(sale)


def test_money_comes_first_and_drafts_last(app: Flask, four):
    assert kinds(app) == ["refund", "effect", "factory", "publish"]
    page = browsers.of(app, cast.XU_JING).get("/studio")
    assert "4 件事等你处理" in browsers.words(page)
    assert "没退成" in browsers.words(page) and "¥239" in browsers.words(page)


def test_every_button_of_the_list_leads_to_a_page(app: Flask, four):
    browser = browsers.of(app, cast.XU_JING)
    page = browser.get("/studio").get_data(as_text=True)
    todos = page[page.index('class="todos"') :]
    hrefs = re.findall(r'href="([^"]+)"', todos[: todos.index("</ul>")])
    assert len(hrefs) == 4
    assert {browser.get(href).status_code for href in hrefs} == {200}


def test_no_count_of_a_design_is_anywhere_while_the_round_is_open(app: Flask):
    with app.app_context():
        made = makers.round_()
        for who in cast.SHOPPERS:
            makers.vote(made, who, 1)
        code, entry = made.code, made.entries[0].design.code
    browser = browsers.of(app, cast.XU_JING)
    for path in (
        "/studio",
        f"/studio/rounds/{code}",
        "/studio/designs",
        f"/studio/designs/{entry}",
        f"/studio/rounds/{code}/ballots",
    ):
        words = browsers.words(browser.get(path))
        assert "5 人选" not in words and "第 1，" not in words, path
    assert "5 人已投" in browsers.words(browser.get("/studio"))


def test_the_page_asks_twenty_questions_at_most_however_much_there_is(app: Flask):
    with app.app_context():
        koc = makers.koc()
        crowd = makers.crowd(koc, 12)
        first = makers.round_(koc)
        for one in crowd:
            makers.vote(first, one, 1, 2, 3)
        makers.confirmed(first)
        with atomic():
            samples.ask_for_winners(first)
        met = makers.sale(minimum=2, fronts=[makers.post(first.entries[0].design, koc)])
        for one in crowd[:3]:
            makers.buy(met, one)
        makers.decide(met)
        for number in (1, 2):
            makers.sale(minimum=5, fronts=[makers.post(first.entries[number].design, koc)])
        makers.round_(koc, [entry.design for entry in first.entries])
    browser = browsers.of(app, cast.XU_JING)
    browser.get("/studio")
    with counted(app) as asked:
        assert browser.get("/studio").status_code == 200
    assert len(asked) <= 20, "\n".join(asked)


def test_the_evidence_is_of_the_sale_decided_last(app: Flask):
    with app.app_context():
        koc = makers.koc()
        crowd = makers.crowd(koc, 10)
        made = makers.round_(koc)
        for one in crowd[:4]:
            makers.vote(made, one, 1)
        makers.confirmed(made)
        sale = makers.sale(minimum=2, fronts=[makers.post(made.entries[0].design, koc)])
        for one in (*crowd[:3], crowd[8]):
            makers.buy(sale, one)
        makers.decide(sale)
        found, conversion = today.evidence()
        assert found.id == sale.id
        assert (conversion.picked.buyers, conversion.picked.people) == (3, 4)
    words = browsers.words(browsers.of(app, cast.XU_JING).get("/studio"))
    assert "4 人 → 3 人付款" in words and "6 人 → 1 人付款" in words


def test_it_speaks_english_too(app: Flask):
    browser = browsers.of(app, cast.XU_JING)
    browser.set_cookie("language", "en")
    assert "Nothing waits for you" in browsers.words(browser.get("/studio"))
