"""The only clock. Rules ask it; tests, the rehearsal and the demo brand move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_moved: datetime | None = None


def now() -> datetime:
    """Aware UTC."""
    return _moved or datetime.now(UTC)


def is_running() -> bool:
    """Whether it is the real time; False while somebody moves it by hand."""
    return _moved is None


def set_to(at: datetime | None) -> None:
    """Stop the clock at ``at`` (aware); None lets it run again."""
    global _moved
    if at is not None and at.tzinfo is None:
        raise ValueError("the clock takes aware times only")
    _moved = at.astimezone(UTC) if at else None


def advance(**delta: float) -> datetime:
    """Move a stopped clock on by ``timedelta(**delta)``."""
    set_to(now() + timedelta(**delta))
    return now()


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Inside the block it is ``at``, until somebody moves it."""
    before = _moved
    set_to(at)
    try:
        yield
    finally:
        set_to(before)


def shanghai(at: datetime) -> datetime:
    """The same instant as people in the shop read it."""
    return at.astimezone(SHANGHAI)


def at_shanghai(day: datetime, hour: int, minute: int = 0) -> datetime:
    """``hour:minute`` Shanghai time on the Shanghai day of ``day``, as UTC."""
    return shanghai(day).replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)
