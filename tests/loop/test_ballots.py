"""One ballot a person, changeable until the close, for members only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.loop import ballots, communities, designs, results
from c2m.loop.ballots import Ballot, Pick
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def rows(model) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def numbers(round_, person) -> set[int]:
    hers = ballots.picks_of(round_, person.id)
    return {entry.number for entry in round_.entries if entry.id in hers}


def test_a_vote_after_the_close_is_refused_and_nothing_is_counted(clock):
    round_, lin = makers.round_(), makers.person(cast.LIN)
    clock.set_to(round_.closes_at)
    with pytest.raises(Refused, match="closed") as said:
        makers.vote(round_, lin, 1)
    assert said.value.status == 409 and rows(Ballot) == rows(Pick) == 0


def test_a_vote_before_the_opening_is_refused(clock):
    round_ = makers.round_(opens_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="not opened yet"):
        makers.vote(round_, cast.LIN, 1)
    assert rows(Pick) == 0


def test_a_vote_in_the_last_second_counts(clock):
    round_, lin = makers.round_(), makers.person(cast.LIN)
    clock.set_to(round_.closes_at - timedelta(seconds=1))
    makers.vote(round_, lin, 1)
    assert numbers(round_, lin) == {1}


def test_a_ballot_is_exactly_the_set_last_cast_and_may_be_empty(clock):
    round_, lin = makers.round_(), makers.person(cast.LIN)
    makers.vote(round_, lin, 1, 2, 3)
    makers.vote(round_, lin, 3, 4)
    assert numbers(round_, lin) == {3, 4} and rows(Ballot) == 1
    makers.vote(round_, lin)
    assert numbers(round_, lin) == set() and ballots.turnout(round_) == 1


def test_picking_twice_is_once_and_taking_back_twice_too(clock):
    round_, lin = makers.round_(), makers.person(cast.LIN)
    entry = round_.entries[4]
    for _ in range(2):
        with atomic():
            ballots.pick(round_, lin.id, entry.id)
    assert rows(Pick) == 1
    for _ in range(2):
        with atomic():
            ballots.unpick(round_, lin.id, entry.id)
    assert rows(Pick) == 0 and rows(Ballot) == 1


def test_taking_back_after_the_close_is_refused(clock):
    round_, lin = makers.round_(), makers.person(cast.LIN)
    makers.vote(round_, lin, 1)
    clock.set_to(round_.closes_at)
    with pytest.raises(Refused), atomic():
        ballots.unpick(round_, lin.id, round_.entries[0].id)
    assert rows(Pick) == 1


def test_a_limit_of_picks_holds_for_the_form_and_for_every_tap(clock):
    round_, lin = makers.round_(pick_limit=2), makers.person(cast.LIN)
    with pytest.raises(Refused, match="Pick 2 at most"):
        makers.vote(round_, lin, 1, 2, 3)
    makers.vote(round_, lin, 1, 2)
    with pytest.raises(Refused), atomic():
        ballots.pick(round_, lin.id, round_.entries[2].id)
    with atomic():
        ballots.pick(round_, lin.id, round_.entries[1].id)  # the same again is not one more
    assert numbers(round_, lin) == {1, 2}


def test_no_limit_is_the_default(clock):
    round_, lin = makers.round_(), makers.person(cast.LIN)
    makers.vote(round_, lin, *range(1, 21))
    assert len(numbers(round_, lin)) == 20


def test_a_design_of_another_round_cannot_be_picked(clock):
    chosen = makers.twenty(3)
    round_, other = makers.round_(chosen=chosen), makers.round_(makers.koc(cast.A_NING), chosen)
    with pytest.raises(Refused) as said, atomic():
        ballots.cast(round_, makers.person_of(cast.XIAO_TANG).id, [other.entries[0].id])
    assert said.value.status == 404
    with pytest.raises(Refused), atomic():
        ballots.pick(round_, makers.person_of(cast.XIAO_TANG).id, other.entries[0].id)
    assert rows(Ballot) == 0


@pytest.mark.parametrize("who", [cast.XU_JING, cast.SU_HE, cast.DING_NING, cast.LAO_GU], ids=lambda who: who.roles[0])
def test_staff_and_designers_do_not_vote(clock, who):
    round_, staff = makers.round_(), makers.person(who)
    with pytest.raises(Refused) as said:
        makers.vote(round_, staff, 1)
    assert said.value.status == 403 and rows(Ballot) == rows(Pick) == 0
    assert communities.memberships(staff.id) == []


def test_a_koc_votes_like_everybody(clock):
    round_ = makers.round_()
    makers.vote(round_, cast.XIAO_TANG, 1)
    assert ballots.turnout(round_) == 1


def test_a_ballot_carries_the_card_she_came_by_else_her_earliest_group(clock):
    tang = makers.koc(groups=2)
    with atomic():
        card = communities.make_card(tang.groups[1], "传单")
    lin, wu = makers.member(tang, cast.LIN, card), makers.member(tang, cast.WU)
    clock.advance(hours=1)
    with atomic():
        communities.join(tang.groups[1], wu.id)
    round_ = makers.round_(tang)
    hers, other = makers.vote(round_, lin, 1), makers.vote(round_, wu, 1)
    assert (hers.group_id, hers.card_id) == (tang.groups[1].id, card.id)
    assert (other.group_id, other.card_id) == (tang.groups[0].id, None)


def test_whoever_votes_without_a_group_becomes_a_member_of_one(clock):
    round_ = makers.round_()
    ballot = makers.vote(round_, cast.LIN, 1)
    (mine,) = communities.memberships(ballot.person_id)
    assert mine.group_id == ballot.group_id == round_.koc.groups[0].id


def test_the_first_vote_freezes_every_design_of_the_round_and_a_change_makes_the_next_version(clock):
    round_ = makers.round_(chosen=makers.twenty(2))
    shown = round_.entries[0].design
    with atomic():
        assert designs.revise(shown, makers.draft("改过的", 1)).number == 1
    makers.vote(round_, cast.LIN)
    assert all(entry.version.frozen_at for entry in round_.entries)
    with pytest.raises(Refused, match="what changed"), atomic():
        designs.revise(shown, makers.draft("再改", 1))
    with atomic():
        next_ = designs.revise(shown, makers.draft("再改", 1, changed="领口高了一指"))
    assert (next_.number, round_.entries[0].version.number, round_.entries[0].version.title) == (2, 1, "改过的")


def test_a_held_or_voided_ballot_is_not_counted_and_may_be_restored(clock):
    round_ = makers.round_()
    mine, other = makers.vote(round_, cast.LIN, 1), makers.vote(round_, cast.WU, 1)
    clock.set_to(round_.closes_at)

    def first() -> int:
        return results.ranking(round_)[0].voters

    assert first() == 2
    with atomic():
        ballots.judge(mine, "hold", "一分钟内三十票，先看看", by=makers.person_of(cast.LIN).id)
    assert (first(), ballots.turnout(round_)) == (1, 1)
    with atomic():
        ballots.judge(mine, "void", "脚本投的", by=1)
    assert first() == 1 and ballots.voters(round_.entries[0].design_id, [round_.koc_id]) == {other.person_id}
    with atomic():
        ballots.judge(mine, "restore", "查过了，是本人", by=1)
    assert first() == 2


def test_a_ballot_is_never_held_or_voided_without_a_reason(clock):
    ballot = makers.vote(makers.round_(), cast.LIN, 1)
    with pytest.raises(Refused, match="on record"), atomic():
        ballots.judge(ballot, "void", "  ", by=1)
    assert ballot.state == "valid"
