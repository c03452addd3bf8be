"""Parcels: a file of courier numbers is taken whole or not at all."""

from __future__ import annotations

import pytest

from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.core.moves import history
from c2m.loop import brand, inbox, orders, production, shipments
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def lines(work_order) -> list[tuple[str, str, str]]:
    return [(one.code, "中通", f"ZT{one.id}") for one in shipments.orders_in(work_order)]


def send(work_order, waybills) -> int:
    with atomic():
        return shipments.send(work_order, waybills)


def count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(shipments.Parcel))


def test_nothing_is_sent_before_it_is_packed(clock):
    sheet = makers.released()
    with pytest.raises(Refused, match="packed first"):
        send(sheet, lines(sheet))
    assert count() == 0


def test_one_bad_line_and_none_of_the_file_is_taken(clock):
    sheet = makers.packed()
    good = lines(sheet)
    for bad in (("ZZZZZZ", "中通", "ZT9"), (good[0][0], " ", "ZT9"), (good[0][0], "中通", "")):
        with pytest.raises(Refused) as said:
            send(sheet, [*good, bad])
        assert said.value.field == "file"
    assert count() == 0 and sheet.state == "packed"


def test_the_order_of_another_work_order_is_refused(clock):
    sheet = makers.packed()
    sale = makers.sale(minimum=1, fronts=[sheet.presale.fronts[0].post])
    foreign = makers.buy(sale, cast.LIN)
    with pytest.raises(Refused, match="not in this work order"):
        send(sheet, [(foreign.code, "中通", "ZT1")])


def test_when_every_order_has_its_parcel_the_work_order_is_shipped_and_each_buyer_told_once(clock):
    sheet = makers.packed()
    all_ = lines(sheet)
    assert send(sheet, all_[:1]) == 1 and sheet.state == "packed"
    assert send(sheet, all_) == len(all_) - 1 and sheet.state == "shipped"
    assert send(sheet, all_) == 0
    for order in shipments.orders_in(sheet):
        (parcel,) = shipments.of_order(order)
        assert order.state == "shipped" and inbox.told(f"parcel:{parcel.id}") == {order.person_id}


def test_a_repeated_line_corrects_a_number_and_the_trace_keeps_the_old_one(clock):
    sheet = makers.shipped()
    order = shipments.orders_in(sheet)[0]
    was = shipments.of_order(order)[0].number
    assert send(sheet, [(order.code.lower(), "圆通", "YT77")]) == 0
    (parcel,) = shipments.of_order(order)
    assert (parcel.courier, parcel.number) == ("圆通", "YT77")
    assert history(parcel)[-1].note["from"] == ["中通", was]


def test_an_order_in_two_work_orders_is_shipped_with_the_last_of_its_parcels(clock):
    makers.factory()
    with atomic():
        brand.write(batch_pieces=2)
    sale = makers.sale(minimum=1)
    order = makers.buy(sale, cast.LIN, {"雾灰/S": 2, "雾灰/M": 2})
    makers.decide(sale)
    clock.set_to(sale.lock_at)
    with atomic():
        production.release(sale)
    first, second = production.of_sale(sale)
    makers.shipped(first)
    assert order.state == "paid" and first.state == "shipped"
    makers.shipped(second)
    assert order.state == "shipped" and len(shipments.of_order(order)) == 2
    with atomic():
        orders.receive(order)
    assert order.state == "received"
