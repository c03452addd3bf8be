"""Samples: one for each (design, KOC), sewn, sent to her, worn by her; or declined with a reason everyone can read."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from c2m.core import clock
from c2m.core.db import Base, db
from c2m.core.errors import Refused
from c2m.core.moves import Stateful, Table, move, trace
from c2m.loop import ballots, communities, designs, inbox, results, rounds

MAKING, POSTING = timedelta(days=5), timedelta(days=3)


class Sample(Base, Stateful):
    __tablename__ = "sample"
    __table_args__ = (UniqueConstraint("design_id", "koc_id"), CheckConstraint("cost_fen >= 0", name="cost"))
    MOVES: Table = {
        "make": ({"asked"}, "made"),
        "send": ({"made"}, "sent"),
        "receive": ({"sent"}, "received"),
        "post": ({"received"}, "posted"),
        "decline": ({"asked", "made", "sent", "received"}, "declined"),
        "resample": ({"received"}, "asked"),
    }

    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("design_version.id"))
    koc_id: Mapped[int] = mapped_column(ForeignKey("koc.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    reason: Mapped[str] = mapped_column(default="")
    """Why it was asked for outside a round."""
    take: Mapped[int] = mapped_column(default=1)
    """1 = first sample, 2 = the next after a resample, ..."""
    changed: Mapped[str] = mapped_column(default="")
    """What is different from the drawing people voted on."""
    cost_fen: Mapped[int] = mapped_column(default=0)
    courier: Mapped[str] = mapped_column(default="")
    tracking: Mapped[str] = mapped_column(default="")
    declined_reason: Mapped[str] = mapped_column(default="")
    kept: Mapped[bool | None]
    """True kept, False returned, None not settled."""
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    made_at: Mapped[datetime]

    design: Mapped[designs.Design] = relationship()
    version: Mapped[designs.Version] = relationship()
    koc: Mapped[communities.Koc] = relationship()
    round: Mapped[rounds.Round | None] = relationship()

    @property
    def is_late(self) -> bool:
        return self.state in {"asked", "made", "sent", "received"} and clock.now() > self.due_at


def of(design_id: int, koc_id: int) -> Sample | None:
    """The one sample of this design for this KOC."""
    return db.session.scalars(select(Sample).where(Sample.design_id == design_id, Sample.koc_id == koc_id)).first()


def ask(
    design: designs.Design,
    koc: communities.Koc,
    round_: rounds.Round | None = None,
    reason: str = "",
    version: designs.Version | None = None,
    by: int | None = None,
) -> Sample:
    """Ask for a sample; outside a round it needs a reason on record."""
    if round_ is None and not reason.strip():
        raise Refused("Say why this sample is asked for outside a round.", field="reason")
    if of(design.id, koc.id):
        raise Refused("She has a sample of this design already.", status=409)
    sample = Sample(design=design, version=version or design.newest, koc=koc, round=round_, reason=reason.strip())
    sample.state, sample.made_at, sample.due_at = "asked", clock.now(), clock.now() + MAKING
    db.session.add(sample)
    db.session.flush()
    trace(sample, "ask", by=by, to_state="asked", note={"reason": sample.reason} if sample.reason else None)
    return sample


def ask_for_winners(round_: rounds.Round, by: int | None = None) -> list[Sample]:
    """One for each winner of a confirmed round that this KOC has not had yet."""
    made = []
    for verdict in results.verdicts(round_):
        entry = verdict.entry
        if verdict.place is not None and not of(entry.design_id, round_.koc_id):
            made.append(ask(entry.design, round_.koc, round_, version=entry.version, by=by))
    return made


def make(sample: Sample, cost_fen: int = 0, changed: str = "", by: int | None = None) -> None:
    """It is sewn (or fetched ready); a resample from the newest version. ``changed``: what differs from the drawing, told to those who picked it."""
    if cost_fen < 0:
        raise Refused("Write the cost in yuan, 0 or more.", field="cost")
    version = sample.design.newest if sample.take > 1 else sample.version
    move(sample, "make", by=by, version_id=version.id, cost_fen=cost_fen, changed=changed.strip())


def send(sample: Sample, courier: str, tracking: str, by: int | None = None) -> None:
    if not courier.strip() or not tracking.strip():
        raise Refused("Write the courier and the tracking number.", field="tracking")
    move(sample, "send", by=by, courier=courier.strip()[:40], tracking=tracking.strip()[:40])
    inbox.tell(
        [sample.koc.person_id],
        f"sample-sent:{sample.id}:{sample.take}",
        "A sample is on its way to you: %(courier)s %(tracking)s.",
        link=f"sample:{sample.code}",
        courier=sample.courier,
        tracking=sample.tracking,
    )


def receive(sample: Sample, by: int | None = None) -> None:
    move(sample, "receive", by=by, due_at=clock.now() + POSTING)


def decline(sample: Sample, reason: str, by: int | None = None) -> None:
    """She will not front it. Her reason is told to everyone who picked it."""
    if not reason.strip():
        raise Refused("Say why: those who picked it will read your reason.", field="reason")
    move(sample, "decline", by=by, declined_reason=reason.strip(), note={"reason": reason.strip()})
    inbox.tell(
        ballots.voters(sample.design_id, [sample.koc_id]),
        f"declined:{sample.id}",
        "%(koc)s tried %(design)s and will not front it. Her reason: %(reason)s",
        link=f"design:{sample.design.code}",
        koc=sample.koc.name,
        design=sample.version.title,
        reason=reason.strip(),
    )


def resample(sample: Sample, reason: str, by: int | None = None) -> None:
    """It must be sewn again, better."""
    if not reason.strip():
        raise Refused("Say what the next sample must do better.", field="reason")
    move(sample, "resample", by=by, take=sample.take + 1, due_at=clock.now() + MAKING, note={"reason": reason.strip()})


def settle(sample: Sample, kept: bool, by: int | None = None) -> None:
    """She keeps it, or has sent it back."""
    if sample.state not in {"posted", "declined", "received"}:
        raise Refused("She has not had this sample yet.", status=409)
    sample.kept = kept
    trace(sample, "keep" if kept else "return", by=by)
