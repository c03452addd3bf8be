"""Ballots: the set of designs a person picked in a round, one ballot each, changeable until the close.

A ballot carries the one group she votes in. Scripted ones are held or voided with a reason, never silently.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core import clock
from c2m.core.db import Base, db, insert_new, watch
from c2m.core.errors import Refused, missing
from c2m.core.moves import Stateful, Table, move
from c2m.loop import communities, designs, people, rounds


class Ballot(Base, Stateful):
    """One person's ballot in one round. Only valid ballots count; a held or voided one says why in its trace."""

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)
    MOVES: Table = {
        "hold": ({"valid"}, "held"),
        "void": ({"valid", "held"}, "voided"),
        "restore": ({"held", "voided"}, "valid"),
    }

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    state: Mapped[str] = mapped_column(default="valid")
    cast_at: Mapped[datetime]


class Pick(Base):
    """In this order the index that makes a pick unique also answers "my picks in this round"."""

    __tablename__ = "pick"
    __table_args__ = (UniqueConstraint("round_id", "person_id", "entry_id"), Index(None, "entry_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    at: Mapped[datetime]


def cast(
    round_: rounds.Round, person_id: int, entry_ids: Iterable[int], card: communities.Card | None = None
) -> Ballot:
    """Her ballot is now exactly this set of designs (it may be empty)."""
    chosen = set(entry_ids)
    _check_open(round_)
    if not chosen <= {entry.id for entry in round_.entries}:
        raise missing()
    _check_limit(round_, len(chosen))
    ballot = _held_ballot(round_, person_id, card)
    mine = (Pick.round_id == round_.id, Pick.person_id == person_id)
    db.session.execute(delete(Pick).where(*mine, Pick.entry_id.not_in(chosen)))
    _add(round_, person_id, sorted(chosen))
    return ballot


def pick(round_: rounds.Round, person_id: int, entry_id: int, card: communities.Card | None = None) -> None:
    """One design more on her ballot; twice is once."""
    _check_open(round_)
    if entry_id not in {entry.id for entry in round_.entries}:
        raise missing()
    _held_ballot(round_, person_id, card)
    _check_limit(round_, len(picks_of(round_, person_id) | {entry_id}))
    _add(round_, person_id, [entry_id])


def unpick(round_: rounds.Round, person_id: int, entry_id: int) -> None:
    _check_open(round_)
    mine = (Pick.round_id == round_.id, Pick.person_id == person_id, Pick.entry_id == entry_id)
    db.session.execute(delete(Pick).where(*mine))


def _check_open(round_: rounds.Round) -> None:
    watch(round_)  # the count at the confirmation waits for picks on their way
    if clock.now() < round_.opens_at:
        raise Refused("This round has not opened yet. Come back when it does.", status=409)
    if not round_.is_open:
        raise Refused("Voting is closed for this round. Your picks were not changed.", status=409)


def _check_limit(round_: rounds.Round, count: int) -> None:
    if round_.pick_limit is not None and count > round_.pick_limit:
        raise Refused("Pick %(most)s at most. Take one back first.", status=409, most=round_.pick_limit)


def _held_ballot(round_: rounds.Round, person_id: int, card: communities.Card | None) -> Ballot:
    """Her one ballot, made if need be; two taps of hers at once follow each other."""
    hers = select(Ballot).where(Ballot.round_id == round_.id, Ballot.person_id == person_id)
    hers = hers.with_for_update(key_share=True)
    ballot = db.session.scalars(hers).first()
    if ballot is not None:
        return ballot
    if not people.may_vote(person_id):
        raise Refused("Staff and designers do not vote: the round belongs to the members.", status=403)
    place = communities.settle_in(person_id, round_.koc_id, card)
    row = {"round_id": round_.id, "person_id": person_id, "group_id": place.group_id, "card_id": place.card_id}
    if insert_new(Ballot.__table__, [row | {"state": "valid", "cast_at": clock.now()}]):
        designs.freeze([entry.version_id for entry in round_.entries])
    return db.session.scalars(hers).one()


def _add(round_: rounds.Round, person_id: int, entry_ids: list[int]) -> None:
    at = clock.now()
    rows = [{"round_id": round_.id, "person_id": person_id, "entry_id": one, "at": at} for one in entry_ids]
    insert_new(Pick.__table__, rows)


def picks_of(round_: rounds.Round, person_id: int) -> set[int]:
    """The entry ids on her ballot."""
    rows = select(Pick.entry_id).where(Pick.round_id == round_.id, Pick.person_id == person_id)
    return set(db.session.scalars(rows))


def turnout(round_: rounds.Round) -> int:
    """How many people have voted: turnout may be shown while it is open, counts may not."""
    rows = select(func.count()).select_from(Ballot)
    return db.session.scalar(rows.where(Ballot.round_id == round_.id, Ballot.state == "valid")) or 0


def voters(design_id: int, koc_ids: Iterable[int]) -> set[int]:
    """Everyone who picked this design on a valid ballot in a round of these KOCs that is over."""
    rows = (
        select(Pick.person_id)
        .join(rounds.Entry, rounds.Entry.id == Pick.entry_id)
        .join(rounds.Round, rounds.Round.id == Pick.round_id)
        .join(Ballot, (Ballot.round_id == Pick.round_id) & (Ballot.person_id == Pick.person_id))
        .where(rounds.Entry.design_id == design_id, rounds.Round.koc_id.in_(list(koc_ids)), Ballot.state == "valid")
        .where(or_(rounds.Round.state.in_(("closed", "confirmed")), rounds.Round.closes_at <= clock.now()))
    )
    return set(db.session.scalars(rows))


def judge(ballot: Ballot, verb: str, reason: str, by: int) -> None:
    """hold | void | restore a ballot, with a reason on record; its orders are never touched."""
    if not reason.strip():
        raise Refused("Say why: it stays on record.", field="reason")
    move(ballot, verb, by=by, note={"reason": reason.strip()})
