"""Every capture becomes *order paid* or *refund owed*, whoever hears of it first and however often."""

from __future__ import annotations

import itertools
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from c2m import tick
from c2m.core import outbox
from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.gateways import asking
from c2m.gateways.sandbox import Sandbox
from c2m.loop import ledger, orders, payments
from tests import cast, databases, makers
from tests.gateways import tills

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cashier(inside: Flask) -> Sandbox:
    return tills.till(inside)


def refunds() -> list[tuple[str, str, int]]:
    """(cause, state, fen) of every refund."""
    tills.fresh()
    return [(one.cause, one.state, one.amount_fen) for one in db.session.scalars(select(payments.Refund)).all()]


@databases.both
@pytest.mark.parametrize("turns", list(itertools.permutations(["callback", "return page", "poller"])), ids="-".join)
def test_whoever_hears_of_the_money_first_the_order_is_paid_once(
    inside: Flask, cashier: Sandbox, turns: tuple[str, ...]
) -> None:
    client = inside.test_client()
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN, 3))
    cashier.pay(payment.number)
    makers.clock.advance(seconds=25)
    headers, body = cashier.notification(payment.number)
    for turn in turns * 2:
        if turn == "callback":
            assert client.post("/callbacks/sandbox", data=body, headers=headers).status_code == 200
        elif turn == "return page":
            assert asking.ask(cashier, payment.number) == "paid"
        else:
            tick.tick()
        tills.fresh()
        assert (payment.state, payment.order.state) == ("captured", "paid")
    assert len(orders.live_pieces(payment.order)) == 3
    assert refunds() == []
    assert tills.even(cashier)


@databases.both
def test_money_that_comes_after_the_decision_is_owed_back_in_the_commit_that_records_it(
    inside: Flask, cashier: Sandbox
) -> None:
    sale = makers.sale(minimum=1)
    tills.bought(cashier, sale, cast.WU)
    late = tills.begun(cashier, makers.order(sale, cast.LIN))
    cashier.pay(late.number)  # and nobody is told
    makers.reach(sale.closes_at + payments.GRACE)
    with atomic():
        makers.production.decide(sale)
    seen = watch_commits(late.id)
    assert asking.ask(cashier, late.number) == "refund"
    assert seen == [("captured", 1)]
    assert refunds() == [("late", "owed", late.amount_fen)]
    assert late.order.state == "expired"
    assert asking.ask(cashier, late.number) == "refund"
    outbox.run(tick.handlers())
    assert refunds() == [("late", "paid", late.amount_fen)]
    assert tills.even(cashier)


def watch_commits(payment_id: int) -> list[tuple[str, int]]:
    """From here on, at every change a second connection sees: the payment's state and how many refunds it has."""
    seen: list[tuple[str, int]] = []
    look = text("SELECT state, (SELECT count(*) FROM refund WHERE payment_id = :id) FROM payment WHERE id = :id")

    @event.listens_for(db.session(), "after_commit")
    def committed(_session: object) -> None:
        with db.engine.connect() as second:
            now = second.execute(look, {"id": payment_id}).one()
        if now.state == "captured" and tuple(now) not in seen:
            seen.append((now.state, now[1]))

    return seen


def test_the_second_of_two_payments_for_one_order_is_owed_back(cashier: Sandbox) -> None:
    order = makers.order(makers.sale(), cast.LIN)
    first = tills.begun(cashier, order)
    makers.settle(first, payments.Answer(first.number, "closed"))  # as a cashier said in error
    second = tills.begun(cashier, order)
    assert [cashier.pay(one.number) for one in (first, second)] == ["captured", "captured"]
    assert asking.ask(cashier, second.number) == "paid"
    assert asking.ask(cashier, first.number) == "refund"
    assert refunds() == [("double", "owed", order.total_fen)]
    outbox.run(tick.handlers())
    assert cashier.refunded() == {f"R{refund_code()}": (first.number, order.total_fen)}
    assert tills.even(cashier)


def refund_code() -> str:
    return db.session.scalars(select(payments.Refund)).one().code


@pytest.mark.parametrize("taken", [1, 23_899, 23_901])
def test_another_amount_than_was_asked_pays_nothing_and_is_owed_back(cashier: Sandbox, taken: int) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    cashier.pay(payment.number, amount_fen=taken)
    assert asking.ask(cashier, payment.number) == "refund"
    assert (payment.order.state, refunds()) == ("placed", [("mismatch", "owed", taken)])
    outbox.run(tick.handlers())
    assert tills.even(cashier)


def test_money_for_a_cancelled_order_is_owed_back(cashier: Sandbox) -> None:
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    cashier.pay(payment.number)
    with atomic():
        orders.cancel(payment.order)
    assert asking.ask(cashier, payment.number) == "refund"
    assert refunds() == [("late", "owed", payment.amount_fen)]


