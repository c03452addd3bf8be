"""What must hold, checked from the rows and against the cashier's own book. `flask check` prints it; the rehearsal ends
with it. Each check yields one sentence for every break it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from c2m.insight.invariants import access, making, money, voting

Check = Callable[[], Iterator[str]]

CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("I2", "every capture pays for its order or is owed back", money.homes),
    ("I3", "no refund exceeds its capture", money.over_refunds),
    ("I4", "an order costs its pieces at the price it was placed at, and was paid exactly that", money.prices),
    ("I5", "an order is paid once", money.paid_once),
    ("I6", "the ledger's sets sum to zero and fold to the balances", money.ledger),
    ("I7", "money that came too late is refunded in full", money.late),
    ("I9", "held and paid pieces stay within cap and limit, and the count of them is true", making.caps),
    ("I10", "a sale is decided once, by the paid pieces at its close", making.decisions),
    ("I11", "every paid piece of a sale that met is in exactly one work order", making.pieces),
    ("I12", "a work order is its pieces, and no larger than a batch", making.work_orders),
    ("I13", "no piece is both being made and refunded", making.made_and_refunded),
    ("I14", "a missed sale pays everyone back and tells them", making.missed),
    ("I15", "every change of state is one its table allows", voting.moves),
    ("I16", "one person, one ballot, one pick a design", voting.one_vote),
    ("I17", "votes came in while the round was open, from those who may vote", voting.window),
    ("I18", "a held or voided ballot says why", voting.voided),
    ("I21", "one request made one order", access.requests),
    ("I23", "every route has a rule, every factory sees only its own", access.tenancy),
)


@dataclass(frozen=True)
class Result:
    name: str
    title: str
    breaks: list[str] = field(default_factory=list)


def check_all(cashier: Any = None, at_rest: bool = False, unruled: Iterable[str] = ()) -> list[Result]:
    """Every invariant, in order.

    ``cashier`` may offer its own figures (the sandbox does): then they are compared too. ``at_rest``: nothing is under
    way, so what may lag for a moment may not lag at all. ``unruled``: routes the policy table says nothing about.
    """
    results = [Result(name, title, list(check())) for name, title, check in CHECKS]
    results[-1].breaks.extend(f"route {endpoint}: no rule says who may enter" for endpoint in unruled)
    if hasattr(cashier, "captured") and hasattr(cashier, "refunded"):
        book = money.Book(cashier.captured(), cashier.refunded(), at_rest)
        results += [
            Result("I1", "our money is the cashier's money, payment by payment", list(money.conservation(book))),
            Result("I8", "one refund here is one refund there", list(money.refund_numbers(book))),
            Result("I22", "what the cashier captured is captured here", list(money.callbacks(book))),
        ]
    return sorted(results, key=lambda result: int(result.name[1:]))
