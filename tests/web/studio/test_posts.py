"""Reviewing a post: read as the shopper reads it, approved, or sent back for a fact; what changed stays visible."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core.db import atomic
from c2m.loop import posts
from c2m.web.studio.posts import differences
from tests import cast, makers
from tests.web import browsers
from tests.web.studio import queries


@pytest.fixture
def jing(app: Flask, clock) -> FlaskClient:
    return browsers.of(app, cast.XU_JING)


def _handed_in(app: Flask) -> str:
    with app.app_context():
        post = makers.written()
        with atomic():
            posts.hand_in(post)
        return post.code


def _state(app: Flask, code: str) -> str:
    with app.app_context():
        return posts.Post.find(code).state


def test_before_any_post_the_page_says_what_will_come(jing):
    assert "还没有人交笔记" in browsers.words(jing.get("/studio/posts"))


def test_a_post_that_waits_stands_above_those_that_were_read(app, jing):
    with app.app_context():
        makers.post(makers.design("看过的裙", 2))
    code = _handed_in(app)
    said = jing.get("/studio/posts").get_data(as_text=True)
    assert said.index(code) < said.index("看过的裙")


def test_the_operator_reads_every_word_and_that_criticism_is_not_a_wrong_fact(app, jing):
    said = browsers.words(jing.get(f"/studio/posts/{_handed_in(app)}"))
    for name in posts.WORDS:
        assert makers.WORDS[name] in said
    assert "不算事实有误" in said


def test_an_approved_post_is_out(app, jing):
    code = _handed_in(app)
    assert jing.post(f"/studio/posts/{code}/approval").status_code == 303
    assert _state(app, code) == "approved"
    assert jing.post(f"/studio/posts/{code}/approval").status_code == 409


def test_a_post_goes_back_only_with_the_fact_that_is_wrong(app, jing):
    code = _handed_in(app)
    assert jing.post(f"/studio/posts/{code}/returns", data={"reason": "  "}).status_code == 422
    assert _state(app, code) == "submitted"
    assert jing.post(f"/studio/posts/{code}/returns", data={"reason": "胸围是 90"}).status_code == 303
    assert _state(app, code) == "returned"
    assert "胸围是 90" in browsers.words(jing.get(f"/studio/posts/{code}"))


def test_the_page_shows_what_changed_between_two_wordings(app, jing):
    code = _handed_in(app)
    with app.app_context():
        post = posts.Post.find(code)
        with atomic():
            posts.send_back(post, "领围不是 96")
            posts.write(post, fit="肩线正好，腰上没有余量。")
            posts.hand_in(post)
    page = jing.get(f"/studio/posts/{code}").get_data(as_text=True)
    assert "<del>" in page and "<ins>" in page
    assert "领围不是 96" in page


def test_differences_put_back_together_are_both_wordings():
    before, after = "158 到 162 选 S，胸围 88 以上选 M。", "158 到 165 选 S，胸围 90 以上选 L。"
    marked = differences(before, after)
    assert "".join(text for kind, text in marked if kind != "new") == before
    assert "".join(text for kind, text in marked if kind != "gone") == after
    assert ("same", "158 到 16") in marked


def test_what_a_koc_writes_is_never_markup(app, jing):
    with app.app_context():
        post = makers.written()
        with atomic():
            posts.write(post, scene="<script>alert(1)</script>")
            posts.hand_in(post)
        code = post.code
    assert "<script>alert(1)" not in jing.get(f"/studio/posts/{code}").get_data(as_text=True)


def test_the_list_of_many_posts_takes_few_queries(app, jing):
    with app.app_context():
        for design in makers.twenty(10):
            makers.post(design)
    with queries.counted(app) as asked:
        assert jing.get("/studio/posts").status_code == 200
    assert len(asked) <= 20
