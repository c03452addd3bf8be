"""Paper, and how one piece of cloth is painted on it: mask, fabric, shade, light, thread.

Hard edges are drawn three times too large and reduced; soft shade is drawn small and
enlarged, which is both softer and quick.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from c2m.drawing import paths
from c2m.drawing.cloths import Cloth
from c2m.drawing.paths import Point
from c2m.drawing.pieces import Piece

FINE, LESS_FINE = 3, 2   # hard edges are drawn this many times larger; large ones need less
LARGE = 450_000          # pixels
COARSE = 4    # soft shade is drawn this many times smaller
MARGIN = 48   # coarse pixels round a silhouette, so that shadows may enter the sheet
LIGHT = (0.62, 0.78)  # the way the shadows fall: light comes from the upper left


@dataclass(frozen=True)
class View:
    """Which part of the plane is seen: the point at the upper left, and pixels per cm."""

    x: float
    y: float
    scale: float

    def pixels(self, line: Sequence[Point], zoom: float = 1.0, left: float = 0, top: float = 0) -> list[Point]:
        k = self.scale
        return [(((x - self.x) * k - left) * zoom, ((y - self.y) * k - top) * zoom) for x, y in line]


class Sheet:
    """A picture being painted."""

    def __init__(self, paper: Image.Image, view: View) -> None:
        self.image = paper
        self.view = view
        self.covered = Image.new("L", paper.size, 0)

    # -- masks

    def box(self, lines: Sequence[Sequence[Point]], margin: float = 0.3) -> tuple[int, int, int, int] | None:
        """Pixel box of the lines, cut to the sheet; None when it lies outside."""
        x0, y0, x1, y1 = paths.bounds(lines)
        (left, top), (right, bottom) = self.view.pixels([(x0 - margin, y0 - margin), (x1 + margin, y1 + margin)])
        width, height = self.image.size
        left, top = max(0, math.floor(left)), max(0, math.floor(top))
        right, bottom = min(width, math.ceil(right) + 1), min(height, math.ceil(bottom) + 1)
        return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else None

    def mask(self, outlines: Sequence[Sequence[Point]], box: tuple[int, int, int, int]) -> Image.Image:
        left, top, right, bottom = box
        zoom = _zoom(right - left, bottom - top)
        big = Image.new("L", ((right - left) * zoom, (bottom - top) * zoom), 0)
        draw = ImageDraw.Draw(big)
        for outline in outlines:
            draw.polygon(self.view.pixels(outline, zoom, left, top), fill=255)
        return big.reduce(zoom)

    def silhouette(self, pieces: Sequence[Piece]) -> Image.Image:
        """Coarse union of the pieces with a margin all round, for shadows cast on the ground."""
        width, height = self.image.size
        small = Image.new("L", (width // COARSE + 1 + 2 * MARGIN, height // COARSE + 1 + 2 * MARGIN), 0)
        draw = ImageDraw.Draw(small)
        for piece in pieces:
            for outline in (piece.outline, *piece.also):
                draw.polygon([(x + MARGIN, y + MARGIN) for x, y in self.view.pixels(outline, 1 / COARSE)], fill=255)
        return small

    def cast(self, shape: Image.Image, blur: float, dx: float, dy: float, strength: float,
             colour: tuple[int, int, int] = (84, 66, 52)) -> None:
        """Darken the paper under a coarse shape; blur and offsets in cm."""
        k = self.view.scale / COARSE
        soft = shape.filter(ImageFilter.GaussianBlur(blur * k))
        left, top = MARGIN - min(round(dx * k), MARGIN), MARGIN - min(round(dy * k), MARGIN)
        moved = soft.crop((left, top, left + soft.width - 2 * MARGIN, top + soft.height - 2 * MARGIN))
        full = moved.resize((moved.width * COARSE, moved.height * COARSE), Image.Resampling.BILINEAR)
        full = full.crop((0, 0, *self.image.size)).point([round(v * strength) for v in range(256)])
        self.image.paste(colour, (0, 0), full)

    # -- painting

    def paint(self, pieces: Sequence[Piece], palette: Mapping[str, Cloth]) -> None:
        for piece in pieces:
            self.lay(piece, palette[piece.tone])

    def lay(self, piece: Piece, cloth: Cloth) -> None:
        outlines = [piece.outline, *piece.also]
        box = self.box(outlines)
        if box is None:
            return
        mask = self.mask(outlines, box)
        if piece.lift:
            self._contact(piece)
        size = mask.size
        base = cloth.cut(size, piece.angle, box[:2])
        dark, light = self._shade(piece, mask, box, cloth)
        if piece.dim:
            base = base.point(cloth.dimmed(piece.dim))
        painted = Image.composite(base.point(cloth.shadow), base, dark)
        painted = Image.composite(painted.point(cloth.shine), painted, light)
        self._thread(painted, piece, mask, box, cloth)
        self.image.paste(painted, box[:2], mask)
        self.covered.paste(255, box[:2], mask)

    def _contact(self, piece: Piece) -> None:
        """The shadow a raised piece throws on the pieces already painted."""
        reach = piece.lift * 3
        box = self.box([piece.outline], reach)
        if box is None:
            return
        left, top, right, bottom = box
        k = self.view.scale
        rough = 4 if piece.lift * k > 6 else 2
        small = Image.new("L", ((right - left) // rough + 1, (bottom - top) // rough + 1), 0)
        moved = [paths.shift(p, piece.lift * LIGHT[0], piece.lift * LIGHT[1]) for p in piece.outline]
        ImageDraw.Draw(small).polygon(self.view.pixels(moved, 1 / rough, left, top), fill=150)
        small = small.filter(ImageFilter.GaussianBlur(max(piece.lift * k * 0.7 / rough, 0.6)))
        shade = small.resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        shade = ImageChops.multiply(shade, self.covered.crop(box))
        self.image.paste((46, 34, 30), box[:2], shade)

    def _shade(self, piece: Piece, mask: Image.Image, box: tuple[int, int, int, int],
               cloth: Cloth) -> tuple[Image.Image, Image.Image]:
        left, top = box[:2]
        coarse = COARSE if min(mask.size) > 200 else 2 if min(mask.size) > 60 else 1
        k = self.view.scale / coarse
        size = (mask.width // coarse + 1, mask.height // coarse + 1)
        pad = min(int(piece.relief * k * 2) + 2, 90)
        field = Image.new("L", (size[0] + 2 * pad, size[1] + 2 * pad), 0)
        for line in (piece.outline, *piece.also):
            outline = [(x + pad, y + pad) for x, y in self.view.pixels(line, 1 / coarse, left, top)]
            ImageDraw.Draw(field).polygon(outline, fill=255)
        soft = field.filter(ImageFilter.GaussianBlur(piece.relief * k * 0.75))
        step = max(1, round(piece.relief * k * 0.42))
        dx, dy = round(step * LIGHT[0] * 1.3), round(step * LIGHT[1])
        away, toward = ImageChops.offset(soft, dx, dy), ImageChops.offset(soft, -dx, -dy)
        strength = piece.volume * cloth.body
        dark = ImageChops.subtract(away, toward, 1 / (0.62 * strength) if strength else 1e9)
        rim = ImageChops.invert(soft).point([round(v * 0.26 * strength) for v in range(256)])
        dark = ImageChops.add(dark, rim)
        light = ImageChops.subtract(toward, away, 1 / (0.50 * strength) if strength else 1e9)
        folded = [f for f in piece.folds if f.depth]
        if folded:
            dark = ImageChops.add(dark, self._strokes([f for f in folded if f.depth > 0], field.size, coarse, left, top, pad))
            light = ImageChops.add(light, self._strokes([f for f in folded if f.depth < 0], field.size, coarse, left, top, pad))
        crop = (pad, pad, pad + size[0], pad + size[1])
        whole = (size[0] * coarse, size[1] * coarse)
        shade = [layer.crop(crop).resize(whole, Image.Resampling.BILINEAR).crop((0, 0, *mask.size)) for layer in (dark, light)]
        return shade[0], shade[1]

    def _strokes(self, folds: Sequence, size: tuple[int, int], coarse: int, left: int, top: int, pad: int) -> Image.Image:
        """Fold strokes, each softened by its own breadth, in two brushes: broad and fine."""
        layer = Image.new("L", size, 0)
        if not folds:
            return layer
        k = self.view.scale / coarse
        for blur, broad in ((0.85, True), (0.3, False)):
            chosen = [f for f in folds if (_breadth(f.outline) > 2.2) == broad]
            if not chosen:
                continue
            zoom = 1 if broad else 3   # thin strokes need smooth edges
            one = Image.new("L", (size[0] * zoom, size[1] * zoom), 0)
            draw = ImageDraw.Draw(one)
            for fold in chosen:
                points = [(x + pad * zoom, y + pad * zoom) for x, y in self.view.pixels(fold.outline, zoom / coarse, left, top)]
                draw.polygon(points, fill=round(min(abs(fold.depth), 1) * 255))
            one = one.reduce(zoom) if zoom > 1 else one
            layer = ImageChops.add(layer, one.filter(ImageFilter.GaussianBlur(max(blur * k, 0.5))))
        return layer

    def _thread(self, painted: Image.Image, piece: Piece, mask: Image.Image, box: tuple[int, int, int, int],
                cloth: Cloth) -> None:
        """Outline, seams and stitches."""
        left, top = box[:2]
        zoom = _zoom(*mask.size)
        k = self.view.scale * zoom
        fine = Image.new("L", (mask.width * zoom, mask.height * zoom), 0)
        draw = ImageDraw.Draw(fine)
        for outline in (piece.outline, *piece.also) if piece.edge and not piece.merged else ():
            closed = self.view.pixels([*outline, *outline[:2]], zoom, left, top)
            draw.polygon(closed, fill=0)
            draw.line(closed, fill=round(150 * piece.edge), width=max(2, round(0.3 * k)), joint="curve")
        for seam in piece.seams:
            draw.line(self.view.pixels(seam, zoom, left, top), fill=150, width=max(2, round(0.15 * k)), joint="curve")
        if cloth.thread is None:
            self._stitch(draw, piece, (left, top, zoom), 120)
        lines = fine.reduce(zoom)
        if piece.merged:
            rim = ImageChops.subtract(mask, mask.filter(ImageFilter.BoxBlur(1)))
            lines = ImageChops.lighter(lines, rim.point([min(round(v * 1.5 * piece.edge), 190) for v in range(256)]))
        painted.paste(cloth.ink, (0, 0), lines)
        if cloth.thread is not None and piece.stitches:
            fine = Image.new("L", fine.size, 0)
            self._stitch(ImageDraw.Draw(fine), piece, (left, top, zoom), 235)
            painted.paste(cloth.thread, (0, 0), fine.reduce(zoom))

    def _stitch(self, draw: ImageDraw.ImageDraw, piece: Piece, place: tuple[int, int, int], fill: int) -> None:
        left, top, zoom = place
        width = max(2, round(0.14 * self.view.scale * zoom))
        for line in piece.stitches:
            for a, b in paths.dashes(line, 0.5, 0.32):
                draw.line(self.view.pixels([a, b], zoom, left, top), fill=fill, width=width)


def _zoom(width: int, height: int) -> int:
    return FINE if width * height < LARGE else LESS_FINE


def _breadth(outline: Sequence[Point]) -> float:
    """Widest part of a stroke made by `paths.wedge`."""
    half = len(outline) // 2
    return paths.distance(outline[half // 2], outline[-1 - half // 2])
