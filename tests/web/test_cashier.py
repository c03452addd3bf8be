"""The sandbox cashier's page: it looks like paying, says that it is not, and tells us what was paid."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

import c2m
from c2m import tick
from c2m.core.db import db
from c2m.gateways import deliveries
from c2m.gateways.sandbox import Sandbox
from c2m.loop import payments
from tests import cast, makers
from tests.gateways import tills

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cashier(inside: Flask) -> Sandbox:
    return tills.till(inside)


@pytest.fixture
def payment(cashier: Sandbox) -> payments.Payment:
    return tills.begun(cashier, makers.order(makers.sale(), cast.LIN))


@pytest.fixture
def served(app: Flask, cashier: Sandbox) -> Iterator[Sandbox]:
    """The cashier, with our callbacks within its reach over real HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    cashier.callback_url = f"http://127.0.0.1:{server.port}/callbacks/sandbox"
    yield cashier
    server.shutdown()
    thread.join(20)
    server.server_close()


def test_the_page_says_what_it_is_and_what_it_asks(client: FlaskClient, payment: payments.Payment) -> None:
    page = client.get(f"/cashier/{payment.number}").get_data(as_text=True)
    assert "沙盒收银台 · 不会真的扣款" in page
    assert "239" in page and "高腰一片裙" in page


def test_the_page_is_in_english_too(client: FlaskClient, payment: payments.Payment) -> None:
    client.set_cookie("language", "en")
    page = client.get(f"/cashier/{payment.number}").get_data(as_text=True)
    assert "nothing is charged for real" in page and "239" in page
    assert "沙盒" not in page


def test_a_number_the_cashier_never_heard_of_has_no_page(client: FlaskClient, cashier: Sandbox) -> None:
    assert client.get("/cashier/PAAAAAA").status_code == 404
    assert client.post("/cashier/PAAAAAA/payment").status_code == 404


def test_paying_leads_back_and_the_money_is_at_the_cashier_once(
    client: FlaskClient, cashier: Sandbox, payment: payments.Payment
) -> None:
    for _ in range(2):
        answer = client.post(f"/cashier/{payment.number}/payment")
        assert (answer.status_code, answer.location) == (303, "/orders")
    assert cashier.captured() == {payment.number: payment.amount_fen}
    assert "这笔已经付好了" in client.get(f"/cashier/{payment.number}").get_data(as_text=True)


def test_a_payment_that_fails_takes_nothing_and_may_be_tried_again(
    client: FlaskClient, cashier: Sandbox, payment: payments.Payment
) -> None:
    answer = client.post(f"/cashier/{payment.number}/failure")
    assert (answer.status_code, answer.location) == (303, "/orders?failed=1")
    assert cashier.captured() == {}
    client.post(f"/cashier/{payment.number}/payment")
    assert cashier.captured() == {payment.number: payment.amount_fen}


def test_a_look_at_the_page_pays_nothing(client: FlaskClient, cashier: Sandbox, payment: payments.Payment) -> None:
    assert client.get(f"/cashier/{payment.number}/payment").status_code == 405
    client.get(f"/cashier/{payment.number}")
    assert cashier.captured() == {}


def test_after_its_time_the_page_says_so_and_takes_nothing(
    client: FlaskClient, cashier: Sandbox, payment: payments.Payment
) -> None:
    makers.reach(payment.expires_at)
    assert client.post(f"/cashier/{payment.number}/payment").location == f"/cashier/{payment.number}"
    assert "付款时间已过，没扣钱" in client.get(f"/cashier/{payment.number}").get_data(as_text=True)
    assert cashier.captured() == {}


def test_where_paying_is_switched_off_there_is_no_cashier(app: Flask, tmp_path: object) -> None:
    without = c2m.create_app({**app.config, "CASHIER": "none"})
    assert without.test_client().get("/cashier/PAAAAAA").status_code == 404
    assert without.test_client().post("/callbacks/sandbox").status_code == 404
    with without.app_context():
        db.engine.dispose()


def test_the_notification_arrives_over_http_and_pays_the_order(served: Sandbox, payment: payments.Payment) -> None:
    served.pay(payment.number)
    assert deliveries.deliver(served) == 1
    tills.fresh()
    assert payment.state == "captured" and payment.order.state == "paid"
    assert deliveries.deliver(served) == 0


def test_a_notification_nobody_took_is_tried_again_later(served: Sandbox, payment: payments.Payment) -> None:
    right, served.callback_url = served.callback_url, "http://127.0.0.1:9/callbacks/sandbox"
    served.pay(payment.number)
    assert deliveries.deliver(served) == 0
    served.callback_url = right
    assert tick.tick()["delivered"] == 0
    makers.clock.advance(seconds=15)
    assert tick.tick()["delivered"] == 1
    tills.fresh()
    assert payment.order.state == "paid"


def test_a_notification_that_is_refused_counts_as_not_delivered(served: Sandbox, payment: payments.Payment) -> None:
    served.callback_url = served.callback_url.replace("sandbox", "elsewhere")
    served.pay(payment.number)
    assert deliveries.deliver(served) == 0
    makers.clock.advance(seconds=15)
    assert served.claim() == [payment.number]


def test_the_click_itself_brings_the_first_notification(
    client: FlaskClient, served: Sandbox, payment: payments.Payment
) -> None:
    client.post(f"/cashier/{payment.number}/payment")
    for thread in [one for one in threading.enumerate() if one.name == f"callback {payment.number}"]:
        thread.join(20)
    tills.fresh()
    assert payment.order.state == "paid"
