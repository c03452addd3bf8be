"""What a request costs: a page, a tap, a ballot, an order, a payment, each against bare Flask and the raw statements."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask

from bench import calls, crowds, places, timing
from bench.raw import Raw
from c2m.core.db import db
from c2m.loop import rounds
from tests import cast, makers
from tests.web.shopper import shops

ROUNDS, EACH, PAGES, BARE = 5, 10, 6, 200
VOTERS, IDLE = 5_000, 1_000
PICKS = 5


@dataclass(frozen=True)
class Found:
    """By name; ``raw`` holds what the statements alone cost, for the writes."""

    bare: timing.Subject
    subjects: dict[str, timing.Subject]
    raw: dict[str, timing.Subject]


class Wall:
    """A round of twenty designs, open now, and one who has a ballot in it."""

    def __init__(self, round_: rounds.Round) -> None:
        self.key, self.path = round_.id, f"/rounds/{round_.code}"
        self.codes = [entry.code for entry in sorted(round_.entries, key=lambda entry: entry.id)]


class Evening:
    """Everything that is asked of the app, each request different where it writes."""

    def __init__(self, app: Flask) -> None:
        self.app, self.count = app, itertools.count(1)
        self.numbers: list[str] = []
        with app.app_context():
            designs = crowds.twenty()
            host, other = makers.koc(groups=6, capacity=500), makers.koc(cast.A_NING, groups=6, capacity=500)
            full, quiet = makers.round_(host, designs), makers.round_(other, designs)
            everybody = crowds.strangers(VOTERS + IDLE)
            self.voters, self.idle = everybody[:VOTERS], everybody[VOTERS:]
            crowds.voted(full, self.voters)
            crowds.voted(quiet, self.voters[:PICKS])
            sale = makers.sale(fronts=[makers.post(makers.design("高腰一片裙", 21))])
            makers.buy(sale, cast.LIN)
            self.full, self.quiet = Wall(full), Wall(quiet)
            self.sale, self.sale_path, self.cell = sale.id, f"/presales/{sale.code}", sale.cells[0].code
            self.file = Path(db.engine.url.database)
            db.session.remove()
        self.reader = calls.sign_in(app, cast.WU, self.full.path)
        for wall in (self.full, self.quiet):
            self._asked(calls.post_form(f"{wall.path}/ballot", self.reader, _entries(wall.codes[:PICKS])), 303)

    def _asked(self, environ: calls.Environ, status: int) -> float:
        answer = calls.ask(self.app, environ)
        if answer.status != status:
            raise RuntimeError(f"{environ['PATH_INFO']} answered {answer.status}: {answer.body[:300]!r}")
        if "/cashier/" in (place := answer.headers.get("Location", "")):
            self.numbers.append(place.rsplit("/", 1)[1])
        return answer.seconds

    def _each(self, environs: Iterable[calls.Environ], status: int) -> list[timing.Act]:
        return [partial(self._asked, environ, status) for environ in environs]

    def _newcomers(self, count: int) -> list[calls.Reader]:
        return [calls.sign_in(self.app, cast.member(next(self.count)), self.quiet.path) for _ in range(count)]

    def pages(self, wall: Wall) -> list[timing.Act]:
        return self._each([calls.get(wall.path, self.reader) for _ in range(PAGES)], 200)

    def first_taps(self) -> list[timing.Act]:
        said = {"entry": self.full.codes[0], "picked": True}
        path = f"{self.full.path}/picks"
        return self._each([calls.post_json(path, reader, said) for reader in self._newcomers(EACH)], 200)

    def taps(self) -> list[timing.Act]:
        """The sixth to fifteenth heart of somebody who had five."""
        [reader] = self._newcomers(1)
        self._asked(calls.post_form(f"{self.full.path}/ballot", reader, _entries(self.full.codes[:PICKS])), 303)
        later = self.full.codes[PICKS : PICKS + EACH]
        path = f"{self.full.path}/picks"
        return self._each([calls.post_json(path, reader, {"entry": code, "picked": True}) for code in later], 200)

    def ballots(self) -> list[timing.Act]:
        picked = _entries(self.full.codes[:PICKS])
        path = f"{self.full.path}/ballot"
        return self._each([calls.post_form(path, reader, picked) for reader in self._newcomers(EACH)], 303)

    def orders(self) -> list[timing.Act]:
        forms = [shops.HOME | {"request_key": uuid.uuid4().hex, f"cell-{self.cell}": "1"} for _ in range(EACH)]
        path = f"{self.sale_path}/orders"
        who = self._newcomers(EACH)
        return self._each([calls.post_form(path, one, form.items()) for one, form in zip(who, forms, strict=True)], 303)

    def settlements(self) -> list[timing.Act]:
        """The cashier's notifications of the orders placed just before."""
        numbers, self.numbers = self.numbers, []
        till = self.app.extensions["c2m"].cashier
        with self.app.app_context():
            for number in numbers:
                till.pay(number)
            told = [till.notification(number) for number in numbers]
        return self._each([calls.post_bytes("/callbacks/sandbox", *one) for one in told], 200)


def _entries(codes: list[str]) -> list[tuple[str, str]]:
    return [("entry", code) for code in codes]


def hello() -> Flask:
    """The control: a Flask app that says hello."""
    app = Flask("bench.hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def measured() -> Found:
    with places.place() as app:
        evening = Evening(app)
        raw = Raw(evening.file, evening.full.key, evening.sale, evening.voters, evening.idle)
        return _in_turns(evening, raw)


def _in_turns(evening: Evening, raw: Raw) -> Found:
    plain = hello()
    bare = timing.Subject("bare", lambda: [lambda: calls.ask(plain, calls.get("/")).seconds] * BARE)
    asked = {
        "page": lambda: evening.pages(evening.full),
        "quiet page": lambda: evening.pages(evening.quiet),
        "tap": evening.taps,
        "first tap": evening.first_taps,
        "ballot": evening.ballots,
        "order": evening.orders,
        "payment": evening.settlements,
    }
    least = {
        "tap": lambda: raw.taps(EACH),
        "first tap": lambda: raw.ballots(EACH, 1),
        "ballot": lambda: raw.ballots(EACH, PICKS),
        "order": lambda: raw.orders(EACH),
        "payment": lambda: raw.settlements(EACH),
    }
    subjects = {name: timing.Subject(name, acts) for name, acts in asked.items()}
    statements = {name: timing.Subject(name, acts) for name, acts in least.items()}
    in_order = [one for name in subjects for one in (statements.get(name), subjects[name]) if one]
    timing.in_turns(bare, in_order, ROUNDS)
    return Found(bare, subjects, statements)
