"""One race for every "once": real threads, on SQLite and on PostgreSQL. What each guard is worth is in test_guards."""

from __future__ import annotations

import threading

import pytest

from c2m.core import limits, outbox
from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.core.moves import Trace
from c2m.loop import ballots, brand, communities, ledger, orders, payments, production, results, rounds, shipments
from c2m.loop.presales import Presale
from tests import cast, makers
from tests.databases import both
from tests.races import together, values

pytestmark = [both, pytest.mark.usefixtures("inside")]


def count(model, *where) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model).where(*where))


def taken(sale) -> int:
    return db.session.scalar(db.select(Presale.taken).where(Presale.id == sale.id))


def place(sale_id: int, person_id: int, pieces: int = 1, key: str | None = None) -> int:
    sale = db.session.get(Presale, sale_id)
    person = db.session.get(makers.people.Person, person_id)
    return orders.place(sale, person, {sale.cells[0].id: pieces}, makers.HOME, key or makers.key()).id


def settle(payment_id: int) -> str:
    payment = db.session.get(payments.Payment, payment_id)
    return payments.settle(payment, makers.captured(payment))


def test_the_last_piece_under_a_cap_goes_to_one_of_six(inside, clock):
    sale = makers.sale(minimum=1, cap=1)
    six = makers.crowd(sale.fronts[0].koc, 6)
    came_to = together(inside, *[lambda one=one: place(sale.id, one.id) for one in six])
    assert len(values(came_to, Refused)) == 1
    assert taken(sale) == count(orders.Order) == 1


def test_her_limit_holds_when_she_orders_from_four_windows_at_once(inside, clock):
    sale = makers.sale(per_person=2)
    lin = makers.person()
    came_to = together(inside, *[lambda: place(sale.id, lin.id)] * 4)
    assert len(values(came_to, Refused)) == 2 and taken(sale) == 2


def test_the_same_request_four_times_at_once_is_one_order(inside, clock):
    sale, lin = makers.sale(), makers.person()
    came_to = together(inside, *[lambda: place(sale.id, lin.id, key="one click")] * 4)
    assert len(set(values(came_to))) == 1 and len(came_to) == 4
    assert taken(sale) == count(orders.Order) == 1


def test_two_ballots_of_one_person_at_once_are_one_and_it_is_exactly_one_of_the_two_sets(inside, clock):
    round_ = makers.round_()
    lin = makers.member(round_.koc, cast.LIN)
    entries = [entry.id for entry in round_.entries]
    sets = [set(entries[:3]), set(entries[5:7]), set(entries[9:10])]

    def cast_(chosen: set[int]) -> int:
        return ballots.cast(db.session.get(rounds.Round, round_.id), lin.id, chosen).id

    came_to = together(inside, *[lambda one=one: cast_(one) for one in sets])
    assert len(set(values(came_to))) == 1 and count(ballots.Ballot) == 1
    assert ballots.picks_of(round_, lin.id) in sets


def test_two_newcomers_from_two_phones_of_one_person_are_one_member(inside, clock):
    round_, lin = makers.round_(), makers.person()
    entry = round_.entries[0]

    def cast_() -> int:
        return ballots.cast(db.session.get(rounds.Round, round_.id), lin.id, [entry.id]).id

    values(together(inside, *[cast_] * 3))
    assert (count(ballots.Ballot), count(ballots.Pick), len(communities.memberships(lin.id))) == (1, 1, 1)


def test_a_limit_of_picks_holds_against_taps_at_once(inside, clock):
    round_ = makers.round_(pick_limit=1)
    lin = makers.member(round_.koc, cast.LIN)

    def tap(entry_id: int) -> None:
        ballots.pick(db.session.get(rounds.Round, round_.id), lin.id, entry_id)

    came_to = together(inside, *[lambda one=entry.id: tap(one) for entry in round_.entries[:4]])
    assert len(values(came_to, Refused)) == 1 == len(ballots.picks_of(round_, lin.id))


def test_two_operators_confirm_a_round_once(inside, clock):
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 1, 2)
    clock.set_to(round_.closes_at)
    came_to = together(inside, *[lambda: results.confirm(db.session.get(rounds.Round, round_.id), {})] * 3)
    assert len(values(came_to, Refused)) == 1 and count(results.Verdict) == 2


def test_the_last_seat_of_a_group_goes_to_one_of_four(inside, clock):
    koc = makers.koc(groups=2, capacity=1)
    four = [makers.person(cast.member(n)).id for n in range(4)]
    came_to = together(inside, *[lambda one=one: communities.settle_in(one, koc.id) for one in four])
    assert len(values(came_to, Refused)) == 2
    assert [communities.members(group.id) for group in koc.groups] == [1, 1]


