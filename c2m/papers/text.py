"""Making words that other people wrote safe for tables and paper.

A table cell that begins with ``=`` is run as a formula by the spreadsheet of whoever opens it. So no text cell we
write begins with such a sign, in any of its widths.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_CELL = 32_000
"""Characters; Excel drops a cell of more than 32,767 without a word."""

_FORMULA = frozenset("=+-@")
_READ_AS_NUMBER = re.compile(r"[0-9][0-9 .,/:-]*([eE][0-9]+)?")
_AFTER_SEMICOLON = re.compile(r"(;[\s\"']*)(?=(.))", re.DOTALL)


def plain(text: object) -> str:
    """One line: no control characters, no half characters, blanks joined, outer blanks gone."""
    return " ".join("".join(_shown(letter) for letter in str(text)).split())


def lines(text: object) -> list[str]:
    """The lines a person wrote, each of them plain, empty ones dropped."""
    return [line for line in map(plain, str(text).splitlines()) if line]


def starts_formula(text: str) -> bool:
    """True when a spreadsheet may run the text: its first visible character is a formula sign of any width."""
    for letter in text:
        if letter.isspace() or unicodedata.category(letter)[0] in "CZ":
            continue
        return unicodedata.normalize("NFKC", letter)[:1] in _FORMULA
    return False


def cell(text: object) -> str:
    """The text as a harmless cell of a delimited file; a formula sign in front gets an apostrophe.

    Also behind a semicolon: where the semicolon separates, one of our cells may be read as two.
    """
    value = shortened(plain(text), LONGEST_CELL)
    value = _AFTER_SEMICOLON.sub(lambda m: m[1] + "'" * starts_formula(m[2]), value)
    return "'" + value if starts_formula(value) else value


def kept(text: object) -> str:
    """A cell whose digits must survive a spreadsheet: phones and codes are not numbers (``12E345`` would be one)."""
    value = cell(text)
    return "'" + value if _READ_AS_NUMBER.fullmatch(value) else value


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def figure(value: object) -> str:
    """A measure as people write it: 62, 62.5; nothing for None."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else plain(value)


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    # Cf are invisible marks, among them those that turn the reading direction and hide what a line says.
    if category == "Cf":
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else letter
