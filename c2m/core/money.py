"""Money is integer fen (1 yuan = 100 fen); nothing here ever makes a float of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from c2m.core.errors import Refused

HIGHEST_FEN = 20_000_000_00
"""Below 2**31, what a plain integer column holds."""


def show(fen: int) -> str:
    """23900 -> "¥239", 23950 -> "¥239.50", -4200 -> "−¥42"."""
    sign, fen = ("−" if fen < 0 else ""), abs(fen)
    yuan, rest = divmod(fen, 100)
    return f"{sign}¥{yuan:,}.{rest:02d}" if rest else f"{sign}¥{yuan:,}"


def parse(text: str, field: str | None = None) -> int:
    """ "239", "¥239.5", "1,239.00" -> fen. Refuses what is not an amount."""
    plain = text.strip().lstrip("¥￥").replace(",", "").replace("，", "").strip()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", plain, re.ASCII):
        raise Refused("Write the amount in yuan, for example 239 or 239.50.", field=field)
    yuan, _, rest = plain.partition(".")
    fen = int(yuan) * 100 + int(rest.ljust(2, "0") or 0)
    if fen > HIGHEST_FEN:
        raise Refused("That amount is too high. Write it in yuan, for example 239.", field=field)
    return fen


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` fen by ``weights`` (largest remainder; earlier places win ties); the parts sum to ``total``."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("share needs a positive weight")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
