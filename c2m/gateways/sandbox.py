"""The sandbox cashier: takes no real money, but is as separate from us as a real one.

It keeps its own book in its own file, signs its notifications with a secret only the book holds, and can be made to
fail like a real cashier. What it says it took and paid back is the independent word against which our ledger is tested.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from c2m.core import clock
from c2m.gateways import books
from c2m.loop.payments import Answer, Forged, RefundAnswer, Unreachable

T = TypeVar("T")
FRESH_SECONDS = 300
LONGEST_BODY = 64 * 1024
PAUSES = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
"""Seconds between the tries of a notification; after the last it is given up, as real cashiers do."""
FAULTS = ("hang", "garbage", "500_after_commit", "accepted")


@dataclass(frozen=True)
class Charge:
    """A line of the book, for the page and for those who compare."""

    number: str
    amount_fen: int
    subject: str
    state: str
    captured_fen: int
    refunded_fen: int
    return_url: str
    expires_at: datetime


class Sandbox:
    """Implements ``payments.Gateway``; ``pay`` is the shopper's click on the cashier's page."""

    name = "sandbox"

    def __init__(
        self,
        path: Path | str,
        callback_url: str | None = None,
        synchronous: str = "FULL",
        faults: Mapping[tuple[str, int], str] | None = None,
    ) -> None:
        """``callback_url``: where notifications go; None = none are sent. ``synchronous``: OFF for a rehearsal.
        ``faults``: what goes wrong at the n-th call of a verb, as {("refund", 1): "500_after_commit"}.
        hang: nothing happened and no answer came; garbage, 500_after_commit: it happened, but the answer is unusable;
        accepted: a refund is paid, but this answer only says it will be."""
        if faults and not set(faults.values()) <= set(FAULTS):
            raise ValueError(f"faults are: {', '.join(FAULTS)}")
        self.callback_url = callback_url
        self.book_file = books.Book(path, synchronous)
        self._faults = dict(faults or {})
        self._calls: dict[str, int] = {}

    # --- the port ---------------------------------------------------------------------------------------------------

    def begin(self, number: str, amount_fen: int, subject: str, expires_at: datetime, return_url: str) -> str:
        return self._called("begin", lambda: self._begin(number, amount_fen, subject, expires_at, return_url))

    def _begin(self, number: str, amount_fen: int, subject: str, expires_at: datetime, return_url: str) -> str:
        with self.book_file.writing() as book:
            charge = _charge(book, number)
            if charge is None:
                book.execute(
                    "INSERT INTO charges (number, amount_fen, currency, subject, state, expires_at, return_url)"
                    " VALUES (?, ?, 'CNY', ?, 'open', ?, ?)",
                    (number, amount_fen, subject, expires_at.timestamp(), return_url),
                )
            elif charge["amount_fen"] != amount_fen:
                raise Unreachable(f"{number} was begun with another amount")
        # Without a host: the page is ours, so it is found wherever the shopper found us.
        return f"/cashier/{number}"

    def query(self, number: str) -> Answer:
        return self._called("query", lambda: self._query(number))

    def _query(self, number: str) -> Answer:
        with self.book_file.reading() as book:
            charge = _charge(book, number)
        return _answer(charge) if charge else Answer(number, "unknown")

    def close(self, number: str) -> Answer:
        return self._called("close", lambda: self._close(number))

    def _close(self, number: str) -> Answer:
        with self.book_file.writing() as book:
            # A number closed before it was begun stays closed: a late begin must not open it.
            book.execute(
                "INSERT OR IGNORE INTO charges (number, amount_fen, currency, subject, state, expires_at, return_url)"
                " VALUES (?, 0, 'CNY', '', 'closed', 0, '')",
                (number,),
            )
            book.execute("UPDATE charges SET state = 'closed' WHERE number = ? AND state = 'open'", (number,))
            return _answer(_charge(book, number))

    def refund(self, number: str, refund_number: str, amount_fen: int) -> RefundAnswer:
        return self._called("refund", lambda: self._refund(number, refund_number, amount_fen))

    def _refund(self, number: str, refund_number: str, amount_fen: int) -> RefundAnswer:
        with self.book_file.writing() as book:
            before = book.execute("SELECT * FROM refunds WHERE refund_number = ?", (refund_number,)).fetchone()
            if before is not None:
                same = (before["number"], before["amount_fen"]) == (number, amount_fen)
                reason = "" if same else "this refund number was used for something else"
                return RefundAnswer(refund_number, "refunded" if same else "failed", reason)
            charge = _charge(book, number)
            if charge is None or charge["state"] != "captured":
                return RefundAnswer(refund_number, "failed", "nothing was paid under this number")
            done = book.execute("SELECT coalesce(sum(amount_fen), 0) FROM refunds WHERE number = ?", (number,))
            if amount_fen <= 0 or done.fetchone()[0] + amount_fen > charge["captured_fen"]:
                return RefundAnswer(refund_number, "failed", "more than was paid")
            values = (refund_number, number, amount_fen, clock.now().timestamp())
            book.execute("INSERT INTO refunds (refund_number, number, amount_fen, at) VALUES (?, ?, ?, ?)", values)
        return RefundAnswer(refund_number, "refunded")

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> Answer:
        given = {name.lower(): value for name, value in headers.items()}
        stamp, nonce = given.get("sandbox-timestamp", ""), given.get("sandbox-nonce", "")
        signature = given.get("sandbox-signature", "")
        if (
            len(body) > LONGEST_BODY
            or not re.fullmatch("[0-9]{1,12}", stamp)
            or not re.fullmatch("[0-9a-f]{32}", nonce)
        ):
            raise Forged("not a notification of this cashier")
        expected = self._sign(stamp, nonce, body)
        if not hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), expected.encode()):
            raise Forged("the signature is not the cashier's")
        if abs(clock.now().timestamp() - int(stamp)) > FRESH_SECONDS:
            raise Forged("the notification is stale")
        try:
            return Answer(**json.loads(body))
        except (ValueError, TypeError) as error:
            raise Forged("the notification cannot be read") from error

    # --- the cashier's own side -------------------------------------------------------------------------------------

    def pay(self, number: str, amount_fen: int | None = None) -> str:
        """She pays. Returns what the charge is then: captured | closed | unknown. ``amount_fen``: what a faulty cashier
        takes instead of what was asked."""
        at = clock.now().timestamp()
        with self.book_file.writing() as book:
            charge = _charge(book, number)
            if charge is None or charge["state"] != "open":
                return charge["state"] if charge else "unknown"
            if charge["expires_at"] <= at:
                book.execute("UPDATE charges SET state = 'closed' WHERE number = ?", (number,))
                return "closed"
            taken = charge["amount_fen"] if amount_fen is None else amount_fen
            book.execute(
                "UPDATE charges SET state = 'captured', captured_fen = ?, captured_at = ?, transaction_id = ?"
                " WHERE number = ?",
                (taken, at, f"S{number}{secrets.token_hex(6)}", number),
            )
            if self.callback_url:
                book.execute("INSERT INTO notices (number, tries, due_at) VALUES (?, 0, ?)", (number, at))
        return "captured"

    def notification(self, number: str) -> tuple[dict[str, str], bytes]:
        """Headers and body of a signed notification of what this number is now."""
        body = json.dumps(vars(self._query(number)), separators=(",", ":")).encode()
        stamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json",
            "Sandbox-Timestamp": stamp,
            "Sandbox-Nonce": nonce,
            "Sandbox-Signature": self._sign(stamp, nonce, body),
        }
        return headers, body

    def _sign(self, stamp: str, nonce: str, body: bytes) -> str:
        message = f"{stamp}\n{nonce}\n".encode() + body + b"\n"
        return hmac.new(self.book_file.secret(), message, hashlib.sha256).hexdigest()

    def claim(self, number: str | None = None, limit: int = 20) -> list[str]:
        """Numbers whose notification is due (or this one), each taken by one sender; the next try is set already."""
        at = clock.now().timestamp()
        due = "SELECT number, tries FROM notices WHERE delivered_at IS NULL AND due_at <= ? AND number = coalesce(?, number)"
        with self.book_file.writing() as book:
            claimed = book.execute(f"{due} ORDER BY due_at LIMIT ?", (at, number, limit)).fetchall()
            for row in claimed:
                later = at + PAUSES[row["tries"]] if row["tries"] < len(PAUSES) else None
                book.execute(
                    "UPDATE notices SET tries = tries + 1, due_at = ? WHERE number = ?", (later, row["number"])
                )
        return [row["number"] for row in claimed]

    def delivered(self, number: str) -> None:
        with self.book_file.writing() as book:
            values = (clock.now().timestamp(), number)
            book.execute("UPDATE notices SET delivered_at = ? WHERE number = ? AND delivered_at IS NULL", values)

    # --- what the book says -----------------------------------------------------------------------------------------

    def charge(self, number: str) -> Charge | None:
        return next(iter(self._charges("WHERE number = ?", (number,))), None)

    def book(self) -> list[Charge]:
        """Every charge with what was taken and paid back, in the order they were begun."""
        return self._charges("", ())

    def _charges(self, where: str, values: tuple[Any, ...]) -> list[Charge]:
        back = "(SELECT coalesce(sum(amount_fen), 0) FROM refunds WHERE refunds.number = charges.number)"
        with self.book_file.reading() as book:
            rows = book.execute(
                f"SELECT *, {back} AS refunded_fen FROM charges {where} ORDER BY rowid", values
            ).fetchall()
        return [
            Charge(
                number=row["number"],
                amount_fen=row["amount_fen"],
                subject=row["subject"],
                state=row["state"],
                captured_fen=row["captured_fen"] or 0,
                refunded_fen=row["refunded_fen"],
                return_url=row["return_url"],
                expires_at=datetime.fromtimestamp(row["expires_at"], UTC),
            )
            for row in rows
        ]

    def captured(self) -> dict[str, int]:
        """{number: fen taken}"""
        with self.book_file.reading() as book:
            rows = book.execute("SELECT number, captured_fen FROM charges WHERE state = 'captured'").fetchall()
        return {row["number"]: row["captured_fen"] for row in rows}

    def refunded(self) -> dict[str, tuple[str, int]]:
        """{refund number: (number, fen paid back)}"""
        with self.book_file.reading() as book:
            rows = book.execute("SELECT refund_number, number, amount_fen FROM refunds").fetchall()
        return {row["refund_number"]: (row["number"], row["amount_fen"]) for row in rows}

    # --- trouble ----------------------------------------------------------------------------------------------------

    def _called(self, verb: str, act: Callable[[], T]) -> T:
        self._calls[verb] = self._calls.get(verb, 0) + 1
        fault = self._faults.get((verb, self._calls[verb]))
        if fault == "hang":
            raise Unreachable("no answer in time")
        try:
            answer = act()
        except sqlite3.Error as error:
            raise Unreachable(f"the cashier's book cannot be used: {error}") from error
        if fault in {"garbage", "500_after_commit"}:
            raise Unreachable("an answer nobody can use")
        if fault == "accepted" and isinstance(answer, RefundAnswer):
            return RefundAnswer(answer.number, "accepted")  # type: ignore[return-value]
        return answer


def _charge(book: sqlite3.Connection, number: str) -> sqlite3.Row | None:
    return book.execute("SELECT * FROM charges WHERE number = ?", (number,)).fetchone()


def _answer(charge: sqlite3.Row) -> Answer:
    taken = charge["captured_fen"] if charge["state"] == "captured" else charge["amount_fen"]
    return Answer(charge["number"], charge["state"], taken, charge["currency"], charge["transaction_id"] or "")
