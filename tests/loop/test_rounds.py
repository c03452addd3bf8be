"""Rounds: their window, their designs, their close."""

from __future__ import annotations

from datetime import timedelta

import pytest

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.loop import ballots, rounds
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def test_a_round_opens_by_the_clock_even_when_nobody_made_it_formal(clock):
    round_ = makers.round_(opens_at=clock.now() + timedelta(hours=1))
    assert round_.state == "planned" and not round_.is_open
    clock.advance(hours=1)
    assert round_.is_open and not round_.is_over
    clock.advance(hours=8)
    assert not round_.is_open and round_.is_over and round_.state == "planned"


def test_turn_opens_and_closes_once_and_running_it_again_changes_nothing(clock):
    round_ = makers.round_(opens_at=clock.now() + timedelta(hours=1))
    for hours, state in ((1, "open"), (8, "closed")):
        clock.advance(hours=hours)
        with atomic():
            assert rounds.turn() == 1
        with atomic():
            assert rounds.turn() == 0
        assert round_.state == state


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hours": 0}, "closes_at"),
        ({"hours": -1}, "closes_at"),
        ({"pick_limit": 0}, "pick_limit"),
    ],
)
def test_a_round_that_cannot_be_is_refused_beside_its_field(clock, change, field):
    koc, chosen = makers.koc(), makers.twenty(2)
    with pytest.raises(Refused) as said:
        makers.round_(koc, chosen, **change)
    assert said.value.field == field


def test_a_round_in_the_past_is_refused(clock):
    koc, chosen = makers.koc(), makers.twenty(2)
    with pytest.raises(Refused, match="future"):
        makers.round_(koc, chosen, opens_at=clock.now() - timedelta(days=2))


def test_a_design_stands_once_in_a_round_and_a_round_without_designs_is_refused(clock):
    koc, chosen = makers.koc(), makers.twenty(2)
    for wrong in ([chosen[0], chosen[0]], []):
        with pytest.raises(Refused, match="each once"):
            makers.round_(koc, wrong)


def test_a_koc_without_a_group_has_no_round(clock):
    lonely = makers.koc(cast.A_NING, groups=0)
    with pytest.raises(Refused, match="no group"):
        makers.round_(lonely, makers.twenty(2))


def test_the_same_designs_may_be_shown_by_several_kocs_each_in_her_own_round(clock):
    chosen = makers.twenty(3)
    hers, other = makers.round_(makers.koc(), chosen), makers.round_(makers.koc(cast.A_NING), chosen)
    lin = makers.member(other.koc, cast.LIN)
    makers.vote(hers, lin, 1)
    makers.vote(other, lin, 2)
    assert (hers.number, other.number) == (1, 1)
    assert len(ballots.picks_of(hers, lin.id)) == len(ballots.picks_of(other, lin.id)) == 1


def test_the_close_moves_only_later_only_while_open_and_only_with_a_reason(clock):
    round_ = makers.round_(chosen=makers.twenty(2))
    was = round_.closes_at
    for closes_at, reason in ((was, "晚一点"), (was - timedelta(hours=1), "早一点"), (was + timedelta(hours=1), " ")):
        with pytest.raises(Refused), atomic():
            rounds.move_close(round_, closes_at, reason)
    with atomic():
        rounds.move_close(round_, was + timedelta(hours=1), "今晚停电")
    assert (round_.closes_at, round_.later_reason) == (was + timedelta(hours=1), "今晚停电")
    clock.set_to(round_.closes_at)
    with pytest.raises(Refused, match="only while the round is open"), atomic():
        rounds.move_close(round_, round_.closes_at + timedelta(hours=1), "再来")
    assert round_.is_over


def test_everybody_sees_the_designs_in_an_order_of_her_own_and_always_the_same(clock):
    round_ = makers.round_()
    hers = [entry.number for entry in rounds.order_for(round_, "person 1")]
    assert hers == [entry.number for entry in rounds.order_for(round_, "person 1")]
    assert hers != [entry.number for entry in rounds.order_for(round_, "person 2")]
    assert sorted(hers) == list(range(1, 21))
