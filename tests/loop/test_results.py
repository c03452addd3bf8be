"""The ranking, and what the operator may say of it."""

from __future__ import annotations

import pytest

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.loop import ballots, brand, inbox, results
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def test_counts_are_hidden_from_everybody_until_the_close(clock):
    round_ = makers.round_()
    lin = makers.vote(round_, cast.LIN, 1).person_id
    with pytest.raises(Refused, match="hidden"):
        results.ranking(round_)
    assert ballots.voters(round_.entries[0].design_id, [round_.koc_id]) == set()
    clock.set_to(round_.closes_at)
    assert results.ranking(round_)[0].voters == 1
    assert ballots.voters(round_.entries[0].design_id, [round_.koc_id]) == {lin}


def test_ties_go_to_the_lower_entry_number_and_every_design_is_ranked(clock):
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 9, 4, 20)
    makers.vote(round_, cast.WU, 4, 9)
    clock.set_to(round_.closes_at)
    ranks = results.ranking(round_)
    assert [(one.entry.number, one.voters) for one in ranks[:4]] == [(4, 2), (9, 2), (20, 1), (1, 0)]
    assert len(ranks) == 20 and [one.place for one in ranks] == list(range(1, 21))


def test_the_first_five_win_and_nobody_wins_without_a_voter(clock):
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 1, 2, 3, 4, 5, 6, 7)
    assert [one.entry.number for one in makers.confirmed(round_)] == [1, 2, 3, 4, 5]
    other = makers.round_(makers.koc(cast.A_NING), [one.design for one in round_.entries])
    makers.vote(other, cast.LIN, 3)
    assert [one.entry.number for one in makers.confirmed(other)] == [3]


def test_how_many_win_is_the_brands_to_set(clock):
    with atomic():
        brand.write(winners=2)
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 1, 2, 3)
    assert len(makers.confirmed(round_)) == 2


def test_one_set_aside_needs_a_reason_everyone_can_read_and_the_next_moves_up(clock):
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 1, 2, 3, 4, 5, 6)
    with pytest.raises(Refused, match="Say why"):
        makers.confirmed(round_, {2: " "})
    assert round_.state in {"open", "closed"} and results.verdicts(round_) == []
    makers.confirmed(round_, {2: "这块面料停产了"})
    said = results.verdicts(round_)
    assert [one.entry.number for one in said if one.place] == [1, 3, 4, 5, 6]
    assert [(one.entry.number, one.aside_reason) for one in said if not one.place] == [(2, "这块面料停产了")]


def test_a_round_is_confirmed_once_and_never_while_it_is_open(clock):
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 1)
    with pytest.raises(Refused, match="hidden"), atomic():
        results.confirm(round_, {})
    makers.confirmed(round_)
    with pytest.raises(Refused) as said, atomic():
        results.confirm(round_, {})
    assert said.value.status == 409 and len(results.verdicts(round_)) == 1


def test_everyone_who_voted_is_told_the_result_once(clock):
    round_ = makers.round_()
    lin, wu = makers.vote(round_, cast.LIN, 1).person_id, makers.vote(round_, cast.WU).person_id
    makers.confirmed(round_)
    assert inbox.told(f"result:{round_.id}") == {lin, wu}
    assert [notice.params["number"] for notice in inbox.of(lin)] == [1]
