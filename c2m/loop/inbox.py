"""What the brand told somebody, in the app: the sentence is kept as written in the code and translated when read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core import clock
from c2m.core.db import Base, db, insert_new


class Notice(Base):
    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str]
    """What it is about, so that nobody is told the same thing twice."""
    message: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    link: Mapped[str] = mapped_column(default="")
    """Where it leads: "kind:code", for example "presale:K7Q2M8". The pages know the addresses."""
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


def tell(person_ids: Iterable[int], key: str, message: str, link: str = "", **params: Any) -> int:
    """Tell each person once; return how many had not been told yet. ``params`` fill the sentence (plain JSON values)."""
    at = clock.now()
    rows = [
        {"person_id": person_id, "key": key, "message": message, "params": params, "link": link, "made_at": at}
        for person_id in sorted(set(person_ids))
    ]
    return insert_new(Notice.__table__, rows) if rows else 0


def told(key: str) -> set[int]:
    """Who was told this."""
    return set(db.session.scalars(select(Notice.person_id).where(Notice.key == key)))


def of(person_id: int, limit: int = 50) -> list[Notice]:
    rows = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id.desc()).limit(limit)
    return list(db.session.scalars(rows))


def unread(person_id: int) -> int:
    count = select(func.count()).select_from(Notice)
    return db.session.scalar(count.where(Notice.person_id == person_id, Notice.read_at.is_(None))) or 0


def read(person_id: int) -> None:
    """She has seen what is in her inbox now."""
    db.session.execute(
        update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None)).values(read_at=clock.now())
    )
