"""The live code of a card, drawn: the address it leads to never changes, the group behind it does."""

from __future__ import annotations

import io

import segno
from flask import current_app, url_for
from markupsafe import Markup

from c2m.loop import communities

INK = "#1E1A16"
DOT = 16
"""Pixels a dot of the picture to print: about 9 cm at 300 dpi."""


def address(card: communities.Card) -> str:
    return current_app.config["BASE_URL"] + url_for("shopper.card", code=card.code)


def drawn(card: communities.Card) -> Markup:
    """Inline SVG without a size of its own."""
    code = segno.make_qr(address(card), error="m")
    return Markup(code.svg_inline(dark=INK, border=1, omitsize=True))


def printed(card: communities.Card) -> bytes:
    """A PNG with the quiet border that scanners need."""
    out = io.BytesIO()
    segno.make_qr(address(card), error="m").save(out, kind="png", scale=DOT, border=4)
    return out.getvalue()
