"""Arithmetic on colours (hex strings and RGB triples)."""

from __future__ import annotations

RGB = tuple[int, int, int]


def rgb(text: str) -> RGB:
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def mix(a: RGB, b: RGB, t: float) -> RGB:
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))  # type: ignore[return-value]


def luminance(c: RGB) -> float:
    return (0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]) / 255


def darker(c: RGB, t: float) -> RGB:
    return mix(c, (38, 26, 30), t)


def lighter(c: RGB, t: float) -> RGB:
    return mix(c, (255, 251, 244), t)
