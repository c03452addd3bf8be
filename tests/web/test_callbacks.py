"""What a cashier tells us changes something only when it is the cashier's, fresh, whole and ours; and then once."""

from __future__ import annotations

import threading
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from c2m.core.db import atomic
from c2m.gateways.sandbox import Sandbox
from c2m.loop import orders, payments
from tests import cast, databases, makers
from tests.gateways import tills

ADDRESS = "/callbacks/sandbox"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cashier(inside: Flask) -> Sandbox:
    return tills.till(inside)


@pytest.fixture
def paid_there(cashier: Sandbox) -> payments.Payment:
    """小满 has paid at the cashier; here nobody knows yet."""
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN, {"雾灰/M": 2}))
    cashier.pay(payment.number)
    return payment


def tell(client: FlaskClient, told: tuple[dict[str, str], bytes], address: str = ADDRESS) -> tuple[int, str]:
    headers, body = told
    answer = client.post(address, data=body, headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


def state_of(payment: payments.Payment) -> tuple[str, str]:
    tills.fresh()
    return payment.state, payment.order.state


@databases.both
def test_the_callback_pays_the_order_and_is_told_success(
    client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment
) -> None:
    assert tell(client, cashier.notification(paid_there.number)) == (200, "success")
    assert state_of(paid_there) == ("captured", "paid")
    assert tills.even(cashier)


def test_a_valid_repeat_is_told_success_and_changes_nothing(
    client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment
) -> None:
    told = cashier.notification(paid_there.number)
    tell(client, told)
    before = tills.counts()
    assert tell(client, told) == (200, "success")
    assert tell(client, cashier.notification(paid_there.number)) == (200, "success")
    assert tills.counts() == before


def test_it_needs_no_session_and_no_form_token(
    app: Flask, client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert tell(client, cashier.notification(paid_there.number)) == (200, "success")


def forged(cashier: Sandbox, folder: Path, number: str) -> dict[str, tuple[dict[str, str], bytes]]:
    headers, body = cashier.notification(number)
    foreign = Sandbox(folder / "foreign.sqlite")
    foreign.begin(number, 47_800, "x", makers.clock.now().replace(year=2030), "/")
    foreign.pay(number)
    return {
        "altered amount": (headers, body.replace(b"47800", b"00001")),
        "altered number": (headers, body.replace(number.encode(), b"PAAAAAA")),
        "altered time": (headers | {"Sandbox-Timestamp": str(int(headers["Sandbox-Timestamp"]) + 1)}, body),
        "altered nonce": (headers | {"Sandbox-Nonce": "0" * 32}, body),
        "forged signature": (headers | {"Sandbox-Signature": "0" * 64}, body),
        "no signature": ({"Content-Type": "application/json"}, body),
        "foreign": foreign.notification(number),
        "garbage": (headers, b"\xff\x00 not json"),
        "empty": (headers, b""),
    }


def test_what_is_not_the_cashiers_is_refused_and_nothing_is_changed(
    client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment, tmp_path: Path
) -> None:
    before = tills.counts()
    for name, told in forged(cashier, tmp_path, paid_there.number).items():
        assert (name, *tell(client, told)) == (name, 401, "refused")
    assert tills.counts() == before
    assert state_of(paid_there) == ("begun", "placed")


def test_a_stale_notification_is_refused_and_nothing_is_changed(
    client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment, clock: ModuleType
) -> None:
    told = cashier.notification(paid_there.number)
    clock.advance(seconds=301)
    assert tell(client, told)[0] == 401
    assert state_of(paid_there) == ("begun", "placed")


def test_a_number_of_the_cashiers_that_is_not_ours_is_not_found(client: FlaskClient, cashier: Sandbox) -> None:
    cashier.begin("PZZZZZZ", 100, "x", makers.clock.now().replace(year=2030), "/")
    cashier.pay("PZZZZZZ")
    assert tell(client, cashier.notification("PZZZZZZ"))[0] == 404


def test_a_cashier_settles_only_the_payments_begun_with_it(client: FlaskClient, cashier: Sandbox) -> None:
    order = makers.order(makers.sale(), cast.WU)
    with atomic():
        elsewhere = payments.begin(order, "elsewhere")
    cashier.begin(elsewhere.number, elsewhere.amount_fen, "x", elsewhere.expires_at, "/")
    cashier.pay(elsewhere.number)
    assert tell(client, cashier.notification(elsewhere.number))[0] == 404
    assert state_of(elsewhere) == ("begun", "placed")


def test_a_cashier_that_is_not_set_up_has_no_address(
    client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment
) -> None:
    assert tell(client, cashier.notification(paid_there.number), "/callbacks/wechat_pay")[0] == 404
    assert tell(client, ({}, b"anything"), "/callbacks/wechat_pay")[0] == 404


def test_a_body_of_ten_megabytes_is_refused_unread(
    client: FlaskClient, cashier: Sandbox, paid_there: payments.Payment
) -> None:
    headers, _body = cashier.notification(paid_there.number)
    assert tell(client, (headers, b"0" * 10_000_000))[0] == 413
    assert client.get(ADDRESS).status_code == 405
    assert state_of(paid_there) == ("begun", "placed")


def test_a_charge_still_open_at_the_cashier_leaves_the_order_waiting(client: FlaskClient, cashier: Sandbox) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    assert tell(client, cashier.notification(payment.number)) == (200, "success")
    assert state_of(payment) == ("begun", "placed")


def test_a_capture_of_nothing_is_not_understood_and_changes_nothing(client: FlaskClient, cashier: Sandbox) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    cashier.pay(payment.number, amount_fen=0)
    assert tell(client, cashier.notification(payment.number)) == (422, "not understood")
    assert state_of(payment) == ("begun", "placed")


@databases.both
def test_fifty_callbacks_at_once_have_one_effect(app: Flask, cashier: Sandbox, paid_there: payments.Payment) -> None:
    told, line, said = cashier.notification(paid_there.number), threading.Barrier(50), []

    def one() -> None:
        client = app.test_client()
        line.wait(20)
        said.append(tell(client, told))

    before = tills.counts()
    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert said == [(200, "success")] * 50
    assert state_of(paid_there) == ("captured", "paid")
    came = {name: count - before[name] for name, count in tills.counts().items()}
    assert (came["trace"], came["piece"], came["posting"], came["refund"]) == (2, 2, 2, 0)
    assert len(orders.live_pieces(paid_there.order)) == 2
    assert tills.even(cashier)
