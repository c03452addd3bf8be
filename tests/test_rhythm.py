"""In demo mode there is always an open round."""

import pytest
from sqlalchemy import select

from c2m import rhythm
from c2m.core import clock as only_clock
from c2m.core.db import atomic, db
from c2m.loop import rounds
from tests import makers

pytestmark = pytest.mark.usefixtures("inside", "clock")


def opened() -> int:
    with atomic():
        return rhythm.keep_open()


def test_when_none_is_open_the_next_one_opens_and_only_one() -> None:
    makers.koc()
    makers.twenty(3)
    assert (opened(), opened()) == (1, 0)
    round_ = db.session.scalars(select(rounds.Round)).one()
    assert round_.is_open
    assert only_clock.shanghai(round_.closes_at).hour == 21


def test_a_round_never_opens_for_less_than_five_hours(clock) -> None:
    clock.set_to(only_clock.at_shanghai(clock.now(), 17))
    assert rhythm.next_close(clock.now()) - clock.now() == only_clock.timedelta(hours=28)


def test_without_designs_or_a_koc_nothing_opens() -> None:
    assert opened() == 0


def test_after_the_close_the_koc_with_the_fewest_rounds_is_next(clock) -> None:
    first = makers.koc()
    makers.twenty(3)
    opened()
    clock.advance(days=2)
    other = makers.koc(makers.cast.A_NING)
    opened()
    held = db.session.scalars(select(rounds.Round).order_by(rounds.Round.id)).all()
    assert [one.koc_id for one in held] == [first.id, other.id]
