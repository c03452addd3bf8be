"""Moves: one guarded UPDATE and one Trace row, or nothing."""

from __future__ import annotations

import pytest

from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from c2m.core.moves import Trace, history, moments, move, trace, tried
from c2m.loop.communities import Koc
from tests import makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def state_of(koc) -> str:
    return db.session.scalar(db.select(Koc.state).where(Koc.id == koc.id))


def test_a_move_changes_the_state_writes_its_values_and_leaves_a_trace(clock):
    koc = makers.koc()
    with atomic():
        move(koc, "pause", by=koc.person_id, note={"why": "生病"}, about="下周回来")
    assert (koc.state, koc.about, state_of(koc)) == ("paused", "下周回来", "paused")
    row = history(koc)[-1]
    assert (row.verb, row.from_state, row.to_state, row.by_id, row.note, row.at) == (
        "pause",
        "active",
        "paused",
        koc.person_id,
        {"why": "生病"},
        clock.now(),
    )


def test_a_move_that_is_not_allowed_is_refused_and_leaves_nothing(clock):
    koc = makers.koc()
    before = len(history(koc))
    with pytest.raises(Refused) as said, atomic():
        move(koc, "resume", about="x")
    assert said.value.status == 409 and len(history(koc)) == before and koc.about == ""
    with atomic():
        assert not tried(koc, "resume")


def test_who_acts_on_an_old_page_is_refused(clock):
    koc = makers.koc()
    with atomic():
        assert koc.state == "active"  # what the page showed
        db.session.execute(db.update(Koc).values(state="paused").execution_options(synchronize_session=False))
        assert koc.state == "active" and not tried(koc, "pause")
    assert "pause" not in [one.verb for one in history(koc)]


def test_an_unknown_verb_is_a_mistake_in_the_code(clock):
    koc = makers.koc()
    with pytest.raises(KeyError), atomic():
        move(koc, "fly")


def test_the_moments_of_a_thing_are_when_it_last_came_into_each_state(clock):
    koc = makers.koc()
    first = clock.now()
    with atomic():
        move(koc, "pause")
    clock.advance(days=1)
    with atomic():
        move(koc, "resume")
        trace(koc, "phone", note={"said": "好"})
    assert moments(koc) == {"paused": first, "active": clock.now()}
    assert db.session.scalar(db.select(db.func.count()).select_from(Trace).where(Trace.verb == "phone")) == 1
