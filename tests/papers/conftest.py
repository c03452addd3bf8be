"""Work sheets for the tests of papers: the wrapped dress that the factory in Jiaxing sews."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from c2m.papers import sheet as sheets

HOSTILE = Path(__file__).parents[2] / ".." / "shared" / "data" / "hostile"
COLOURS = (
    sheets.Colour("雾灰", "Mist grey", "#A8A6A1"),
    sheets.Colour("米白", "Off-white", "#EFE6D6"),
    sheets.Colour("黛青", "Indigo", "#39485A"),
)
SIZES = ("S", "M", "L", "XL")
PIECES = ((28, 60, 36, 12), (22, 48, 27, 8), (12, 30, 17, 0))


@functools.cache
def picture(wide: int = 900, high: int = 1200, kind: str = "WEBP") -> bytes:
    """A drawn dress."""
    image = Image.new("RGB", (wide, high), "#F1ECE2")
    pen = ImageDraw.Draw(image)
    dress = [(0.38, 0.12), (0.62, 0.12), (0.60, 0.40), (0.82, 0.88), (0.18, 0.88), (0.40, 0.40)]
    pen.polygon([(x * wide, y * high) for x, y in dress], fill="#A8A6A1", outline="#1E1A16", width=5)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def make_dress(**changed: Any) -> sheets.Sheet:
    """Work order 26-030: 300 pieces of a dress in three colours and four sizes."""
    cells = {
        (colour.name_zh, size): count
        for colour, row in zip(COLOURS, PIECES, strict=True)
        for size, count in zip(SIZES, row, strict=True)
    }
    listed = [cell for cell, count in cells.items() for _ in range(count)]
    wishes = {3: "裙长加 3 cm", 150: "左肩开口, 喂奶用"}
    fields: dict[str, Any] = {
        "number": "26-030",
        "version": 1,
        "brand": "先选后做",
        "factory": "嘉兴沈家制衣厂",
        "design": "褶边吊带裙",
        "design_code": "K7Q2MD",
        "artwork_version": 2,
        "released_at": datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
        "due_at": datetime(2026, 12, 8, 4, 0, tzinfo=UTC),
        "colours": COLOURS,
        "sizes": SIZES,
        "cells": cells,
        "pieces_total": 300,
        "codes": tuple(
            sheets.PieceRow(f"P{index:05d}", colour, size, wishes.get(index, ""))
            for index, (colour, size) in enumerate(listed, start=1)
        ),
        "measures": (
            sheets.Measure("衣长", "cm", "±1", {"S": 112, "M": 114, "L": 116, "XL": 118}),
            sheets.Measure("胸围", "cm", "-0.5/+1", {"S": 84, "M": 88, "L": 92, "XL": 96.5}),
            sheets.Measure("腰围", "cm", 0.5, {"S": 68, "M": 72, "L": 76}),
        ),
        "fabric": "棉麻混纺 55/45, 180 g/m², 门幅 145 cm\n缩水率 3%, 裁前预缩",
        "trims": "本色线 60/3; 3 mm 松紧; 隐形拉链 22 cm",
        "notes": "褶边先锁边再抽褶, 抽褶比 1:1.8。\n吊带可调, 调节扣用哑光。",
        "packing": "一件一袋, 袋外贴件码; 按颜色尺码装箱, 一箱不超过 40 件。",
        "pictures": (("正面.webp", picture()), ("背面.jpg", picture(kind="JPEG"))),
    }
    return sheets.sealed(sheets.Sheet(**{**fields, **changed}))


def make_single(text: str, **changed: Any) -> sheets.Sheet:
    """One piece of one cell, with ``text`` in every place where a person can write."""
    fields = {
        "number": text,
        "brand": text,
        "factory": text,
        "design": text,
        "design_code": text,
        "colours": (sheets.Colour(text, text, text),),
        "sizes": (text,),
        "cells": {(text, text): 1},
        "pieces_total": 1,
        "codes": (sheets.PieceRow(text, text, text, text),),
        "measures": (sheets.Measure(text, text, text, {text: text}),),
        "fabric": text,
        "trims": text,
        "notes": text,
        "packing": text,
        "pictures": (),
    }
    return make_dress(**{**fields, **changed})


@pytest.fixture(scope="session")
def dress() -> Callable[..., sheets.Sheet]:
    return make_dress


@pytest.fixture(scope="session")
def single() -> Callable[..., sheets.Sheet]:
    return make_single


@pytest.fixture(scope="session")
def hostile_texts() -> list[str]:
    """Formula payloads and naughty strings that others collected."""
    payloads, naughty = HOSTILE / "csv-payload.txt", HOSTILE / "blns_even.json"
    if not payloads.exists() or not naughty.exists():
        pytest.skip("the shared hostile texts are not on this machine")
    return payloads.read_text("utf-8").splitlines() + json.loads(naughty.read_text("utf-8"))
