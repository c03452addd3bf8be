"""The poller: what the cashier knows is asked, before pieces are given to others and before a sale is decided."""

from __future__ import annotations

import pytest
from flask import Flask

from c2m import tick
from c2m.core.db import atomic
from c2m.gateways import asking, ports
from c2m.gateways.sandbox import Sandbox
from c2m.loop import payments
from tests import cast, databases, makers
from tests.gateways import tills

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cashier(inside: Flask) -> Sandbox:
    return tills.till(inside)


def test_the_poller_finds_money_nobody_was_told_of(cashier: Sandbox) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    cashier.pay(payment.number)
    makers.clock.advance(seconds=20)
    assert tick.tick()["asked"] == 1
    tills.fresh()
    assert payment.order.state == "paid"


def test_a_hold_that_ends_is_closed_at_the_cashier_before_its_pieces_are_given_back(cashier: Sandbox) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    makers.reach(payment.expires_at)
    done = tick.tick()
    assert (done["closed"], done["expired"]) == (1, 1)
    assert cashier.query(payment.number).state == "closed"
    tills.fresh()
    assert (payment.state, payment.order.state, payment.order.presale.taken) == ("closed", "expired", 0)


def test_money_paid_in_time_and_never_told_still_pays_the_order_when_its_hold_ends(cashier: Sandbox) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    cashier.pay(payment.number)
    makers.reach(payment.expires_at)
    done = tick.tick()
    assert (done["asked"], done["closed"], done["expired"]) == (0, 1, 0)
    tills.fresh()
    assert payment.order.state == "paid"


def test_a_payment_the_cashier_never_heard_of_is_closed_when_its_time_is_over(cashier: Sandbox) -> None:
    payment = makers.paying(makers.order(makers.sale(), cast.LIN))
    makers.reach(payment.expires_at)
    tick.tick()
    tills.fresh()
    assert payment.state == "closed"


class Forgetful(Sandbox):
    """A cashier that says of a number nobody began only that it does not know it."""

    def close(self, number: str) -> payments.Answer:
        return super().close(number) if self.charge(number) else self.query(number)


def test_a_number_the_cashier_does_not_know_is_closed_when_its_time_is_over(inside: Flask, cashier: Sandbox) -> None:
    old = inside.extensions["c2m"]
    inside.extensions["c2m"] = ports.Ports(old.storage, Forgetful(inside.config["CASHIER_BOOK"]), old.sms)
    payment = makers.paying(makers.order(makers.sale(), cast.LIN))
    makers.reach(payment.expires_at)
    tick.tick()
    tills.fresh()
    assert payment.state == "closed"


@databases.both
def test_the_payment_never_asked_about_comes_first_then_the_one_asked_longest_ago(
    inside: Flask, cashier: Sandbox
) -> None:
    sale = makers.sale()
    first, second, third = (makers.paying(makers.order(sale, who)) for who in cast.SHOPPERS[:3])
    asking.asked([second.id])
    makers.clock.advance(seconds=1)
    asking.asked([first.id])
    makers.clock.advance(seconds=30)
    assert [one.id for one in asking.running()] == [third.id, second.id, first.id]
    makers.clock.advance(hours=1)
    assert [one.id for one in asking.over()] == [third.id, second.id, first.id]


def test_money_paid_before_the_close_counts_though_nobody_was_told(cashier: Sandbox) -> None:
    sale = makers.sale(minimum=1)
    makers.reach(sale.closes_at - makers.timedelta(minutes=5))
    payment = tills.begun(cashier, makers.order(sale, cast.LIN))
    makers.close(sale)
    tick.tick()
    assert tills.state(sale) == "open"  # it may still come in
    makers.clock.advance(minutes=9)
    cashier.pay(payment.number)
    makers.clock.advance(minutes=1)
    tick.tick()
    assert (tills.state(sale), payment.order.state, sale.paid_at_close) == ("met", "paid", 1)


def test_before_the_decision_the_cashier_is_asked_about_all_that_may_have_come_in(
    cashier: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tick, "PAYMENTS_AT_ONCE", 1)  # more than one tick ends
    sale = makers.sale(minimum=3)
    makers.reach(sale.closes_at - makers.timedelta(minutes=5))
    for who in cast.SHOPPERS[:3]:
        cashier.pay(tills.begun(cashier, makers.order(sale, who)).number)
    makers.reach(sale.closes_at + payments.GRACE)
    tick.tick()
    assert (tills.state(sale), sale.paid_at_close) == ("met", 3)


def test_a_payment_at_another_cashier_is_left_to_it(cashier: Sandbox) -> None:
    order = makers.order(makers.sale(), cast.LIN)
    with atomic():
        elsewhere = payments.begin(order, "elsewhere")
    makers.reach(elsewhere.expires_at)
    tick.tick()
    tills.fresh()
    assert (cashier.book(), elsewhere.state) == ([], "begun")


def test_ten_minutes_after_the_close_it_is_decided_though_the_cashier_is_silent(inside: Flask) -> None:
    silent = {f"{verb}_{n}": "hang" for verb in ("query", "close") for n in range(1, 9)}
    cashier = tills.till(inside, **silent)
    sale = makers.sale(minimum=1)
    makers.reach(sale.closes_at - makers.timedelta(minutes=5))
    payment = tills.begun(cashier, makers.order(sale, cast.LIN))
    cashier.pay(payment.number)
    makers.reach(sale.closes_at + payments.GRACE)
    tick.tick()
    assert tills.state(sale) == "missed"
    for _ in range(8):
        makers.clock.advance(seconds=30)
        tick.until_quiet()
    tills.fresh()
    assert [one.cause for one in payments.refunds_of(payment)] == ["late"]
    assert len(cashier.refunded()) == 1 and tills.even(cashier)


def test_a_silent_cashier_is_not_asked_about_all_at_once_and_nobody_is_forgotten(inside: Flask) -> None:
    cashier = tills.till(inside, **{f"query_{n}": "hang" for n in range(1, 4)})
    sale = makers.sale()
    five = [tills.begun(cashier, makers.order(sale, who)) for who in cast.SHOPPERS]
    for payment in five:
        cashier.pay(payment.number)
    makers.clock.advance(seconds=20)
    assert tick.tick()["asked"] == 0  # three silences, then left alone
    assert tick.tick()["asked"] == 2
    makers.clock.advance(seconds=30)
    assert tick.tick()["asked"] == 3
    tills.fresh()
    assert {one.order.state for one in five} == {"paid"}
