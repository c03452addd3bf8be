"""How often somebody may try: counted in a table, atomically, for all processes together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, delete, update
from sqlalchemy.orm import Mapped

from c2m.core import clock
from c2m.core.db import Base, atomic, db, insert_new
from c2m.core.errors import Refused


class Attempt(Base):
    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("key", "window_at"),)

    key: Mapped[str]
    window_at: Mapped[datetime]
    count: Mapped[int]


def count(key: str, most: int, minutes: int) -> None:
    """One more try of ``key`` in this window of ``minutes``; Refused 429 past ``most``. Commits by itself, so that a
    failed act still counts."""
    at = clock.now()
    window = at - timedelta(minutes=at.minute % minutes, seconds=at.second, microseconds=at.microsecond)
    with atomic():
        insert_new(Attempt.__table__, [{"key": key, "window_at": window, "count": 0}])
        taken = db.session.execute(
            update(Attempt)
            .where(Attempt.key == key, Attempt.window_at == window, Attempt.count < most)
            .values(count=Attempt.count + 1)
        )
    if taken.rowcount != 1:
        raise Refused(
            "That was tried too often. Wait %(minutes)s minutes, then try again.", status=429, minutes=minutes
        )


def forget(before: datetime) -> None:
    """Housekeeping, inside the caller's atomic()."""
    db.session.execute(delete(Attempt).where(Attempt.window_at < before))
