"""Signing in with a password, for staff."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.loop import people
from c2m.web.account import passwords
from tests import cast, makers
from tests.web import browsers

SECRET = "十个字以上的一句密码才够长"


@pytest.fixture
def staff(app: Flask, clock) -> Flask:
    with app.app_context():
        operator = makers.operator()
        makers.person(cast.LIN)
        with atomic():
            people.set_password(operator, SECRET)
    return app


def test_phone_and_password_sign_in(staff: Flask, client):
    entered = client.post("/signin/password", data={"phone": cast.XU_JING.phone, "password": SECRET, "next": "/me"})
    assert (entered.status_code, entered.location) == (303, "/me")
    assert client.get("/me").status_code == 200


def test_wrong_password_no_password_and_no_such_person_sound_the_same(staff: Flask):
    said = set()
    for phone, password in ((cast.XU_JING.phone, "wrong"), (cast.LIN.phone, ""), (cast.WU.phone, SECRET)):
        answer = staff.test_client().post("/signin/password", data={"phone": phone, "password": password})
        said.add((answer.status_code, browsers.words(answer)))
    assert len(said) == 1 and said.pop()[0] == 422


def test_ten_tries_a_quarter_of_an_hour_then_even_the_right_one_waits(staff: Flask, clock):
    wrong = {"phone": cast.XU_JING.phone, "password": "wrong"}
    assert [staff.test_client().post("/signin/password", data=wrong).status_code for _try in range(10)] == [422] * 10
    right = wrong | {"password": SECRET}
    assert staff.test_client().post("/signin/password", data=right).status_code == 429
    clock.advance(minutes=15)
    assert staff.test_client().post("/signin/password", data=right).status_code == 303


def test_one_address_cannot_try_passwords_without_end_by_changing_phones(staff: Flask, monkeypatch):
    monkeypatch.setattr(passwords, "ADDRESS_TRIES", 2)
    tried = [{"phone": f"1370000{number:04d}", "password": "wrong"} for number in range(3)]
    answers = [staff.test_client().post("/signin/password", data=one).status_code for one in tried]
    assert answers == [422, 422, 429]


def test_a_typed_password_never_comes_back_in_the_page(staff: Flask, client):
    answer = client.post("/signin/password", data={"phone": cast.XU_JING.phone, "password": "my-wrong-secret"})
    assert "my-wrong-secret" not in answer.get_data(as_text=True)
