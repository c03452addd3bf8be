"""The decision, once; work orders that hold every paid piece, once; the sheets frozen at the lock."""

from __future__ import annotations

import pytest

from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.core.moves import history
from c2m.loop import brand, inbox, ledger, orders, payments, production
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def decide(sale) -> str | None:
    with atomic():
        return production.decide(sale)


# --- the decision ---------------------------------------------------------------------------------------------------


def test_nothing_is_decided_before_the_close(clock):
    sale = makers.sale(minimum=1)
    makers.buy(sale, cast.LIN)
    clock.set_to(sale.closes_at - makers.timedelta(seconds=1))
    assert decide(sale) is None and sale.state == "open" and production.due() == []
    clock.set_to(sale.closes_at)
    assert production.due() == [sale.id] and decide(sale) == "met"


@pytest.mark.parametrize(("paid", "end"), [(2, "missed"), (3, "met"), (4, "met")])
def test_met_means_paid_pieces_reach_the_minimum_and_held_ones_do_not_count(clock, paid, end):
    sale = makers.sale(minimum=3, hours=0.25)
    makers.buy(sale, cast.LIN, paid)
    makers.order(sale, cast.WU, 5)
    assert makers.decide(sale) == end
    assert (sale.paid_at_close, sale.decided_at) == (paid, clock.now())


def test_it_is_decided_once_and_what_happens_later_does_not_change_it(clock):
    sale = makers.sale(minimum=2)
    order = makers.buy(sale, cast.LIN, 2)
    assert makers.decide(sale) == "met"
    with atomic():
        payments.call_off(order)
    assert decide(sale) == "met" and sale.paid_at_close == 2
    assert [one.verb for one in history(sale)] == ["draft", "publish", "open", "meet"]


def test_it_waits_for_a_payment_begun_before_the_close_at_most_ten_minutes(clock):
    sale = makers.sale(minimum=1, hours=0.25)
    makers.buy(sale, cast.WU)
    makers.paying(makers.order(sale, cast.LIN))
    assert makers.decide(sale) is None
    clock.advance(minutes=9, seconds=59)
    assert decide(sale) is None
    clock.advance(seconds=1)
    assert decide(sale) == "met"


def test_it_does_not_wait_when_the_cashier_has_closed_the_payment(clock):
    sale = makers.sale(minimum=1, hours=0.25)
    payment = makers.paying(makers.order(sale, cast.LIN))
    makers.settle(payment, payments.Answer(payment.number, "closed"))
    assert makers.decide(sale) == "missed"


def test_the_decision_ends_the_holds_that_are_left(clock):
    sale = makers.sale(minimum=1, hours=0.25)
    held = makers.order(sale, cast.LIN, 2)
    assert makers.decide(sale) == "missed"
    db.session.refresh(sale)
    assert (held.state, sale.taken) == ("expired", 0)


def test_nobody_can_order_production_of_a_sale_that_missed(clock):
    makers.factory()
    sale = makers.sale(minimum=9)
    makers.buy(sale, cast.LIN)
    assert makers.decide(sale) == "missed"
    clock.set_to(sale.lock_at)
    with atomic():
        assert not production.release(sale)
    assert production.of_sale(sale) == [] and production.to_lock() == []


def test_the_buyers_are_told_once_that_it_will_be_made(clock):
    sale = makers.met(4)
    buyers = set(db.session.scalars(db.select(orders.Order.person_id)))
    assert inbox.told(f"met:{sale.id}") == buyers
    decide(sale)
    assert [notice.key for notice in inbox.of(min(buyers))].count(f"met:{sale.id}") == 1


# --- missed ---------------------------------------------------------------------------------------------------------


def test_a_missed_sale_refunds_everyone_in_chunks_and_goes_on_where_it_stopped(clock):
    sale = makers.sale(minimum=99)
    bought = [makers.buy(sale, who) for who in cast.SHOPPERS]
    makers.decide(sale)
    left = []
    while not left or left[-1]:
        with atomic():
            left.append(production.refund_missed(sale, limit=2))
    assert left == [True, True, False] and production.to_refund() == []
    with atomic():
        assert not production.refund_missed(sale)
    refunds = db.session.scalars(db.select(payments.Refund)).all()
    assert {one.payment.order_id for one in refunds} == {one.id for one in bought} and len(refunds) == len(bought)
    assert {(one.cause, one.amount_fen) for one in refunds} == {("missed", makers.PRICE_FEN)}
    for order in bought:
        assert inbox.told(f"missed:{sale.id}:{order.id}") == {order.person_id}
    assert ledger.balance("orders") == 0 == orders.paid_pieces(sale.id)


def test_an_act_that_fails_half_way_refunds_nobody_and_the_next_one_everybody(clock):
    sale = makers.sale(minimum=99)
    order = makers.buy(sale, cast.LIN)
    makers.decide(sale)
    with pytest.raises(ZeroDivisionError), atomic():
        production.refund_missed(sale)
        1 / 0  # noqa: B018 - the power goes out here
    assert production.to_refund() == [sale.id]
    with atomic():
        production.refund_missed(sale)
    assert order.state == "missed" and ledger.balance("refunds") == -makers.PRICE_FEN


def test_only_a_missed_sale_is_refunded(clock):
    sale = makers.met(4)
    with atomic():
        assert not production.refund_missed(sale)
    assert ledger.balance("refunds") == 0


