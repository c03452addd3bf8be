"""What a designer typed, as a Draft; and a version as it stands in the form."""

from __future__ import annotations

import re
from typing import Any

from flask import request

from c2m.core import money, pictures
from c2m.core.errors import Refused
from c2m.loop import communities, designs, files
from c2m.web import forms

EMPTY_ROWS = 3
WORDS = ("fabric", "trims", "notes", "packing")
BETWEEN = re.compile(r"[\s,，、;；/]+")
BARS = re.compile(r"\s*[|｜\t]\s*")


def shared() -> dict[str, Any]:
    """What all pictures of one upload have in common; each design can be changed afterwards."""
    return {
        "category": forms.chosen("category", designs.CATEGORIES),
        "price_fen": forms.fen("price"),
        "cost_fen": forms.fen("cost"),
        "sizes": sizes(),
    }


def draft(version: designs.Version, sent: list[pictures.Rebuilt]) -> designs.Draft:
    """The whole form. ``version``: what it began with; its pictures stay unless they are unticked. In atomic()."""
    return designs.Draft(
        title=forms.text("title", 60),
        title_en=forms.text("title_en", 80),
        colours=colours(),
        pictures=_pictures(version, sent),
        needs=_needs(),
        tech=tech(sizes()),
        changed=forms.text("changed", 500),
        **shared(),
    )


def sizes() -> tuple[str, ...]:
    return tuple(one for one in BETWEEN.split(forms.text("sizes", 2000)) if one)


def colours() -> tuple[designs.Colour, ...]:
    """Three columns of fields; a row without a Chinese name is empty."""
    rows = _rows()
    if any(not re.fullmatch(r"#[0-9a-fA-F]{6}", row["hex"], re.ASCII) for row in rows if row["zh"]):
        raise Refused("Choose the colour from the field, or write it as #A8A6A1.", field="colours")
    return tuple(designs.Colour(row["zh"][:30], row["en"][:40], row["hex"]) for row in rows if row["zh"])


def _rows() -> list[dict[str, str]]:
    columns = [[one.strip() for one in request.form.getlist(f"colour_{name}")] for name in ("zh", "en", "hex")]
    return [{"zh": zh, "en": en, "hex": tone} for zh, en, tone in zip(*columns, strict=False)]


def _needs() -> tuple[str, ...]:
    tags = forms.many("needs", communities.NEED_TAGS)
    own = [line.strip() for line in forms.text("needs_own", 500).splitlines()]
    return tuple(dict.fromkeys([*tags, *filter(None, own)]))


def _pictures(version: designs.Version, sent: list[pictures.Rebuilt]) -> tuple[files.Picture, ...]:
    """Those kept, then the new ones; the chosen first picture comes before all."""
    kept = set(request.form.getlist("keep"))
    old = [one for one in version.pictures if one.code in kept]
    first = request.form.get("first", "")
    shown = sorted(old, key=lambda one: one.code != first)
    return tuple(shown + [files.keep_picture(one) for one in sent])


# --- the tech pack --------------------------------------------------------------------------------------------------


def tech(known_sizes: tuple[str, ...]) -> dict[str, Any]:
    found = {word: text for word in WORDS if (text := forms.text(word, 3000))}
    measures = _measures(forms.text("measures", 10_000), known_sizes)
    return found | ({"measures": measures} if measures else {})


def _measures(text: str, known_sizes: tuple[str, ...]) -> list[dict[str, Any]]:
    """The first line names the columns: 部位|公差|S|M|L. A measure in another unit than cm says so: 克重(g)."""
    lines = [BARS.split(line.strip().strip("|｜")) for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    columns = lines[0][2:]
    unknown = [size for size in columns if size not in known_sizes]
    if not columns or unknown:
        raise Refused(
            "Begin the measures with a line of heads: part|tolerance|S|M|L, with your sizes.", field="measures"
        )
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(lines[0]) or not line[0]:
            raise Refused(
                "Line %(line)s of the measures needs %(count)s fields.",
                field="measures",
                line=number,
                count=len(lines[0]),
            )
    return [_measure(line, columns) for line in lines[1:]]


def _measure(line: list[str], columns: list[str]) -> dict[str, Any]:
    named = re.fullmatch(r"(.+?)\s*[(（](\w+)[)）]", line[0])
    point, unit = named.groups() if named else (line[0], "cm")
    values = {size: _figure(value) for size, value in zip(columns, line[2:], strict=True) if value}
    return {"point": point, "unit": unit, "tolerance": line[1], "by_size": values}


def _figure(text: str) -> int | float | str:
    if re.fullmatch(r"[0-9]{1,5}", text, re.ASCII):
        return int(text)
    return float(text) if re.fullmatch(r"[0-9]{1,5}\.[0-9]{1,3}", text, re.ASCII) else text[:20]


# --- a version in the form ------------------------------------------------------------------------------------------


def typed(version: designs.Version) -> dict[str, Any]:
    """What stands in the fields that are not plain: as typed after a refusal, else from the version."""
    again = forms.refused() is not None
    rows = _rows() if again else [dict(colour) for colour in version.colours]
    tags = set(communities.NEED_TAGS)
    return {
        "colours": [row for row in rows if row["zh"]] + [{"zh": "", "en": "", "hex": "#A8A6A1"}] * EMPTY_ROWS,
        "sizes": " ".join(version.sizes),
        "price": money.show(version.price_fen).lstrip("¥"),
        "cost": money.show(version.cost_fen).lstrip("¥"),
        "needs": request.form.getlist("needs") if again else [need for need in version.needs if need in tags],
        "needs_own": "\n".join(need for need in version.needs if need not in tags),
        "measures": _table(version),
        "keep": request.form.getlist("keep") if again else [one.code for one in version.pictures],
        "first": request.form.get("first") if again else next((one.code for one in version.pictures), ""),
    }


def _table(version: designs.Version) -> str:
    measures = version.tech.get("measures", [])
    if not measures:
        return ""
    lines = [["部位", "公差", *version.sizes]]
    for one in measures:
        point = one["point"] if one.get("unit", "cm") == "cm" else f"{one['point']}({one['unit']})"
        values = [str(one.get("by_size", {}).get(size, "")) for size in version.sizes]
        lines.append([point, str(one.get("tolerance", "")), *values])
    return "\n".join("|".join(line) for line in lines)
