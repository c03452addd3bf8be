"""The file the sandbox cashier keeps its book in: SQLite, and never the app's own database."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS charges (
    number TEXT NOT NULL UNIQUE,
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    currency TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'captured', 'closed')),
    transaction_id TEXT UNIQUE,
    captured_fen INTEGER,
    captured_at REAL,
    expires_at REAL NOT NULL,
    return_url TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS refunds (
    refund_number TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL REFERENCES charges (number),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS refunds_of ON refunds (number);
CREATE TABLE IF NOT EXISTS notices (
    number TEXT NOT NULL UNIQUE REFERENCES charges (number),
    tries INTEGER NOT NULL,
    due_at REAL,
    delivered_at REAL
);
CREATE INDEX IF NOT EXISTS notices_due ON notices (due_at) WHERE delivered_at IS NULL;
"""


class Book:
    """One connection a process, used by one thread at a time. Opened at the first use."""

    def __init__(self, path: Path | str, synchronous: str = "FULL") -> None:
        if synchronous not in {"FULL", "NORMAL", "OFF"}:
            raise ValueError("synchronous is FULL, NORMAL or OFF")
        self.path = Path(path)
        self._synchronous = synchronous
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._secret: bytes | None = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of the block is in the book, or none of it."""
        with self._lock:
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._opened()

    def secret(self) -> bytes:
        """What notifications are signed with; made with the book, and never shown."""
        if self._secret is None:
            with self.reading() as book:
                self._secret = book.execute("SELECT key FROM secret").fetchone()[0]
        return self._secret

    def close(self) -> None:
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        # A connection must not cross a fork.
        if self._connection is None or self._process != os.getpid():
            self._connection, self._process = self._open(), os.getpid()
            weakref.finalize(self, self._connection.close)
        return self._connection

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("BEGIN IMMEDIATE")
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute("INSERT OR IGNORE INTO secret (id, key) VALUES (1, ?)", (secrets.token_bytes(32),))
        connection.execute("COMMIT")
        return connection