# --- work orders ----------------------------------------------------------------------------------------------------


def test_every_paid_piece_lies_in_exactly_one_work_order_within_the_limit(clock):
    with atomic():
        brand.write(batch_pieces=4)
    sale = makers.met(10)
    sheets = production.of_sale(sale)
    sizes = [sum(production.cells(sheet).values()) for sheet in sheets]
    assert sorted(sizes) == [3, 3, 4]
    where = db.session.execute(db.select(orders.Piece.id, orders.Piece.work_order_id)).all()
    assert len(where) == 10 and {home for _, home in where} == {sheet.id for sheet in sheets}
    totals: dict[int, int] = {}
    for sheet in sheets:
        for cell, pieces in production.cells(sheet).items():
            totals[cell] = totals.get(cell, 0) + pieces
    assert totals == orders.by_cell(sale.id)


def test_a_draft_follows_swaps_and_called_off_pieces_and_a_released_sheet_does_not_change(clock):
    sale = makers.met(4)
    cells = [cell.id for cell in sale.cells]
    (sheet,) = production.of_sale(sale)
    assert production.cells(sheet) == {cells[0]: 1, cells[1]: 1, cells[2]: 1, cells[3]: 1}
    first, second = db.session.scalars(db.select(orders.Order).order_by(orders.Order.id)).all()[:2]
    with atomic():
        orders.swap(first, cells[0], cells[1])
    with atomic():
        payments.call_off(second)
    assert production.cells(sheet) == {cells[1]: 1, cells[2]: 1, cells[3]: 1}
    clock.set_to(sale.lock_at)
    with atomic():
        assert production.release(sale)
    frozen = production.cells(sheet)
    with atomic():
        db.session.execute(db.update(orders.Piece).values(cell_id=cells[0]))  # whatever happens to the pieces later
    assert production.cells(sheet) == frozen
    assert sheet.sheet["cells"] == [["雾灰", "M", 1], ["雾灰", "L", 1], ["米白", "S", 1]]


def test_sheets_are_released_at_the_lock_once_and_numbered_without_a_gap(clock):
    with atomic():
        brand.write(batch_pieces=3)
    sale = makers.met(6)
    clock.set_to(sale.lock_at - makers.timedelta(seconds=1))
    with atomic():
        assert not production.release(sale)
    assert {sheet.number for sheet in production.of_sale(sale)} == {None} and production.to_lock() == []
    clock.set_to(sale.lock_at)
    assert production.to_lock() == [sale.id]
    with atomic():
        assert production.release(sale)
    with atomic():
        assert not production.release(sale)
    assert [sheet.number for sheet in production.of_sale(sale)] == ["26-001", "26-002"]
    assert sale.state == "locked" and not sale.may_change


def test_nothing_is_released_while_a_draft_has_no_factory(clock):
    sale = makers.sale(minimum=1)
    makers.buy(sale, cast.LIN)
    makers.decide(sale)
    clock.set_to(sale.lock_at)
    with atomic():
        assert not production.release(sale)
    (draft,) = production.of_sale(sale)
    factory = makers.factory()
    with atomic():
        production.give_to(draft, factory)
    with atomic():
        assert production.release(sale)
    other = makers.factory(cast.SHAOXING, cast.XIAO_WEI)
    with pytest.raises(Refused, match="stays with its factory"), atomic():
        production.give_to(draft, other)


def test_a_draft_whose_pieces_were_all_called_off_is_cancelled_not_released(clock):
    makers.factory()
    sale = makers.sale(minimum=1)
    order = makers.buy(sale, cast.LIN)
    makers.decide(sale)
    with atomic():
        payments.call_off(order)
    clock.set_to(sale.lock_at)
    with atomic():
        assert production.release(sale)
    assert production.of_sale(sale) == [] and sale.state == "locked"


def test_a_factory_sees_its_released_work_orders_only(clock):
    sheet = makers.released()
    other = makers.factory(cast.SHAOXING, cast.XIAO_WEI)
    assert production.of_factory(sheet.factory_id) == [sheet]
    assert production.of_factory(other.id) == []
    drafts = makers.sale(minimum=1, fronts=[sheet.presale.fronts[0].post])
    makers.buy(drafts, cast.LIN)
    makers.decide(drafts)
    assert production.of_factory(sheet.factory_id) == [sheet] and production.of_factory(other.id) == []


def test_work_goes_to_the_factory_with_the_least_in_hand(clock):
    first = makers.released()
    other = makers.factory(cast.SHAOXING, cast.XIAO_WEI)
    sale = makers.sale(minimum=1, fronts=[first.presale.fronts[0].post])
    makers.buy(sale, cast.LIN)
    makers.decide(sale)
    assert production.of_sale(sale)[0].factory == other


def test_the_factory_goes_step_by_step_and_no_step_twice(clock):
    sheet = makers.released()
    for wrong in ("cut", "sew", "pack"):
        with pytest.raises(Refused), atomic():
            production.report(sheet, wrong)
    makers.packed(sheet)
    assert sheet.state == "packed"
    with pytest.raises(Refused), atomic():
        production.report(sheet, "pack")
    for never in ("ship", "release", "cancel"):
        with pytest.raises(Refused, match="not a step"), atomic():
            production.report(sheet, never)
