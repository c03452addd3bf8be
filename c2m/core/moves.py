"""States change in one place: one guarded UPDATE and one Trace row, in the caller's transaction.

A machine is a table beside its model: ``MOVES = {"pay": ({"placed"}, "paid"), ...}``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from c2m.core import clock
from c2m.core.db import Base, db
from c2m.core.errors import changed

Table = dict[str, tuple[set[str], str]]


class Trace(Base):
    """Who did what to which thing, from which state to which, when. Rows are only ever added."""

    __tablename__ = "trace"
    __table_args__ = (Index(None, "thing", "thing_id", "id"),)

    thing: Mapped[str]
    thing_id: Mapped[int]
    verb: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    by_id: Mapped[int | None]
    at: Mapped[datetime]
    note: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Stateful:
    """A model with a machine. Only move() writes ``state``."""

    MOVES: ClassVar[Table] = {}
    state: Mapped[str]


def move(thing: Any, verb: str, by: int | None = None, note: dict[str, Any] | None = None, **values: Any) -> None:
    """Let ``thing`` make the move ``verb``, writing ``values`` with it. Refused 409 when it is not in a state that allows it."""
    if not tried(thing, verb, by=by, note=note, **values):
        raise changed()


def tried(thing: Any, verb: str, by: int | None = None, note: dict[str, Any] | None = None, **values: Any) -> bool:
    """As move(), but says False where the move is not allowed (any more): for verbs that may run twice."""
    model = type(thing)
    sources, to = model.MOVES[verb]
    before = thing.state
    db.session.flush()
    result = db.session.execute(
        update(model)
        .where(model.id == thing.id, model.state == before if before in sources else model.state.in_(sources))
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        return False
    set_committed_value(thing, "state", to)
    for name, value in values.items():
        set_committed_value(thing, name, value)
    trace(thing, verb, by=by, note=note, from_state=before, to_state=to)
    return True


def trace(
    thing: Any,
    verb: str,
    by: int | None = None,
    note: dict[str, Any] | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
) -> None:
    """Write down an act that is not (only) a change of state."""
    db.session.execute(
        insert(Trace).values(
            thing=thing.__tablename__,
            thing_id=thing.id,
            verb=verb,
            from_state=from_state,
            to_state=to_state,
            by_id=by,
            at=clock.now(),
            note=note or {},
        )
    )


def history(thing: Any) -> list[Trace]:
    """Oldest first."""
    rows = select(Trace).where(Trace.thing == thing.__tablename__, Trace.thing_id == thing.id)
    return list(db.session.scalars(rows.order_by(Trace.id)))


def moments(thing: Any) -> dict[str, datetime]:
    """When it last came into each state: {"paid": ..., "shipped": ...}."""
    return {row.to_state: row.at for row in history(thing) if row.to_state}
