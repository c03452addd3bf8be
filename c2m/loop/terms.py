"""The terms of a pre-sale, checked before anybody can read them. Once published, none changes for the worse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from c2m.core import clock, money
from c2m.core.errors import Refused
from c2m.loop import designs


@dataclass(frozen=True)
class Terms:
    """``cells``: (colour name zh, size) offered; empty = every cell of the version."""

    price_fen: int
    cost_fen: int
    minimum: int
    opens_at: datetime
    closes_at: datetime
    ships_by: datetime
    cap: int | None = None
    per_person: int | None = None
    cells: tuple[tuple[str, str], ...] = ()


def check(terms: Terms, version: designs.Version) -> None:
    """Refuses terms nobody could keep."""
    if not 0 < terms.price_fen <= money.HIGHEST_FEN:
        raise Refused("Write the price in yuan, above 0.", field="price")
    if not 0 <= terms.cost_fen <= money.HIGHEST_FEN:
        raise Refused("Write the cost in yuan, 0 or more.", field="cost")
    if not 0 < terms.minimum <= 1_000_000:
        raise Refused("The minimum is a whole number of paid pieces, 1 or more.", field="minimum")
    if terms.cap is not None and terms.cap < terms.minimum:
        raise Refused("The cap cannot be lower than the minimum.", field="cap")
    if terms.per_person is not None and terms.per_person < 1:
        raise Refused("A limit per person is at least 1. Leave it empty for none.", field="per_person")
    if terms.closes_at <= terms.opens_at:
        raise Refused("The close must be after the opening.", field="closes_at")
    if terms.closes_at <= clock.now():
        raise Refused("The close must be in the future.", field="closes_at")
    if terms.ships_by <= terms.closes_at:
        raise Refused("The promised ship date must be after the close.", field="ships_by")
    known = {(colour.zh, size) for colour, size in version.cells}
    if not set(terms.cells) <= known:
        raise Refused("Choose cells the design has.", field="cells")


def break_even(price_fen: int, cost_fen: int, fixed_fen: int) -> int | None:
    """Pieces from which the sale pays for its fixed cost (samples, patterns); None when a piece earns nothing."""
    margin = price_fen - cost_fen
    return -(-fixed_fen // margin) if margin > 0 else None
