"""Every capture ends as an order paid or a refund owed, in whatever order the news comes."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.core.outbox import Effect
from c2m.loop import inbox, ledger, orders, payments, presales
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]
PRICE = makers.PRICE_FEN


def books() -> tuple[int, int, int]:
    """What is at the cashier, what pays for pieces, what is owed back, in fen."""
    return ledger.balance("cashier"), -ledger.balance("orders"), -ledger.balance("refunds")


def causes() -> list[str]:
    return list(db.session.scalars(db.select(payments.Refund.cause).order_by(payments.Refund.id)))


def test_a_capture_pays_the_order_and_every_piece_becomes_a_row(clock):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN, {"雾灰/M": 2, "米白/S": 1})
    assert makers.settle(makers.paying(order)) == "paid"
    assert (order.state, order.paid_at, orders.paid_pieces(sale.id)) == ("paid", clock.now(), 3)
    assert books() == (3 * PRICE, 3 * PRICE, 0)


def test_the_same_capture_told_three_times_counts_once(clock):
    order = makers.order(makers.sale(), cast.LIN)
    payment = makers.paying(order)
    assert [makers.settle(payment) for _ in range(3)] == ["paid"] * 3
    assert books() == (PRICE, PRICE, 0) and orders.paid_pieces(order.presale_id) == 1


NEWS = ("open", "closed", "captured", "captured")


@pytest.mark.parametrize("story", sorted(set(itertools.permutations(NEWS))), ids="-".join)
def test_the_news_may_come_in_any_order_and_the_end_is_the_same(clock, story):
    order = makers.order(makers.sale(), cast.LIN)
    payment = makers.paying(order)
    paid = makers.captured(payment)
    for state in story:
        makers.settle(payment, paid if state == "captured" else payments.Answer(payment.number, state))
    assert (payment.state, order.state, books()) == ("captured", "paid", (PRICE, PRICE, 0))


def test_no_answer_is_ever_a_yes(clock):
    order = makers.order(makers.sale(), cast.LIN)
    payment = makers.paying(order)
    for state in ("unknown", "open", "closed"):
        makers.settle(payment, payments.Answer(payment.number, state, PRICE, "CNY", "T1"))
    assert order.state == "placed" and books() == (0, 0, 0)
    with pytest.raises(payments.Unreachable):
        makers.settle(payment, makers.captured(payment, 0))
    assert payment.state == "closed"


def test_an_answer_about_another_payment_changes_nothing(clock):
    sale = makers.sale()
    mine, other = makers.paying(makers.order(sale, cast.LIN)), makers.paying(makers.order(sale, cast.WU))
    with pytest.raises(Refused) as said:
        makers.settle(mine, makers.captured(other))
    assert said.value.status == 404 and books() == (0, 0, 0)


@pytest.mark.parametrize("change", [{"amount_fen": PRICE - 1}, {"amount_fen": PRICE + 1}, {"currency": "USD"}], ids=str)
def test_a_wrong_amount_or_currency_never_pays_an_order_and_all_of_it_is_owed_back(clock, change):
    order = makers.order(makers.sale(), cast.LIN)
    payment = makers.paying(order)
    answer = replace(makers.captured(payment), **change)
    assert makers.settle(payment, answer) == "refund"
    assert (order.state, causes(), books()) == ("placed", ["mismatch"], (answer.amount_fen, 0, answer.amount_fen))
    assert len(inbox.of(order.person_id)) == 1


def test_a_second_capture_for_one_order_is_owed_back_in_full(clock):
    order = makers.order(makers.sale(), cast.LIN)
    first = makers.paying(order)
    with atomic():
        second = payments.begin(order, "another cashier")
    assert second.id != first.id
    assert (makers.settle(first), makers.settle(second)) == ("paid", "refund")
    assert (causes(), books()) == (["double"], (2 * PRICE, PRICE, PRICE))


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_money_for_an_order_that_has_ended_is_owed_back(clock, end):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN)
    payment = makers.paying(order)
    with atomic():
        if end == "expired":
            clock.advance(minutes=30)
            orders.expire()
        else:
            orders.cancel(order)
    assert makers.settle(payment) == "refund"
    assert (order.state, causes(), books()) == (end, ["late"], (PRICE, 0, PRICE))
    db.session.refresh(sale)
    assert sale.taken == 0


@pytest.mark.parametrize("minimum", [1, 9], ids=["met", "missed"])
def test_a_capture_after_the_decision_is_owed_back_met_or_missed(clock, minimum):
    sale = makers.sale(minimum=minimum, hours=0.25)
    makers.buy(sale, cast.WU)
    order = makers.order(sale, cast.LIN)
    payment = makers.paying(order)
    clock.set_to(sale.closes_at + payments.GRACE)
    before = makers.decide(sale)
    assert before == ("met" if minimum == 1 else "missed")
    assert makers.settle(payment) == "refund"
    assert causes() == ["late"] and sale.paid_at_close == 1 and before == sale.state


def test_an_order_is_paid_by_a_capture_in_the_ten_minutes_after_the_close(clock):
    sale = makers.sale(minimum=1, hours=0.25)
    order = makers.order(sale, cast.LIN)
    payment = makers.paying(order)
    clock.set_to(sale.closes_at)
    assert makers.decide(sale) is None
    assert makers.settle(payment) == "paid"
    assert makers.decide(sale) == "met" and sale.paid_at_close == 1


def test_paying_begins_only_for_a_held_order_of_an_open_sale_and_an_open_attempt_is_used_again(clock):
    sale = makers.sale(hours=0.25)
    order = makers.order(sale, cast.LIN)
    payment = makers.paying(order)
    assert makers.paying(order).id == payment.id
    assert payment.expires_at == min(order.expires_at, sale.closes_at + payments.GRACE)
    clock.set_to(sale.closes_at)
    with pytest.raises(Refused, match="closed"):
        makers.paying(order)
    clock.advance(hours=1)
    with pytest.raises(Refused, match="not waiting"):
        makers.paying(order)


def test_calling_off_frees_the_pieces_and_owes_all_of_it_until_the_lock(clock):
    sale = makers.sale(minimum=1, cap=2)
    order, other = makers.buy(sale, cast.LIN), makers.buy(sale, cast.WU)
    with atomic():
        refund = payments.call_off(order)
    assert (order.state, refund.amount_fen, refund.cause) == ("called_off", PRICE, "called_off")
    assert orders.paid_pieces(sale.id) == 1 and books() == (2 * PRICE, PRICE, PRICE)
    with pytest.raises(Refused), atomic():
        payments.call_off(order)
    makers.order(sale, cast.CHEN)  # the piece can be had again
    makers.decide(sale)
    clock.set_to(sale.lock_at)
    with pytest.raises(Refused, match="locked"), atomic():
        payments.call_off(other)
    assert causes() == ["called_off"]


def test_a_refund_is_asked_for_in_the_commit_that_owes_it_and_is_paid_once(clock):
    order = makers.buy(makers.sale(), cast.LIN)
    with atomic():
        refund = payments.call_off(order)
    effect = db.session.scalars(db.select(Effect)).one()
    assert (effect.kind, effect.key, effect.payload) == ("refund", f"refund:{refund.number}", {"refund": refund.id})
    for state in ("failed", "accepted", "refunded", "refunded", "failed", "accepted"):
        with atomic():
            payments.refund_answered(refund, payments.RefundAnswer(refund.number, state))
    assert (refund.state, books()) == ("paid", (0, 0, 0))


def test_the_legs_of_every_posting_sum_to_zero_and_an_unbalanced_one_is_an_error(clock):
    order = makers.buy(makers.sale(), cast.LIN)
    with atomic():
        payments.call_off(order)
    makers.refund_all()
    sums = db.select(db.func.sum(ledger.Posting.amount_fen)).group_by(ledger.Posting.set_key)
    assert set(db.session.scalars(sums)) == {0}
    with pytest.raises(ValueError, match="not balanced"), atomic():
        ledger.post("odd", payments.paying(order).id, cashier=1, orders=-2)


def test_the_cashier_is_asked_about_open_payments_only_and_not_all_the_time(clock):
    sale = makers.sale()
    payment, done = makers.paying(makers.order(sale, cast.LIN)), makers.paying(makers.order(sale, cast.WU))
    makers.settle(done)
    assert payments.to_ask() == []
    clock.advance(seconds=20)
    assert payments.to_ask() == [payment]
    with atomic():
        payment.asked_at = clock.now()
    assert payments.to_ask() == []


def test_our_number_finds_the_payment_and_nonsense_finds_nothing(clock):
    payment = makers.paying(makers.order(makers.sale(), cast.LIN))
    assert payments.by_number(payment.number) is payment
    for wrong in ("", "P", payment.code, f"R{payment.code}", "P000000", "PZZZZZZ"):
        with pytest.raises(Refused) as said:
            payments.by_number(wrong)
        assert said.value.status == 404


def test_a_sale_over_its_pieces_is_never_given_back_twice(clock):
    sale = makers.sale()
    order = makers.buy(sale, cast.LIN, 2)
    with atomic():
        payments.call_off(order)
    for again in (lambda: orders.cancel(order), lambda: payments.call_off(order)):
        with pytest.raises(Refused), atomic():
            again()
    assert db.session.scalar(db.select(presales.Presale.taken)) == 0
