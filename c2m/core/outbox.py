"""Effects on the outside, written in the transaction that causes them and done afterwards, at least once.

A handler gets the payload and must itself be safe to repeat. It runs outside any transaction. An effect is leased while
somebody works on it, tried again with a growing pause, and parked after five tries for a person to look at.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, and_, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from c2m.core import clock
from c2m.core.db import Base, atomic, db, insert_new

log = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
TRIES = 5
LEASE = timedelta(minutes=2)


class Effect(Base):
    __tablename__ = "effect"
    __table_args__ = (Index(None, "state", "due_at"),)

    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


def put(kind: str, key: str, **payload: Any) -> None:
    """Ask for an effect once: a second put with the same key changes nothing."""
    at = clock.now()
    row = {"kind": kind, "key": key, "payload": payload, "state": "waiting", "due_at": at, "made_at": at}
    insert_new(Effect.__table__, [row | {"tries": 0, "error": ""}])


def again(kind: str, key: str, **payload: Any) -> None:
    """A person lets this be tried once more: what was parked waits again, else it is put anew under ``key``."""
    parked_ones = [one.id for one in parked() if one.kind == kind and one.payload == payload]
    afresh = {"state": "waiting", "tries": 0, "due_at": clock.now(), "leased_until": None}
    db.session.execute(update(Effect).where(Effect.id.in_(parked_ones), Effect.state == "parked").values(**afresh))
    if not parked_ones:
        put(kind, key, **payload)


def run(handlers: Mapping[str, Handler], limit: int = 100, key: str | None = None) -> int:
    """Do up to ``limit`` effects that are due (or only the one named by ``key``); return how many were taken up."""
    taken = 0
    while taken < limit:
        effect = _lease(handlers, key)
        if effect is None:
            break
        taken += 1
        _attempt(effect, handlers[effect.kind])
    return taken


def _lease(handlers: Mapping[str, Handler], key: str | None) -> Effect | None:
    at = clock.now()
    free = or_(Effect.leased_until.is_(None), Effect.leased_until < at)
    ready = and_(Effect.state == "waiting", Effect.due_at <= at, free, Effect.kind.in_(list(handlers)))
    if key is not None:
        ready = and_(ready, Effect.key == key)
    with atomic():
        effect = db.session.scalars(select(Effect).where(ready).order_by(Effect.due_at, Effect.id).limit(1)).first()
        if effect is None:
            return None
        won = db.session.execute(
            update(Effect)
            .where(Effect.id == effect.id, ready)
            .values(leased_until=at + LEASE, tries=Effect.tries + 1)
            .execution_options(synchronize_session=False)
        )
    return effect if won.rowcount == 1 else _lease(handlers, key)


def _attempt(effect: Effect, handler: Handler) -> None:
    key, name, tries, at = effect.id, f"{effect.kind} {effect.key}", effect.tries + 1, clock.now()
    try:
        handler(dict(effect.payload))
    except Exception as error:
        log.warning("effect %s failed (try %s): %s", name, tries, error)
        parked = tries >= TRIES
        values: dict[str, Any] = {
            "state": "parked" if parked else "waiting",
            "due_at": at + timedelta(seconds=5 * 4**tries),
            "error": f"{type(error).__name__}: {error}"[:500],
        }
    else:
        # What was sent need not be kept: a code or a phone number has no business here any more.
        values = {"state": "done", "done_at": at, "payload": {}, "error": ""}
    with atomic():
        db.session.execute(update(Effect).where(Effect.id == key).values(leased_until=None, **values))


def waiting() -> int:
    return len(db.session.scalars(select(Effect.id).where(Effect.state == "waiting")).all())


def parked() -> list[Effect]:
    return list(db.session.scalars(select(Effect).where(Effect.state == "parked").order_by(Effect.id)))
