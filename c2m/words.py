"""The two languages. Source strings are English; Chinese is the default and complete.

Every audience keeps a catalogue of its own, ``translations/zh_CN/<area>.po``; at start they are compiled into the one
file Babel reads, when any of them is newer than it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

FOLDER = Path(__file__).parent / "translations"
LANGUAGES = {"zh_CN": "中文", "en": "English"}
DEFAULT = "zh_CN"


def init_app(app: Flask) -> None:
    compile_stale()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    Babel(app, locale_selector=chosen)


def chosen() -> str:
    """The person's choice, else the cookie, else Chinese."""
    if not has_request_context():
        return DEFAULT
    person = g.get("person")
    wished = (person.language if person else None) or request.cookies.get("language")
    return wished if wished in LANGUAGES else DEFAULT


def chinese() -> bool:
    return chosen().startswith("zh")


def areas(language: str = "zh_CN") -> list[Path]:
    return sorted((FOLDER / language).glob("*.po"))


def merged(language: str = "zh_CN") -> Catalog:
    """All areas in one catalogue. Raises ValueError where two areas translate one sentence differently."""
    whole = Catalog(locale=language)
    for path in areas(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id or not message.string:
                    continue
                known = whole.get(message.id)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path.name}: {message.id!r} is translated differently elsewhere")
                whole.add(message.id, message.string, flags=message.flags)
    return whole


def compile_stale(language: str = "zh_CN") -> None:
    """Write messages.mo when it is missing or older than a catalogue."""
    # Babel looks for the full name of the locale: zh_CN is zh_Hans_CN.
    target = FOLDER / str(Locale.parse(language)) / "LC_MESSAGES" / "messages.mo"
    sources = areas(language)
    newest = max((path.stat().st_mtime for path in sources), default=0)
    if not sources or (target.exists() and target.stat().st_mtime >= newest):
        return
    whole = merged(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        write_mo(file, whole)
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)
