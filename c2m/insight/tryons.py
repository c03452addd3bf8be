"""A KOC's try-ons: what waits for her, what is on its way, what the brand reads, what is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core.db import db
from c2m.core.moves import history
from c2m.loop import designs, posts, samples

DUTIES = {"receive", "write", "mend"}


@dataclass(frozen=True)
class TryOn:
    """One sample, and the post about it when she has begun one."""

    sample: samples.Sample
    post: posts.Post | None

    @property
    def stage(self) -> str:
        """coming | receive | write | mend | checked | posted | declined; the middle three wait for her."""
        if self.sample.state in {"asked", "made"}:
            return "coming"
        if self.sample.state == "sent":
            return "receive"
        if self.sample.state != "received":
            return self.sample.state
        state = self.post.state if self.post else "draft"
        return {"draft": "write", "returned": "mend", "submitted": "checked"}.get(state, state)

    @property
    def written(self) -> int:
        """How many of the prompts have an answer."""
        return sum(bool(getattr(self.post, name)) for name in posts.WORDS) if self.post else 0


@dataclass
class Desk:
    """``due`` waits for her, the nearest date first; the others need nothing from her now."""

    due: list[TryOn] = field(default_factory=list)
    checked: list[TryOn] = field(default_factory=list)
    coming: list[TryOn] = field(default_factory=list)
    past: list[TryOn] = field(default_factory=list)


def of_koc(koc_id: int) -> Desk:
    drawn = joinedload(samples.Sample.version).selectinload(designs.Version.pictures)
    hers = select(samples.Sample).where(samples.Sample.koc_id == koc_id)
    found = db.session.scalars(
        hers.options(drawn, joinedload(samples.Sample.design)).order_by(samples.Sample.due_at)
    ).all()
    written = select(posts.Post).where(posts.Post.sample_id.in_([sample.id for sample in found]))
    by_sample = {
        post.sample_id: post for post in db.session.scalars(written.options(selectinload(posts.Post.pictures)))
    }
    desk = Desk()
    for tryon in (TryOn(sample, by_sample.get(sample.id)) for sample in found):
        place = desk.due if tryon.stage in DUTIES else {"coming": desk.coming, "checked": desk.checked}.get(tryon.stage)
        (desk.past if place is None else place).append(tryon)
    desk.past.reverse()
    return desk


def of_sample(sample: samples.Sample) -> TryOn:
    return TryOn(sample, posts.of_sample(sample))


def passport(sample: samples.Sample) -> dict[str, datetime]:
    """When this piece came into each state. What happened to an earlier piece, before a resample, is not in it."""
    seen: dict[str, datetime] = {}
    for row in history(sample):
        if row.to_state == "asked":
            seen.clear()
        if row.to_state:
            seen[row.to_state] = row.at
    return seen


def resamples(sample: samples.Sample) -> list[tuple[datetime, str]]:
    """When and why she had it sewn again, the first time first."""
    return [(row.at, row.note.get("reason", "")) for row in history(sample) if row.verb == "resample"]
