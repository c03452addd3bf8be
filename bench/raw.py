"""The least a write must do: its rows, by the driver, in one transaction, in a copy of the same database."""

from __future__ import annotations

import itertools
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench.timing import Act

Step = tuple[str, Any]


class Raw:
    """``round_id``, ``sale_id``: what is voted on and sold; ``voters`` have a ballot there, ``idle`` have none."""

    def __init__(self, original: Path, round_id: int, sale_id: int, voters: list[int], idle: list[int]) -> None:
        self._book = _copied(original)
        self._round, self._sale, self._voters, self._idle = round_id, sale_id, iter(voters), iter(idle)
        self._count = itertools.count(1)
        self._pick = self._row("pick", f"round_id = {round_id}")
        self._ballot = self._row("ballot", f"round_id = {round_id}")
        self._order, self._line = self._row("order", "state = 'paid'"), self._row("order_line")
        self._piece, self._payment, self._posting = self._row("piece"), self._row("payment"), self._row("posting")
        every = self._book.execute("SELECT id FROM entry WHERE round_id = ? ORDER BY id", (round_id,))
        self._entries = [key for (key,) in every]

    def _row(self, table: str, where: str = "1") -> dict[str, Any]:
        """A row as the app wrote it."""
        return dict(self._book.execute(f'SELECT * FROM "{table}" WHERE {where} LIMIT 1').fetchone())

    def _act(self, steps: list[Step]) -> Act:
        return partial(self._timed, steps)

    def _timed(self, steps: list[Step]) -> float:
        book, began = self._book, time.process_time()
        book.execute("BEGIN IMMEDIATE")
        for sql, values in steps:
            book.execute(sql, values)
        book.execute("COMMIT")
        return time.process_time() - began

    def taps(self, count: int) -> list[Act]:
        """A sixth pick on a ballot of five."""
        acts = []
        for voter in itertools.islice(self._voters, count):
            hers = self._book.execute(
                "SELECT max(entry_id) FROM pick WHERE round_id = ? AND person_id = ?", (self._round, voter)
            )
            free = hers.fetchone()[0] + 1
            acts.append(self._act([_insert("pick", self._pick | {"person_id": voter, "entry_id": free})]))
        return acts

    def ballots(self, count: int, picks: int) -> list[Act]:
        acts = []
        for voter in itertools.islice(self._idle, count):
            picked = [self._pick | {"person_id": voter, "entry_id": entry} for entry in self._entries[:picks]]
            rows = [_insert("ballot", self._ballot | {"person_id": voter}), *(_insert("pick", pick) for pick in picked)]
            acts.append(self._act(rows))
        return acts

    def orders(self, count: int) -> list[Act]:
        """The quota, the order, its line, the payment that begins."""
        take = "UPDATE presale SET taken = taken + 1 WHERE id = ? AND (cap IS NULL OR taken + 1 <= cap)"
        acts = []
        for number in itertools.islice(self._count, count):
            key = 500_000 + number
            order = self._order | {"id": key, "request_key": f"raw-{number}", "state": "placed"}
            begun = self._payment | {"id": key, "order_id": key, "transaction_id": None, "state": "begun"}
            steps = [_insert("order", order), _insert("order_line", self._line | {"id": key, "order_id": key})]
            acts.append(self._act([(take, (self._sale,)), *steps, _insert("payment", begun)]))
        return acts

    def settlements(self, count: int) -> list[Act]:
        """The payment, the order, its piece, two postings."""
        acts = []
        paid = 'UPDATE "order" SET state = ? WHERE id = ?'
        captured = "UPDATE payment SET state = ?, transaction_id = ? WHERE id = ?"
        for number in itertools.islice(self._count, count):
            payment, order = self._payment["id"], self._order["id"]
            leg = self._posting | {"set_key": f"raw:{number}"}
            legs = [_insert("posting", leg | {"account": name}) for name in ("cashier", "orders")]
            steps = [(captured, ("captured", f"raw-{number}", payment)), (paid, ("paid", order)), *legs]
            acts.append(self._act([*steps, _insert("piece", self._piece)]))
        return acts


def _insert(table: str, row: dict[str, Any]) -> Step:
    """Under a new id, unless one was given above the ones that are there."""
    kept = {name: value for name, value in row.items() if name != "id" or (value or 0) >= 500_000}
    marks = ", ".join("?" * len(kept))
    return f'INSERT INTO "{table}" ({", ".join(kept)}) VALUES ({marks})', tuple(kept.values())


def _copied(original: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(original.with_name("raw.sqlite"), isolation_level=None)
    with sqlite3.connect(original) as source:
        source.backup(copy)
    source.close()
    copy.row_factory = sqlite3.Row
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON", "secure_delete=ON"):
        copy.execute(f"PRAGMA {pragma}")
    return copy