def test_callback_return_page_and_poller_at_once_pay_once(inside, clock):
    sale = makers.sale()
    payment = makers.paying(makers.order(sale, cast.LIN, 3))
    came_to = together(inside, *[lambda: settle(payment.id)] * 4)
    assert values(came_to) == ["paid"] * 4
    assert orders.paid_pieces(sale.id) == 3 and ledger.balance("cashier") == 3 * makers.PRICE_FEN
    assert count(Trace, Trace.verb == "capture") == 1


def test_two_captures_of_one_order_at_once_are_one_order_and_one_refund(inside, clock):
    order = makers.order(makers.sale(), cast.LIN)
    first = makers.paying(order)
    with atomic():
        second = payments.begin(order, "another cashier")
    came_to = together(inside, lambda: settle(first.id), lambda: settle(second.id))
    assert sorted(values(came_to)) == ["paid", "refund"]
    assert orders.paid_pieces(order.presale_id) == 1 and count(payments.Refund) == 1


def test_the_cashier_says_closed_and_captured_at_once_and_the_money_has_a_home(inside, clock):
    payment = makers.paying(makers.order(makers.sale(), cast.LIN))

    def closed() -> str:
        return payments.settle(db.session.get(payments.Payment, payment.id), payments.Answer(payment.number, "closed"))

    values(together(inside, closed, lambda: settle(payment.id), closed))
    db.session.refresh(payment)
    assert payment.state == "captured" and ledger.balance("orders") == -makers.PRICE_FEN


def test_the_hold_ends_while_the_money_arrives_and_it_is_one_or_the_other(inside, clock):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN, 2)
    payment = makers.paying(order)
    clock.advance(minutes=30)
    came_to = values(together(inside, lambda: settle(payment.id), orders.expire, lambda: settle(payment.id)))
    db.session.refresh(order)
    if order.state == "paid":
        assert "refund" not in came_to and (taken(sale), orders.paid_pieces(sale.id)) == (2, 2)
    else:
        assert order.state == "expired" and (taken(sale), orders.paid_pieces(sale.id)) == (0, 0)
        assert count(payments.Refund, payments.Refund.cause == "late") == 1


def test_cancelling_and_the_end_of_the_hold_give_the_pieces_back_once(inside, clock):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN, 2)
    makers.buy(sale, cast.WU, 1)
    clock.advance(minutes=30)
    cancel = lambda: orders.cancel(db.session.get(orders.Order, order.id))
    values(together(inside, cancel, orders.expire, cancel, orders.expire), Refused)
    assert taken(sale) == 1


def test_four_deciders_decide_once_and_every_piece_is_in_one_work_order(inside, clock):
    makers.factory()
    with atomic():
        brand.write(batch_pieces=3)
    sale = makers.sale(minimum=3)
    for who in cast.SHOPPERS:
        makers.buy(sale, who)
    makers.close(sale)
    came_to = together(inside, *[lambda: production.decide(db.session.get(Presale, sale.id))] * 4)
    assert values(came_to) == ["met"] * 4
    assert count(Trace, Trace.verb == "meet") == 1 and count(production.WorkOrder) == 2
    assert count(orders.Piece, orders.Piece.work_order_id.is_(None)) == 0


def test_money_that_arrives_during_the_decision_is_counted_by_it_or_refunded(inside, clock):
    makers.factory()
    sale = makers.sale(minimum=1, hours=0.25)
    makers.buy(sale, cast.WU)
    payment = makers.paying(makers.order(sale, cast.LIN))
    clock.set_to(sale.closes_at + payments.GRACE)
    decide = lambda: production.decide(db.session.get(Presale, sale.id))
    home, _, _ = values(together(inside, lambda: settle(payment.id), decide, decide))
    db.session.refresh(sale)
    assert sale.paid_at_close == orders.paid_pieces(sale.id) == (2 if home == "paid" else 1)
    assert count(orders.Piece, orders.Piece.work_order_id.is_(None)) == 0


def test_three_refund_workers_owe_every_buyer_once(inside, clock):
    sale = makers.sale(minimum=99)
    for who in cast.SHOPPERS:
        makers.buy(sale, who)
    makers.decide(sale)
    came_to = together(inside, *[lambda: production.refund_missed(db.session.get(Presale, sale.id), limit=3)] * 3)
    values(came_to)
    while production.to_refund():
        with atomic():
            production.refund_missed(sale)
    assert count(payments.Refund) == 5 and ledger.balance("refunds") == -5 * makers.PRICE_FEN
    assert taken(sale) == 0


