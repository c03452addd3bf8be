"""A KOC's record, as everybody may read it: what she posted, what she would not front and why, who is with her."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core.db import db
from c2m.loop import communities, designs, posts, samples


@dataclass(frozen=True)
class Record:
    members: int
    """People in her groups now, each counted once."""
    posts: list[posts.Post]
    """Approved, the newest first."""
    declined: list[samples.Sample]
    """Tried, and not fronted."""
    kept: int
    """Samples she kept for herself."""


def of(koc: communities.Koc) -> Record:
    drawn = joinedload(posts.Post.sample).joinedload(samples.Sample.version)
    approved = (
        select(posts.Post)
        .join(samples.Sample, samples.Sample.id == posts.Post.sample_id)
        .where(samples.Sample.koc_id == koc.id, posts.Post.state == "approved")
        .options(drawn, selectinload(posts.Post.pictures))
        .order_by(posts.Post.id.desc())
    )
    hers = select(samples.Sample).where(samples.Sample.koc_id == koc.id)
    with_picture = joinedload(samples.Sample.version).selectinload(designs.Version.pictures)
    declined = hers.where(samples.Sample.state == "declined").options(with_picture).order_by(samples.Sample.id.desc())
    kept = select(func.count()).select_from(samples.Sample)
    return Record(
        members=_members(koc.id),
        posts=list(db.session.scalars(approved)),
        declined=list(db.session.scalars(declined)),
        kept=db.session.scalar(kept.where(samples.Sample.koc_id == koc.id, samples.Sample.kept.is_(True))) or 0,
    )


def _members(koc_id: int) -> int:
    rows = select(func.count(func.distinct(communities.Membership.person_id))).join(
        communities.Group, communities.Group.id == communities.Membership.group_id
    )
    return (
        db.session.scalar(rows.where(communities.Group.koc_id == koc_id, communities.Membership.left_at.is_(None))) or 0
    )
