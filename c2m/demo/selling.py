"""The sales of the demo brand: who buys what and when, and what becomes of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.demo import plot, words
from c2m.demo.shop import Shop
from c2m.gateways.ports import ports
from c2m.loop import addresses, inbox, orders, payments, people, posts, presales, production, shipments
from c2m.loop.terms import Terms
from c2m.tick import until_quiet as beat
from c2m.trial import stages

WEIGHTS = (3, 5, 3, 1, 1)


def plan(
    calendar: Any,
    shop: Shop,
    sale: plot.Selling,
    written: dict[tuple[str, str], int],
    draw: random.Random,
    now: datetime,
    say: Callable[[str], None],
) -> None:
    """Write the acts of one sale into the calendar."""
    full = now.replace(minute=0)
    opens, closes = full + timedelta(hours=sale.opens), full + timedelta(hours=sale.closes)
    made: list[int] = []
    calendar.at(
        min(opens - timedelta(hours=6), now - timedelta(minutes=50)),
        lambda: made.append(_draft(shop, sale, written, opens, closes)),
    )
    if opens > now:
        return
    calendar.at(opens + timedelta(minutes=1), beat)
    calendar.at(opens + timedelta(hours=1), beat)
    until = min(closes, now)
    calendar.at(
        opens + timedelta(hours=1, minutes=5), lambda: _sell(calendar, shop, sale, made[0], draw, until, now, say)
    )
    if closes < now:
        calendar.at(closes + timedelta(minutes=11), beat)
        calendar.at(closes + timedelta(minutes=30), lambda: _change_minds(sale, made[0]))
    if sale.ends in {"cutting", "received"}:
        calendar.at(closes + timedelta(hours=16, minutes=1), beat)
        _make(calendar, shop, sale, made, closes)


def _draft(
    shop: Shop, sale: plot.Selling, written: dict[tuple[str, str], int], opens: datetime, closes: datetime
) -> int:
    with atomic():
        from_posts = [db.session.get_one(posts.Post, written[sale.style, koc]) for koc in sale.kocs]
        version = from_posts[0].sample.version
        terms = Terms(
            price_fen=version.price_fen,
            cost_fen=version.cost_fen,
            minimum=sale.minimum,
            opens_at=opens,
            closes_at=closes,
            ships_by=clock.at_shanghai(closes + timedelta(days=14), 18),
            cap=sale.cap,
            per_person=sale.per_person,
        )
        made = presales.draft(from_posts, terms, by=shop.operator)
        if sale.ends != "draft":
            presales.publish(made, by=shop.operator)
        return made.id


def _buyers(shop: Shop, sale: plot.Selling, sale_id: int, draw: random.Random) -> list[int]:
    # A visitor signs in as the first member of a group: she bought in the sales that are over, in this one not yet.
    members = [person for koc in sale.kocs for person in shop.members[koc][1:]]
    picked = presales.voters(db.session.get_one(presales.Presale, sale_id))
    hers = [person for person in members if person in picked]
    others = [person for person in members if person not in picked]
    buyers = draw.sample(hers, min(sale.picked, len(hers))) + draw.sample(others, min(sale.others, len(others)))
    draw.shuffle(buyers)
    visitor = shop.visitor(sale.kocs[0])
    if sale.ends != "running":
        same = next((at for at, person in enumerate(buyers) if (person in picked) == (visitor in picked)), 0)
        buyers.pop(same)
        buyers.insert(len(buyers) // 2, visitor)
    return buyers


def _sell(
    calendar: Any,
    shop: Shop,
    sale: plot.Selling,
    sale_id: int,
    draw: random.Random,
    until: datetime,
    now: datetime,
    say: Callable[[str], None],
) -> None:
    buyers = _buyers(shop, sale, sale_id, draw)
    pause = (until - clock.now() - timedelta(minutes=45)) / max(1, len(buyers) + 1)
    for number, person in enumerate(buyers, start=1):
        moment = _awake(clock.now() + pause * number, until - timedelta(minutes=45))
        calendar.at(moment, lambda person=person: _buy(sale_id, person, draw))
    _lookers(calendar, sale_id, buyers, pause, draw)
    onlooker = next(p for koc in sale.kocs for p in shop.members[koc][1:] if p not in buyers)
    calendar.at(until - timedelta(minutes=40), lambda: _hesitate(sale_id, onlooker, draw, cancel=True))
    if sale.ends == "running":
        calendar.at(now - timedelta(hours=2), lambda: _hesitate(sale_id, buyers[0], draw))
        calendar.at(now - timedelta(minutes=6), lambda: _hesitate(sale_id, onlooker, draw))
    say(f"{db.session.get_one(presales.Presale, sale_id).version.title}: {len(buyers)} buyers")


def _awake(moment: datetime, last: datetime) -> datetime:
    """Who would buy at night buys in the morning, if there is one before ``last``."""
    here = clock.shanghai(moment)
    later = here.replace(hour=8 + here.hour // 3) if here.hour < 8 else here
    return later if later <= last else moment


def _lookers(calendar: Any, sale_id: int, buyers: list[int], pause: timedelta, draw: random.Random) -> None:
    """Some of those who picked it read the page and do not buy; some read only that it is open."""
    voters = sorted(presales.voters(db.session.get_one(presales.Presale, sale_id)) - set(buyers))
    for number, person in enumerate(draw.sample(voters, len(voters) * 2 // 3), start=1):
        looks = number % 2 == 0
        calendar.at(clock.now() + pause * number, partial(_look, sale_id, person, looks))


def _look(sale_id: int, person_id: int, looks: bool) -> None:
    with atomic():
        inbox.read(person_id)
        if looks:
            presales.seen(db.session.get_one(presales.Presale, sale_id), person_id)


def _basket(sale: presales.Presale, draw: random.Random) -> dict[int, int]:
    """Mostly one piece of the first colours and the middle sizes."""
    colours = list(dict.fromkeys(cell.colour for cell in sale.cells))
    sizes = list(dict.fromkeys(cell.size for cell in sale.cells))
    colour = draw.choices(colours, WEIGHTS[: len(colours)])[0]
    size = draw.choices(sizes, (2, 5, 3, 1, 1)[: len(sizes)])[0]
    cell = next(cell for cell in sale.cells if (cell.colour, cell.size) == (colour, size))
    return {cell.id: 2 if draw.random() < 0.06 else 1}


def _address(person: people.Person, draw: random.Random) -> addresses.Address:
    return addresses.Address(
        person.name or "林", person.phone or "", *draw.choice(words.PLACES), draw.choice(words.STREETS)
    )


def _buy(sale_id: int, person_id: int, draw: random.Random) -> None:
    sale = db.session.get_one(presales.Presale, sale_id)
    person = db.session.get_one(people.Person, person_id)
    basket, to = _basket(sale, draw), _address(person, draw)
    with atomic():
        inbox.read(person_id)
        presales.seen(sale, person_id)
    stages.buy(ports(), sale_id, person_id, basket, f"demo-{person_id}", to)


def _hesitate(sale_id: int, person_id: int, draw: random.Random, cancel: bool = False) -> None:
    """She places an order and does not pay: it is cancelled, or its hold runs out."""
    with atomic():
        sale = db.session.get_one(presales.Presale, sale_id)
        person = db.session.get_one(people.Person, person_id)
        cell = draw.choice(sale.cells)
        order = orders.place(sale, person, {cell.id: 1}, _address(person, draw), f"hesitate-{clock.now():%m%d%H%M}")
        if cancel:
            orders.cancel(order, by=person_id)


def _change_minds(sale: plot.Selling, sale_id: int) -> None:
    """Before the lock one swaps her size, one calls off."""
    if sale.ends not in {"met", "cutting"}:
        return
    with atomic():
        made = db.session.get_one(presales.Presale, sale_id)
        first, second, *_ = [order for order in orders.of_sale(made) if order.state == "paid"]
        piece = orders.live_pieces(first)[0]
        other = next(cell for cell in made.cells if cell.id != piece.cell_id)
        orders.swap(first, piece.cell_id, other.id, by=first.person_id)
        payments.call_off(second, by=second.person_id)
    beat()


def _make(calendar: Any, shop: Shop, sale: plot.Selling, made: list[int], closes: datetime) -> None:
    verbs = ("accept", "cut") if sale.ends == "cutting" else ("accept", "cut", "sew", "pack")

    def report(verb: str) -> None:
        with atomic():
            for work_order in production.of_sale(db.session.get_one(presales.Presale, made[0])):
                production.report(work_order, verb, by=shop.factory_staff)

    for number, verb in enumerate(verbs):
        calendar.at(closes + timedelta(hours=20 + 28 * number), lambda verb=verb: report(verb))
    if sale.ends == "received":
        calendar.at(closes + timedelta(days=7), lambda: _ship(shop, made[0]))
        calendar.at(closes + timedelta(days=11), lambda: _receive(made[0]))


def _ship(shop: Shop, sale_id: int) -> None:
    for work_order in production.of_sale(db.session.get_one(presales.Presale, sale_id)):
        with atomic():
            bills = [(order.code, "顺丰", f"SF27{order.id:09d}") for order in shipments.orders_in(work_order)]
            shipments.send(work_order, bills, by=shop.factory_staff)


def _receive(sale_id: int) -> None:
    """Most have said that it came."""
    with atomic():
        for order in orders.of_sale(db.session.get_one(presales.Presale, sale_id)):
            if order.state == "shipped" and order.id % 6:
                orders.receive(order, by=order.person_id)
