"""Whom and what the rehearsal needs before the first vote: the brand's people, KOCs with groups, members, designs."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from c2m import drawing
from c2m.core import pictures
from c2m.core.db import atomic
from c2m.gateways.ports import Ports
from c2m.loop import communities, designs, factories, files, people

SIZES = ("S", "M", "L", "XL")
COLOURS = (designs.Colour("墨黑", "Ink", "#24262B"), designs.Colour("燕麦", "Oat", "#D8C7A8"))
PRICE_FEN, COST_FEN = 23900, 9800
DRAWN_WIDTH = 360
A_KOC_LEADS = 6 * 500


@dataclass
class Cast:
    operator: int
    kocs: list[communities.Koc]
    members: list[list[int]] = field(default_factory=list)
    """Person ids, per KOC."""


def people_of(members: int) -> Cast:
    """An operator, a factory, and as many KOCs with groups as ``members`` need (one, up to 3,000)."""
    with atomic():
        operator = people.join("Operator")
        people.give_role(operator, "operator")
        worker = people.join("Factory")
        factories.employ(factories.add("Factory"), worker, by=operator.id)
        cast = Cast(operator.id, [])
        for first in range(0, max(members, 1), A_KOC_LEADS):
            cast.kocs.append(_koc(len(cast.kocs) + 1, min(members - first, A_KOC_LEADS), operator.id))
    for koc in cast.kocs:
        first = sum(len(ids) for ids in cast.members)
        cast.members.append(_join(koc, min(members - first, A_KOC_LEADS)))
    return cast


def _koc(number: int, members: int, by: int) -> communities.Koc:
    person = people.join(f"KOC {number}")
    koc = communities.appoint(person, person.name, "One need, in one sentence.", ["petite"], by=by)
    koc.height_cm, koc.weight_kg, koc.wears = 160, 52, "M"
    for _ in range(max(1, -(-members // 500))):
        communities.open_group(koc, koc.name, capacity=500, by=by)
    return koc


def _join(koc: communities.Koc, count: int) -> list[int]:
    """Members come by a card, group after group."""
    with atomic():
        cards = [communities.make_card(group, "card") for group in koc.groups]
        ids = []
        for number in range(count):
            card = cards[number // 500]
            person = people.join(f"Member {number + 1}")
            communities.join(card.group, person.id, card)
            ids.append(person.id)
    return ids


def draw(ports: Ports, count: int, seed: int) -> list[pictures.Rebuilt]:
    """``count`` different drawings, stored."""
    styles = list(drawing.CATALOGUE)
    random.Random(seed).shuffle(styles)
    drawn = []
    for number in range(count):
        style = styles[number % len(styles)]
        image = drawing.flat(style, colour=number // len(styles), width=DRAWN_WIDTH)
        drawn.append(stored(ports, pictures.rebuild_image(image)))
    return drawn


def stored(ports: Ports, rebuilt: pictures.Rebuilt) -> pictures.Rebuilt:
    for name, data in rebuilt.files.items():
        ports.storage.put(name, data)
    return rebuilt


def upload(
    title: str,
    picture: pictures.Rebuilt,
    colours: tuple[designs.Colour, ...] = COLOURS,
    sizes: tuple[str, ...] = SIZES,
) -> designs.Design:
    """Inside the caller's atomic()."""
    kept = files.keep_picture(picture)
    return designs.upload(designs.Draft(title, "top", PRICE_FEN, COST_FEN, colours, sizes, (kept,)))
