"""The inbox: everybody is told the same thing once."""

from __future__ import annotations

import pytest

from c2m.core.db import atomic
from c2m.loop import inbox, people
from tests import cast, makers
from tests.databases import both

pytestmark = [both, pytest.mark.usefixtures("inside")]


def test_nobody_is_told_the_same_thing_twice(clock):
    lin, wu = makers.person(cast.LIN).id, makers.person(cast.WU).id
    with atomic():
        assert inbox.tell([lin, lin], "rain", "It rains in %(city)s.", city="嘉兴") == 1
    with atomic():
        assert inbox.tell([lin, wu], "rain", "It rains in %(city)s.", city="绍兴") == 1
    assert inbox.told("rain") == {lin, wu}
    assert [notice.params for notice in inbox.of(lin)] == [{"city": "嘉兴"}]


def test_hundreds_of_people_are_told_in_one_act_and_nobody_is_no_error(clock):
    with atomic():
        crowd = [people.join(f"成员{n}").id for n in range(410)]
    with atomic():
        assert inbox.tell(crowd, "rain", "It rains.") == 410
        assert inbox.tell([], "rain", "It rains.") == 0


def test_what_is_read_is_not_unread_any_more(clock):
    lin, wu = makers.person(cast.LIN).id, makers.person(cast.WU).id
    with atomic():
        inbox.tell([lin, wu], "rain", "It rains.")
        inbox.read(lin)
    assert (inbox.unread(lin), inbox.unread(wu)) == (0, 1)
