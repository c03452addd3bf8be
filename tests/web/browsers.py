"""Browsers of the cast. Never use them inside a pushed application context: the request would share it."""

from __future__ import annotations

import dataclasses
import html
import re

from flask import Flask
from flask.testing import FlaskClient

from c2m.core.db import atomic
from c2m.loop import people
from tests import cast, makers

JSON = {"Accept": "application/json"}


class Inbox:
    """A text message driver that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))

    def code(self) -> str:
        """The code of the newest message."""
        return re.search(r"\b[0-9]{6}\b", self.sent[-1][1]).group()


def listen(app: Flask) -> Inbox:
    """From now on text messages of this app land here."""
    inbox = Inbox()
    app.extensions["c2m"] = dataclasses.replace(app.extensions["c2m"], sms=inbox)
    return inbox


def of(app: Flask, who: cast.Who, client: FlaskClient | None = None) -> FlaskClient:
    """Her browser, signed in. She is a person from here on."""
    browser = client or app.test_client()
    with app.app_context():
        person = makers.person(who)
        with atomic():
            token = people.sign_in(person, "test")
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"], session.permanent = token, True, True
    return browser


def words(answer: object) -> str:
    """What a person reads on the page."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))
