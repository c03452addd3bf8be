"""The demo brand before its first vote: people, KOCs and groups, members, factory, designs."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from c2m import drawing
from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.demo import words
from c2m.demo.cast import CAST
from c2m.demo.studio import Studio
from c2m.loop import communities, designs, factories, people

CATEGORY = {"outerwear": "outer"}
NEEDS = {
    "petite": "petite", "tall": "tall", "curvy": "plus size", "pear": "pear shape", "office": "office",
    "sensitive": "sensitive skin",
}  # fmt: skip
PRICES = {
    "dress": 23900,
    "skirt": 16900,
    "trousers": 19900,
    "top": 12900,
    "knit": 18900,
    "outer": 39900,
    "accessory": 6900,
}
TITLES = {"poplin-shirt": "shirt", "stripe-shirt": "shirt", "canvas-tote": "bag"}


@dataclass
class Shop:
    """Ids, since the story is told over many transactions."""

    operator: int
    factory_staff: int
    designer: int
    kocs: dict[str, int] = field(default_factory=dict)
    members: dict[str, list[int]] = field(default_factory=dict)
    designs: dict[str, int] = field(default_factory=dict)

    def koc(self, key: str) -> communities.Koc:
        return db.session.get_one(communities.Koc, self.kocs[key])

    def visitor(self, koc: str) -> int:
        """The first member of a KOC's groups: one of the cast, whom a visitor signs in as."""
        return self.members[koc][0]

    def design(self, key: str) -> designs.Design:
        return db.session.get_one(designs.Design, self.designs[key])


def staff() -> Shop:
    """Those who run it, one factory, and its man on the floor."""
    named: dict[str, people.Person] = {}
    with atomic():
        for player in CAST:
            if player.key not in {"xiaotang", "aning", "chen", "lin", "wu"}:
                named[player.key] = people.join(player.name, player.phone)
        for role in ("operator", "designer", "support"):
            people.give_role(named[role], role)
        jiaxing = factories.add("嘉兴针织二厂", "嘉兴", by=named["operator"].id)
        factories.employ(jiaxing, named["factory"], by=named["operator"].id)
        factories.add("绍兴连衣裙车间", "绍兴", by=named["operator"].id)
    return Shop(named["operator"].id, named["factory"].id, named["designer"].id)


def hosts(shop: Shop, studio: Studio) -> None:
    """KOCs with their groups and cards."""
    for host in words.HOSTS:
        portrait = studio.picture(("portrait", host.drawn))
        with atomic():
            person = people.join(host.name, host.phone)
            koc = communities.appoint(person, host.name, host.need, list(host.tags), by=shop.operator)
            koc.about, koc.wears, koc.portrait_id = host.about, host.wears, portrait.id
            koc.height_cm, koc.weight_kg = host.height, host.weight
            koc.bust_cm, koc.waist_cm, koc.hip_cm = host.bust, host.waist, host.hip
            for number, _members in enumerate(host.members, start=1):
                group = communities.open_group(koc, f"{host.group} {number} 群", capacity=340, by=shop.operator)
                communities.make_card(group, words.CARDS[number - 1], by=koc.person_id)
            shop.kocs[host.key] = koc.id


