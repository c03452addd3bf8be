"""An open round, as a browser meets it."""

from __future__ import annotations

from flask import Flask

from c2m.core.db import db
from c2m.loop import ballots, people, rounds
from tests import cast, makers
from tests.web.browsers import JSON

ENTRIES = 6


class Wall:
    """An open round of 小棠, by its codes."""

    def __init__(self, app: Flask, **values: object) -> None:
        self.app = app
        with app.app_context():
            made = makers.round_(chosen=makers.twenty(ENTRIES), **values)
            self.code, self.key = made.code, made.id
            self.entries = [entry.code for entry in made.entries]
            self.designs = [entry.design.code for entry in made.entries]
            self.closes_at = made.closes_at

    def picked(self, who: cast.Who) -> list[str]:
        """What is on her ballot, as entry codes in order."""
        with self.app.app_context():
            person = people.by_phone(who.phone)
            round_ = db.session.get(rounds.Round, self.key)
            hers = ballots.picks_of(round_, person.id) if person else set()
            return [entry.code for entry in round_.entries if entry.id in hers]

    def tap(self, browser, entry: str, picked: bool = True):
        return browser.post(f"/rounds/{self.code}/picks", json={"entry": entry, "picked": picked}, headers=JSON)

    def send(self, browser, *entries: str):
        return browser.post(f"/rounds/{self.code}/ballot", data={"entry": list(entries)})
