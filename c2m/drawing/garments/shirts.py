"""Woven tops with collar, placket and buttons."""

from __future__ import annotations

from collections.abc import Sequence

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import arms, blocks
from c2m.drawing.garments.tops import assemble
from c2m.drawing.paths import Point
from c2m.drawing.pieces import Garment, Piece


def shirt_collar(form: Form, body: blocks.Torso, *, reach: float = 7.5, tone: str = "main", open_by: float = 0.0) -> Garment:
    """A folded collar on a stand; open_by spreads it down a deeper opening."""
    (lx, ly), (rx, ry) = body.neck[-1], body.neck[1]
    x, low = body.top[0], body.top[1]
    if form.back:
        shell = [(lx - 0.8, ly + 1.0), *paths.arc((lx + 0.3, ly - 3.2), (rx - 0.3, ry - 3.2), 0, -0.7), (rx + 0.8, ry + 1.0),
                 *paths.arc((rx + 0.6, ry + 1.6), (lx - 0.6, ly + 1.6), 0, 1.8)]
        return [Piece(shell, tone, lift=0.4, relief=1.4, stitches=[paths.offset(paths.arc((lx, ly + 1.2), (rx, ry + 1.2), 0, 1.6), -0.3)])]
    out: Garment = [Piece([(lx, ly), *paths.arc((lx + 0.6, ly - 2.6), (rx - 0.6, ry - 2.6), 0, -0.9), (rx, ry),
                           *paths.arc((rx, ry), (lx, ly), 0, 3.0)], tone, dim=0.24, volume=0.4, behind=True)]
    for s in SIDES:
        nx, ny = body.neck[s]
        top = (nx - s * 0.7, ny - 2.7)
        front = (x + s * (0.35 + open_by), low - 0.6)
        tip = (x + s * (5.2 + open_by * 0.8), low + reach - 2.2)
        side = (nx + s * 2.0, ny + 2.2)
        fall = paths.arc(tip, side, s * 0.5, -0.2)
        outline = paths.join(paths.arc(top, front, -s * 1.0, 1.0), [tip], fall, paths.arc(side, top, s * 0.3, -0.8))
        inner = [paths.lerp(front, tip, 0.06), paths.shift(tip, -s * 0.25, -0.75), paths.shift(side, -s * 0.7, -0.5)]
        out.append(Piece(outline, tone, lift=0.55, relief=1.3, volume=0.8, stitches=[inner]))
    return out


def placket(top: Point, foot: Point, count: int, width: float = 3.2, tone: str = "main", first: float = 2.2) -> Garment:
    """A buttoned band down the front."""
    half = width / 2
    outline = [(top[0] - half, top[1]), (top[0] + half, top[1]), (foot[0] + half, foot[1]), (foot[0] - half, foot[1])]
    stitch = [[(top[0] + s * (half - 0.45), top[1]), (foot[0] + s * (half - 0.45), foot[1])] for s in SIDES]
    out: Garment = [Piece(outline, tone, lift=0.22, relief=0.7, volume=0.45, stitches=stitch, edge=0.7)]
    gap = (foot[1] - top[1] - first - 5) / max(count - 1, 1)
    for i in range(count):
        y = top[1] + first + gap * i
        t = (y - top[1]) / (foot[1] - top[1])
        out.append(blocks.button((top[0] + (foot[0] - top[0]) * t, y), 0.58))
    return out


def long_sleeves(form: Form, body: blocks.Torso, *, reach: float = 48, cuff: float = 6.4, full: float = 1.2, cap: float = 0.0,
                 band: float = 5.5, tone: str = "main", blouse: float = 1.0) -> list[Piece]:
    out: list[Piece] = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=reach, cuff=cuff if form.flat else cuff * 0.86, full=full, cap=cap, blouse=blouse, fold=0.5, tone=tone)
        a, b = cut.opening
        for t, rise in ((0.3, 9), (0.62, 6)):
            p = paths.lerp(a, b, t)
            q = (p[0] - cut.way[0] * rise, p[1] - cut.way[1] * rise)
            cut.piece.folds += drapery.crease(p, q, 0.3 * s, 0, 1.0, 0.5)
        out.append(cut.piece)
        inset = 0.14
        cut.opening = (paths.lerp(a, b, inset), paths.lerp(a, b, 1 - inset))
        piece = arms.cuff(cut, band, tone, s=s)
        c, e = cut.opening
        for along in (0.5, band - 0.5):
            piece.stitches.append([(p[0] + cut.way[0] * along, p[1] + cut.way[1] * along) for p in (c, e)])
        out.append(piece)
        spot = paths.lerp(c, e, 0.78)
        if not form.back:
            out.append(blocks.button((spot[0] + cut.way[0] * band * 0.5, spot[1] + cut.way[1] * band * 0.5), 0.5))
    return out


