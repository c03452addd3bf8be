"""How many: members of groups, ballots of rounds. No counts of designs: those are in results, after the close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from c2m.core.db import db
from c2m.core.moves import Trace
from c2m.loop import ballots, communities, people, rounds

PAGE = 100


def members(koc_ids: Iterable[int]) -> dict[int, int]:
    """Members now, by group id."""
    member, group = communities.Membership, communities.Group
    rows = select(group.id, func.count()).join(member, member.group_id == group.id)
    rows = rows.where(group.koc_id.in_(list(koc_ids)), member.left_at.is_(None)).group_by(group.id)
    return dict(db.session.execute(rows).all())


def turnouts(round_ids: Iterable[int]) -> dict[int, int]:
    """People who have voted, by round id: may be shown while it is open."""
    ballot = ballots.Ballot
    rows = select(ballot.round_id, func.count()).where(ballot.round_id.in_(list(round_ids)), ballot.state == "valid")
    return dict(db.session.execute(rows.group_by(ballot.round_id)).all())


def turnout_by_group(round_: rounds.Round) -> dict[int, int]:
    ballot = ballots.Ballot
    rows = select(ballot.group_id, func.count()).where(ballot.round_id == round_.id, ballot.state == "valid")
    return dict(db.session.execute(rows.group_by(ballot.group_id)).all())


@dataclass(frozen=True)
class Cast:
    """A ballot as the operator may see it: who, when, from where; never what is on it."""

    ballot: ballots.Ballot
    person: people.Person
    group: communities.Group
    joined_at: object
    reason: str
    """Why it was last held, voided or restored."""


def ballots_of(round_: rounds.Round, state: str = "", page: int = 1) -> tuple[list[Cast], int]:
    """One page of the ballots of a round, the newest first, and how many there are in all."""
    ballot, member = ballots.Ballot, communities.Membership
    which = [ballot.round_id == round_.id] + ([ballot.state == state] if state else [])
    whole = db.session.scalar(select(func.count()).select_from(ballot).where(*which)) or 0
    rows = (
        select(ballot, people.Person, communities.Group, member.joined_at)
        .join(people.Person, people.Person.id == ballot.person_id)
        .join(communities.Group, communities.Group.id == ballot.group_id)
        .outerjoin(member, (member.group_id == ballot.group_id) & (member.person_id == ballot.person_id))
        .where(*which)
        .order_by(ballot.cast_at.desc(), ballot.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = db.session.execute(rows).all()
    reasons = _reasons([row[0].id for row in found])
    return [Cast(one, who, group, at, reasons.get(one.id, "")) for one, who, group, at in found], whole


def _reasons(ballot_ids: list[int]) -> dict[int, str]:
    rows = select(Trace.thing_id, Trace.note).where(
        Trace.thing == "ballot", Trace.thing_id.in_(ballot_ids), Trace.verb.in_(("hold", "void", "restore"))
    )
    return {thing_id: note.get("reason", "") for thing_id, note in db.session.execute(rows.order_by(Trace.id))}


def listed_rounds(limit: int = 60) -> list[rounds.Round]:
    """Rounds, the latest opening first."""
    rows = select(rounds.Round).options(joinedload(rounds.Round.koc))
    return list(db.session.scalars(rows.order_by(rounds.Round.opens_at.desc(), rounds.Round.id.desc()).limit(limit)))
