"""What comes next for an order, as a pure function."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from c2m.insight import timeline

DAY = timedelta(days=1)
PLACED = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLOSES, LOCKS, SHIPS = PLACED + 2 * DAY, PLACED + 3 * DAY, PLACED + 15 * DAY
FRESH = timeline.Facts("placed", "open", PLACED, PLACED + timedelta(minutes=30), CLOSES, LOCKS, SHIPS)
PAID = replace(FRESH, order="paid", paid_at=PLACED + timedelta(minutes=3))
MET = replace(PAID, sale="met", decided_at=CLOSES)
LOCKED = replace(MET, sale="locked")


def _states(facts: timeline.Facts) -> dict[str, str]:
    return {step.key: step.state for step in timeline.steps(facts)}


def test_an_unpaid_order_waits_for_its_payment_until_the_hold_ends():
    assert timeline.stage(FRESH) == "placed"
    assert timeline.coming(FRESH) == timeline.Step("paid", "later", FRESH.expires_at, "by")


def test_a_sale_that_is_met_says_nothing_to_who_has_not_paid():
    assert timeline.stage(replace(FRESH, sale="met", decided_at=CLOSES)) == "placed"


def test_paid_it_waits_for_the_count_then_for_the_lock_then_for_the_latest_day():
    assert timeline.coming(PAID) == timeline.Step("met", "later", CLOSES, "at")
    assert timeline.coming(MET) == timeline.Step("cutting", "later", LOCKS, "from")
    ahead = {step.key: step for step in timeline.steps(MET) if step.state == "later"}
    assert {(ahead[key].at, ahead[key].bound) for key in ("sewing", "packed", "shipped")} == {(SHIPS, "by")}
    assert ahead["received"].at is None


def test_what_is_reached_is_done_and_the_newest_of_it_is_now():
    assert _states(MET) == {
        "placed": "done", "paid": "done", "met": "now", "cutting": "later",
        "sewing": "later", "packed": "later", "shipped": "later", "received": "later",
    }  # fmt: skip


def test_pieces_in_two_work_orders_are_as_far_as_the_slower_one():
    fast = {"cutting": LOCKS + DAY, "sewing": LOCKS + 2 * DAY}
    slow = {"cutting": LOCKS + 3 * DAY}
    assert timeline.stage(replace(LOCKED, works=(fast, slow))) == "cutting"
    (cutting,) = [step for step in timeline.steps(replace(LOCKED, works=(fast, slow))) if step.key == "cutting"]
    assert cutting.at == LOCKS + 3 * DAY
    assert timeline.stage(replace(LOCKED, works=(fast,))) == "sewing"


def test_without_a_work_order_nothing_is_cut():
    assert timeline.stage(replace(LOCKED, works=())) == "met"


def test_what_was_sent_counts_as_made_even_where_a_report_is_missing():
    sent = replace(LOCKED, order="shipped", works=({"cutting": LOCKS},), sent_at=(SHIPS - DAY, SHIPS - 2 * DAY))
    assert timeline.stage(sent) == "shipped" and _states(sent)["packed"] == "done"
    assert next(step.at for step in timeline.steps(sent) if step.key == "shipped") == SHIPS - DAY


def test_received_everything_is_done_and_nothing_comes():
    over = replace(LOCKED, order="received", received_at=SHIPS, sent_at=(SHIPS - DAY,))
    assert set(_states(over).values()) == {"done"} and timeline.coming(over) is None
    assert timeline.stage(over) == "received"


@pytest.mark.parametrize("end", ["cancelled", "expired"])
def test_an_order_that_ended_unpaid_has_nothing_ahead(end):
    over = replace(FRESH, order=end, ended_at=PLACED + DAY)
    assert _states(over) == {"placed": "done", end: "now"} and timeline.coming(over) is None


def test_a_missed_sale_ends_with_the_money_on_its_way_then_back():
    missed = replace(PAID, order="missed", sale="missed", decided_at=CLOSES, ended_at=CLOSES)
    assert _states(missed) == {"placed": "done", "paid": "done", "missed": "done", "refunded": "now"}
    assert _states(replace(missed, refund_paid_at=CLOSES + DAY))["refunded"] == "done"


def test_who_called_off_before_the_decision_is_not_told_that_it_was_met():
    before = replace(MET, order="called_off", ended_at=CLOSES - DAY)
    after = replace(MET, order="called_off", ended_at=CLOSES + DAY)
    assert "met" not in _states(before) and "met" in _states(after)
