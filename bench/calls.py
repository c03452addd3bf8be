"""Requests without a server: the app is called as a server calls it, so that only its own work is measured."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from tests import cast
from tests.web import browsers

Environ = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """``seconds``: of this process' CPU, from the call to the last byte."""

    status: int
    headers: Headers
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Reader:
    """Somebody signed in: what her browser sends with every request."""

    name: str
    person_id: int
    cookie: str
    token: str


def ask(app: Flask, environ: Environ) -> Answer:
    """One request. No ``Accept-Encoding`` unless the environ has one: compression is the server's, measured apart."""
    said: list[Any] = []
    began = time.process_time()
    chunks = app.wsgi_app(environ, lambda status, headers, _error=None: said.append((status, headers)))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    seconds = time.process_time() - began
    status, headers = said[-1]
    return Answer(int(status[:3]), Headers(headers), body, seconds)


def sign_in(app: Flask, who: cast.Who, page: str) -> Reader:
    """Her cookie and her form token, from having looked at ``page``."""
    browser = browsers.of(app, who)
    answer = browser.get(page)
    token = re.search(r'name="csrf-token" content="([^"]+)"', answer.get_data(as_text=True)).group(1)
    cookie = browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with app.app_context():
        person_id = browsers.makers.person(who).id
    return Reader(who.name, person_id, f"{cookie.key}={cookie.value}", token)


def get(path: str, reader: Reader | None = None, **headers: str) -> Environ:
    return EnvironBuilder(path, headers=headers | _cookie(reader)).get_environ()


def post_json(path: str, reader: Reader, said: dict[str, Any]) -> Environ:
    headers = _cookie(reader) | {"X-CSRFToken": reader.token, "Accept": "application/json"}
    return EnvironBuilder(path, method="POST", json=said, headers=headers).get_environ()


def post_form(path: str, reader: Reader, fields: Iterable[tuple[str, str]]) -> Environ:
    form: dict[str, list[str]] = {"csrf_token": [reader.token]}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    return EnvironBuilder(path, method="POST", data=form, headers=_cookie(reader)).get_environ()


def post_bytes(path: str, headers: dict[str, str], body: bytes) -> Environ:
    return EnvironBuilder(path, method="POST", data=body, headers=headers).get_environ()


def _cookie(reader: Reader | None) -> dict[str, str]:
    return {"Cookie": reader.cookie} if reader else {}
