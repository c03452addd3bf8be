"""The only clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from c2m.core import clock as only


def test_it_stands_where_it_is_put_and_moves_when_told(clock):
    at = clock.now()
    assert at == datetime(2026, 11, 20, 4, tzinfo=UTC) == clock.now()
    assert clock.advance(hours=1) == at + timedelta(hours=1) == clock.now()


def test_it_runs_again_afterwards_even_when_the_block_failed():
    with pytest.raises(ZeroDivisionError), only.stopped(datetime(2001, 1, 1, tzinfo=UTC)):
        1 / 0  # noqa: B018
    assert only.now().year > 2001


def test_times_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="aware"):
        only.set_to(datetime(2026, 1, 1))


def test_eight_in_the_evening_in_shanghai_is_noon_in_utc(clock):
    assert only.at_shanghai(clock.now(), 20) == datetime(2026, 11, 20, 12, tzinfo=UTC)
    late = datetime(2026, 11, 20, 17, tzinfo=UTC)  # already the 21st in Shanghai
    assert only.at_shanghai(late, 20) == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert only.shanghai(late).day == 21
