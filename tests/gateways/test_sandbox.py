"""The sandbox cashier keeps its word: what was paid once stays paid once, and only it can say so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from c2m.core import clock as clocks
from c2m.gateways.sandbox import Sandbox
from c2m.loop.payments import Answer, Forged, RefundAnswer, Unreachable

FEN = 23_900


@pytest.fixture
def cashier(tmp_path: Path, clock: ModuleType) -> Sandbox:
    return Sandbox(tmp_path / "book.sqlite", synchronous="OFF")


def begin(cashier: Sandbox, number: str = "PAAAAAA", amount_fen: int = FEN, minutes: int = 30) -> str:
    until = clocks.now() + timedelta(minutes=minutes)
    return cashier.begin(number, amount_fen, "高腰一片裙", until, "/orders/AAAAAA")


def test_beginning_twice_is_one_charge_at_one_address(cashier: Sandbox) -> None:
    assert begin(cashier) == begin(cashier) == "/cashier/PAAAAAA"
    assert [one.number for one in cashier.book()] == ["PAAAAAA"]


def test_a_number_begun_again_with_another_amount_is_refused(cashier: Sandbox) -> None:
    begin(cashier)
    with pytest.raises(Unreachable):
        begin(cashier, amount_fen=FEN + 1)
    assert cashier.book()[0].amount_fen == FEN


def test_paying_twice_takes_the_money_once(cashier: Sandbox) -> None:
    begin(cashier)
    assert [cashier.pay("PAAAAAA"), cashier.pay("PAAAAAA")] == ["captured", "captured"]
    assert cashier.captured() == {"PAAAAAA": FEN}


def test_a_number_nobody_began_is_unknown_and_cannot_be_paid(cashier: Sandbox) -> None:
    assert cashier.query("PBBBBBB") == Answer("PBBBBBB", "unknown")
    assert cashier.pay("PBBBBBB") == "unknown"


def test_after_its_time_a_charge_takes_no_money(cashier: Sandbox, clock: ModuleType) -> None:
    begin(cashier, minutes=30)
    clock.advance(minutes=30)
    assert cashier.pay("PAAAAAA") == "closed"
    assert cashier.captured() == {}


def test_a_closed_charge_takes_no_money(cashier: Sandbox) -> None:
    begin(cashier)
    assert cashier.close("PAAAAAA").state == "closed"
    assert cashier.pay("PAAAAAA") == "closed"


def test_closing_what_is_paid_says_that_it_is_paid(cashier: Sandbox) -> None:
    begin(cashier)
    cashier.pay("PAAAAAA")
    answer = cashier.close("PAAAAAA")
    assert (answer.state, answer.amount_fen) == ("captured", FEN)


def test_a_number_closed_before_it_was_begun_stays_closed(cashier: Sandbox) -> None:
    cashier.close("PAAAAAA")
    with pytest.raises(Unreachable):
        begin(cashier)
    assert cashier.pay("PAAAAAA") == "closed"


def test_a_refund_asked_for_again_is_paid_once(cashier: Sandbox) -> None:
    begin(cashier)
    cashier.pay("PAAAAAA")
    answers = [cashier.refund("PAAAAAA", "RAAAAAA", FEN) for _ in range(3)]
    assert answers == [RefundAnswer("RAAAAAA", "refunded")] * 3
    assert cashier.refunded() == {"RAAAAAA": ("PAAAAAA", FEN)}


def test_more_than_was_taken_is_never_paid_back(cashier: Sandbox) -> None:
    begin(cashier)
    cashier.pay("PAAAAAA")
    cashier.refund("PAAAAAA", "RAAAAAA", FEN - 1)
    assert cashier.refund("PAAAAAA", "RBBBBBB", 2).state == "failed"
    assert sum(fen for _number, fen in cashier.refunded().values()) == FEN - 1


def test_what_was_not_paid_is_not_paid_back(cashier: Sandbox) -> None:
    begin(cashier)
    assert cashier.refund("PAAAAAA", "RAAAAAA", 1).state == "failed"
    assert cashier.refund("PBBBBBB", "RAAAAAA", 1).state == "failed"


def test_a_refund_number_is_not_used_for_something_else(cashier: Sandbox) -> None:
    begin(cashier)
    cashier.pay("PAAAAAA")
    cashier.refund("PAAAAAA", "RAAAAAA", 100)
    assert cashier.refund("PAAAAAA", "RAAAAAA", 200).state == "failed"


def test_the_book_outlives_the_process_and_keeps_its_secret(cashier: Sandbox, tmp_path: Path) -> None:
    begin(cashier)
    cashier.pay("PAAAAAA")
    headers, body = cashier.notification("PAAAAAA")
    again = Sandbox(tmp_path / "book.sqlite")
    assert again.read_callback(headers, body) == cashier.query("PAAAAAA")
    assert (tmp_path / "book.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fault", ["hang", "garbage", "500_after_commit"])
def test_a_call_gone_wrong_is_no_answer_and_the_next_one_tells_the_truth(
    tmp_path: Path, clock: ModuleType, fault: str
) -> None:
    cashier = Sandbox(tmp_path / "book.sqlite", faults={("refund", 1): fault})
    begin(cashier)
    cashier.pay("PAAAAAA")
    with pytest.raises(Unreachable):
        cashier.refund("PAAAAAA", "RAAAAAA", FEN)
    assert len(cashier.refunded()) == (0 if fault == "hang" else 1)
    assert cashier.refund("PAAAAAA", "RAAAAAA", FEN).state == "refunded"
    assert len(cashier.refunded()) == 1


# --- notifications --------------------------------------------------------------------------------------------------


@pytest.fixture
def told(cashier: Sandbox) -> tuple[dict[str, str], bytes]:
    begin(cashier)
    cashier.pay("PAAAAAA")
    return cashier.notification("PAAAAAA")


def test_a_true_notification_is_read(cashier: Sandbox, told: tuple[dict[str, str], bytes]) -> None:
    answer = cashier.read_callback(*told)
    assert (answer.number, answer.state, answer.amount_fen, answer.currency) == ("PAAAAAA", "captured", FEN, "CNY")


def test_every_single_flipped_bit_is_noticed(cashier: Sandbox, told: tuple[dict[str, str], bytes]) -> None:
    headers, body = told
    for place in range(len(body) * 8):
        altered = bytearray(body)
        altered[place // 8] ^= 1 << place % 8
        with pytest.raises(Forged):
            cashier.read_callback(headers, bytes(altered))
    for name in ("Sandbox-Timestamp", "Sandbox-Nonce", "Sandbox-Signature"):
        for place in range(len(headers[name]) * 8):
            raw = bytearray(headers[name].encode())
            raw[place // 8] ^= 1 << place % 8
            with pytest.raises(Forged):
                cashier.read_callback(headers | {name: raw.decode("latin-1")}, body)


def test_a_notification_is_good_for_five_minutes_both_ways(cashier: Sandbox, clock: ModuleType) -> None:
    begin(cashier)
    told = cashier.notification("PAAAAAA")
    clock.advance(seconds=300)
    assert cashier.read_callback(*told).state == "open"
    clock.advance(seconds=1)
    with pytest.raises(Forged):
        cashier.read_callback(*told)
    clock.advance(seconds=-602)
    with pytest.raises(Forged):
        cashier.read_callback(*told)


def test_another_cashiers_notification_is_refused(
    cashier: Sandbox, told: tuple[dict[str, str], bytes], tmp_path: Path
) -> None:
    foreign = Sandbox(tmp_path / "foreign.sqlite")
    with pytest.raises(Forged):
        foreign.read_callback(*told)


@pytest.mark.parametrize("missing", ["Sandbox-Timestamp", "Sandbox-Nonce", "Sandbox-Signature"])
def test_a_notification_without_all_its_headers_is_refused(
    cashier: Sandbox, told: tuple[dict[str, str], bytes], missing: str
) -> None:
    headers, body = told
    with pytest.raises(Forged):
        cashier.read_callback({name: value for name, value in headers.items() if name != missing}, body)


@pytest.mark.parametrize("stamp", ["", "-1", "1e9", "１２３", "9" * 5000, "0x10", " 1", "nan"])
def test_an_odd_timestamp_is_refused(cashier: Sandbox, told: tuple[dict[str, str], bytes], stamp: str) -> None:
    headers, body = told
    with pytest.raises(Forged):
        cashier.read_callback(headers | {"Sandbox-Timestamp": stamp}, body)


def test_a_signature_in_letters_no_signature_has_is_refused(
    cashier: Sandbox, told: tuple[dict[str, str], bytes]
) -> None:
    headers, body = told
    for odd in ("", "签名", "\ud800", headers["Sandbox-Signature"].upper(), headers["Sandbox-Signature"] + "\n"):
        with pytest.raises(Forged):
            cashier.read_callback(headers | {"Sandbox-Signature": odd}, body)
