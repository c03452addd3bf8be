"""In demo mode there is always an open round: when none is, the next one opens."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import func, select

from c2m.core import clock
from c2m.core.db import db, hold
from c2m.loop import communities, designs, rounds

SHOWN = 20
LEAST = timedelta(hours=5)


def next_close(at: datetime) -> datetime:
    """The next 21:00 in Shanghai that is at least five hours away."""
    close = clock.at_shanghai(at, 21)
    return close if close - at >= LEAST else close + timedelta(days=1)


def keep_open() -> int:
    """Plan and open a round when none is open; returns how many were opened (0 or 1). Inside the caller's atomic().

    Two processes at once wait for each other at the KOC whose turn it is; the second finds the round open.
    """
    koc = _whose_turn()
    shown = designs.ready()
    at = clock.now()
    if _is_one_open() or koc is None or not shown:
        return 0
    random.Random(at.toordinal()).shuffle(shown)
    round_ = rounds.plan(koc, shown[:SHOWN], at, next_close(at))
    return int(round_.is_open)


def _is_one_open() -> bool:
    live = select(rounds.Round).where(rounds.Round.state.in_(("planned", "open")))
    return any(round_.is_open for round_ in db.session.scalars(live))


def _whose_turn() -> communities.Koc | None:
    """The KOC with the fewest rounds so far, held until the act ends."""
    led = select(communities.Group.koc_id)
    held = select(func.count()).select_from(rounds.Round).where(rounds.Round.koc_id == communities.Koc.id)
    rows = select(communities.Koc).where(communities.Koc.state == "active", communities.Koc.id.in_(led))
    koc = db.session.scalars(rows.order_by(held.scalar_subquery(), communities.Koc.id).limit(1)).first()
    if koc is not None:
        hold(koc)
    return koc
