"""Places behind the wearer: simple layers, out of focus, full of light."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from c2m.drawing import cloths, colours
from c2m.drawing.colours import RGB

SMALL = (240, 320)   # places are painted at this size and enlarged


def backdrop(name: str, size: tuple[int, int], floor: float, blur: float, seed: int) -> Image.Image:
    """The place, size pixels large; floor is where it meets the wall (share of the height,
    above 1 when out of sight), blur in small pixels."""
    image = Image.new("RGB", SMALL, (230, 224, 214))
    SCENES[name](image, round(floor * SMALL[1]), random.Random(seed))
    image = image.filter(ImageFilter.GaussianBlur(blur))
    glow = image.filter(ImageFilter.GaussianBlur(blur * 4))
    image = Image.blend(image, ImageChops.screen(image, glow), 0.16)
    whole = image.resize(size, Image.Resampling.BICUBIC)
    return cloths.grained(whole, 0.5)


def _fade(image: Image.Image, box: tuple[int, int, int, int], top: RGB, bottom: RGB) -> None:
    """A vertical gradient inside a box."""
    x0, y0, x1, y1 = box
    if x1 <= x0 or y1 <= y0:
        return
    ramp = Image.linear_gradient("L").resize((x1 - x0, y1 - y0))
    image.paste(Image.composite(Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp), (x0, y0))


def _sunbeam(image: Image.Image, points: list[tuple[float, float]], strength: int, soft: float = 3) -> None:
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).polygon(points, fill=strength)
    image.paste((255, 244, 222), (0, 0), mask.filter(ImageFilter.GaussianBlur(soft)))


def _leaves(image: Image.Image, box: tuple[int, int, int, int], tones: list[RGB], count: int, size: tuple[float, float], source: random.Random) -> None:
    draw = ImageDraw.Draw(image)
    x0, y0, x1, y1 = box
    for _ in range(count):
        x, y = x0 + source.random() * (x1 - x0), y0 + source.random() * (y1 - y0)
        r = size[0] + source.random() * (size[1] - size[0])
        draw.ellipse((x - r, y - r * 0.8, x + r, y + r * 0.8), fill=source.choice(tones))


def _bokeh(image: Image.Image, box: tuple[int, int, int, int], tone: RGB, count: int, radius: tuple[float, float], source: random.Random) -> None:
    """Discs of light."""
    x0, y0, x1, y1 = box
    for _ in range(count):
        x, y = x0 + source.random() * (x1 - x0), y0 + source.random() * (y1 - y0)
        r = radius[0] + source.random() * (radius[1] - radius[0])
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=50 + source.randrange(70))
        image.paste(tone, (0, 0), mask)


def mirror(image: Image.Image, floor: int, source: random.Random) -> None:
    """A bedroom seen in its long mirror."""
    w, h = image.size
    _fade(image, (0, 0, w, h), (234, 226, 213), (220, 208, 191))
    draw = ImageDraw.Draw(image)
    _fade(image, (0, max(floor, 0), w, h), (190, 160, 126), (168, 136, 104))
    for i in range(-6, 14):
        draw.line((w / 2 + (i - 4) * 18, floor, w / 2 + (i - 4) * 44, h + 60), fill=(160, 130, 100), width=1)
    draw.rectangle((0, floor - 5, w, floor), fill=(244, 239, 230))
    draw.rectangle((8, 0, 62, floor - 60), fill=(251, 248, 240))              # window with a curtain
    for i in range(5):
        draw.rectangle((62 + i * 6, 0, 66 + i * 6, floor - 6), fill=(243, 237, 226) if i % 2 else (226, 217, 202))
    draw.rectangle((176, floor - 58, w, floor - 12), fill=(206, 196, 184))      # bed
    draw.rectangle((168, floor - 74, w, floor - 50), fill=(243, 240, 234))
    draw.ellipse((186, floor - 92, 240, floor - 62), fill=(232, 214, 200))
    draw.rectangle((186, 34, 226, 92), fill=(196, 176, 150))                    # a picture on the wall
    draw.rectangle((190, 38, 222, 88), fill=(240, 235, 226))
    draw.ellipse((198, 50, 214, 70), fill=(190, 122, 92))
    _sunbeam(image, [(74, 0), (150, 0), (250, h * 0.75), (180, h * 0.8)], 90)
    draw.rectangle((0, 0, 6, h), fill=(150, 112, 76))                           # the mirror's frame
    draw.rectangle((w - 6, 0, w, h), fill=(138, 102, 70))


def street(image: Image.Image, floor: int, source: random.Random) -> None:
    """A pale lane with a shop window and a plane tree."""
    w, h = image.size
    _fade(image, (0, 0, w, h), (226, 216, 202), (212, 200, 184))
    draw = ImageDraw.Draw(image)
    draw.rectangle((14, 30, 96, floor - 14), fill=(92, 104, 100))
    draw.rectangle((20, 36, 90, floor - 20), fill=(128, 142, 140))
    draw.polygon([(20, 36), (58, 36), (34, floor - 20), (20, floor - 20)], fill=(166, 178, 176))
    draw.rectangle((10, 18, 100, 32), fill=(176, 92, 66))
    draw.rectangle((140, 60, 186, floor), fill=(156, 122, 92))
    draw.rectangle((146, 66, 180, floor - 40), fill=(120, 92, 70))
    draw.rectangle((0, floor - 8, w, floor), fill=(186, 174, 160))
    _fade(image, (0, max(floor, 0), w, h), (190, 184, 176), (160, 154, 148))
    for i in range(6):
        y = floor + (h - floor) * (i / 6) ** 1.5
        draw.line((0, y, w, y), fill=(172, 166, 158), width=1)
    draw.rectangle((214, 0, 226, floor + 8), fill=(122, 104, 88))
    _leaves(image, (150, -20, w + 20, 70), [(128, 146, 98), (156, 168, 112), (104, 124, 84), (186, 190, 134)], 120, (4, 12), source)
    _sunbeam(image, [(0, floor * 0.3), (0, 0), (w, floor * 0.7), (w, floor * 1.1)], 56, 8)
    _bokeh(image, (150, 0, w, 80), (255, 248, 220), 9, (4, 9), source)


def office(image: Image.Image, floor: int, source: random.Random) -> None:
    """Tall windows, a long desk, a lamp."""
    w, h = image.size
    _fade(image, (0, 0, w, h), (222, 222, 218), (206, 204, 198))
    draw = ImageDraw.Draw(image)
    for i in range(3):
        x = 8 + i * 84
        _fade(image, (x, 0, x + 70, floor - 66), (236, 243, 246), (214, 226, 230))
        draw.rectangle((x + 6, floor - 150, x + 30, floor - 66), fill=(190, 204, 210))
        draw.rectangle((x + 34, floor - 120, x + 66, floor - 66), fill=(202, 213, 216))
        draw.rectangle((x + 33, 0, x + 37, floor - 66), fill=(240, 238, 232))
    draw.rectangle((0, floor - 66, w, floor - 60), fill=(244, 241, 235))
    draw.rectangle((0, floor - 46, 92, floor - 40), fill=(176, 142, 106))
    draw.rectangle((8, floor - 40, 13, floor + 10), fill=(150, 120, 90))
    draw.rectangle((18, floor - 78, 56, floor - 50), fill=(70, 74, 78))
    draw.rectangle((34, floor - 50, 40, floor - 44), fill=(90, 92, 94))
    _leaves(image, (186, floor - 110, 232, floor - 40), [(86, 110, 84), (112, 134, 98), (70, 92, 74)], 40, (4, 9), source)
    draw.polygon([(194, floor - 38), (226, floor - 38), (220, floor + 4), (200, floor + 4)], fill=(226, 218, 206))
    _fade(image, (0, max(floor, 0), w, h), (196, 190, 182), (172, 166, 158))
    _sunbeam(image, [(60, floor), (140, floor), (210, h), (90, h)], 90, 4)
    _sunbeam(image, [(0, 0), (90, 0), (150, floor), (60, floor)], 44, 10)


def park(image: Image.Image, floor: int, source: random.Random) -> None:
    """Late light through trees, a path."""
    w, h = image.size
    _fade(image, (0, 0, w, max(floor, 1)), (228, 228, 196), (170, 182, 128))
    _leaves(image, (-10, -10, w + 10, floor - 40), [(134, 152, 98), (166, 178, 118), (112, 134, 88), (198, 200, 142), (150, 160, 100)], 190, (6, 18), source)
    draw = ImageDraw.Draw(image)
    for x, wide in ((26, 9), (78, 6), (196, 11), (228, 7)):
        draw.polygon([(x, 0), (x + wide, 0), (x + wide + 3, floor), (x - 3, floor)], fill=(112, 98, 80))
    _leaves(image, (-10, -10, w + 10, 60), [(150, 166, 104), (186, 192, 128), (122, 144, 92)], 70, (7, 16), source)
    _fade(image, (0, max(floor - 26, 0), w, h), (168, 178, 112), (128, 144, 90))
    draw.polygon([(112, floor - 18), (140, floor - 18), (w + 30, h + 10), (10, h + 10)], fill=(214, 200, 172))
    _bokeh(image, (0, 0, w, max(floor - 30, 20)), (255, 248, 208), 26, (4, 13), source)
    _sunbeam(image, [(0, 0), (70, 0), (w, floor), (w, h)], 46, 14)


def cafe(image: Image.Image, floor: int, source: random.Random) -> None:
    """A warm corner: counter, shelf, pendant lamps."""
    w, h = image.size
    _fade(image, (0, 0, w, h), (150, 122, 98), (128, 100, 78))
    draw = ImageDraw.Draw(image)
    _fade(image, (0, 0, 84, max(floor - 40, 1)), (240, 236, 222), (224, 214, 192))
    draw.rectangle((40, 0, 44, floor - 40), fill=(88, 66, 50))
    draw.rectangle((84, 0, 90, floor), fill=(88, 66, 50))
    for y in (70, 112):
        draw.rectangle((112, y, w, y + 5), fill=(98, 70, 50))
        for i in range(9):
            x = 116 + i * 14
            draw.rectangle((x, y - 10 - source.randrange(12), x + 8, y), fill=source.choice([(222, 206, 180), (176, 104, 74), (120, 128, 108), (236, 228, 212), (92, 84, 78)]))
    draw.rectangle((100, floor - 70, w, floor + 12), fill=(180, 138, 100))
    draw.rectangle((96, floor - 76, w, floor - 68), fill=(228, 208, 178))
    for i in range(8):
        draw.line((104 + i * 19, floor - 66, 104 + i * 19, floor + 12), fill=(160, 118, 84), width=2)
    _fade(image, (0, max(floor + 8, 0), w, h), (128, 104, 84), (104, 84, 68))
    for x, y in ((126, 26), (176, 18), (222, 30)):
        draw.line((x, 0, x, y), fill=(60, 46, 38), width=1)
        draw.ellipse((x - 9, y, x + 9, y + 16), fill=(255, 226, 168))
    _bokeh(image, (96, 6, w, 60), (255, 220, 156), 8, (6, 15), source)
    _sunbeam(image, [(0, 0), (80, 0), (150, h), (20, h)], 60, 12)


SCENES: dict[str, Callable[[Image.Image, int, random.Random], None]] = {
    "mirror": mirror, "street": street, "office": office, "park": park, "cafe": cafe,
}


def tint(name: str) -> RGB:
    """The light a place throws on the wearer."""
    return colours.rgb({"mirror": "#FFF6E8", "street": "#FFF7EA", "office": "#F6F8FA", "park": "#FFF8DC", "cafe": "#FFE9CC"}[name])
