"""Rounds: about 20 designs for one KOC's groups, from its opening to its close. It never re-opens.

Who picked what is in ballots, who won in results.
"""

from __future__ import annotations

import random
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db, hold
from c2m.core.errors import Refused
from c2m.core.moves import Stateful, Table, trace, tried
from c2m.loop import communities, designs


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
    if len({design.id for design in chosen}) != len(chosen) or not 1 <= len(chosen) <= 1000:
        raise Refused("Choose the designs of the round, each once.", field="designs")
    if closes_at <= opens_at:
        raise Refused("The close must be after the opening.", field="closes_at")
    if closes_at <= clock.now():
        raise Refused("The close must be in the future.", field="closes_at")
    if pick_limit is not None and pick_limit < 1:
        raise Refused("A limit of picks is at least 1. Leave it empty for none.", field="pick_limit")
    if not koc.groups:
        raise Refused("She leads no group yet. Open one first.", field="koc")
    hold(koc)
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
    hold(round_)
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


def order_for(round_: Round, reader: str) -> list[Entry]:
    """The entries in an order of her own, the same at each visit. ``reader``: anything that stays hers."""
    shuffled = list(round_.entries)
    random.Random(f"{round_.id}:{reader}").shuffle(shuffled)
    return shuffled
