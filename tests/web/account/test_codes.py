"""Signing in with a phone and a one-time code."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from c2m.core import outbox
from c2m.core.db import db
from c2m.loop import people
from c2m.web.account import codes
from tests import cast, makers
from tests.web import browsers


def test_a_phone_and_its_code_sign_in_and_a_new_person_is_asked_her_name(app: Flask, clock):
    sms, lin = browsers.listen(app), app.test_client()
    asked = lin.post("/signin", data={"phone": "137 0013 2021", "next": "/hosts"})
    assert asked.status_code == 303 and asked.location == "/signin/code?next=/hosts"
    assert sms.sent[0][0] == cast.LIN.phone
    entered = lin.post("/signin/code", data={"code": sms.code(), "next": "/hosts"})
    assert (entered.status_code, entered.location) == (303, "/signin/name?next=/hosts")
    named = lin.post("/signin/name", data={"name": "小满", "next": "/hosts"})
    assert (named.status_code, named.location) == (303, "/hosts")
    assert "小满" in browsers.words(lin.get("/me"))


def test_the_code_is_sent_at_once_and_kept_nowhere_afterwards(app: Flask, client, clock):
    browsers.listen(app)
    client.post("/signin", data={"phone": cast.LIN.phone})
    with app.app_context():
        effect = db.session.scalars(select(outbox.Effect)).one()
        assert (effect.state, effect.payload) == ("done", {})


def test_a_known_and_an_unknown_phone_get_the_same_answer(app: Flask, clock):
    sms = browsers.listen(app)
    with app.app_context():
        makers.person(cast.LIN)
    answers = []
    for phone in (cast.LIN.phone, cast.WU.phone):
        browser = app.test_client()
        sent = browser.post("/signin", data={"phone": phone})
        wrong = browser.post("/signin/code", data={"code": "000000" if sms.code() != "000000" else "111111"})
        said = browsers.words(wrong).replace(people.masked(phone), "-")
        answers.append((sent.status_code, sent.location, wrong.status_code, said))
    assert answers[0] == answers[1]
    assert answers[0][2] == 422


def test_a_code_works_only_in_the_browser_that_asked_for_it(app: Flask, clock):
    sms, lin, thief = browsers.listen(app), app.test_client(), app.test_client()
    lin.post("/signin", data={"phone": cast.LIN.phone})
    with thief.session_transaction() as session:
        session["phone"], session["visitor"] = cast.LIN.phone, "another browser"
    assert thief.post("/signin/code", data={"code": sms.code()}).status_code == 422
    assert thief.get("/me").status_code == 302


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(app: Flask, client, clock):
    sms = browsers.listen(app)
    client.post("/signin", data={"phone": cast.LIN.phone})
    wrong = "000000" if sms.code() != "000000" else "111111"
    for _try in range(5):
        assert client.post("/signin/code", data={"code": wrong}).status_code == 422
    assert client.post("/signin/code", data={"code": sms.code()}).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(people.Person)) == 0


def test_a_code_is_good_for_ten_minutes(app: Flask, client, clock):
    sms = browsers.listen(app)
    client.post("/signin", data={"phone": cast.LIN.phone})
    clock.advance(minutes=10)
    assert client.post("/signin/code", data={"code": sms.code()}).status_code == 422


def test_a_phone_gets_five_codes_an_hour_whoever_asks(app: Flask, clock):
    sms = browsers.listen(app)
    answers = [app.test_client().post("/signin", data={"phone": cast.LIN.phone}).status_code for _ask in range(6)]
    assert answers == [303] * 5 + [429]
    assert len(sms.sent) == 5


def test_a_browser_gets_ten_codes_an_hour_for_whatever_phones(app: Flask, client, clock):
    browsers.listen(app)
    asked = [client.post("/signin", data={"phone": f"1370000{n:04d}"}).status_code for n in range(11)]
    assert asked == [303] * 10 + [429]


def test_one_address_cannot_ask_for_codes_without_end_by_changing_browsers(app: Flask, clock, monkeypatch):
    browsers.listen(app)
    monkeypatch.setattr(codes, "ADDRESS_HOURLY", 3)
    asked = [app.test_client().post("/signin", data={"phone": f"1370000{n:04d}"}).status_code for n in range(4)]
    assert asked == [303] * 3 + [429]


def test_one_address_cannot_try_codes_without_end_by_changing_phones(app: Flask, clock, monkeypatch):
    sms = browsers.listen(app)
    monkeypatch.setattr(codes, "TRIES_HOURLY", 2)
    tried = []
    for number in range(3):
        browser = app.test_client()
        browser.post("/signin", data={"phone": f"1370000{number:04d}"})
        wrong = "000000" if sms.code() != "000000" else "111111"
        tried.append(browser.post("/signin/code", data={"code": wrong}).status_code)
    assert tried == [422, 422, 429]


def test_a_blocked_person_learns_it_only_with_the_right_code(app: Flask, client, clock):
    sms = browsers.listen(app)
    with app.app_context():
        person = makers.person(cast.LIN)
        person.state = "blocked"
        db.session.commit()
    client.post("/signin", data={"phone": cast.LIN.phone})
    assert client.post("/signin/code", data={"code": sms.code()}).status_code == 403
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize("phone", ["", "12345", "not a phone", "1380013204６x", "\x00"])
def test_what_is_no_phone_is_answered_with_a_sentence_and_kept_in_the_field(app: Flask, client, phone):
    answer = client.post("/signin", data={"phone": phone})
    assert answer.status_code == 422
    assert 'id="e-phone"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil"]
)
def test_signing_in_never_leads_to_another_site(app: Flask, clock, away):
    sms, lin = browsers.listen(app), app.test_client()
    with app.app_context():
        makers.person(cast.LIN)
    assert "evil" not in lin.post("/signin", data={"phone": cast.LIN.phone, "next": away}).location
    assert lin.post("/signin/code", data={"code": sms.code(), "next": away}).location == "/"
    assert lin.post("/language", data={"locale": "en", "next": away}).location == "/"
