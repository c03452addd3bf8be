"""What belongs to the KOC who is signed in. Somebody else's and what does not exist look the same."""

from __future__ import annotations

from c2m.core.errors import missing
from c2m.loop import communities, samples
from c2m.web import guard


def koc() -> communities.Koc:
    found = communities.of_person(guard.me().id)
    if found is None:
        raise missing()
    return found


def sample(code: str) -> samples.Sample:
    found = samples.Sample.find(code)
    if found.koc_id != koc().id:
        raise missing()
    return found


def group(code: str) -> communities.Group:
    found = communities.Group.find(code)
    if found.koc_id != koc().id:
        raise missing()
    return found


def card(code: str) -> communities.Card:
    found = communities.Card.find(code)
    if found.group.koc_id != koc().id:
        raise missing()
    return found
