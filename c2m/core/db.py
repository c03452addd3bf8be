"""The database: models' base, engine set-up, and atomic(), the one way to write."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from c2m.core import codes
from c2m.core.errors import missing

WRITE = "c2m_write"
_one_writer = threading.Lock()


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python; SQLite keeps it without the zone, PostgreSQL with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are aware")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: an integer key inside, a short code outside."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UTCDateTime()}

    id: Mapped[int] = mapped_column(primary_key=True)

    @property
    def code(self) -> str:
        return codes.write(self.id, self.__tablename__)

    @classmethod
    def key_of(cls, code: str) -> int | None:
        return codes.read(code, cls.__tablename__)

    @classmethod
    def find(cls, code: str) -> Self:
        """The row with this code; Refused 404 when there is none. Whether the reader may see it is the caller's query."""
        key = cls.key_of(code)
        row = db.session.get(cls, key) if key else None
        if row is None:
            raise missing()
        return row


db = SQLAlchemy(session_options={"expire_on_commit": False})


@contextmanager
def atomic() -> Iterator[None]:
    """One business act: all of it is written, or nothing.

    Ends the read the page began (a snapshot cannot become a write on SQLite), then begins to write. Does not nest.
    No network and no picture work inside.
    """
    session = db.session()
    if session.info.get(WRITE):
        raise RuntimeError("atomic() does not nest: one act, one block")
    session.rollback()
    session.expire_all()
    on_sqlite = db.engine.dialect.name == "sqlite"
    if on_sqlite:
        _one_writer.acquire()
    session.info[WRITE] = True
    try:
        connection = session.connection(execution_options={WRITE: True})
        if not on_sqlite:
            connection.execute(text("SET LOCAL lock_timeout = '3s'"))
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(WRITE, None)
        if on_sqlite:
            _one_writer.release()


def passing(error: OperationalError) -> bool:
    """Whether trying the whole act again may help (PostgreSQL: serialization failure, deadlock, lock time-out)."""
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "55P03"}


def hold(row: Base) -> None:
    """Read this row afresh and let nobody else change it until the act ends."""
    _locked(row, read=False)


def watch(row: Base) -> None:
    """As hold(), but others may watch it at the same time: for acts that need it to stay as it is. Never hold() after."""
    _locked(row, read=True)


def _locked(row: Base, read: bool) -> None:
    if db.engine.dialect.name == "sqlite":
        return  # the writer is alone, and all it holds was read since atomic() began
    db.session.flush()  # what was changed and not yet written would be read over
    columns = [column.key for column in inspect(type(row)).column_attrs]
    db.session.refresh(row, columns, with_for_update={"read": read, "key_share": not read})


def insert_new(table: Any, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that break no unique index; return how many were new. The rest are left as they are."""
    if not rows:
        return 0
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    # A row at a time: the statement is compiled once for ever, VALUES of many rows would be compiled anew every time.
    statement = insert(table).on_conflict_do_nothing()
    statement = statement.execution_options(preserve_rowcount=True)  # of an INSERT it is not kept by default
    return max(db.session.execute(statement, list(rows)).rowcount, 0)


def prepare(engine: Engine, synchronous: str = "FULL") -> None:
    """SQLite as it must be run: WAL, our own BEGIN (IMMEDIATE for writers), patient, with foreign keys."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "busy_timeout=10000",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
