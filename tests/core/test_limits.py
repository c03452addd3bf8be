"""How often somebody may try."""

from __future__ import annotations

import pytest

from c2m.core import limits
from c2m.core.db import atomic, db
from c2m.core.errors import Refused
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def test_three_tries_and_the_fourth_has_to_wait(clock):
    for _ in range(3):
        limits.count("a", most=3, minutes=10)
    with pytest.raises(Refused) as said:
        limits.count("a", most=3, minutes=10)
    assert said.value.status == 429
    limits.count("b", most=3, minutes=10)
    clock.advance(minutes=10)
    limits.count("a", most=3, minutes=10)


def test_old_counts_are_forgotten(clock):
    limits.count("a", most=1, minutes=10)
    with atomic():
        limits.forget(clock.advance(days=1))
    assert db.session.scalar(db.select(db.func.count()).select_from(limits.Attempt)) == 0
