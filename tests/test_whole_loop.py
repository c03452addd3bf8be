"""Read this first: the loop from a drawing to a parcel, through the verbs, as it is met and as it is missed."""

from __future__ import annotations

import pytest

from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.core.moves import history
from c2m.loop import (
    ballots,
    communities,
    inbox,
    ledger,
    orders,
    payments,
    posts,
    presales,
    production,
    results,
    rounds,
    samples,
    shipments,
)
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside", "clock")]


def test_from_a_drawing_to_a_parcel():
    # 许静 has a brand, 小棠 leads a group of members who came by her card, and a factory in 嘉兴 has room.
    operator, tang = makers.operator(), makers.koc()
    gu = makers.factory()
    with atomic():
        card = communities.make_card(tang.groups[0], "地铁口")
    lin = makers.member(tang, cast.LIN, card)
    wu, chen, zhou = (makers.member(tang, who) for who in (cast.WU, cast.CHEN, cast.ZHOU))

    # 苏禾 hands in twenty drawings; a round opens at noon and closes at eight.
    drawings = makers.twenty()
    round_ = makers.round_(tang, drawings)
    makers.vote(round_, lin, 7, 3)
    makers.vote(round_, wu, 7)
    makers.vote(round_, chen, 7, 12)
    makers.vote(round_, zhou, 3)
    makers.vote(round_, lin, 7, 12)  # she changes her mind before the close
    clock.advance(hours=8)
    with atomic():
        assert rounds.turn() == 1
        winners = results.confirm(round_, {}, by=operator.id)
    assert [(one.place, one.entry.number) for one in winners] == [(1, 7), (2, 12), (3, 3)]
    assert inbox.told(f"result:{round_.id}") == {lin.id, wu.id, chen.id, zhou.id}

    # A sample of each winner is sewn; 小棠 wears the first, says the truth, and declines another.
    with atomic():
        asked = samples.ask_for_winners(round_, by=operator.id)
    assert [one.design_id for one in asked] == [one.entry.design_id for one in winners]
    with atomic():
        samples.decline(asked[1], "料子太薄，站在光里会透。", by=tang.person_id)
    assert inbox.told(f"declined:{asked[1].id}") == {lin.id, chen.id}
    post = makers.post(asked[0].design, tang)
    assert post.state == "approved" and asked[0].state == "posted"
    assert posts.wordings(post)[0].not_for

    # The pre-sale opens: those who picked it are told first, the rest an hour later.
    sale = makers.sale(minimum=4, fronts=[post], cap=10, per_person=3)
    assert ballots.voters(sale.design_id, [tang.id]) == {lin.id, wu.id, chen.id} == inbox.told(f"opened:{sale.id}")
    clock.advance(hours=1)
    with atomic():
        presales.turn()
    assert zhou.id in inbox.told(f"opened:{sale.id}")

    # Four pieces are paid; 吴桐 swaps her size; one who never pays holds nothing for long.
    first = makers.buy(sale, lin, {"雾灰/M": 2})
    second = makers.buy(sale, wu, {"雾灰/S": 1})
    makers.buy(sale, chen, {"米白/L": 1})
    makers.order(sale, zhou, {"米白/S": 3})
    cells = {cell.label: cell.id for cell in sale.cells}
    with atomic():
        orders.swap(second, cells["雾灰/S"], cells["雾灰/M"], by=wu.id)
    assert (first.card_id, second.card_id) == (card.id, None)

    # The close decides, once: met. Every paid piece lies in one draft; at the lock the sheet is numbered and frozen.
    assert makers.decide(sale) == "met"
    db.session.refresh(sale)
    assert (sale.paid_at_close, sale.taken) == (4, 4)
    clock.set_to(sale.lock_at)
    with atomic():
        assert production.release(sale)
    (sheet,) = production.of_sale(sale)
    assert (sheet.number, sheet.state, sheet.factory) == ("26-001", "released", gu)
    assert production.cells(sheet) == {cells["雾灰/M"]: 3, cells["米白/L"]: 1}

    # 顾师傅 cuts, sews and packs; the courier's numbers come in one file; 林小满 has her parcel.
    makers.shipped(sheet)
    assert sheet.state == "shipped" and first.state == "shipped"
    assert shipments.of_order(first)[0].courier == "中通"
    with atomic():
        orders.receive(first, by=lin.id)
    assert [one.verb for one in history(first)] == ["place", "pay", "ship", "receive"]

    # The money: four pieces were captured, nothing is owed, and the books balance.
    assert ledger.balance("cashier") == 4 * makers.PRICE_FEN == -ledger.balance("orders")
    assert ledger.balance("refunds") == 0


def test_a_missed_sale_pays_everybody_back_and_makes_nothing():
    sale = makers.sale(minimum=4)
    bought = [makers.buy(sale, who) for who in (cast.LIN, cast.WU, cast.CHEN)]

    assert makers.decide(sale) == "missed"
    with atomic():
        assert production.refund_missed(sale, limit=2)
    with atomic():
        assert not production.refund_missed(sale, limit=2)

    assert {order.state for order in bought} == {"missed"}
    for order in bought:
        assert inbox.told(f"missed:{sale.id}:{order.id}") == {order.person_id}
    assert ledger.balance("refunds") == -3 * makers.PRICE_FEN
    assert makers.refund_all() == 3
    assert [ledger.balance(account) for account in ("cashier", "orders", "refunds")] == [0, 0, 0]
    assert production.of_sale(sale) == [] and orders.paid_pieces(sale.id) == 0
    assert db.session.scalar(db.select(db.func.count()).select_from(payments.Refund)) == 3