def test_a_closed_answer_after_the_capture_changes_nothing(cashier: Sandbox) -> None:
    payment = tills.bought(cashier, makers.sale(), cast.LIN)
    before = tills.counts()
    assert asking.settle(payments.Answer(payment.number, "closed"), "sandbox") == "paid"
    assert tills.counts() == before


def test_a_cashier_without_an_answer_leaves_everything_open(inside: Flask, clock: ModuleType) -> None:
    cashier = tills.till(inside, query_1="hang", query_2="garbage")
    payment = tills.begun(cashier, makers.order(makers.sale(), cast.LIN))
    cashier.pay(payment.number)
    for _ in range(2):
        with pytest.raises(payments.Unreachable):
            asking.ask(cashier, payment.number)
        tills.fresh()
        assert payment.state == "begun"
    assert asking.ask(cashier, payment.number) == "paid"


def test_an_answer_about_a_number_that_is_not_ours_is_not_found(cashier: Sandbox) -> None:
    with pytest.raises(Refused, match="nothing here"):
        asking.settle(payments.Answer("PZZZZZZ", "captured", 1), "sandbox")


# --- refunds --------------------------------------------------------------------------------------------------------


def called_off(cashier: Sandbox) -> payments.Refund:
    payment = tills.bought(cashier, makers.sale(), cast.LIN)
    with atomic():
        return payments.call_off(payment.order)


@pytest.mark.parametrize("fault", ["hang", "garbage", "500_after_commit"])
def test_a_refund_without_an_answer_keeps_its_number_and_is_paid_once(inside: Flask, fault: str) -> None:
    cashier = tills.till(inside, refund_1=fault)
    refund = called_off(cashier)
    outbox.run(tick.handlers())
    assert refunds() == [("called_off", "owed", refund.amount_fen)]
    assert outbox.run(tick.handlers()) == 0  # not before its pause is over
    makers.clock.advance(minutes=1)
    outbox.run(tick.handlers())
    assert refunds() == [("called_off", "paid", refund.amount_fen)]
    assert cashier.refunded() == {refund.number: (refund.payment.number, refund.amount_fen)}
    assert tills.even(cashier)


def test_a_refund_that_is_accepted_is_asked_about_until_it_is_paid(inside: Flask) -> None:
    cashier = tills.till(inside, refund_1="accepted", refund_2="accepted")
    refund = called_off(cashier)
    outbox.run(tick.handlers())
    assert refunds()[0][1] == "asked"
    tick.tick()
    assert refunds()[0][1] == "asked"
    tick.tick()
    assert refunds()[0][1] == "asked"  # once an hour
    makers.clock.advance(hours=1)
    tick.tick()
    assert refunds()[0][1] == "paid"
    assert (
        db.session.scalar(select(func.sum(ledger.Posting.amount_fen)).where(ledger.Posting.account == "refunds")) == 0
    )
    assert cashier.refunded() == {refund.number: (refund.payment.number, refund.amount_fen)}


def test_a_refund_the_cashier_refuses_is_kept_for_a_person_to_look_at(cashier: Sandbox) -> None:
    refund = called_off(cashier)
    cashier.refund(refund.payment.number, "RELSEWHERE", 1)  # somebody paid back by hand
    for _ in range(outbox.TRIES):
        outbox.run(tick.handlers())
        makers.clock.advance(hours=2)
    assert refunds() == [("called_off", "failed", refund.amount_fen)]
    assert [one.key for one in outbox.parked()] == [f"refund:{refund.number}"]


def test_a_refund_that_is_paid_is_not_asked_for_again(inside: Flask) -> None:
    tills.till(inside, refund_2="hang")
    refund = called_off(inside.extensions["c2m"].cashier)
    outbox.run(tick.handlers())
    with atomic():
        outbox.put("refund", "the same again", refund=refund.id)
    outbox.run(tick.handlers())
    assert outbox.waiting() == 0


def test_what_was_paid_at_another_cashier_is_never_paid_back_by_this_one(cashier: Sandbox) -> None:
    order = makers.order(makers.sale(), cast.LIN)
    with atomic():
        elsewhere = payments.begin(order, "elsewhere")
    makers.settle(elsewhere)
    cashier.begin(elsewhere.number, order.total_fen, "高腰一片裙", elsewhere.expires_at, "/")
    cashier.pay(elsewhere.number)
    with atomic():
        payments.call_off(order)
    outbox.run(tick.handlers())
    assert refunds() == [("called_off", "owed", order.total_fen)]
    assert cashier.refunded() == {}


def test_a_cashier_gone_for_a_day_pays_all_refunds_when_it_is_back(inside: Flask) -> None:
    cashier = tills.till(inside, **{f"refund_{n}": "hang" for n in range(1, 11)})
    refund = called_off(cashier)
    for _ in range(10):
        makers.clock.advance(minutes=30)
        tick.tick()
    makers.clock.advance(hours=24)
    tick.until_quiet()
    assert refunds() == [("called_off", "paid", refund.amount_fen)]
    assert len(cashier.refunded()) == 1
