"""Orders: a basket of one sale, held for half an hour, never over the cap or her limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from c2m.core import money
from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.core.moves import history
from c2m.loop import addresses, orders, presales
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def taken(sale) -> int:
    return db.session.scalar(db.select(presales.Presale.taken).where(presales.Presale.id == sale.id))


def count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(orders.Order))


def test_an_order_keeps_its_price_front_and_address_as_they_were(clock):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN, {"雾灰/M": 2, "米白/S": 1})
    assert (order.pieces, order.total_fen) == (3, 3 * makers.PRICE_FEN)
    assert [(line.cell.label, line.pieces, line.unit_fen) for line in order.lines] == [
        ("雾灰/M", 2, makers.PRICE_FEN),
        ("米白/S", 1, makers.PRICE_FEN),
    ]
    assert order.front_id == sale.fronts[0].id and order.address.startswith("浙江省嘉兴市")
    assert taken(sale) == 3 and orders.paid_pieces(sale.id) == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_nothing_is_ordered_outside_the_window(clock, when):
    sale = makers.sale(opens_at=clock.now() + makers.timedelta(hours=1))
    clock.set_to(sale.closes_at if when == "after" else sale.opens_at - makers.timedelta(seconds=1))
    with pytest.raises(Refused) as said:
        makers.order(sale, cast.LIN)
    assert said.value.status == 409 and taken(sale) == count() == 0


@pytest.mark.parametrize("wrong", [{}, 0, -1, 1.5, True], ids=str)
def test_an_odd_basket_is_refused_beside_its_field(clock, wrong):
    sale, lin = makers.sale(), makers.person()
    basket = {} if wrong == {} else {sale.cells[0].id: wrong}
    with pytest.raises(Refused) as said, atomic():
        orders.place(sale, lin, basket, makers.HOME, makers.key())
    assert said.value.field == "pieces" and taken(sale) == 0


def test_a_cell_of_another_sale_cannot_be_ordered(clock):
    post = makers.post()
    sale, other = makers.sale(fronts=[post]), makers.sale(fronts=[post])
    with pytest.raises(Refused) as said, atomic():
        orders.place(sale, makers.person_of(cast.XIAO_TANG), {other.cells[0].id: 1}, makers.HOME, makers.key())
    assert said.value.status == 404
    with pytest.raises(Refused), atomic():
        orders.place(
            sale, makers.person_of(cast.XIAO_TANG), {sale.cells[0].id: 1}, makers.HOME, makers.key(), other.fronts[0]
        )
    assert taken(sale) == taken(other) == 0


def test_the_cap_is_never_oversold_and_what_is_left_can_still_be_had(clock):
    sale = makers.sale(minimum=3, cap=5)
    makers.order(sale, cast.LIN, 3)
    with pytest.raises(Refused, match="Too few are left") as said:
        makers.order(sale, cast.WU, 3)
    assert said.value.status == 409 and taken(sale) == 3
    makers.order(sale, cast.WU, 2)
    assert taken(sale) == 5


def test_the_limit_a_person_counts_held_and_paid_pieces_over_all_her_orders(clock):
    sale = makers.sale(per_person=3)
    makers.buy(sale, cast.LIN, 1)
    held = makers.order(sale, cast.LIN, 1)
    with pytest.raises(Refused, match="At most 3"):
        makers.order(sale, cast.LIN, 2)
    with atomic():
        orders.cancel(held)
    makers.order(sale, cast.LIN, 2)
    makers.order(sale, cast.WU, 3)
    assert taken(sale) == 6


def test_the_same_request_again_gives_the_same_order_and_other_content_is_refused(clock):
    sale, lin = makers.sale(), makers.person()
    basket, key = makers.basket(sale, 1), makers.key()
    with atomic():
        first = orders.place(sale, lin, basket, makers.HOME, key)
    with atomic():
        assert orders.place(sale, lin, basket, makers.HOME, key).id == first.id
    with pytest.raises(Refused, match="other content"), atomic():
        orders.place(sale, lin, makers.basket(sale, 2), makers.HOME, key)
    assert taken(sale) == count() == 1


def test_a_hold_ends_after_half_an_hour_once_and_its_pieces_go_back(clock):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN, 2)
    clock.advance(minutes=29)
    with atomic():
        assert orders.expire() == 0
    clock.advance(minutes=1)
    with atomic():
        assert orders.expire() == 1
    with atomic():
        assert orders.expire() == 0
    assert (order.state, taken(sale)) == ("expired", 0)
    with pytest.raises(Refused), atomic():
        orders.cancel(order)
    assert taken(sale) == 0


def test_an_unpaid_order_is_cancelled_once(clock):
    sale = makers.sale()
    order = makers.order(sale, cast.LIN, 2)
    with atomic():
        orders.cancel(order)
    with pytest.raises(Refused), atomic():
        orders.cancel(order)
    assert (order.state, taken(sale)) == ("cancelled", 0)


def test_one_piece_is_swapped_free_until_the_lock_and_not_after(clock):
    sale = makers.sale(minimum=1)
    order = makers.buy(sale, cast.LIN, {"雾灰/M": 2})
    cells = {cell.label: cell.id for cell in sale.cells}
    with atomic():
        orders.swap(order, cells["雾灰/M"], cells["米白/L"])
    assert orders.by_cell(sale.id) == {cells["雾灰/M"]: 1, cells["米白/L"]: 1}
    with pytest.raises(Refused, match="another"), atomic():
        orders.swap(order, cells["米白/L"], cells["米白/L"])
    with pytest.raises(Refused) as said, atomic():
        orders.swap(order, cells["雾灰/S"], cells["米白/L"])  # she has none of these
    assert said.value.status == 409
    assert makers.decide(sale) == "met"
    with atomic():
        orders.swap(order, cells["雾灰/M"], cells["雾灰/S"])  # met, but not locked
    clock.set_to(sale.lock_at)
    with pytest.raises(Refused, match="fixed now"), atomic():
        orders.swap(order, cells["雾灰/S"], cells["雾灰/M"])
    assert [one.verb for one in history(order)].count("swap") == 2


def test_an_unpaid_order_is_not_swapped_and_no_cell_of_another_sale_is_swapped_to(clock):
    post = makers.post()
    sale, other = makers.sale(fronts=[post]), makers.sale(fronts=[post])
    held, paid = makers.order(sale, cast.LIN), makers.buy(sale, cast.WU)
    with pytest.raises(Refused), atomic():
        orders.swap(held, sale.cells[0].id, sale.cells[1].id)
    with pytest.raises(Refused), atomic():
        orders.swap(paid, sale.cells[0].id, other.cells[1].id)


def test_the_address_is_hers_to_change_until_the_lock(clock):
    sale = makers.sale(minimum=1)
    order = makers.buy(sale, cast.LIN)
    with atomic():
        orders.redirect(order, replace(makers.HOME, street="环城南路 9 号 1 单元"))
    assert order.street == "环城南路 9 号 1 单元"
    makers.decide(sale)
    clock.set_to(sale.lock_at)
    with pytest.raises(Refused, match="address is fixed"), atomic():
        orders.redirect(order, makers.HOME)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"province": ""}, "province"),
        ({"city": ""}, "province"),
        ({"street": "3"}, "street"),
        ({"street": "路" * 201}, "street"),
    ],
    ids=str,
)
def test_an_address_no_courier_could_find_is_refused_beside_its_field(change, field):
    with pytest.raises(Refused) as said:
        addresses.clean(replace(makers.HOME, **change))
    assert said.value.field == field


def test_an_order_dearer_than_the_books_can_hold_is_refused(clock):
    sale = makers.sale(price_fen=money.HIGHEST_FEN)
    with pytest.raises(Refused, match="1 pieces at most"):
        makers.order(sale, cast.LIN, 2)
    assert makers.buy(sale, cast.LIN, 1).total_fen == money.HIGHEST_FEN


def test_a_received_parcel_is_said_by_her_once_and_only_after_it_was_sent(clock):
    order = makers.buy(makers.sale(), cast.LIN)
    with pytest.raises(Refused), atomic():
        orders.receive(order)
