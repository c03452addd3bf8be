"""Every invariant notices when the rows break it. Each case writes past the rules, as a bug would."""

import sqlite3

import pytest

from c2m.core.db import atomic, db
from c2m.gateways.sandbox import Sandbox
from c2m.insight import invariants
from c2m.loop import payments, production
from tests import cast, makers

pytestmark = pytest.mark.usefixtures("inside", "clock")

BREAKS = {
    "I2": ["UPDATE \"order\" SET state = 'cancelled' WHERE state = 'shipped'"],
    "I3": ["UPDATE refund SET amount_fen = amount_fen + 1"],
    "I4": ["UPDATE \"order\" SET total_fen = total_fen + 1, goods_fen = goods_fen + 1 WHERE state = 'shipped'"],
    "I5": [
        "INSERT INTO payment (id, order_id, gateway, amount_fen, captured_fen, transaction_id, begun_at, state)"
        " SELECT id + 100, order_id, gateway, amount_fen, captured_fen, transaction_id, begun_at, state FROM payment"
    ],
    "I6": ["UPDATE posting SET amount_fen = amount_fen + 1 WHERE id = 1"],
    "I7": ["DELETE FROM refund WHERE id = 1"],
    "I9": ["UPDATE presale SET taken = taken + 1 WHERE id = 1"],
    "I10": ["UPDATE presale SET paid_at_close = 0 WHERE state = 'locked'"],
    "I11": ["UPDATE piece SET work_order_id = NULL WHERE work_order_id IS NOT NULL"],
    "I12": ["UPDATE work_order_cell SET pieces = pieces + 1"],
    "I13": ["UPDATE piece SET freed_at = '2026-11-20 00:00:00.000000' WHERE work_order_id IS NOT NULL"],
    "I14": ["DELETE FROM notice WHERE key LIKE 'missed:%'"],
    "I15": ["UPDATE sample SET state = 'asked' WHERE state = 'posted'"],
    "I16": ["DELETE FROM ballot WHERE id = 1"],
    "I17": ["UPDATE pick SET at = '2031-01-01 00:00:00.000000' WHERE id = 1"],
    "I18": ["UPDATE ballot SET state = 'voided' WHERE id = 1"],
    "I21": [
        'UPDATE "order" SET person_id = (SELECT min(person_id) FROM "order"), request_key = \'same\'',
    ],
    "I23": ["DELETE FROM factory_staff"],
}


@pytest.fixture(autouse=True)
def _world(inside, clock) -> None:
    """A voted round, a sale made and shipped, a sale missed and refunded."""
    koc = makers.koc()
    members = makers.crowd(koc, 3)
    designs = makers.twenty(4)
    round_ = makers.round_(koc, designs)
    for person in members:
        makers.vote(round_, person, 1, 2)
    makers.confirmed(round_)
    makers.shipped()
    missed = makers.sale(minimum=9, fronts=[makers.post(makers.design("没满的裙子", 7))])
    makers.buy(missed, cast.LIN)
    makers.buy(missed, cast.WU)
    makers.decide(missed)
    with atomic():
        production.refund_missed(missed)
    makers.refund_all()


NEED_NO_INDEX = {"I5": "payment", "I21": "order"}
"""What a unique index forbids can only be broken where the index is gone."""


def _without_indexes(connection: sqlite3.Connection, table: str) -> None:
    connection.execute(f'CREATE TABLE bare AS SELECT * FROM "{table}"')
    connection.execute(f'DROP TABLE "{table}"')
    connection.execute(f'ALTER TABLE bare RENAME TO "{table}"')


def broken() -> set[str]:
    return {result.name for result in invariants.check_all() if result.breaks}


def test_what_the_rules_wrote_breaks_nothing() -> None:
    assert broken() == set()


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_noticed(name: str) -> None:
    db.session.rollback()
    with sqlite3.connect(db.engine.url.database) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if name in NEED_NO_INDEX:
            _without_indexes(connection, NEED_NO_INDEX[name])
        for statement in BREAKS[name]:
            assert connection.execute(statement).rowcount
    connection.close()
    db.session.expire_all()
    assert name in broken()


def test_money_the_cashier_does_not_know_is_noticed(inside, tmp_path) -> None:
    """Our rows say captured; this cashier's book is empty."""
    found = {result.name: result.breaks for result in invariants.check_all(Sandbox(tmp_path / "other.sqlite"), True)}
    assert found["I1"]
    assert not found["I8"]


def test_money_only_the_cashier_knows_is_noticed(tmp_path) -> None:
    cashier = Sandbox(tmp_path / "other.sqlite")
    sale = makers.sale(fronts=[makers.post(makers.design("第三条裙子", 8))])
    order = makers.order(sale, cast.CHEN)
    payment = makers.paying(order)
    cashier.begin(payment.number, payment.amount_fen, "", payment.expires_at, "")
    cashier.pay(payment.number)
    found = {result.name: result.breaks for result in invariants.check_all(cashier, at_rest=True)}
    assert found["I22"]


def test_a_refund_that_was_not_meant_is_noticed(tmp_path) -> None:
    cashier = Sandbox(tmp_path / "other.sqlite")
    sale = makers.sale(fronts=[makers.post(makers.design("第三条裙子", 8))])
    payment = makers.paying(makers.order(sale, cast.CHEN))
    cashier.begin(payment.number, payment.amount_fen, "", payment.expires_at, "")
    cashier.pay(payment.number)
    with atomic():
        payments.settle(payment, cashier.query(payment.number))
    cashier.refund(payment.number, "RXXXXXX", payment.amount_fen)
    found = {result.name: result.breaks for result in invariants.check_all(cashier, at_rest=True)}
    assert found["I8"]
