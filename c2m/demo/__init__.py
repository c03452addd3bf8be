"""The demo brand: people, clothes and some weeks of business, made by the real rules under a moved clock."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from c2m.core import clock
from c2m.demo import shop, story
from c2m.demo.studio import Studio
from c2m.gateways.ports import ports

SEED = 27
BEGAN = timedelta(days=40)


def build(say: Callable[[str], None]) -> None:
    """Fill an empty database. ``say`` is told how far it is."""
    now = clock.now().replace(second=0, microsecond=0)
    draw = random.Random(SEED)
    studio = Studio(ports())
    try:
        studio.order([*shop.flats(), *story.shots()])
        say(f"drawing {len(studio)} pictures meanwhile")
        with clock.stopped(now - BEGAN):
            brand = shop.staff()
            shop.hosts(brand, studio)
            shop.members(brand, draw, say)
            shop.upload(brand, studio)
            say(f"{len(brand.designs)} designs are up")
            story.tell(brand, studio, draw, now, say)
    finally:
        studio.close()
