"""The stages of a rehearsed campaign, each through the verbs the pages call, under a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from c2m.core import clock, outbox
from c2m.core.db import atomic, db
from c2m.core.pictures import Rebuilt
from c2m.gateways.ports import Ports
from c2m.loop import (
    addresses,
    ballots,
    communities,
    designs,
    files,
    orders,
    payments,
    people,
    posts,
    presales,
    production,
    results,
    rounds,
    samples,
    shipments,
)
from c2m.loop.terms import Terms

Say = Callable[[str], None]
HOME = addresses.Address("Member", "13800000000", "浙江省", "嘉兴市", "南湖区", "中山东路 18 号")
WORDS = {
    "scene": "A whole day at the office.",
    "worry": "That it clings at the waist. It does not.",
    "fit": "Straight, a hand wide at the waist.",
    "size_advice": "155 to 165 cm: M.",
    "not_for": "Not for you if you want it tight.",
}


def vote(koc: communities.Koc, chosen: list[int], cast: Iterable[tuple[int, frozenset[int]]], by: int) -> rounds.Round:
    """A round of the designs ``chosen`` (ids); ``cast``: (person id, positions picked), then the close."""
    with atomic():
        shown = [db.session.get_one(designs.Design, key) for key in chosen]
        opens = clock.now() + timedelta(hours=1)
        round_ = rounds.plan(koc, shown, opens, opens + timedelta(hours=11), by=by)
    clock.set_to(round_.opens_at)
    with atomic():
        rounds.turn()
    entries = [entry.id for entry in round_.entries]
    for person_id, picked in cast:
        with atomic():
            ballots.cast(round_, person_id, [entries[position] for position in picked])
    return round_


def confirm(round_: rounds.Round, by: int) -> list[samples.Sample]:
    """Close, count, confirm the winners and ask for their samples."""
    clock.set_to(max(clock.now(), round_.closes_at))
    with atomic():
        rounds.turn()
    with atomic():
        results.confirm(round_, {}, by=by)
        return samples.ask_for_winners(round_, by=by)


def wear(sample: samples.Sample, pictures: list[Rebuilt], by: int) -> posts.Post:
    """Made, sent, received, worn, photographed, described, approved."""
    koc = sample.koc.person_id
    for act in (
        lambda: samples.make(sample, cost_fen=12000, by=by),
        lambda: samples.send(sample, "SF", f"SF{sample.id:010d}", by=by),
        lambda: samples.receive(sample, by=koc),
    ):
        with atomic():
            act()
    with atomic():
        post = posts.begin(sample)
        posts.write(post, wears="M", **WORDS)
        posts.add_pictures(post, [files.keep_picture(picture) for picture in pictures])
        posts.hand_in(post, by=koc)
    with atomic():
        posts.approve(post, by=by)
    return post


def offer(from_posts: list[posts.Post], terms: Terms, by: int) -> presales.Presale:
    """Draft and publish; opening and telling are the caller's clock's."""
    with atomic():
        sale = presales.draft(from_posts, terms, by=by)
        presales.publish(sale, by=by)
    return sale


def buy(
    ports: Ports, sale_id: int, person_id: int, basket: dict[int, int], key: str = "trial", to: addresses.Address = HOME
) -> None:
    """Place, pay at the cashier, and take its signed word for it. ``key``: of this order among her others."""
    with atomic():
        sale = db.session.get_one(presales.Presale, sale_id)
        person = db.session.get_one(people.Person, person_id)
        order = orders.place(sale, person, basket, to, f"{key}-{sale_id}")
        payment = payments.begin(order, ports.cashier.name)
    number = payment.number
    ports.cashier.begin(number, payment.amount_fen, order.code, payment.expires_at, "")
    ports.cashier.pay(number)
    answer = ports.cashier.read_callback(*ports.cashier.notification(number))
    with atomic():
        payments.settle(payments.by_number(number), answer)
    ports.cashier.delivered(number)


def decide(ports: Ports, sale_ids: list[int], say: Say) -> None:
    """The decision at the close; then refunds through the cashier, or work orders released at the lock."""
    for done, key in enumerate(sale_ids, start=1):
        sale = db.session.get_one(presales.Presale, key)
        clock.set_to(max(clock.now(), sale.closes_at))
        with atomic():
            production.decide(sale)
        if done % 50 == 0 or done == len(sale_ids):
            say(f"decided {done} of {len(sale_ids)}")
    for key in production.to_refund():
        more = True
        while more:
            with atomic():
                more = production.refund_missed(db.session.get_one(presales.Presale, key))
    while outbox.run({"refund": lambda payload: _refund(ports, payload["refund"])}, limit=1000):
        say("refunding")
    for key in sale_ids:
        sale = db.session.get_one(presales.Presale, key)
        if sale.state == "met":
            clock.set_to(max(clock.now(), sale.lock_at))
            with atomic():
                production.release(sale)


def _refund(ports: Ports, key: int) -> None:
    refund = db.session.get_one(payments.Refund, key)
    answer = ports.cashier.refund(refund.payment.number, refund.number, refund.amount_fen)
    with atomic():
        payments.refund_answered(refund, answer)


def deliver(sale: presales.Presale, by: int) -> None:
    """Accepted, cut, sewn, packed, sent with courier numbers, received."""
    for work_order in production.of_sale(sale):
        for verb in ("accept", "cut", "sew", "pack"):
            clock.advance(hours=8)
            with atomic():
                production.report(work_order, verb, by=by)
        with atomic():
            bills = [(order.code, "SF", f"SF{order.id:010d}") for order in shipments.orders_in(work_order)]
            shipments.send(work_order, bills, by=by)
    clock.advance(days=3)
    with atomic():
        for order in orders.of_sale(sale):
            if order.state == "shipped":
                orders.receive(order, by=order.person_id)
