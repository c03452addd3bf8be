"""A cloth: its print at the scale of one picture, and how it takes shade and light."""

from __future__ import annotations

import functools
import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops

from c2m.drawing import colours, prints, tiling
from c2m.drawing.colours import RGB


@dataclass(frozen=True)
class Cloth:
    swatch: Image.Image          # repeats in both directions
    shadow: list[int]            # lookup tables for the deepest shade and the brightest light
    shine: list[int]
    ink: RGB                     # outlines and seams
    thread: RGB | None = None    # contrast topstitching
    body: float = 1.0            # how strongly it models

    def cut(self, size: tuple[int, int], angle: float, origin: tuple[int, int]) -> Image.Image:
        """A piece of this cloth, its grain turned by angle, continuing the pattern of the plane."""
        width, height = size
        sw, sh = self.swatch.size
        if abs(angle) < 0.5:
            return tiling.repeat(self.swatch, size, origin[0] % sw, origin[1] % sh)
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        spread = math.ceil(math.hypot(width, height)) + 4
        field = tiling.repeat(self.swatch, (spread, spread), origin[0] % sw, origin[1] % sh)
        half = spread / 2
        data = (c, s, half - c * width / 2 - s * height / 2,
                -s, c, half + s * width / 2 - c * height / 2)
        return field.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)

    def dimmed(self, amount: float) -> list[int]:
        keep = 1 - amount
        warm = (1.02, 0.98, 0.945)
        return [min(255, round(v * keep * w)) for w in warm for v in range(256)]


def weave(colour: RGB, print_name: str, scale: float, accent: RGB | None = None,
          texture: float = 1.0, sheen: float = 0.5, thread: RGB | None = None) -> Cloth:
    """Make a cloth; scale is pixels per cm, texture the grain of the fabric, sheen its gloss."""
    tile = prints.tile(print_name, colour, accent, scale)
    if texture:
        tile = grained(tile, texture)
    lum = colours.luminance(colour)
    deep = 0.50 + 0.10 * lum          # dark cloths need relatively deeper folds to read
    tint = (deep * 0.98, deep * 0.93, deep * 0.97) if lum > 0.6 else (deep * 1.0, deep * 0.88, deep * 0.94)
    shadow = [round(v * t) for t in tint for v in range(256)]
    gloss = 0.30 * sheen + 0.10
    shine = [round(v + (top - v) * gloss) for top in (255, 252, 244) for v in range(256)]
    ink = colours.darker(colour, 0.62 if lum > 0.35 else 0.75)
    return Cloth(tile, shadow, shine, ink, thread, 0.92 + 0.25 * (lum > 0.75))


def grained(tile: Image.Image, strength: float) -> Image.Image:
    """Lay the faint irregularity of real yarn over a tile."""
    grain = _grain(round(strength * 10))
    size = tile.size
    whole = tiling.repeat(grain, size, 0, 0)
    return ImageChops.soft_light(tile, Image.merge("RGB", (whole, whole, whole)))


@functools.lru_cache(maxsize=16)
def _grain(tenths: int) -> Image.Image:
    """Seeded noise around middle grey, slightly longer along the thread."""
    side = 256
    source = random.Random(2020)
    fine = Image.frombytes("L", (side, side), source.randbytes(side * side))
    slub = Image.frombytes("L", (side // 2, side // 16), source.randbytes(side * side // 32))
    slub = slub.resize((side, side), Image.Resampling.BILINEAR)
    both = Image.blend(fine, slub, 0.45)
    spread = tenths / 10 * 0.22
    return both.point([min(255, max(0, round(128 + (v - 128) * spread))) for v in range(256)])
