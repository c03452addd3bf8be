"""The studio's samples: what is late comes first, each step is one form, and a refusal loses nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core.db import atomic
from c2m.loop import samples
from tests import cast, makers
from tests.web import browsers
from tests.web.studio import queries


@pytest.fixture
def jing(app: Flask, clock) -> FlaskClient:
    return browsers.of(app, cast.XU_JING)


def _asked(app: Flask, title: str = "高腰一片裙", number: int = 1) -> str:
    with app.app_context():
        design, koc = makers.design(title, number), makers.koc()
        with atomic():
            return samples.ask(design, koc, reason="试运行").code


def _sample(app: Flask, code: str) -> samples.Sample:
    with app.app_context():
        return samples.Sample.find(code)


def test_without_any_sample_the_page_says_where_they_come_from(jing):
    assert "确认一期的入选款后" in browsers.words(jing.get("/studio/samples"))


def test_the_late_ones_come_first(app, jing, clock):
    late = _asked(app, "晚了的裙")
    clock.advance(days=4)
    _asked(app, "刚下单的裙", 2)
    clock.advance(days=2)
    said = browsers.words(jing.get("/studio/samples"))
    assert said.index("晚了的裙") < said.index("刚下单的裙")
    assert _sample(app, late).is_late


def test_a_sample_goes_from_asked_to_sent_by_one_form_each(app, jing):
    code = _asked(app)
    assert (
        jing.post(f"/studio/samples/{code}/pieces", data={"cost": "168.50", "changed": "领子低 2 厘米"}).status_code
        == 303
    )
    made = _sample(app, code)
    assert (made.state, made.cost_fen, made.changed) == ("made", 16850, "领子低 2 厘米")
    assert jing.post(f"/studio/samples/{code}/parcels", data={"courier": "顺丰", "tracking": "SF1"}).status_code == 303
    assert _sample(app, code).state == "sent"
    assert "SF1" in browsers.words(jing.get(f"/studio/samples/{code}"))


def test_a_sample_without_a_tracking_number_is_not_sent_and_what_was_typed_stays(app, jing):
    code = _asked(app)
    jing.post(f"/studio/samples/{code}/pieces", data={"cost": ""})
    answer = jing.post(f"/studio/samples/{code}/parcels", data={"courier": "顺丰到付", "tracking": ""})
    assert answer.status_code == 422 and "顺丰到付" in answer.get_data(as_text=True)
    assert _sample(app, code).state == "made"


def test_a_step_taken_twice_is_refused(app, jing):
    code = _asked(app)
    assert jing.post(f"/studio/samples/{code}/pieces", data={"cost": "1"}).status_code == 303
    assert jing.post(f"/studio/samples/{code}/pieces", data={"cost": "9"}).status_code == 409
    assert _sample(app, code).cost_fen == 100


def test_outside_a_round_a_sample_needs_its_reason(app, jing):
    with app.app_context():
        design, koc = makers.design().code, makers.koc().code
    bare = jing.post("/studio/samples", data={"design": design, "koc": koc, "reason": " "})
    assert bare.status_code == 422
    made = jing.post("/studio/samples", data={"design": design, "koc": koc, "reason": "去年买过的人问了"})
    assert made.status_code == 303
    assert "去年买过的人问了" in browsers.words(jing.get(made.location))


def test_outside_a_round_an_unknown_design_is_refused_at_its_field(app, jing):
    with app.app_context():
        makers.design(), makers.koc()
    answer = jing.post("/studio/samples", data={"design": "nothing", "koc": "", "reason": "为了试"})
    assert answer.status_code == 422 and "为了试" in answer.get_data(as_text=True)


def test_a_declined_sample_shows_her_reason_and_what_became_of_the_piece(app, jing):
    with app.app_context():
        shown = makers.sample()
        with atomic():
            samples.decline(shown, "腰线落在胯上")
        code = shown.code
    assert "腰线落在胯上" in browsers.words(jing.get(f"/studio/samples/{code}"))
    assert jing.post(f"/studio/samples/{code}/settlements", data={"kept": "no"}).status_code == 303
    assert _sample(app, code).kept is False


@pytest.mark.parametrize("who", [cast.SU_HE, cast.DING_NING, cast.LAO_GU, cast.LIN])
def test_samples_are_the_operators_alone(app, clock, who):
    code = _asked(app)
    browser = browsers.of(app, who)
    assert browser.get(f"/studio/samples/{code}").status_code == 404
    assert browser.post(f"/studio/samples/{code}/pieces", data={}).status_code == 404


def test_the_list_of_many_samples_takes_few_queries(app, jing):
    with app.app_context():
        for design in makers.twenty(12):
            makers.sample(design)
    with queries.counted(app) as asked:
        assert jing.get("/studio/samples").status_code == 200
    assert len(asked) <= 20