def yoke(body: blocks.Torso, form: Form) -> list[list[Point]]:
    """The shoulder seam lines of a shirt, or its back yoke."""
    if form.back:
        a, b = paths.at(body.armhole[-1], 0.42), paths.at(body.armhole[1], 0.42)
        return [paths.arc(a, b, 0, 0.7)]
    return [[paths.shift(body.neck[s], 0, 3.0), paths.shift(body.shoulder[s], -s * 0.6, 2.2)] for s in SIDES]


def shirt(form: Form, *, ease: float = 3.0, length: float = 70.0, drop: float = 1.5, collar: float = 7.5, pockets: Sequence[int] = (1,),
          buttons: int = 6, reach: float = 48.0) -> Garment:
    body = blocks.torso(form, ease=ease, waist=ease + 1.8, hip=ease - 0.5, length=length, drop=drop, shape="round", depth=6.5, neck=-1.4, hem_rise=6.0)
    main = blocks.body_piece(body, form)
    main.stitches += [paths.offset(body.hem, -0.9), *yoke(body, form)]
    main.seams += [body.armhole[-1], body.armhole[1]]
    x, y = body.top
    pieces: Garment = [blocks.inside(form, body), main]
    if form.back:
        main.folds += drapery.crease((x - 1.2, y + 16), (x - 1.0, y + 44), 0, 0, 1.2, 0.4) + drapery.crease((x + 1.4, y + 16), (x + 1.2, y + 40), 0, 0, 1.2, 0.35)
    else:
        main.folds += drapery.crease((x + 7, y + 50), (x + 4, y + 24), 1, 0, 2.4, 0.28) + drapery.crease((x - 9, y + 50), (x - 6, y + 30), -0.6, 0, 2.2, 0.24)
        for s in pockets:
            b = form.breadth
            pieces.append(blocks.pocket(x + s * 9.8 * b - 5.2 * b, y + 12.5, 10.4 * b, 11.6))
        pieces += placket((x, y - 0.6), body.foot, buttons)
    pieces += shirt_collar(form, body, reach=collar)
    return assemble(form, long_sleeves(form, body, reach=reach), pieces)


def loose_shirt(form: Form) -> Garment:
    return shirt(form, ease=6.5, length=74.0, drop=7.0, collar=8.5, pockets=(-1, 1), buttons=6, reach=44)


def puff_blouse(form: Form) -> Garment:
    """A round-collared blouse with full sleeve heads."""
    body = blocks.torso(form, ease=1.0, waist=2.0, hip=1.5, length=59, shape="round", depth=6.0, neck=-1.0, inset=1.6, hem_dip=1.4)
    main = blocks.body_piece(body, form)
    yoke_line = paths.arc(paths.at(body.armhole[-1], 0.66), paths.at(body.armhole[1], 0.66), 0, 0.8)
    main.seams += [yoke_line, body.armhole[-1], body.armhole[1]]
    main.folds += drapery.gathers(yoke_line[1:-1], 15, 16, 4)
    main.stitches.append([paths.shift(p, 0, -1.2) for p in body.hem])
    sleeves = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=27, cuff=7.6 if form.flat else 6.2, full=4.2, cap=3.6, blouse=1.4, fold=0.3)
        edge = [paths.at(body.armhole[s], t / 8) for t in range(6)]
        cut.piece.folds += drapery.gathers([paths.shift(p, s * 0.4, -0.6) for p in edge], 9, 9, 2 + s, dx=s * 4.0)
        a, b = cut.opening
        for t in (0.18, 0.36, 0.52, 0.7, 0.86):
            p = paths.lerp(a, b, t)
            cut.piece.folds += drapery.crease(p, (p[0] - cut.way[0] * (6 + 3 * t) + s * (t - 0.5), p[1] - cut.way[1] * (6 + 3 * t)), 0, 0, 0.8, 0.55)
        sleeves.append(cut.piece)
        cut.opening = (paths.lerp(a, b, 0.12), paths.lerp(a, b, 0.88))
        sleeves.append(arms.cuff(cut, 2.8, s=s))
    x, y = body.top
    pieces: Garment = [blocks.inside(form, body), main]
    if not form.back:
        pieces += placket((x, y - 0.4), body.foot, 7, 2.6)
    return assemble(form, sleeves, [*pieces, *round_collar(form, body)])


def round_collar(form: Form, body: blocks.Torso, reach: float = 6.6, tone: str = "main") -> Garment:
    """A Peter Pan collar."""
    if form.back:
        return shirt_collar(form, body)
    out: Garment = []
    x, low = body.top
    for s in SIDES:
        nx, ny = body.neck[s]
        inner = paths.part(body.neckline, 0.5, 1.0 if s > 0 else 0.0, 10)
        outer = paths.spline([(x + s * 0.3, low), (x + s * 1.4, low + reach * 0.72), (x + s * 5.6, low + reach * 0.62), (nx + s * 4.4, ny + 4.2), (nx + s * 0.8, ny - 0.6)])
        out.append(Piece(paths.join(outer, inner[::-1]), tone, lift=0.5, relief=1.2, volume=0.7, stitches=[paths.offset(outer, -s * 0.5)]))
    return out
