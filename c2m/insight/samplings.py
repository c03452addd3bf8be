"""The brand's samples by stage, and the posts that wait to be read."""

from __future__ import annotations

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from c2m.core import clock
from c2m.core.db import db
from c2m.insight.tryons import TryOn
from c2m.loop import designs, posts, samples

PAGE = 40
STAGES = ("asked", "made", "sent", "received", "posted", "declined")
LIVE = STAGES[:4]


def counts() -> dict[str, int]:
    """How many samples are in each stage."""
    rows = select(samples.Sample.state, func.count()).group_by(samples.Sample.state)
    found = dict(db.session.execute(rows).all())
    return {stage: found.get(stage, 0) for stage in STAGES}


def listed(stage: str = "", page: int = 1) -> list[TryOn]:
    """One page of a stage, or of all that are under way; the late ones first, what is over by the newest."""
    sample = samples.Sample
    drawn = joinedload(sample.version).selectinload(designs.Version.pictures)
    rows = select(sample).where(sample.state == stage if stage else sample.state.in_(LIVE))
    rows = rows.options(drawn, joinedload(sample.koc), joinedload(sample.round))
    late = case((sample.due_at < clock.now(), 0), else_=1)
    newest = stage in {"posted", "declined"}
    rows = rows.order_by(sample.id.desc()) if newest else rows.order_by(late, sample.due_at, sample.id)
    found = db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE)).all()
    written = db.session.scalars(select(posts.Post).where(posts.Post.sample_id.in_([one.id for one in found])))
    by_sample = {post.sample_id: post for post in written}
    return [TryOn(one, by_sample.get(one.id)) for one in found]


def handed_in() -> list[posts.Post]:
    """Posts that wait for the brand, the one due first at the top."""
    rows = _posts().where(posts.Post.state == "submitted").order_by(samples.Sample.due_at, posts.Post.id)
    return list(db.session.scalars(rows))


def read(page: int = 1) -> tuple[list[posts.Post], int]:
    """One page of the posts that do not wait for the brand but have been handed in once, and how many there are."""
    seen = posts.Post.id.in_(select(posts.Wording.post_id)) & (posts.Post.state != "submitted")
    whole = db.session.scalar(select(func.count()).select_from(posts.Post).where(seen)) or 0
    rows = _posts().where(seen).order_by(posts.Post.state == "approved", posts.Post.id.desc())
    return list(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE))), whole


def _posts() -> Select:
    sample = joinedload(posts.Post.sample)
    return (
        select(posts.Post)
        .join(samples.Sample, samples.Sample.id == posts.Post.sample_id)
        .options(
            sample.joinedload(samples.Sample.koc),
            sample.joinedload(samples.Sample.version).selectinload(designs.Version.pictures),
            selectinload(posts.Post.pictures),
        )
    )
