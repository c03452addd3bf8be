"""The brand that runs this installation: its name and the rules it may set."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core.db import Base, db, hold, insert_new
from c2m.core.errors import Refused
from c2m.core.moves import trace


class Setting(Base):
    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(JSON)


@dataclass(frozen=True)
class Brand:
    name: str = "先选后做"
    name_en: str = "Pick, then make"
    lock_hours: int = 16
    """From the close of a pre-sale to its lock: until then swap and cancel are free."""
    batch_pieces: int = 300
    """The most pieces one work order may hold."""
    hold_minutes: int = 30
    """How long an unpaid order keeps its pieces."""
    winners: int = 5
    share_bp: int = 500
    """The KOC's share of goods paid and kept, in 1/100 of a percent."""


def read() -> Brand:
    known = {field.name for field in fields(Brand)}
    rows = db.session.execute(select(Setting.name, Setting.value))
    return Brand(**{name: value for name, value in rows if name in known})


def write(by: int | None = None, **values: Any) -> None:
    """Change settings; the numbers must be whole and positive. What differs is on record: who, from what, to what."""
    kinds = {field.name: field.type for field in fields(Brand)}
    for name, value in values.items():
        if kinds[name] == "int" and (not isinstance(value, int) or not 0 < value < 100_000):
            raise Refused("Write a whole number above 0.", field=name)
        _set(name, value, by)


def _set(name: str, value: Any, by: int | None) -> None:
    row = db.session.scalars(select(Setting).where(Setting.name == name)).first()
    before = getattr(Brand, name) if row is None else row.value
    if row is None:
        row = Setting(name=name)
        db.session.add(row)
    row.value = value
    db.session.flush()
    if value != before:
        trace(row, "write", by=by, note={"name": name, "before": before, "after": value})


def next_number(series: str) -> int:
    """1, 2, 3, ... of a series, without a gap: who asks at the same time waits until the other act has ended."""
    insert_new(Setting.__table__, [{"name": f"series {series}", "value": 0}])
    row = db.session.scalars(select(Setting).where(Setting.name == f"series {series}")).one()
    hold(row)
    row.value += 1
    db.session.flush()
    return int(row.value)
