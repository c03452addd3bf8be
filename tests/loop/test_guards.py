"""What each guard is worth: with the guard taken away the rule it keeps does break. A guard no test misses is none."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from c2m.core import moves
from c2m.core.db import atomic, db
from c2m.loop import ballots, orders, payments, presales, production, results
from c2m.loop.presales import Presale
from tests import cast, makers
from tests.databases import both, on_postgresql
from tests.races import together, values

pytestmark = pytest.mark.usefixtures("inside")


def count(model, *where) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model).where(*where))


def held(sale) -> int:
    return db.session.scalar(db.select(db.func.sum(orders.Order.pieces)).where(orders.Order.presale_id == sale.id))


@both
def test_without_the_caps_condition_the_sale_is_oversold(clock, monkeypatch):
    sale = makers.sale(minimum=1, cap=1)
    monkeypatch.setattr(presales, "take", lambda *_: True)
    makers.order(sale, cast.LIN)
    makers.order(sale, cast.WU)
    assert held(sale) == 2 > sale.cap


@both
def test_the_table_itself_refuses_more_than_the_cap(clock):
    sale = makers.sale(minimum=1, cap=1)
    with pytest.raises(IntegrityError), atomic():
        db.session.execute(update(Presale).values(taken=2))
    with pytest.raises(IntegrityError), atomic():
        db.session.execute(update(Presale).values(taken=-1))
    assert held(sale) is None


@on_postgresql
def test_where_the_cap_is_read_first_and_written_then_two_take_the_last_piece(inside, clock, monkeypatch):
    """The negative control of the race for the last piece: read, meet, write."""
    sale = makers.sale(minimum=1, cap=1)
    lin, wu = makers.person(cast.LIN), makers.person(cast.WU)
    meeting = threading.Barrier(2)

    def naive(one: Presale, pieces: int) -> bool:
        seen = db.session.scalar(db.select(Presale.taken).where(Presale.id == one.id))
        meeting.wait(20)
        if seen + pieces > one.cap:
            return False
        db.session.execute(update(Presale).where(Presale.id == one.id).values(taken=seen + pieces))
        return True

    monkeypatch.setattr(presales, "take", naive)

    def place(person_id: int) -> int:
        sale_ = db.session.get(Presale, sale.id)
        person = db.session.get(makers.people.Person, person_id)
        return orders.place(sale_, person, {sale_.cells[0].id: 1}, makers.HOME, makers.key()).id

    came_to = together(inside, lambda: place(lin.id), lambda: place(wu.id))
    assert len(values(came_to)) == 2 and held(sale) == 2 > sale.cap


def _without_index(table: str, constraint: str) -> None:
    """The same table without the index that makes a row unique."""
    with atomic():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"))
        else:
            db.session.execute(text(f"CREATE TABLE bare AS SELECT * FROM {table}"))
            db.session.execute(text(f"DROP TABLE {table}"))
            db.session.execute(text(f"ALTER TABLE bare RENAME TO {table}"))


@both
def test_without_its_unique_index_a_pick_counts_twice(clock):
    round_ = makers.round_()
    _without_index("pick", "uq_pick_round_id_person_id_entry_id")
    for _ in range(2):
        makers.vote(round_, cast.LIN, 1)
    clock.set_to(round_.closes_at)
    assert results.ranking(round_)[0].voters == 2 > count(ballots.Ballot)


@both
@pytest.mark.parametrize("kept", [True, False], ids=["with", "without"])
def test_without_its_unique_index_one_person_has_two_ballots(clock, kept):
    round_ = makers.round_()
    ballot = makers.vote(round_, cast.LIN)
    row = {name: getattr(ballot, name) for name in ("round_id", "person_id", "group_id", "card_id", "state", "cast_at")}
    if not kept:
        _without_index("ballot", "uq_ballot_round_id_person_id")
    with atomic():
        ballots.insert_new(ballots.Ballot.__table__, [row])
    assert ballots.turnout(round_) == (1 if kept else 2)


@both
def test_without_the_state_guard_an_order_gives_its_pieces_back_twice(clock, monkeypatch):
    def unguarded(thing, verb, by=None, note=None, **values_) -> bool:
        db.session.execute(update(type(thing)).where(type(thing).id == thing.id).values(state=thing.MOVES[verb][1]))
        return True

    sale = makers.sale()
    order = makers.order(sale, cast.LIN)
    makers.order(sale, cast.WU)
    monkeypatch.setattr(moves, "tried", unguarded)
    for _ in range(2):
        with atomic():
            orders.cancel(order)
    db.session.refresh(sale)
    assert sale.taken == 0 < count(orders.Order, orders.Order.state == "placed")


@both
def test_without_the_amount_check_one_fen_buys_a_dress(clock, monkeypatch):
    order = makers.order(makers.sale(), cast.LIN)
    payment = makers.paying(order)
    monkeypatch.setattr(payments, "_why_not", lambda *_: None)
    assert makers.settle(payment, makers.captured(payment, 1)) == "paid"
    assert payment.captured_fen == 1 < order.total_fen


def _capture_in_flight(app, sale, payment, monkeypatch) -> None:
    """One settles, and holds still just before its commit until another has decided, or cannot."""
    paid, decided = threading.Event(), threading.Event()
    real = payments.ledger.post

    def slow(*args, **legs) -> None:
        real(*args, **legs)
        paid.set()
        decided.wait(1)

    monkeypatch.setattr(payments.ledger, "post", slow)

    def settle() -> str:
        row = db.session.get(payments.Payment, payment.id)
        return payments.settle(row, makers.captured(row))

    def decide() -> str | None:
        paid.wait(20)
        state = production.decide(db.session.get(Presale, sale.id))
        decided.set()
        return state

    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            paid.set()  # the writer is alone there: either comes first
    values(together(app, settle, decide))
    db.session.refresh(sale)


def _sale_and_late_payment(clock):
    makers.factory()
    sale = makers.sale(minimum=1, hours=0.25)
    makers.buy(sale, cast.WU)
    payment = makers.paying(makers.order(sale, cast.LIN))
    clock.set_to(sale.closes_at + payments.GRACE)
    return sale, payment


@both
def test_the_decision_waits_for_a_capture_on_its_way(inside, clock, monkeypatch):
    sale, payment = _sale_and_late_payment(clock)
    _capture_in_flight(inside, sale, payment, monkeypatch)
    assert sale.paid_at_close == orders.paid_pieces(sale.id)
    assert count(orders.Piece, orders.Piece.work_order_id.is_(None), orders.Piece.freed_at.is_(None)) == 0


@on_postgresql
def test_without_the_decisions_lock_a_paid_piece_is_in_no_work_order(inside, clock, monkeypatch):
    sale, payment = _sale_and_late_payment(clock)
    monkeypatch.setattr(orders, "steady", lambda order: order.presale)
    monkeypatch.setattr(production, "hold", lambda row: db.session.refresh(row))
    monkeypatch.setattr(production, "_end_holds", lambda one: None)
    _capture_in_flight(inside, sale, payment, monkeypatch)
    assert count(orders.Piece, orders.Piece.work_order_id.is_(None), orders.Piece.freed_at.is_(None)) == 1
    assert sale.paid_at_close == 1 < orders.paid_pieces(sale.id)
