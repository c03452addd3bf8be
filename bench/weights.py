"""How much of a round's page a phone fetches before its pictures: HTML, CSS and JavaScript, compressed as they are sent."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from flask import Flask

from bench import calls, crowds, places
from c2m.core.db import db
from tests import cast, makers

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r'<script [^>]*src="([^"]+)"')
IMPORT = re.compile(r"^import (?:[^'\"]* from )?['\"]([^'\"]+)['\"]", re.MULTILINE)
ON_DEMAND = re.compile(r"\[(data-[a-z]+)\]['\"]: ['\"]([^'\"]+\.js)['\"]")
"""In main.js: what is fetched only by pages that have such an element."""

ASK = {"over HTTPS": "gzip, deflate, br, zstd", "over plain HTTP": "gzip, deflate"}
"""Browsers offer the better codings only where nobody between can spoil them."""


@dataclass(frozen=True)
class Weight:
    """In kB of 1000 bytes; ``files`` are requests."""

    asked: str
    coding: str
    html: float
    css: float
    js: float
    files: int

    @property
    def total(self) -> float:
        return self.html + self.css + self.js


def measured() -> list[Weight]:
    """As browsers of today ask for it, over HTTPS and without."""
    with places.place() as app:
        with app.app_context():
            path = f"/rounds/{makers.round_(chosen=crowds.twenty()).code}"
            db.session.remove()
        reader = calls.sign_in(app, cast.LIN, path)
        return [_weight(app, path, reader, asked, codings) for asked, codings in ASK.items()]


def _weight(app: Flask, path: str, reader: calls.Reader, asked: str, coding: str) -> Weight:
    page = _read(app, path, reader)
    sheets, scripts = SHEET.findall(page), _modules(app, page)
    sent = {one: _sent(app, one, coding) for one in (*sheets, *scripts)}
    html, said = _sent(app, path, coding, reader)
    css, js = (sum(sent[one][0] for one in of) for of in (sheets, scripts))
    return Weight(asked, said, html / 1000, css / 1000, js / 1000, 1 + len(sent))


def _modules(app: Flask, page: str) -> list[str]:
    """Scripts of the page with all they import there."""
    found, ahead = [], SCRIPT.findall(page)
    while ahead:
        path = ahead.pop()
        if path in found:
            continue
        found.append(path)
        source = _read(app, path)
        wanted = [name for mark, name in ON_DEMAND.findall(source) if re.search(rf"\s{mark}[\s=>]", page)]
        near = [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            for name in IMPORT.findall(source) + wanted
        ]
        ahead += near
    return found


def _read(app: Flask, path: str, reader: calls.Reader | None = None) -> str:
    return calls.ask(app, calls.get(path, reader)).body.decode()


def _sent(app: Flask, path: str, coding: str, reader: calls.Reader | None = None) -> tuple[int, str]:
    """(bytes, coding they are in)."""
    answer = calls.ask(app, calls.get(path, reader, **{"Accept-Encoding": coding}))
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return len(answer.body), answer.headers.get("Content-Encoding", "as it is")
