"""The people of the demo brand one can sign in as: (key, name, role in words, phone)."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from c2m.core.db import db
from c2m.loop import people


class Player(NamedTuple):
    key: str
    name: str
    role: str
    """English source words, translated on the page."""
    phone: str


CAST: tuple[Player, ...] = (
    Player("operator", "许静", "Operator", "13900000001"),
    Player("xiaotang", "小棠", "KOC, petite", "13900000002"),
    Player("aning", "阿宁", "KOC, office", "13900000003"),
    Player("designer", "沈亦", "Designer", "13900000004"),
    Player("support", "苏苏", "Support", "13900000005"),
    Player("factory", "周师傅", "Factory, Jiaxing", "13900000006"),
    Player("lin", "林", "Shopper in Xiaotang's group", "13900000007"),
    Player("wu", "吴", "Shopper in A Ning's group", "13900000008"),
    Player("chen", "陈", "Shopper in no group yet", "13900000009"),
)


def present() -> list[Player]:
    """Those who are there to sign in as."""
    phones = [player.phone for player in CAST]
    active = people.Person.phone.in_(phones) & (people.Person.state == "active")
    here = set(db.session.scalars(select(people.Person.phone).where(active)))
    return [player for player in CAST if player.phone in here]
