"""Rounds: about 20 designs for one KOC's groups; one ballot a person, changeable until the close; the ranking.

Counts are hidden from everybody until the close; the order is random per person. The operator confirms the winners or
sets one aside with a reason everyone can read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db, insert_new
from c2m.core.errors import Refused, missing
from c2m.core.moves import Stateful, Table, move, trace, tried
from c2m.loop import brand, communities, designs, inbox, people


class Round(Base, Stateful):
    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("koc_id", "number"),
        CheckConstraint("closes_at > opens_at", name="closes_later"),
        Index(None, "state", "closes_at"),
    )
    MOVES: Table = {
        "open": ({"planned"}, "open"),
        "close": ({"planned", "open"}, "closed"),
        "confirm": ({"closed"}, "confirmed"),
        "cancel": ({"planned"}, "cancelled"),
    }

    koc_id: Mapped[int] = mapped_column(ForeignKey("koc.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    pick_limit: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="planned")
    later_reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]

    koc: Mapped[communities.Koc] = relationship()
    entries: Mapped[list[Entry]] = relationship(order_by="Entry.number", back_populates="round")

    @property
    def is_open(self) -> bool:
        return self.state in {"planned", "open"} and self.opens_at <= clock.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        """Counts may be shown."""
        return self.state in {"closed", "confirmed"} or (self.state != "cancelled" and clock.now() >= self.closes_at)


class Entry(Base):
    """A design as it stood in this round, with its number."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("round_id", "number"), UniqueConstraint("round_id", "design_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("design_version.id"))

    round: Mapped[Round] = relationship(back_populates="entries")
    design: Mapped[designs.Design] = relationship()
    version: Mapped[designs.Version] = relationship()


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


class Verdict(Base):
    """What the operator said of an entry: its place among the winners, or set aside with a published reason."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("round_id", "entry_id"), UniqueConstraint("round_id", "place"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    place: Mapped[int | None]
    aside_reason: Mapped[str] = mapped_column(default="")

    entry: Mapped[Entry] = relationship()


@dataclass(frozen=True)
class Rank:
    place: int
    entry: Entry
    voters: int


# --- planning -------------------------------------------------------------------------------------------------------


def plan(
    koc: communities.Koc,
    chosen: list[designs.Design],
    opens_at: datetime,
    closes_at: datetime,
    pick_limit: int | None = None,
    title: str = "",
    by: int | None = None,
) -> Round:
    """A round for one KOC's groups; the designs get their entry numbers in the order given."""
    if len({design.id for design in chosen}) != len(chosen) or not 2 <= len(chosen) <= 200:
        raise Refused("Choose 2 to 200 designs, each once.", field="designs")
    if closes_at <= opens_at:
        raise Refused("The close must be after the opening.", field="closes_at")
    if closes_at <= clock.now():
        raise Refused("The close must be in the future.", field="closes_at")
    if pick_limit is not None and pick_limit < 1:
        raise Refused("A limit of picks is at least 1. Leave it empty for none.", field="pick_limit")
    if not koc.groups:
        raise Refused("She leads no group yet. Open one first.", field="koc")
    number = (db.session.scalar(select(func.max(Round.number)).where(Round.koc_id == koc.id)) or 0) + 1
    made = Round(koc=koc, number=number, title=title, opens_at=opens_at, closes_at=closes_at, pick_limit=pick_limit)
    made.state, made.made_at = "planned", clock.now()
    made.entries = [Entry(number=n, design=one, version=one.newest) for n, one in enumerate(chosen, start=1)]
    db.session.add(made)
    db.session.flush()
    trace(made, "plan", by=by, to_state="planned")
    return made


def move_close(round_: Round, closes_at: datetime, reason: str, by: int | None = None) -> None:
    """Only while it is open, only later, with a reason shown."""
    if not round_.is_open:
        raise Refused("The close can be moved only while the round is open.", status=409)
    if closes_at <= round_.closes_at:
        raise Refused("The close can only be moved later.", field="closes_at")
    if not reason.strip():
        raise Refused("Say why: the reason is shown to everyone.", field="reason")
    trace(round_, "move_close", by=by, note={"from": round_.closes_at.isoformat(), "reason": reason.strip()})
    round_.closes_at, round_.later_reason = closes_at, reason.strip()


def turn(at: datetime | None = None) -> int:
    """Make formal what time has made due: open and close rounds. Returns how many moved; running it twice is harmless."""
    at, moved = at or clock.now(), 0
    for round_ in db.session.scalars(select(Round).where(Round.state.in_(("planned", "open")), Round.opens_at <= at)):
        verb = "close" if round_.closes_at <= at else "open"
        if round_.state == "planned" or verb == "close":
            moved += tried(round_, verb)
    return moved


# --- voting ---------------------------------------------------------------------------------------------------------


def order_for(round_: Round, reader: str) -> list[Entry]:
    """The entries in an order of her own, the same at each visit. ``reader``: anything that stays hers."""
    shuffled = list(round_.entries)
    random.Random(f"{round_.id}:{reader}").shuffle(shuffled)
    return shuffled


def cast(round_: Round, person_id: int, entry_ids: Iterable[int], card: communities.Card | None = None) -> Ballot:
    """Her ballot is now exactly this set of designs (it may be empty)."""
    chosen = set(entry_ids)
    _check_open(round_)
    if not chosen <= {entry.id for entry in round_.entries}:
        raise missing()
    _check_limit(round_, len(chosen))
    ballot = _ballot(round_, person_id, card)
    mine = (Pick.round_id == round_.id, Pick.person_id == person_id)
    db.session.execute(delete(Pick).where(*mine, Pick.entry_id.not_in(chosen)))
    _add(round_, person_id, sorted(chosen))
    return ballot


