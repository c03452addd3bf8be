"""Results: the ranking of a round, and what the operator said of it.

Counts are hidden from everybody until the close. The operator confirms the winners, or sets one aside with a reason
everyone can read.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core.db import Base, db, hold
from c2m.core.errors import Refused, missing
from c2m.core.moves import move
from c2m.loop import ballots, brand, inbox, rounds


class Verdict(Base):
    """What the operator said of an entry: its place among the winners, or set aside with a published reason."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("round_id", "entry_id"), UniqueConstraint("round_id", "place"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    place: Mapped[int | None]
    aside_reason: Mapped[str] = mapped_column(default="")

    entry: Mapped[rounds.Entry] = relationship()


@dataclass(frozen=True)
class Rank:
    place: int
    entry: rounds.Entry
    voters: int


def ranking(round_: rounds.Round) -> list[Rank]:
    """Distinct valid voters of every entry, most first, ties by entry number. Refused while the round is open."""
    if not round_.is_over:
        raise Refused("Counts are hidden until the close, from everybody.", status=409)
    counted = dict(
        db.session.execute(
            select(ballots.Pick.entry_id, func.count())
            .join(
                ballots.Ballot,
                (ballots.Ballot.round_id == ballots.Pick.round_id)
                & (ballots.Ballot.person_id == ballots.Pick.person_id),
            )
            .where(ballots.Pick.round_id == round_.id, ballots.Ballot.state == "valid")
            .group_by(ballots.Pick.entry_id)
        ).all()
    )
    best = sorted(round_.entries, key=lambda entry: (-counted.get(entry.id, 0), entry.number))
    return [Rank(place, entry, counted.get(entry.id, 0)) for place, entry in enumerate(best, start=1)]


def confirm(round_: rounds.Round, aside: dict[int, str], by: int | None = None) -> list[Verdict]:
    """Confirm the first of the ranking as winners; ``aside`` maps entry ids set aside to the reason published."""
    hold(round_)
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
        Verdict(round_id=round_.id, entry_id=entry_id, aside_reason=reason.strip())
        for entry_id, reason in aside.items()
    ]
    db.session.add_all(verdicts)
    db.session.flush()
    _tell_result(round_)
    return verdicts


def _tell_result(round_: rounds.Round) -> None:
    voters = db.session.scalars(select(ballots.Ballot.person_id).where(ballots.Ballot.round_id == round_.id))
    inbox.tell(
        voters,
        f"result:{round_.id}",
        "Round %(number)s is counted. See which designs go to sampling.",
        link=f"result:{round_.code}",
        number=round_.number,
    )


def verdicts(round_: rounds.Round) -> list[Verdict]:
    """Winners by place, then those set aside."""
    rows = db.session.scalars(select(Verdict).where(Verdict.round_id == round_.id))
    return sorted(rows, key=lambda one: (one.place is None, one.place or 0, one.id))
