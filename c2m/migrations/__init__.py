"""The database's history: revisions in versions/, run by upgrade(), written by revise().

SQLite changes a table by building it anew, so foreign keys rest while revisions run and are all checked before the
one transaction around them ends: an upgrade happens whole or not at all. Two at once wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from c2m.core import limits, moves, outbox
from c2m.core.db import Base
from c2m.loop import LOOP

FOLDER = Path(__file__).parent
LOCK = 20_200_520
TABLES = (limits, moves, outbox, *(import_module(f"c2m.loop.{stage}") for stage in LOOP))
"""Every module with tables, imported so that Base knows them all."""


class Broken(RuntimeError):
    """A revision left rows that point at nothing; everything was taken back."""


def upgrade(url: str, to: str = "head") -> tuple[str | None, str | None]:
    """Bring the database at ``url`` to a revision; return the revisions before and after."""
    return _run(url, lambda config, _connection: command.upgrade(config, to))


def revise(url: str, message: str) -> None:
    """Write a revision with what the models have and the database at ``url`` (at head) has not."""
    _run(url, lambda config, _connection: command.revision(config, message, autogenerate=True, rev_id=_next_number()))


def differences(connection: Connection) -> list[Any]:
    """What the models say and this database does not, as Alembic sees it."""
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)


def current(url: str) -> str | None:
    """The revision the database at ``url`` is at; None where it is empty."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return _revision(connection)


def fits(url: str) -> bool:
    """Whether the database at ``url`` has its tables, and as this version knows them."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return inspect(connection).has_table("person") and _revision(connection) in {None, head()}


def head() -> str | None:
    return ScriptDirectory(str(FOLDER)).get_current_head()


def _run(url: str, act: Callable[[Config, Connection], None]) -> tuple[str | None, str | None]:
    engine = create_engine(url, poolclass=NullPool)
    _prepare(engine)
    config = Config(attributes={})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        config.attributes["connection"] = connection
        before = _revision(connection)
        act(config, connection)
        if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Broken("The upgrade would leave rows that point at nothing. Nothing was changed.")
        after = _revision(connection)
    return before, after


def _prepare(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=60000", "journal_mode=WAL", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _next_number() -> str:
    return f"{len(list(ScriptDirectory(str(FOLDER)).walk_revisions())) + 1:04d}"
