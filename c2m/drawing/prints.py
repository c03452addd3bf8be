"""Prints and weaves: each returns one repeating tile, drawn large and reduced."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from c2m.drawing import colours, tiling
from c2m.drawing.colours import RGB

ZOOM = 4
LEAST = 224   # tiles are repeated up to about this many pixels, so that pasting them is quick
WHITE = (250, 246, 238)


def tile(name: str, colour: RGB, accent: RGB | None, scale: float) -> Image.Image:
    """The tile of a print; scale in pixels per cm."""
    drawn = PRINTS[name](colour, accent or _partner(colour), scale)
    across = max(1, math.ceil(LEAST / drawn.width)) if drawn.width < LEAST else 1
    down = max(1, math.ceil(LEAST / drawn.height)) if drawn.height < LEAST else 1
    return tiling.repeat(drawn, (drawn.width * across, drawn.height * down))


def _partner(colour: RGB) -> RGB:
    return colours.lighter(colour, 0.86) if colours.luminance(colour) < 0.62 else colours.darker(colour, 0.55)


def _blank(colour: RGB, width_cm: float, height_cm: float, scale: float) -> tuple[Image.Image, float]:
    """A tile drawn ZOOM times too large, and its pixels per cm."""
    width, height = max(2, round(width_cm * scale)), max(2, round(height_cm * scale))
    return Image.new("RGB", (width * ZOOM, height * ZOOM), colour), scale * ZOOM


def _plain(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    return Image.new("RGB", (256, 256), colour)


def _stripes(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, k = _blank(colour, 2.0, 3.2, scale)
    ImageDraw.Draw(image).rectangle((0, 0, image.width, 1.05 * k), fill=accent)
    return image.reduce(ZOOM)


def _pinstripes(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, k = _blank(colour, 1.7, 2.0, scale)
    ImageDraw.Draw(image).rectangle((0.6 * k, 0, 0.86 * k, image.height), fill=colours.mix(colour, accent, 0.75))
    return image.reduce(ZOOM)


def _dots(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, k = _blank(colour, 3.2, 3.2, scale)
    draw = ImageDraw.Draw(image)
    w, h, r = image.width, image.height, 0.42 * k
    for x, y in ((w * 0.25, h * 0.25), (w * 0.75, h * 0.75)):
        draw.ellipse((x - r, y - r * 0.96, x + r, y + r * 0.96), fill=accent)
    return image.reduce(ZOOM)


def _check(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    """A window check in two weights."""
    image, k = _blank(colour, 7.0, 7.0, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    soft, thin = colours.mix(colour, accent, 0.34), colours.mix(colour, accent, 0.8)
    bands = ((0.6, 2.2, soft), (3.0, 3.25, thin), (5.4, 5.6, soft))
    for a, b, c in bands:
        draw.rectangle((a * k, 0, b * k, h), fill=c)
    over = Image.new("RGB", image.size, colour)
    pen = ImageDraw.Draw(over)
    for a, b, c in bands:
        pen.rectangle((0, a * k, w, b * k), fill=c)
    return Image.blend(image, over, 0.5).reduce(ZOOM)


def _gingham(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, _ = _blank(WHITE, 2.4, 2.4, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    half = colours.mix(WHITE, colour, 0.5)
    draw.rectangle((0, 0, w // 2, h), fill=half)
    draw.rectangle((0, 0, w, h // 2), fill=half)
    draw.rectangle((0, 0, w // 2, h // 2), fill=colour)
    return image.reduce(ZOOM)


def _flowers(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, k = _blank(colour, 11.0, 11.0, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    source = random.Random(7)
    leaf = colours.mix((112, 128, 88), colour, 0.25)
    heart = (214, 160, 70)
    spots = [(1.6, 1.8, 1.0), (5.6, 1.2, 0.72), (8.9, 2.9, 1.08), (3.6, 4.8, 0.78), (6.9, 5.7, 1.0),
             (0.9, 7.2, 0.72), (3.7, 8.8, 1.06), (8.2, 9.1, 0.76), (10.2, 6.6, 0.6)]
    for x, y, size in spots:
        turn = source.random() * 6.3
        for dx in (-w, 0, w):
            for dy in (-h, 0, h):
                _flower(draw, x * k + dx, y * k + dy, size * k * 0.62, turn, accent, leaf, heart)
    return image.reduce(ZOOM)


def _flower(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, turn: float,
            petal: RGB, leaf: RGB, heart: RGB) -> None:
    for side in (0.5, 2.6):
        a = turn + side
        lx, ly = x + math.cos(a) * r * 1.55, y + math.sin(a) * r * 1.55
        draw.line((x, y, lx, ly), fill=leaf, width=max(1, round(r * 0.16)))
        draw.ellipse((lx - r * 0.34, ly - r * 0.24, lx + r * 0.34, ly + r * 0.24), fill=leaf)
    for i in range(5):
        a = turn + i * 2 * math.pi / 5
        px, py = x + math.cos(a) * r * 0.62, y + math.sin(a) * r * 0.62
        draw.ellipse((px - r * 0.5, py - r * 0.5, px + r * 0.5, py + r * 0.5), fill=petal)
    draw.ellipse((x - r * 0.3, y - r * 0.3, x + r * 0.3, y + r * 0.3), fill=heart)


def _rib(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, _ = _blank(colour, 0.95, 1.4, scale)
    w, h = image.size
    draw = ImageDraw.Draw(image)
    for x in range(w):
        t = 0.5 - 0.5 * math.cos(2 * math.pi * x / w)
        shade = colours.darker(colour, 0.42 * (1 - t) ** 2)
        draw.line((x, 0, x, h), fill=colours.lighter(shade, 0.10 * t ** 3))
    return image.reduce(ZOOM)


def _knit(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    """Stocking stitch: columns of small V."""
    image, _ = _blank(colours.darker(colour, 0.22), 0.9, 0.72, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    for dy in (-h, 0, h):
        for s, tone in ((-1, colours.lighter(colour, 0.08)), (1, colours.darker(colour, 0.05))):
            x0, x1 = w / 2 + s * w * 0.06, w / 2 + s * w * 0.44
            draw.line((x1, dy + h * 0.05, x0, dy + h * 0.8), fill=tone, width=max(2, round(w * 0.30)))
    return image.reduce(ZOOM)


def _cable(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    """Cables between columns of stocking stitch."""
    image, k = _blank(colours.darker(colour, 0.10), 7.2, 4.6, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    for i in range(3):
        x = w * (0.58 + 0.14 * i)
        draw.line((x, 0, x, h), fill=colours.darker(colour, 0.30), width=round(0.16 * k))
        draw.line((x + 0.45 * k, 0, x + 0.45 * k, h), fill=colours.lighter(colour, 0.10), width=round(0.4 * k))
    for strand in (0.5, 0.0):
        for dark, width in ((True, 1.5), (False, 1.12)):
            tone = colours.darker(colour, 0.42) if dark else colours.lighter(colour, 0.12)
            points = []
            for step in range(-4, 29):
                t = step / 24
                points.append((w * 0.26 + math.sin(2 * math.pi * (t + strand)) * 0.95 * k, t * h))
            draw.line(points, fill=tone, width=round(width * k * 0.72), joint="curve")
    for x in (0.05, 0.47):
        draw.line((w * x, 0, w * x, h), fill=colours.darker(colour, 0.36), width=round(0.2 * k))
    return image.filter(ImageFilter.GaussianBlur(ZOOM * 0.5)).reduce(ZOOM)


def _denim(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    """Twill with worn, cloudy indigo."""
    side = 240
    source = random.Random(11)
    step = 4
    twill = Image.new("L", (step * 4, step * 4), 128)
    draw = ImageDraw.Draw(twill)
    for i in range(-4, 8):
        draw.line((i * step, 16, i * step + 16, 0), fill=104, width=2)
        draw.line((i * step + 2, 16, i * step + 18, 0), fill=150, width=1)
    twill = twill.crop((0, 0, 16, 16))
    field = tiling.repeat(twill, (side, side))
    speck = Image.frombytes("L", (side, side // 4), source.randbytes(side * side // 4)).resize((side, side))
    speck = speck.point([round(128 + (v - 128) * 0.34) for v in range(256)])
    grey = Image.blend(field, speck, 0.5)
    return ImageChops.overlay(Image.new("RGB", (side, side), colour), Image.merge("RGB", (grey, grey, grey)))


def _corduroy(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, _ = _blank(colour, 0.62, 1.0, scale)
    w, h = image.size
    draw = ImageDraw.Draw(image)
    for x in range(w):
        t = abs(math.sin(math.pi * x / w))
        draw.line((x, 0, x, h), fill=colours.mix(colours.darker(colour, 0.48), colours.lighter(colour, 0.10), t ** 0.7))
    return image.reduce(ZOOM)


def _tweed(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    image, k = _blank(colour, 5.0, 5.0, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    source = random.Random(5)
    tones = [colours.darker(colour, 0.28), colours.lighter(colour, 0.45), accent, colours.darker(colour, 0.12)]
    for _ in range(520):
        x, y, tone = source.random() * w, source.random() * h, source.choice(tones)
        dx, dy = ((0.26, 0.05) if source.random() < 0.5 else (0.05, 0.26))
        draw.rectangle((x, y, x + dx * k, y + dy * k), fill=colours.mix(colour, tone, 0.7))
    return image.reduce(ZOOM)


def _hair(colour: RGB, accent: RGB, scale: float) -> Image.Image:
    """Fine strands, a little lighter and darker, running down."""
    image, k = _blank(colour, 6.0, 24.0, scale)
    draw = ImageDraw.Draw(image)
    w, h = image.size
    source = random.Random(3)
    for _ in range(90):
        x = source.random() * w
        tone = colours.lighter(colour, 0.16 * source.random()) if source.random() < 0.5 else colours.darker(colour, 0.30 * source.random())
        for dx in (-w, 0, w):
            draw.line((x + dx, 0, x + dx, h), fill=tone, width=max(1, round(k * 0.07)))
    return image.reduce(ZOOM)


PRINTS: dict[str, Callable[[RGB, RGB, float], Image.Image]] = {
    "plain": _plain, "stripes": _stripes, "pinstripes": _pinstripes, "dots": _dots, "check": _check,
    "gingham": _gingham, "flowers": _flowers, "rib": _rib, "knit": _knit, "cable": _cable,
    "denim": _denim, "corduroy": _corduroy, "tweed": _tweed, "hair": _hair,
}
