"""Covering a surface with a repeating tile."""

from __future__ import annotations

from PIL import Image, ImageChops


def repeat(tile: Image.Image, size: tuple[int, int], x: int = 0, y: int = 0) -> Image.Image:
    """Cover size with the tile, beginning at (x, y) inside it; doubles what is there already."""
    if x or y:
        tile = ImageChops.offset(tile, -x, -y)
    width, height = size
    out = Image.new(tile.mode, size)
    out.paste(tile, (0, 0))
    done, tall = tile.width, min(tile.height, height)
    while done < width:
        out.paste(out.crop((0, 0, min(done, width - done), tall)), (done, 0))
        done *= 2
    done = tall
    while done < height:
        out.paste(out.crop((0, 0, width, min(done, height - done))), (0, done))
        done *= 2
    return out
