"""In demo mode there is always an open round: when none is, the next one opens."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import func, select

from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.loop import communities, designs, rounds

SHOWN = 20
LEAST = timedelta(hours=5)


def next_close(at: datetime) -> datetime:
    """The next 21:00 in Shanghai that is at least five hours away."""
    close = clock.at_shanghai(at, 21)
    return close if close - at >= LEAST else close + timedelta(days=1)


def keep_open() -> int:
    """Open a round when none is open; returns how many were opened (0 or 1). Safe in several processes at once."""
    with atomic():
        live = select(rounds.Round).where(rounds.Round.state.in_(("planned", "open")))
        if any(round_.is_open for round_ in db.session.scalars(live)):
            return 0
        koc = _whose_turn()
        shown = designs.ready()
        if koc is None or not shown:
            return 0
        at = clock.now()
        random.Random(at.toordinal()).shuffle(shown)
        rounds.plan(koc, shown[:SHOWN], at, next_close(at))
        return 1


def _whose_turn() -> communities.Koc | None:
    """The KOC with the fewest rounds so far. Her row is locked, so that two processes do not open one each."""
    led = select(communities.Group.koc_id)
    held = select(func.count()).select_from(rounds.Round).where(rounds.Round.koc_id == communities.Koc.id)
    rows = select(communities.Koc).where(communities.Koc.state == "active", communities.Koc.id.in_(led))
    return db.session.scalars(rows.order_by(held.scalar_subquery(), communities.Koc.id).limit(1)).first()
