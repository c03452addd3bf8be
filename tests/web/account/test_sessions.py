"""Sessions: what signing in keeps, what signing out ends."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m.core.db import atomic
from c2m.demo.cast import CAST
from c2m.loop import people
from tests import cast
from tests.web import browsers


def _cookie(client) -> str:
    return client.get_cookie("c2m").value


def test_after_signing_out_the_old_cookie_opens_nothing(app: Flask, clock):
    lin = browsers.of(app, cast.LIN)
    old = _cookie(lin)
    assert lin.get("/me").status_code == 200
    assert lin.post("/signout").status_code == 303
    assert lin.get("/me").status_code == 302
    thief = app.test_client()
    thief.set_cookie("c2m", old)
    assert thief.get("/me").status_code == 302


def test_signing_out_everywhere_ends_the_other_devices_too(app: Flask, clock):
    phone, tablet = browsers.of(app, cast.LIN), browsers.of(app, cast.LIN)
    assert phone.post("/signout/everywhere").status_code == 303
    assert phone.get("/me").status_code == 302
    assert tablet.get("/me").status_code == 302


def test_signing_out_here_leaves_the_other_devices_alone(app: Flask, clock):
    phone, tablet = browsers.of(app, cast.LIN), browsers.of(app, cast.LIN)
    phone.post("/signout")
    assert tablet.get("/me").status_code == 200


def test_a_session_from_before_signing_in_is_not_the_session_after_it(app: Flask, clock):
    """Session fixation: nothing but her own choices comes along."""
    sms, lin = browsers.listen(app), app.test_client()
    with lin.session_transaction() as session:
        session["planted"], session["card"] = "by somebody else", "ABC234"
    lin.post("/signin", data={"phone": cast.LIN.phone})
    lin.post("/signin/code", data={"code": sms.code()})
    with lin.session_transaction() as session:
        assert "planted" not in session and "phone" not in session
        assert session["card"] == "ABC234"


def test_a_sign_in_ends_after_thirty_days(app: Flask, clock):
    lin = browsers.of(app, cast.LIN)
    clock.advance(days=30)
    assert lin.get("/me").status_code == 302


def test_a_page_that_asks_for_a_sign_in_is_where_it_leads_back_to(app: Flask, client):
    assert client.get("/me?x=1").location == "/signin?next=/me?x%3D1"


@pytest.fixture
def demo(app: Flask) -> Flask:
    with app.app_context(), atomic():
        operator = people.join("许静", CAST[0].phone)
        people.give_role(operator, "operator")
    return app


def test_in_demo_mode_one_tap_signs_in_as_one_of_the_cast_who_is_there(demo: Flask, client):
    page = client.get("/signin").get_data(as_text=True)
    assert 'value="operator"' in page and 'value="lin"' not in page
    assert client.post("/signin/demo", data={"key": "operator", "next": "/me"}).location == "/me"
    assert client.get("/me").status_code == 200


def test_without_demo_mode_nobody_signs_in_by_one_tap(demo: Flask, client):
    demo.config["DEMO"] = False
    assert 'value="operator"' not in client.get("/signin").get_data(as_text=True)
    assert client.post("/signin/demo", data={"key": "operator"}).status_code == 404
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize("key", ["", "nobody", "lin"])
def test_who_is_not_of_the_cast_cannot_be_played(demo: Flask, client, key):
    assert client.post("/signin/demo", data={"key": key}).status_code == 404


def test_state_changes_need_the_token_of_the_page(app: Flask, clock):
    app.config["WTF_CSRF_ENABLED"] = True
    lin = browsers.of(app, cast.LIN)
    for address in (
        "/signout",
        "/signout/everywhere",
        "/language",
        "/signin",
        "/signin/code",
        "/signin/password",
        "/me",
        "/inbox/readings",
    ):
        assert lin.post(address, data={"locale": "en"}).status_code == 400, address
    assert lin.get("/me").status_code == 200


def test_the_language_is_kept_with_the_browser_and_with_the_person(app: Flask, client, clock):
    assert 'lang="zh' in client.get("/signin").get_data(as_text=True)
    client.post("/language", data={"locale": "en", "next": "/signin"})
    assert 'lang="en"' in client.get("/signin").get_data(as_text=True)
    lin = browsers.of(app, cast.LIN)
    lin.post("/language", data={"locale": "en"})
    assert 'lang="en"' in browsers.of(app, cast.LIN).get("/me").get_data(as_text=True)


def test_a_language_we_do_not_speak_is_refused(client):
    assert client.post("/language", data={"locale": "xx"}).status_code == 422
