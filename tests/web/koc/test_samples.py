"""A sample's passport, and what she may say: I have it, sew it again, I will not front it, I keep it."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.loop import inbox, samples
from tests import cast, makers
from tests.web import browsers


@pytest.fixture
def sent(app: Flask, clock) -> str:
    """A winner's sample on its way to 小棠; 林小满 and 吴桐 picked it."""
    with app.app_context():
        koc = makers.koc()
        round_ = makers.round_(koc, [makers.design("条纹长袖")])
        for who in (cast.LIN, cast.WU):
            makers.vote(round_, who, 1)
        makers.confirmed(round_)
        with atomic():
            sample = samples.ask_for_winners(round_)[0]
            samples.make(sample, changed="领口放宽 1 cm")
            samples.send(sample, "顺丰", "SF15 0382")
        return f"/koc/samples/{sample.code}"


@pytest.fixture
def tang(app: Flask, sent):
    browser = browsers.of(app, cast.XIAO_TANG)
    browser.set_cookie("language", "en")
    return browser


def _state(app: Flask, path: str) -> str:
    with app.app_context():
        return samples.Sample.find(path.rsplit("/", 1)[-1]).state


def test_the_passport_shows_courier_dates_and_what_changed(tang, sent):
    page = browsers.words(tang.get(sent))
    assert "顺丰 SF15 0382" in page and "领口放宽 1 cm" in page and "picked by 2" in page


def test_she_says_that_she_has_it_and_is_led_to_write(app: Flask, tang, sent):
    assert tang.get(f"{sent}/post").status_code == 303
    assert tang.post(f"{sent}/receipts").status_code == 303
    assert _state(app, sent) == "received"
    assert tang.post(f"{sent}/receipts").status_code == 409
    assert tang.get(f"{sent}/post").status_code == 200


def test_the_page_says_before_she_declines_that_everyone_reads_her_reason(app: Flask, tang, sent):
    assert "the 2 people who picked it will all read your reason" in browsers.words(tang.get(sent))
    assert tang.post(f"{sent}/refusals", data={"reason": "洗一次就松。"}).status_code == 303
    assert _state(app, sent) == "declined"
    with app.app_context():
        told = inbox.of(makers.person(cast.LIN).id)
        assert "洗一次就松。" in [one.params.get("reason") for one in told]


@pytest.mark.parametrize("noun", ["refusals", "resamples"])
def test_without_a_reason_nothing_is_declined_or_sewn_again(app: Flask, tang, sent, noun: str):
    tang.post(f"{sent}/receipts")
    answer = tang.post(f"{sent}/{noun}", data={"reason": " \n "})
    assert answer.status_code == 422 and "Say w" in browsers.words(answer)
    assert _state(app, sent) == "received"


def test_a_piece_sewn_again_starts_its_passport_anew_and_keeps_her_reason(app: Flask, tang, sent):
    tang.post(f"{sent}/receipts")
    assert tang.post(f"{sent}/resamples", data={"reason": "腰头放大 2 cm"}).status_code == 303
    page = browsers.words(tang.get(sent))
    assert "piece no. 2" in page and "腰头放大 2 cm" in page
    assert "SF15 0382" not in page, "the parcel of the first piece is not in the passport of the second"


def test_before_it_is_with_her_it_cannot_be_sewn_again(app: Flask, tang, sent):
    assert tang.post(f"{sent}/resamples", data={"reason": "太长"}).status_code == 409
    assert _state(app, sent) == "sent"


def test_keeping_or_sending_back_is_put_on_record(app: Flask, tang, sent):
    assert tang.post(f"{sent}/settlements", data={"kept": "yes"}).status_code == 409
    tang.post(f"{sent}/receipts")
    assert tang.post(f"{sent}/settlements", data={"kept": "maybe"}).status_code == 422
    assert tang.post(f"{sent}/settlements", data={"kept": "no"}).status_code == 303
    with app.app_context():
        assert samples.Sample.find(sent.rsplit("/", 1)[-1]).kept is False