def test_the_cashiers_word_on_a_refund_counts_once(inside, clock):
    order = makers.buy(makers.sale(), cast.LIN)
    with atomic():
        refund = payments.call_off(order)

    def answered() -> None:
        row = db.session.get(payments.Refund, refund.id)
        payments.refund_answered(row, payments.RefundAnswer(row.number, "refunded"))

    values(together(inside, *[answered] * 4))
    assert ledger.balance("cashier") == ledger.balance("refunds") == 0


def test_two_releasers_number_every_sheet_once(inside, clock):
    with atomic():
        brand.write(batch_pieces=2)
    sale = makers.met(6)
    clock.set_to(sale.lock_at)
    came_to = together(inside, *[lambda: production.release(db.session.get(Presale, sale.id))] * 3)
    assert sorted(values(came_to)) == [False, False, True]
    numbers = db.session.scalars(db.select(production.WorkOrder.number).order_by(production.WorkOrder.number)).all()
    assert numbers == ["26-001", "26-002", "26-003"]


def test_two_sales_released_at_once_never_share_a_number(inside, clock):
    first = makers.met(3)
    post = first.fronts[0].post
    sales = [first]
    for _ in range(2):
        made = makers.sale(minimum=1, fronts=[post])
        makers.buy(made, cast.LIN)
        sales.append(made)
    for one in sales[1:]:
        makers.decide(one)
    clock.set_to(max(one.lock_at for one in sales))
    together_ = [lambda one=one.id: production.release(db.session.get(Presale, one)) for one in sales]
    assert values(together(inside, *together_)) == [True] * 3
    numbers = db.session.scalars(db.select(production.WorkOrder.number).order_by(production.WorkOrder.number)).all()
    assert numbers == ["26-001", "26-002", "26-003"]


def test_one_piece_is_swapped_to_one_place(inside, clock):
    sale = makers.sale(minimum=1)
    order = makers.buy(sale, cast.LIN, 1)
    cells = [cell.id for cell in sale.cells]

    def swap(to: int) -> None:
        orders.swap(db.session.get(orders.Order, order.id), cells[0], to)

    came_to = together(inside, *[lambda to=to: swap(to) for to in cells[1:4]])
    assert len(values(came_to, Refused)) == 1 == count(Trace, Trace.verb == "swap")


def test_called_off_at_the_lock_it_is_refunded_or_made_never_both(inside, clock):
    sale = makers.met(4)
    order = db.session.scalars(db.select(orders.Order).order_by(orders.Order.id)).first()
    clock.set_to(sale.lock_at - makers.timedelta(microseconds=1))
    call_off = lambda: payments.call_off(db.session.get(orders.Order, order.id))

    def release() -> bool:
        clock.set_to(sale.lock_at)
        return production.release(db.session.get(Presale, sale.id))

    together(inside, call_off, release)
    with atomic():
        production.release(sale)
    db.session.refresh(order)
    frozen = db.session.scalar(db.select(db.func.sum(production.WorkOrderCell.pieces)))
    assert frozen == (3 if order.state == "called_off" else 4) == orders.paid_pieces(sale.id)


def test_the_same_courier_file_sent_twice_at_once_is_one_parcel_an_order(inside, clock):
    sheet = makers.packed()
    lines = [(one.code, "中通", f"ZT{one.id}") for one in shipments.orders_in(sheet)]

    def send() -> int:
        return shipments.send(db.session.get(production.WorkOrder, sheet.id), lines)

    came_to = together(inside, *[send] * 3)
    assert sorted(values(came_to)) == [0, 0, len(lines)] and count(shipments.Parcel) == len(lines)


def test_an_effect_is_taken_up_by_one_of_three_workers(inside, clock):
    done: list[str] = []
    lock = threading.Lock()

    def handler(payload: dict) -> None:
        with lock:
            done.append(payload["to"])

    with atomic():
        for n in range(6):
            outbox.put("letter", f"letter:{n}", to=f"{n}")
    workers = [threading.Thread(target=_work, args=(inside, {"letter": handler})) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(done) == [f"{n}" for n in range(6)]


def _work(app, handlers) -> None:
    with app.app_context():
        outbox.run(handlers)


def test_six_tries_at_once_and_three_are_let_through(inside, clock):
    let, stopped = [], []

    def try_() -> None:
        with inside.app_context():
            try:
                limits.count("code:13700132021", most=3, minutes=10)
                let.append(1)
            except Refused:
                stopped.append(1)

    tries = [threading.Thread(target=try_) for _ in range(6)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert (len(let), len(stopped)) == (3, 3)
