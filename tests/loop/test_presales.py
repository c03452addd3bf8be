"""Pre-sales: terms somebody can keep, a promise that is data, voters told first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.loop import brand, communities, inbox, presales, terms
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price_fen": 0}, "price"),
        ({"price_fen": 2**31}, "price"),
        ({"cost_fen": -1}, "cost"),
        ({"minimum": 0}, "minimum"),
        ({"minimum": 1_000_001}, "minimum"),
        ({"cap": 2}, "cap"),
        ({"per_person": 0}, "per_person"),
        ({"hours": 0}, "closes_at"),
        ({"cells": (("雾灰", "XXL"),)}, "cells"),
    ],
    ids=str,
)
def test_terms_nobody_could_keep_are_refused_beside_their_field(clock, change, field):
    post = makers.post()
    with pytest.raises(Refused) as said:
        makers.sale(fronts=[post], **change)
    assert said.value.field == field


def test_the_close_lies_ahead_and_the_ship_date_behind_it(clock):
    post = makers.post()
    with pytest.raises(Refused, match="future"):
        makers.sale(fronts=[post], opens_at=clock.now() - 3 * HOUR, hours=2)
    with pytest.raises(Refused, match="ship date"):
        makers.sale(fronts=[post], ships_by=clock.now() + HOUR)


def test_a_sale_opens_only_on_approved_posts_about_one_design(clock):
    unfinished = makers.written()
    with pytest.raises(Refused, match="approved"), atomic():
        presales.draft([unfinished], makers.given())
    with pytest.raises(Refused, match="at least one"), atomic():
        presales.draft([], makers.given())
    first, second = makers.post(), makers.post(makers.design("另一款", 2))
    with pytest.raises(Refused, match="one design"), atomic():
        presales.draft([first, second], makers.given())


def test_several_fronts_count_to_one_minimum_and_the_same_post_twice_is_one_front(clock):
    design = makers.design()
    hers, other = makers.post(design), makers.post(design, makers.koc(cast.A_NING))
    sale = makers.sale(fronts=[hers, other, hers])
    assert [front.koc_id for front in sale.fronts] == [hers.sample.koc_id, other.sample.koc_id]


def test_a_sale_offers_every_cell_of_the_version_or_those_chosen(clock):
    post = makers.post()
    assert [cell.label for cell in makers.sale(fronts=[post]).cells] == [
        f"{colour.zh}/{size}" for colour in makers.COLOURS for size in makers.SIZES
    ]
    few = makers.sale(fronts=[post], cells=(("米白", "M"), ("雾灰", "S")))
    assert [cell.label for cell in few.cells] == ["雾灰/S", "米白/M"]


def test_the_lock_follows_the_close_by_the_brands_hours_and_the_promise_is_data(clock):
    with atomic():
        brand.write(lock_hours=10)
    sale = makers.sale(minimum=300)
    said = presales.promise(sale)
    assert said.lock_at == sale.closes_at + 10 * HOUR and said.refund_by == sale.closes_at + HOUR
    assert (said.minimum, said.closes_at, said.ships_by) == (300, sale.closes_at, sale.ships_by)


def test_it_opens_and_closes_by_the_clock_and_may_be_changed_until_the_lock(clock):
    sale = makers.sale(opens_at=clock.now() + HOUR)
    assert not sale.is_open and sale.state == "scheduled"
    clock.advance(hours=1)
    assert sale.is_open
    clock.set_to(sale.closes_at)
    assert not sale.is_open and sale.may_change
    clock.set_to(sale.lock_at)
    assert not sale.may_change


def test_a_draft_is_not_open_and_one_whose_close_has_passed_cannot_be_published(clock):
    post = makers.post()
    with atomic():
        sale = presales.draft([post], makers.given())
    assert not sale.is_open
    clock.set_to(sale.closes_at)
    with pytest.raises(Refused, match="passed"), atomic():
        presales.publish(sale)


def test_voters_are_told_at_the_opening_the_rest_an_hour_later_and_nobody_twice(clock):
    tang = makers.koc()
    lin, wu = makers.member(tang, cast.LIN), makers.member(tang, cast.WU)
    gone = makers.member(tang, cast.CHEN)
    round_ = makers.round_(tang)
    makers.vote(round_, lin, 1)
    makers.confirmed(round_)
    with atomic():
        communities.leave(tang.groups[0], gone.id)
    sale = makers.sale(fronts=[makers.post(round_.entries[0].design, tang)], opens_at=clock.now() + HOUR)
    key = f"opened:{sale.id}"
    assert inbox.told(key) == set()
    clock.set_to(sale.opens_at)
    for _ in range(2):
        with atomic():
            presales.turn()
    assert inbox.told(key) == {lin.id} and sale.state == "open"
    clock.advance(hours=1)
    for _ in range(2):
        with atomic():
            presales.turn()
    assert inbox.told(key) == {lin.id, wu.id}
    assert [notice.key for notice in inbox.of(lin.id)].count(key) == 1


def test_she_comes_to_her_own_kocs_front_else_to_the_nearest_else_to_the_first(clock):
    design = makers.design()
    tang, ning = makers.koc(), makers.koc(cast.A_NING)
    with atomic():
        ning.height_cm, ning.weight_kg = 172, 60
    sale = makers.sale(fronts=[makers.post(design, tang), makers.post(design, ning)])
    mine, tall, nobody = makers.member(ning, cast.LIN), makers.person(cast.WU), None
    with atomic():
        tall.height_cm, tall.weight_kg = 171, 59
    assert presales.front_for(sale, mine).koc_id == ning.id
    assert presales.front_for(sale, tall).koc_id == ning.id
    assert presales.front_for(sale, nobody).koc_id == tang.id


def test_break_even_counts_whole_pieces_and_says_none_where_a_piece_earns_nothing():
    assert terms.break_even(200, 100, 1_000) == 10
    assert terms.break_even(200, 100, 1_001) == 11
    assert terms.break_even(100, 100, 1_000) is None
