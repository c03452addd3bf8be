"""Samples: asked, made, sent, received; posted, declined with her reason, or sewn again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from c2m.core.db import atomic
from c2m.core.errors import Refused
from c2m.core.moves import history
from c2m.loop import designs, inbox, samples
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def asked() -> samples.Sample:
    design, koc = makers.design(), makers.koc()
    with atomic():
        return samples.ask(design, koc, reason="试运行")


def test_each_winner_gets_one_sample_and_asking_again_makes_no_second(clock):
    round_ = makers.round_()
    makers.vote(round_, cast.LIN, 1, 2)
    makers.confirmed(round_)
    with atomic():
        assert len(samples.ask_for_winners(round_)) == 2
    with atomic():
        assert samples.ask_for_winners(round_) == []


def test_outside_a_round_a_sample_needs_a_reason_on_record(clock):
    design, koc = makers.design(), makers.koc()
    with pytest.raises(Refused, match="outside a round"), atomic():
        samples.ask(design, koc)
    with atomic():
        sample = samples.ask(design, koc, reason="补一件")
    assert history(sample)[0].note == {"reason": "补一件"}
    with pytest.raises(Refused, match="already"), atomic():
        samples.ask(design, koc, reason="再补一件")


def test_it_is_made_before_it_is_sent_and_sent_before_it_is_received(clock):
    sample = asked()
    with pytest.raises(Refused), atomic():
        samples.send(sample, "顺丰", "SF1")
    with pytest.raises(Refused), atomic():
        samples.receive(sample)
    with atomic():
        samples.make(sample, cost_fen=15_000, changed="袖长加了一公分")
    with pytest.raises(Refused, match="tracking number"), atomic():
        samples.send(sample, "顺丰", " ")
    with atomic():
        samples.send(sample, "顺丰", "SF1")
    assert inbox.told(f"sample-sent:{sample.id}:1") == {sample.koc.person_id}
    with atomic():
        samples.receive(sample)
    assert [one.verb for one in history(sample)] == ["ask", "make", "send", "receive"]
    assert (sample.cost_fen, sample.changed, sample.tracking) == (15_000, "袖长加了一公分", "SF1")


def test_declining_needs_a_reason_and_it_is_told_to_everyone_who_picked_it(clock):
    round_ = makers.round_()
    lin, wu = makers.vote(round_, cast.LIN, 1).person_id, makers.vote(round_, cast.WU, 1, 2).person_id
    chen = makers.vote(round_, cast.CHEN, 2).person_id
    makers.confirmed(round_)
    with atomic():
        first, _ = samples.ask_for_winners(round_)
    with pytest.raises(Refused, match="Say why"), atomic():
        samples.decline(first, "")
    with atomic():
        samples.decline(first, "面料扎脖子")
    assert inbox.told(f"declined:{first.id}") == {lin, wu} and chen not in inbox.told(f"declined:{first.id}")
    assert inbox.of(lin)[0].params["reason"] == "面料扎脖子"
    with pytest.raises(Refused), atomic():
        samples.make(first)


def test_a_resample_is_the_next_take_and_is_sewn_from_the_newest_version(clock):
    round_ = makers.round_(chosen=makers.twenty(2))
    makers.vote(round_, cast.LIN, 1)
    makers.confirmed(round_)
    with atomic():
        samples.ask_for_winners(round_)
    design = round_.entries[0].design
    sample = makers.sample(design)
    with pytest.raises(Refused, match="better"), atomic():
        samples.resample(sample, " ")
    with atomic():
        samples.resample(sample, "腰线要高两公分")
        designs.revise(design, makers.draft("第01款", 1, changed="腰线高两公分"))
    assert (sample.state, sample.take) == ("asked", 2)
    with atomic():
        samples.make(sample)
    assert sample.version_id == design.newest.id and design.newest.number == 2


def test_a_sample_is_late_only_while_somebody_has_to_act(clock):
    sample = asked()
    clock.advance(days=6)
    assert sample.is_late
    with atomic():
        samples.decline(sample, "排不上")
    assert not sample.is_late


def test_a_received_sample_gives_her_three_days_to_post(clock):
    sample = makers.sample()
    assert sample.due_at == clock.now() + timedelta(days=3)


def test_keeping_is_settled_only_after_she_has_had_it(clock):
    sample = asked()
    with pytest.raises(Refused, match="not had"), atomic():
        samples.settle(sample, kept=True)
    makers.sample(sample.design)
    with atomic():
        samples.settle(sample, kept=False)
    assert sample.kept is False
