"""The weeks of the demo brand, told in the order of time: every act has its moment, and the heartbeat runs between."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from c2m import tick
from c2m.core import clock
from c2m.core.db import atomic, db
from c2m.demo import plot, selling, words
from c2m.demo.shop import Shop
from c2m.demo.studio import Studio
from c2m.loop import ballots, posts, results, rounds, samples
from c2m.rhythm import next_close

Act = Callable[[], None]
COUNTED = timedelta(hours=12)
"""From the close of a round to the operator's word."""
LOOKS = ("front", "side", "collar", "walk", "hem")


class Calendar:
    """Acts and their moments; those at the same moment happen in the order they were written down."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._written = 0

    def at(self, moment: datetime, act: Act) -> None:
        self._written += 1
        heapq.heappush(self._acts, (moment, self._written, act))

    def live(self) -> None:
        """Acts may write down later ones."""
        while self._acts:
            moment, _, act = heapq.heappop(self._acts)
            clock.set_to(max(clock.now(), moment))
            act()


def shots() -> list[tuple[str, ...]]:
    """Every picture the KOCs will post, the ones needed first in front."""
    found: list[tuple[str, ...]] = [("portrait", host.drawn) for host in words.HOSTS]
    for sample in plot.SAMPLES:
        found += looks(sample)
    return found


def looks(sample: plot.Wearing) -> list[tuple[str, ...]]:
    if sample.ends not in {"posted", "submitted", "returned"}:
        return []
    drawn = {host.key: host.drawn for host in words.HOSTS}[sample.koc]
    views = LOOKS if sample.ends == "posted" else LOOKS[:3]
    return [("worn", sample.style, drawn, sample.scene, view, "0") for view in views] + [("detail", sample.style)]


def tell(shop: Shop, studio: Studio, draw: random.Random, now: datetime, say: Callable[[str], None]) -> None:
    calendar = Calendar()
    held: dict[str, int] = {}
    for voting in plot.ROUNDS:
        _plan(calendar, shop, voting, held, draw, now, say)
    written: dict[tuple[str, str], int] = {}
    for wearing in plot.SAMPLES:
        _wear(calendar, shop, studio, wearing, held, written, now)
    for sale in plot.SALES:
        selling.plan(calendar, shop, sale, written, draw, now, say)
    calendar.at(now - timedelta(minutes=1), lambda: _settle(now))
    calendar.live()


def _settle(now: datetime) -> None:
    tick.until_quiet()
    clock.set_to(now)
    tick.until_quiet()


def beat() -> None:
    tick.until_quiet()


# --- rounds ---------------------------------------------------------------------------------------------------------


def _plan(
    calendar: Calendar,
    shop: Shop,
    voting: plot.Voting,
    held: dict[str, int],
    draw: random.Random,
    now: datetime,
    say: Callable[[str], None],
) -> None:
    day = now - timedelta(days=voting.days)
    opens, closes = clock.at_shanghai(day, 10), clock.at_shanghai(day, 21)
    if voting.days == 0:
        opens, closes = now - timedelta(hours=3), next_close(now)
    elif voting.days < 0:
        opens = clock.at_shanghai(next_close(now) + timedelta(days=1), 10)
        closes = opens + timedelta(hours=11)

    def open_it() -> None:
        with atomic():
            shown = [shop.design(key) for key in voting.shown]
            held[voting.key] = rounds.plan(shop.koc(voting.koc), shown, opens, closes, by=shop.operator).id

    calendar.at(min(opens - timedelta(hours=12), now - timedelta(hours=1)), open_it)
    if voting.days < 0:
        return
    calendar.at(opens + timedelta(minutes=1), beat)
    calendar.at(opens + timedelta(hours=1), lambda: _vote(calendar, shop, voting, held, draw, min(closes, now)))
    if voting.days > 0:
        calendar.at(closes + timedelta(minutes=1), beat)
    if voting.confirmed and voting.days > 0:
        calendar.at(closes + COUNTED, lambda: _confirm(shop, voting, held, say))


def _vote(
    calendar: Calendar, shop: Shop, voting: plot.Voting, held: dict[str, int], draw: random.Random, until: datetime
) -> None:
    round_ = db.session.get_one(rounds.Round, held[voting.key])
    keys = {shop.designs[key]: key for key in voting.shown}
    entries = {keys[entry.design_id]: entry.id for entry in round_.entries}
    visitor, share = shop.visitor(voting.koc), 0.5 if voting.days == 0 else 0.86
    voters = [one for one in shop.members[voting.koc][1:] if draw.random() < share]
    # In the round that is open now the visitor has yet to pick.
    voters += [] if voting.days == 0 else [visitor]
    chosen: dict[int, list[int]] = {person: [] for person in voters}
    for key, count in _counts(voting, len(voters), draw).items():
        picking = draw.sample(voters, min(count, len(voters)))
        if visitor in voters and visitor not in picking and key in plot.LIKED.get(voting.koc, ()):
            picking[0] = visitor
        for person in picking:
            chosen[person].append(entries[key])
    pause = (until - clock.now() - timedelta(minutes=5)) / max(1, len(voters))
    for number, (person, picked) in enumerate(chosen.items(), start=1):
        cast = partial(_cast, held[voting.key], person, picked)
        calendar.at(clock.now() + pause * number, cast)


def _cast(round_id: int, person_id: int, picked: list[int]) -> None:
    with atomic():
        ballots.cast(db.session.get_one(rounds.Round, round_id), person_id, picked)


def _counts(voting: plot.Voting, voters: int, draw: random.Random) -> dict[str, int]:
    given = dict(voting.best)
    lowest = min(given.values(), default=voters // 3)
    rest = [key for key in voting.shown if key not in given]
    return given | {key: draw.randint(1, max(2, lowest - 3)) for key in rest}


def _confirm(shop: Shop, voting: plot.Voting, held: dict[str, int], say: Callable[[str], None]) -> None:
    with atomic():
        round_ = db.session.get_one(rounds.Round, held[voting.key])
        aside = {e.id: words.ASIDE for e in round_.entries if e.design_id == shop.designs.get(voting.aside)}
        results.confirm(round_, aside, by=shop.operator)
        samples.ask_for_winners(round_, by=shop.operator)
    say(f"round {round_.number} of {round_.koc.name}: {len(round_.entries)} designs, counted and confirmed")


# --- samples --------------------------------------------------------------------------------------------------------

STEPS = ("asked", "made", "sent", "received", "posted")


def _wear(
    calendar: Calendar,
    shop: Shop,
    studio: Studio,
    wearing: plot.Wearing,
    held: dict[str, int],
    written: dict[tuple[str, str], int],
    now: datetime,
) -> None:
    days = {voting.key: voting.days for voting in plot.ROUNDS}
    began = now - timedelta(days=5)
    if wearing.round:
        began = clock.at_shanghai(now - timedelta(days=days[wearing.round]), 21) + COUNTED + timedelta(hours=1)
    far = STEPS.index(wearing.ends) if wearing.ends in STEPS else 3
    gap = timedelta(hours=wearing.gap)

    def sample() -> samples.Sample:
        found = samples.of(shop.designs[wearing.style], shop.kocs[wearing.koc])
        assert found is not None
        return found

    def ask() -> None:
        with atomic():
            samples.ask(shop.design(wearing.style), shop.koc(wearing.koc), reason=wearing.reason, by=shop.operator)

    if wearing.round is None:
        calendar.at(began, ask)
    koc = lambda: shop.koc(wearing.koc).person_id
    steps: tuple[Act, ...] = (
        lambda: samples.make(
            sample(), 16800, words.CHANGED if wearing.style == "dot-wrap-dress" else "", shop.operator
        ),
        lambda: samples.send(sample(), "顺丰", f"SF15{sample().id:08d}", by=shop.operator),
        lambda: samples.receive(sample(), by=koc()),
    )
    for number, step in enumerate(steps[:far], start=1):
        calendar.at(_by_day(began, gap * number, number), lambda step=step: _atomically(step))
    last = _by_day(began, gap * 4, 4)
    if wearing.ends == "declined":
        calendar.at(last, lambda: _atomically(lambda: samples.decline(sample(), words.DECLINED, by=koc())))
    elif wearing.ends == "again":
        again = now - timedelta(days=1)
        calendar.at(again, lambda: _atomically(lambda: samples.resample(sample(), words.AGAIN, by=koc())))
    elif looks(wearing):
        calendar.at(last, lambda: _post(calendar, shop, studio, wearing, sample, written))


def _by_day(began: datetime, after: timedelta, step: int) -> datetime:
    """Nobody sews or sends at night: what would fall there was done the evening before, one step after the other."""
    moment = began + after
    hour = clock.shanghai(moment).hour
    if not 9 <= hour < 21:
        moment = clock.at_shanghai(moment - timedelta(hours=9), 19) + timedelta(minutes=20 * step)
    return max(moment, began + timedelta(minutes=20 * step))


def _atomically(act: Act) -> None:
    with atomic():
        act()


def _post(
    calendar: Calendar,
    shop: Shop,
    studio: Studio,
    wearing: plot.Wearing,
    sample: Callable[[], samples.Sample],
    written: dict[tuple[str, str], int],
) -> None:
    """Draft, photos, words, handed in; then approved, sent back, or waiting."""
    pictures = [studio.picture(shot) for shot in looks(wearing)]
    koc = shop.koc(wearing.koc).person_id
    with atomic():
        post = posts.begin(sample())
        posts.write(post, wears=wearing.wears, **words.about(wearing.style, wearing.koc)._asdict())
        posts.add_pictures(post, pictures)
        posts.hand_in(post, by=koc)
        key = post.id
    written[wearing.style, wearing.koc] = key
    calendar.at(clock.now() + timedelta(minutes=40), lambda: _review(shop, wearing, key, koc))


def _review(shop: Shop, wearing: plot.Wearing, post_id: int, koc: int) -> None:
    with atomic():
        post = db.session.get_one(posts.Post, post_id)
        if wearing.ends == "posted":
            posts.approve(post, by=shop.operator)
            samples.settle(post.sample, kept=True, by=koc)
        elif wearing.ends == "returned":
            posts.send_back(post, words.SENT_BACK, by=shop.operator)