def members(shop: Shop, draw: random.Random, say: Any) -> None:
    """They come by card over some weeks; some scan and do not join, a few leave."""
    number = 0
    players = {"xiaotang": "lin", "aning": "wu"}
    cast = {player.key: player for player in CAST}
    for host in words.HOSTS:
        shop.members[host.key] = []
        koc = shop.koc(host.key)
        for group, size in zip(list(koc.groups), host.members, strict=True):
            card = db.session.scalars(select(communities.Card).where(communities.Card.group_id == group.id)).one()
            with atomic():
                communities.hand_out(card, size * 3 - size % 7, by=koc.person_id)
                for _ in range(size):
                    number += 1
                    first = cast.pop(players.get(host.key, ""), None)
                    person = _member(number, draw, first)
                    _arrive(card, person, number)
                    shop.members[host.key].append(person.id)
                for passer in range(size // 3):
                    communities.seen(card, "scanned", f"passer-{group.id}-{passer}")
            clock.advance(hours=2)
        say(f"{host.name}: {len(shop.members[host.key])} members")
    with atomic():
        chen = cast["chen"]
        people.join(chen.name, chen.phone)
        for host in words.HOSTS[:2]:
            group = shop.koc(host.key).groups[-1]
            communities.leave(group, shop.members[host.key].pop())


def _member(number: int, draw: random.Random, player: Any) -> people.Person:
    name = player.name if player else draw.choice(words.FIRST_NAMES) + draw.choice(words.GIVEN_NAMES)
    phone = player.phone if player else f"137{number:08d}"
    person = people.join(name, phone)
    if player:
        need, tags, height, weight = words.VISITORS[player.key]
        people.tell_need(person, need, list(tags), height, weight, None)
    elif number % 3 == 0:
        tags = draw.sample(list(communities.NEED_TAGS), 2)
        people.tell_need(person, draw.choice(words.WORRIES), tags, draw.randint(153, 172), draw.randint(45, 75), None)
    return person


def _arrive(card: communities.Card, person: people.Person, number: int) -> None:
    communities.seen(card, "scanned", f"member-{number}")
    if (number * 7 + card.group_id * 3) % (4 + card.group.koc_id) > 1:
        communities.seen(card, "added", f"member-{number}")
    communities.join(card.group, person.id, card, nickname=person.name)


# --- designs --------------------------------------------------------------------------------------------------------


def flats() -> list[tuple[str, ...]]:
    return [("flat", style.key, "0") for style in drawing.CATALOGUE]


def upload(shop: Shop, studio: Studio) -> None:
    """Every style of the catalogue, drawn."""
    for number, style in enumerate(drawing.CATALOGUE):
        picture = studio.picture(("flat", style.key, "0"))
        category = TITLES.get(style.key) or CATEGORY.get(style.category, style.category)
        price = PRICES.get(style.category, PRICES.get(category, 19900)) + (number % 4) * 1000
        draft = designs.Draft(
            title=style.title_zh,
            title_en=style.title_en,
            category=category,
            price_fen=price,
            cost_fen=price * 42 // 100,
            colours=tuple(designs.Colour(*colour) for colour in style.colours),
            sizes=style.sizes,
            pictures=(picture,),
            needs=tuple(NEEDS[need] for need in style.needs),
            tech=tech(style),
        )
        with atomic():
            shop.designs[style.key] = designs.upload(draft, shop.designer).id


POINTS = {
    "upper": (("胸围", 84, 4, 1.0), ("肩宽", 36, 1, 0.5), ("衣长", 56, 2, 1.0), ("袖长", 57, 1, 0.5)),
    "dress": (("胸围", 82, 4, 1.0), ("腰围", 66, 4, 1.0), ("肩宽", 36, 1, 0.5), ("裙长", 84, 2, 1.0)),
    "lower": (("腰围", 64, 3, 1.0), ("臀围", 90, 3, 1.0), ("裤长", 98, 1, 1.0), ("大腿围", 56, 2, 0.5)),
    "skirt": (("腰围", 64, 4, 1.0), ("臀围", 92, 4, 1.0), ("裙长", 62, 2, 1.0)),
    "one": (("宽", 36, 0, 1.0), ("高", 40, 0, 1.0)),
}
CLOTH = {
    "viscose": "粘纤 70%，亚麻 30%", "yarn": "羊毛 30%，腈纶 70%", "denim": "棉 98%，氨纶 2%，12 盎司",
    "jersey": "精梳棉 100%，220 克", "fleece": "棉 80%，涤 20%，毛圈 360 克", "cotton": "府绸棉 100%",
    "gabardine": "涤 65%，粘纤 35%", "satin": "三醋酸 70%，涤 30%", "canvas": "棉帆布 16 盎司", "wool": "羊毛 60%，涤 40%",
    "linen": "亚麻 55%，棉 45%",
}  # fmt: skip


def tech(style: drawing.Style) -> dict[str, Any]:
    """Points of measure in cm, graded by size, with tolerance; cloth and care."""
    kinds = {"dress": "dress", "trousers": "lower", "skirt": "skirt", "accessory": "one"}
    points = POINTS[kinds.get(style.category, "upper")]
    return {
        "measures": [
            {
                "point": point,
                "unit": "cm",
                "tolerance": tolerance,
                "by_size": {size: first + step * at for at, size in enumerate(style.sizes)},
            }
            for point, first, step, tolerance in points
        ],
        "fabric": CLOTH.get(style.fabric, "棉 100%"),
        "trims": "主标、洗标、吊牌各一；纽扣同色",
        "notes": "线迹 3 厘米 12 针；缝份 1 厘米；对格对条",
        "packing": "单件折叠入自粘袋，放一张品牌卡；按尺码分箱",
    }
