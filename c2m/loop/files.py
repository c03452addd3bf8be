"""Pictures and videos that the stages refer to. The bytes lie in the storage, under names made from their content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core import clock
from c2m.core.db import Base, db, insert_new


class Picture(Base):
    """One picture, rebuilt from pixels, in several widths (WebP) and full size (JPEG)."""

    __tablename__ = "picture"

    name: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]
    height: Mapped[int]
    tone: Mapped[str] = mapped_column(default="")
    widths: Mapped[list[int]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class Video(Base):
    __tablename__ = "video"

    name: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]
    height: Mapped[int]
    seconds: Mapped[float]
    made_at: Mapped[datetime]


def keep_picture(rebuilt: Any) -> Picture:
    """Record a ``core.pictures.Rebuilt`` whose files are already stored; the same picture twice is one row."""
    row = {
        "name": rebuilt.name,
        "width": rebuilt.width,
        "height": rebuilt.height,
        "tone": rebuilt.tone,
        "widths": list(rebuilt.widths),
        "made_at": clock.now(),
    }
    insert_new(Picture.__table__, [row])
    return db.session.scalars(select(Picture).where(Picture.name == rebuilt.name)).one()


def keep_video(name: str, seen: Any) -> Video:
    """Record a video (``core.video.Video``) already stored as ``name``."""
    row = {"name": name, "width": seen.width, "height": seen.height, "seconds": seen.seconds, "made_at": clock.now()}
    insert_new(Video.__table__, [row])
    return db.session.scalars(select(Video).where(Video.name == name)).one()
