"""Reading what people typed. A reader refuses with a sentence that names its field; nothing typed is lost."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from c2m.core import clock, money
from c2m.core.db import db
from c2m.core.errors import Refused
from c2m.web import guard

FURTHEST = 100_000
"""No list has more pages; a number beyond would not fit into a query."""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(entered=entered, refused_at=refused_at)
    app.context_processor(lambda: {"refused": banner()})


def again(page: Callable[..., ResponseReturnValue]) -> Callable[..., Any]:
    """A refusal of this form shows ``page`` (the view it was on) again, with what was typed and the sentence."""

    def decorate(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @functools.wraps(view)
        def tried(**kwargs: Any) -> ResponseReturnValue:
            try:
                return view(**kwargs)
            except Refused as no:
                if guard.wants_json() or no.status == 404:
                    raise
                db.session.rollback()
                g.refused = no
                return page(**kwargs), no.status

        return tried

    return decorate


def refused() -> Refused | None:
    """The refusal this page is shown again for."""
    return g.get("refused")


def banner() -> dict[str, str | None] | None:
    """What the top of the page says about it."""
    no = refused()
    return {"sentence": sentence(no), "field": no.field} if no else None


def sentence(no: Refused) -> str:
    """A refusal in the reader's language; about one file of several, it names the file first."""
    said = gettext(no.message, **no.params) if no.params else gettext(no.message)
    file = no.params.get("file")
    return f"{file}: {said}" if file and "%(file)s" not in no.message else said


def refused_at(field: str) -> str | None:
    """What was refused about this field, if it was."""
    no = refused()
    return sentence(no) if no and no.field == field else None


def entered(field: str, default: Any = "") -> Any:
    """What stands in the field: as typed after a refusal, else ``default``."""
    if refused() is not None:
        return request.form.get(field, "")
    return "" if default is None else default


# --- readers --------------------------------------------------------------------------------------------------------


def text(field: str, most: int = 1000, required: bool = False) -> str:
    """Trimmed; control characters (but line ends), lone surrogates and NUL are taken out."""
    raw = request.form.get(field, "")
    kept = "".join(c for c in raw if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    if required and not kept:
        raise Refused("Write something here.", field=field)
    if len(kept) > most:
        raise Refused("Keep it under %(most)s characters.", field=field, most=most)
    return kept


def whole(field: str, least: int = 0, most: int = 1_000_000) -> int:
    """A whole number in plain digits."""
    number = whole_or_none(field, least, most)
    if number is None:
        raise Refused("Write a whole number.", field=field)
    return number


def whole_or_none(field: str, least: int = 0, most: int = 1_000_000) -> int | None:
    raw = unicodedata.normalize("NFKC", request.form.get(field, "")).strip()
    if not raw:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", raw, re.ASCII):
        raise Refused("Write a whole number.", field=field)
    if not least <= int(raw) <= most:
        raise Refused("Write a whole number from %(least)s to %(most)s.", field=field, least=least, most=most)
    return int(raw)


def page() -> int:
    """Which page of a list the address asks for, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), FURTHEST)


def fen(field: str) -> int:
    return money.parse(unicodedata.normalize("NFKC", request.form.get(field, "")), field)


def moment(field: str) -> datetime:
    """A date and time as typed in Shanghai (``<input type=datetime-local>``), as UTC."""
    try:
        typed = datetime.fromisoformat(request.form.get(field, "").strip())
        moment_ = typed.replace(tzinfo=clock.SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("Choose a date and a time.", field=field) from None
    if not 2000 <= moment_.year <= 2100:
        raise Refused("Choose a date and a time.", field=field)
    return moment_


def chosen(field: str, options: Any) -> str:
    value = request.form.get(field, "")
    if value not in options:
        raise Refused("Choose one of those shown.", field=field)
    return value


def many(field: str, options: Any) -> list[str]:
    values = request.form.getlist(field)
    if not set(values) <= set(options):
        raise Refused("Choose from those shown.", field=field)
    return list(dict.fromkeys(values))


def inside(path: str | None, default: str | None = None) -> str:
    """``path`` if it is an address of this app, else ``default`` (the first page): no open redirects."""
    home = default or url_for("shopper.home")
    if not path or not re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", path, re.ASCII) or "\\" in path:
        return home
    return path