def pick(round_: Round, person_id: int, entry_id: int, card: communities.Card | None = None) -> None:
    """One design more on her ballot; twice is once."""
    _check_open(round_)
    if entry_id not in {entry.id for entry in round_.entries}:
        raise missing()
    _check_limit(round_, len(picks_of(round_, person_id) | {entry_id}))
    _ballot(round_, person_id, card)
    _add(round_, person_id, [entry_id])


def unpick(round_: Round, person_id: int, entry_id: int) -> None:
    _check_open(round_)
    mine = (Pick.round_id == round_.id, Pick.person_id == person_id, Pick.entry_id == entry_id)
    db.session.execute(delete(Pick).where(*mine))


def _check_open(round_: Round) -> None:
    if clock.now() < round_.opens_at:
        raise Refused("This round has not opened yet. Come back when it does.", status=409)
    if not round_.is_open:
        raise Refused("Voting is closed for this round. Your picks were not changed.", status=409)


def _check_limit(round_: Round, count: int) -> None:
    if round_.pick_limit is not None and count > round_.pick_limit:
        raise Refused("Pick %(most)s at most. Take one back first.", status=409, most=round_.pick_limit)


def _ballot(round_: Round, person_id: int, card: communities.Card | None) -> Ballot:
    hers = select(Ballot).where(Ballot.round_id == round_.id, Ballot.person_id == person_id)
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


def _add(round_: Round, person_id: int, entry_ids: list[int]) -> None:
    at = clock.now()
    rows = [{"round_id": round_.id, "person_id": person_id, "entry_id": one, "at": at} for one in entry_ids]
    insert_new(Pick.__table__, rows)


def picks_of(round_: Round, person_id: int) -> set[int]:
    """The entry ids on her ballot."""
    rows = select(Pick.entry_id).where(Pick.round_id == round_.id, Pick.person_id == person_id)
    return set(db.session.scalars(rows))


# --- counting -------------------------------------------------------------------------------------------------------


def ranking(round_: Round) -> list[Rank]:
    """Distinct valid voters of every entry, most first, ties by entry number. Refused while the round is open."""
    if not round_.is_over:
        raise Refused("Counts are hidden until the close, from everybody.", status=409)
    counted = dict(
        db.session.execute(
            select(Pick.entry_id, func.count())
            .join(Ballot, (Ballot.round_id == Pick.round_id) & (Ballot.person_id == Pick.person_id))
            .where(Pick.round_id == round_.id, Ballot.state == "valid")
            .group_by(Pick.entry_id)
        ).tuples()
    )
    best = sorted(round_.entries, key=lambda entry: (-counted.get(entry.id, 0), entry.number))
    return [Rank(place, entry, counted.get(entry.id, 0)) for place, entry in enumerate(best, start=1)]


def ballots(round_: Round) -> int:
    """How many people have voted: turnout may be shown while it is open, counts may not."""
    rows = select(func.count()).select_from(Ballot)
    return db.session.scalar(rows.where(Ballot.round_id == round_.id, Ballot.state == "valid")) or 0


def confirm(round_: Round, aside: dict[int, str], by: int | None = None) -> list[Verdict]:
    """Confirm the first of the ranking as winners; ``aside`` maps entry ids set aside to the reason published."""
    ranks = ranking(round_)
    if not set(aside) <= {rank.entry.id for rank in ranks}:
        raise missing()
    if not all(reason.strip() for reason in aside.values()):
        raise Refused("Say why it is set aside: the reason is shown to everyone.", field="reason")
    if round_.state in {"planned", "open"}:
        move(round_, "close", by=by)
    move(round_, "confirm", by=by)
    winners = [rank for rank in ranks if rank.voters and rank.entry.id not in aside][: brand.read().winners]
    verdicts = [Verdict(round_id=round_.id, entry=rank.entry, place=n) for n, rank in enumerate(winners, start=1)]
    verdicts += [
        Verdict(round_id=round_.id, entry_id=entry_id, aside_reason=reason.strip()) for entry_id, reason in aside.items()
    ]
    db.session.add_all(verdicts)
    db.session.flush()
    _tell_result(round_)
    return verdicts


def _tell_result(round_: Round) -> None:
    voters = db.session.scalars(select(Ballot.person_id).where(Ballot.round_id == round_.id))
    inbox.tell(
        voters,
        f"result:{round_.id}",
        "Round %(number)s is counted. See which designs go to sampling.",
        link=f"result:{round_.code}",
        number=round_.number,
    )


def verdicts(round_: Round) -> list[Verdict]:
    """Winners by place, then those set aside."""
    rows = db.session.scalars(select(Verdict).where(Verdict.round_id == round_.id))
    return sorted(rows, key=lambda one: (one.place is None, one.place or 0, one.id))


def voters(design_id: int, koc_ids: Iterable[int]) -> set[int]:
    """Everyone who picked this design on a valid ballot in a round of these KOCs that is over."""
    rows = (
        select(Pick.person_id)
        .join(Entry, Entry.id == Pick.entry_id)
        .join(Round, Round.id == Pick.round_id)
        .join(Ballot, (Ballot.round_id == Pick.round_id) & (Ballot.person_id == Pick.person_id))
        .where(Entry.design_id == design_id, Round.koc_id.in_(list(koc_ids)), Ballot.state == "valid")
        .where(or_(Round.state.in_(("closed", "confirmed")), Round.closes_at <= clock.now()))
    )
    return set(db.session.scalars(rows))


def judge(ballot: Ballot, verb: str, reason: str, by: int) -> None:
    """hold | void | restore a ballot, with a reason on record; its orders are never touched."""
    if not reason.strip():
        raise Refused("Say why: it stays on record.", field="reason")
    move(ballot, verb, by=by, note={"reason": reason.strip()})
