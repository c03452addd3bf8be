"""Who picked a design, by group and by the name she has there: the list support copies into the group."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from c2m.core import clock
from c2m.core.db import db
from c2m.loop import ballots, communities, people, rounds


@dataclass(frozen=True)
class Mention:
    name: str
    """Her name in this group, else her own, else her masked number."""
    phone: str
    """Masked."""


@dataclass(frozen=True)
class Called:
    """One group, and those of it who picked the design."""

    group: communities.Group
    mentions: list[Mention]

    @property
    def line(self) -> str:
        """@A @B @C"""
        return " ".join(f"@{one.name}" for one in self.mentions)


def by_group(entry: rounds.Entry) -> list[Called]:
    """Valid voters of this entry, in the group their ballot carries, by the group's number."""
    pick, ballot, member = ballots.Pick, ballots.Ballot, communities.Membership
    rows = (
        select(ballot.group_id, member.nickname, people.Person.name, people.Person.phone)
        .join(pick, (pick.round_id == ballot.round_id) & (pick.person_id == ballot.person_id))
        .join(people.Person, people.Person.id == ballot.person_id)
        .outerjoin(member, (member.group_id == ballot.group_id) & (member.person_id == ballot.person_id))
        .where(pick.entry_id == entry.id, ballot.state == "valid")
        .order_by(ballot.group_id, people.Person.id)
    )
    found: dict[int, list[Mention]] = {}
    for group_id, nickname, name, phone in db.session.execute(rows):
        hidden = people.masked(phone)
        found.setdefault(group_id, []).append(Mention(nickname or name or hidden, hidden))
    return [Called(group, found[group.id]) for group in entry.round.koc.groups if group.id in found]


def counted(limit: int = 30) -> list[rounds.Round]:
    """Rounds that are over, the newest first."""
    round_ = rounds.Round
    due = round_.state.in_(("planned", "open")) & (round_.closes_at <= clock.now())
    rows = select(round_).where(or_(round_.state.in_(("closed", "confirmed")), due)).options(joinedload(round_.koc))
    return list(db.session.scalars(rows.order_by(round_.closes_at.desc(), round_.id.desc()).limit(limit)))
