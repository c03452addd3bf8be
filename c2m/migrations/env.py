"""What Alembic loads to run revisions: on the connection, and inside the transaction, that migrations/__init__ opened."""

from __future__ import annotations

from typing import Any

from alembic import context

from c2m.core.db import Base, UTCDateTime


def plain(kind: str, item: Any, _autogenerate: Any) -> str | bool:
    """Revisions name no class of ours: those may change, a revision may not."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
