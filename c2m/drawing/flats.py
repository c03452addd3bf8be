"""Garment flats: one garment on tinted paper, light from the upper left."""

from __future__ import annotations

import zlib

from PIL import Image, ImageChops

from c2m.drawing import cloths, colours, forms, garments, palettes, paths, tiling
from c2m.drawing.canvas import Sheet, View
from c2m.drawing.colours import RGB
from c2m.drawing.styles import Style

PAPERS = ("#ECE6DA", "#EFE3DC", "#E6E4DC", "#E9E3D3", "#E4E6E2", "#F0E8DC", "#E8DFD8", "#E2E3E6")


def draw(style: Style, colour: int, back: bool, width: int) -> Image.Image:
    height = round(width * 4 / 3)
    pieces = garments.cut(style.silhouette, forms.table(back))
    view = fit([p.outline for p in pieces], width, height, 60 if style.category == "accessory" else 86)
    sheet = Sheet(paper(style, width, height), view)
    shape = sheet.silhouette(pieces)
    reach = width / view.scale / 100   # shadows keep their size on the paper, whatever lies there
    sheet.cast(shape, 3.6 * reach, 2.0 * reach, 4.2 * reach, 0.34)
    sheet.cast(shape, 0.8 * reach, 0.5 * reach, 0.9 * reach, 0.42)
    sheet.paint(pieces, palettes.of(style, colour, view.scale))
    return sheet.image


def fit(lines: list[list[paths.Point]], width: int, height: int, least: float) -> View:
    """Centre the lines on the paper, optically a little high; the paper is at least `least` cm wide."""
    x0, y0, x1, y1 = paths.bounds(lines)
    scale = min(width * 0.86 / (x1 - x0), height * 0.82 / (y1 - y0), width / least)
    return View((x0 + x1) / 2 - width / scale / 2, (y0 + y1) / 2 - height / scale * 0.492, scale)


def paper(style: Style, width: int, height: int) -> Image.Image:
    """Tinted paper with light falling from the upper left."""
    seed = zlib.crc32(style.key.encode())
    tint: RGB = colours.rgb(PAPERS[seed % len(PAPERS)])
    sheet = Image.new("RGB", (256, 256), tint)
    sheet = cloths.grained(sheet, 0.5)
    whole = tiling.repeat(sheet, (width, height), 0, 0)
    return lit(whole, 0.42)


def lit(image: Image.Image, strength: float) -> Image.Image:
    """A slow fall of light from the upper left corner to the lower right one."""
    down = Image.linear_gradient("L")
    across = down.rotate(90)
    glow = ImageChops.add(down, across, 2).resize(image.size, Image.Resampling.BICUBIC)
    shade = glow.point([round((v / 255) ** 1.6 * 70 * strength) for v in range(256)])
    bright = glow.point([round(((255 - v) / 255) ** 1.6 * 150 * strength) for v in range(256)])
    out = image.copy()
    out.paste((120, 98, 78), (0, 0), shade)
    out.paste((255, 252, 246), (0, 0), bright)
    return out


def close(style: Style, colour: int, width: int) -> Image.Image:
    """The cloth from close by: a corner of the garment that shows how it is made."""
    height = round(width * 4 / 3)
    pieces = garments.cut(style.silhouette, forms.table())
    x0, y0, x1, y1 = paths.bounds([p.outline for p in pieces])
    scale = width / ((x1 - x0) * 0.36)
    down = 0.42 if style.category == "accessory" else -0.02 if style.category in ("trousers", "skirt") else 0.04
    view = View((x0 + x1) / 2 - (x1 - x0) * 0.20, y0 + (y1 - y0) * down, scale)
    sheet = Sheet(paper(style, width, height), view)
    sheet.cast(sheet.silhouette(pieces), 1.0, 0.8, 1.2, 0.4)
    sheet.paint(pieces, palettes.of(style, colour, scale))
    return sheet.image
