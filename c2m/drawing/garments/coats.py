"""Jackets and coats."""

from __future__ import annotations

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import arms, blocks
from c2m.drawing.garments.shirts import shirt
from c2m.drawing.garments.tops import assemble
from c2m.drawing.paths import Point
from c2m.drawing.pieces import Garment, Piece


def plain_sleeves(form: Form, body: blocks.Torso, *, reach: float = 53, cuff: float = 7.4, full: float = 0.8, buttons: int = 0,
                  strap: bool = False, tone: str = "main") -> list[Piece]:
    """Tailored sleeves: a seam down the back of the arm, buttons or a strap at the wrist."""
    out: list[Piece] = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=reach, cuff=cuff if form.flat else cuff * 0.84, full=full, fold=0.45, tone=tone)
        a, b = cut.opening
        d = cut.way
        cut.piece.stitches.append([(p[0] - d[0] * 3.2, p[1] - d[1] * 3.2) for p in (a, b)])
        out.append(cut.piece)
        spot = paths.lerp(a, b, 0.16)
        for i in range(buttons):
            out.append(blocks.button((spot[0] - d[0] * (2.2 + i * 1.7), spot[1] - d[1] * (2.2 + i * 1.7)), 0.62))
        if strap:
            low, high = 6.0, 9.0
            outline = [(p[0] - d[0] * h, p[1] - d[1] * h) for p, h in ((a, low), (b, low), (b, high), (a, high))]
            out.append(Piece(outline, tone, angle=cut.angle, lift=0.3, relief=0.8, volume=0.7))
    return out


def lapels(body: blocks.Torso, form: Form, *, low: Point, width: float = 8.0, notch: float = 0.42, collar: float = 4.0, tone: str = "main",
           peak: float = 0.0) -> Garment:
    """Notched lapels from the neck down to the break point low, right over left."""
    out: Garment = []
    if form.back:
        (lx, ly), (rx, ry) = body.neck[-1], body.neck[1]
        return [Piece([(lx - 1.4, ly + 1.2), *paths.arc((lx + 0.4, ly - 2.2), (rx - 0.4, ry - 2.2), 0, -0.6), (rx + 1.4, ry + 1.2),
                       *paths.arc((rx + 1.4, ry + 1.6), (lx - 1.4, ly + 1.6), 0, 2.2)], tone, lift=0.5, relief=1.5)]
    (lx, ly), (rx, ry) = body.neck[-1], body.neck[1]
    out.append(Piece([(lx - 0.6, ly + 1.0), *paths.arc((lx + 0.9, ly - 3.6), (rx - 0.9, ry - 3.6), 0, -0.8), (rx + 0.6, ry + 1.0),
                      *paths.arc((rx, ry + 1.0), (lx, ly + 1.0), 0, 1.4)], tone, dim=0.16, relief=1.4, volume=0.6, behind=True))
    for s in (1, -1):
        nx, ny = body.neck[s]
        roll = paths.arc((nx - s * 0.4, ny - 1.0), low, s * 0.4, 0.6)
        level = paths.at(roll, notch)
        tip = (level[0] + s * width * 1.05, level[1] - 1.6 - peak)
        gorge = (level[0] + s * width * 0.62, level[1] - 2.4)
        edge = paths.arc(tip, low, s * 1.6, 0.4)
        lapel = paths.join([paths.at(roll, 0.16)], [gorge, tip], edge, paths.part(roll, 1.0, 0.16))
        fall = [*paths.arc((nx - s * 1.0, ny - 3.4), (nx + s * 2.6, ny + 1.6), s * 0.9, -0.9), (gorge[0] + s * collar * 0.34, gorge[1] - collar * 0.62),
                paths.shift(gorge, -s * 0.2, 0.3), paths.at(roll, 0.20), paths.at(roll, 0.04)]
        out.append(Piece(lapel, tone, angle=-s * 12, lift=0.6, relief=1.6, volume=0.8, stitches=[paths.offset(edge, 0.6 * s)]))
        out.append(Piece(fall, tone, angle=-s * 24, lift=0.45, relief=1.3, volume=0.8))
    return out


def _v_body(form: Form, low: float, **cut: float) -> blocks.Torso:
    return blocks.torso(form, shape="v", depth=low, neck=0.6, **cut)  # type: ignore[arg-type]


def flap(x: float, y: float, width: float, height: float, slope: float = 0.0, tone: str = "main") -> Piece:
    outline = [(x, y), (x + width, y + slope), *paths.arc((x + width, y + slope + height - 0.8), (x + width - 1.2, y + slope + height), 0.2, 0.2, 4),
               *paths.arc((x + 1.2, y + height), (x, y + height - 0.8), -0.2, 0.2, 4)]
    return Piece(outline, tone, lift=0.4, relief=0.9, volume=0.6, stitches=[[(x + 0.5, y + height - 0.7), (x + width - 0.5, y + slope + height - 0.7)]])


def blazer(form: Form) -> Garment:
    body = _v_body(form, 36, ease=2.6, waist=2.6, hip=2.2, length=72, drop=1.0, inset=-0.8, hem_dip=1.0, underarm=22)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    x, low = body.top
    b = form.breadth
    for s in SIDES:
        main.seams.append(paths.arc((x + s * 11.5 * b, 27), (x + s * 12.5 * b, 56), -s * 0.8, 0))
    pieces: Garment = [blocks.inside(form, body, "lining", 1.2), main]
    if form.back:
        main.seams = [body.armhole[-1], body.armhole[1], [(x, 3), (x, 72)]]
        return assemble(form, plain_sleeves(form, body, buttons=3), [*pieces, *lapels(body, form, low=body.top)])
    foot = body.foot
    main.seams.append(paths.join([(x + 0.6, low)], paths.arc((x + 0.8, low + 4), (x + 0.4, foot[1] - 6), 0.5, 0), paths.arc((x + 0.4, foot[1] - 6), (x - 5, foot[1] + 0.5), 0.6, 0.8)))
    main.folds += drapery.crease((x + 1.6, foot[1]), (x + 1.4, low + 4), 0.3, 0, 1.0, 0.4)
    for s in SIDES:
        pieces.append(flap(x + s * 12.5 * b - 6.2 * b, 54, 12.4 * b, 4.4, s * 0.6))
    pieces.append(Piece([(x + 7.4 * b, 24.6), (x + 15.0 * b, 23.6), (x + 15.2 * b, 25.6), (x + 7.6 * b, 26.6)], "main", relief=0.6, volume=0.5, lift=0.2))
    pieces += lapels(body, form, low=(x, low + 0.4), width=9.4)
    pieces += [blocks.button((x - 0.2, low + 2.6), 1.0), blocks.button((x - 0.2, low + 12.0), 1.0)]
    return assemble(form, plain_sleeves(form, body, buttons=3), pieces)


def belt(form: Form, y: float, half: float, width: float = 4.2, tone: str = "main", buckle: bool = True, tie: bool = False) -> Garment:
    """A belt round the waist, with a buckle or knotted."""
    x = form.middle(y)
    left, right = (x - half, y), (x + half, y)
    upper = paths.arc(left, right, 0, 0.8)
    out: Garment = [Piece(paths.join(upper, [paths.shift(p, 0, width) for p in upper[::-1]]), tone, lift=0.5, relief=1.2, volume=0.8,
                          stitches=[[paths.shift(p, 0, 0.5) for p in upper], [paths.shift(p, 0, width - 0.5) for p in upper]])]
    if form.back:
        return out
    c = (x - 1.0, y + 0.8 + width / 2)
    if buckle:
        out.append(Piece([(c[0] - 3.2, c[1] - 3.0), (c[0] + 3.2, c[1] - 3.0), (c[0] + 3.2, c[1] + 3.0), (c[0] - 3.2, c[1] + 3.0)], "leather", lift=0.4, relief=0.6))
        out.append(Piece([(c[0] - 1.9, c[1] - 1.8), (c[0] + 1.9, c[1] - 1.8), (c[0] + 1.9, c[1] + 1.8), (c[0] - 1.9, c[1] + 1.8)], tone, dim=0.08, volume=0.3))
    if tie:
        for s, long in ((1, 19), (-1, 15)):
            line = paths.spline([c, (c[0] + s * 2.6, c[1] + 5), (c[0] + s * 2.2, c[1] + long * 0.6), (c[0] + s * 3.6, c[1] + long)])
            out.append(Piece(paths.tube(line, [1.1 + 0.5 * i / len(line) for i in range(len(line))], False), tone, lift=0.5, relief=0.8, angle=-s * 8))
        for s in SIDES:
            loop = paths.spline([c, (c[0] + s * 3.4, c[1] - 2.4), (c[0] + s * 6.2, c[1] - 0.4), (c[0] + s * 4.6, c[1] + 2.2)], closed=True)
            out.append(Piece(loop, tone, lift=0.4, relief=0.9, angle=s * 60))
        out.append(Piece(paths.ellipse(c, 1.5, 1.7), tone, lift=0.4, relief=0.8))
    return out


def trench(form: Form) -> Garment:
    body = _v_body(form, 15, ease=3.0, waist=0.5, hip=3.5, length=106, drop=1.0, hem_dip=1.6, flare=6.5, underarm=23)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    waist = [form.side(42, s, 1.5) for s in SIDES]
    main.folds += drapery.hanging(waist, body.hem, 7, 9, (0.4, 0.95), 3.4, 0.42)
    main.folds += drapery.gathers([form.side(41, -1, 0), form.side(41, 1, 0)], -9, 9, 6, depth=0.32)
    main.folds += drapery.gathers([form.side(47, -1, 0), form.side(47, 1, 0)], 11, 10, 8, depth=0.34)
    main.stitches.append([paths.shift(p, 0, -2.0) for p in body.hem])
    x, low = body.top
    pieces: Garment = [blocks.inside(form, body, "lining", 1.2), main]
    half = form.half(42) + 1.4 * form.ease
    sleeves = plain_sleeves(form, body, reach=54, cuff=8.0, strap=True)
    if form.back:
        cape = paths.join(paths.arc(body.neck[-1], body.neck[1], 0, 1.5), [body.shoulder[1]], paths.part(body.armhole[1], 0, 0.75), paths.arc(paths.at(body.armhole[1], 0.75), paths.at(body.armhole[-1], 0.75), 0, 4.5), paths.part(body.armhole[-1], 0.75, 0))
        return assemble(form, sleeves, [*pieces, Piece(cape, "main", lift=0.6, relief=2), *belt(form, 42, half, buckle=False), *lapels(body, form, low=body.top)])
    edge = x + 6.5
    main.seams.append([(edge, low + 6), (edge - 0.6, 60), (edge, body.foot[1] + 1)])
    main.stitches.append([(edge - 1.0, low + 8), (edge - 1.6, 60), (edge - 1.0, body.foot[1])])
    main.folds += drapery.crease((edge + 1.0, body.foot[1]), (edge + 0.6, 48), 0.2, 0, 1.3, 0.5, 0)
    storm = paths.join([body.neck[-1]], paths.part(body.armhole[-1], 0, 0.8), paths.arc(paths.at(body.armhole[-1], 0.8), (x - 3.0, low + 8), 0, 2.8))
    pieces.append(Piece(storm, "main", lift=0.5, relief=1.6, volume=0.7))
    pieces += lapels(body, form, low=(x + 1.5, low + 9), width=9.5, notch=0.34, collar=5.5)
    for y in (low + 15, low + 26, 61, 74):
        for s in SIDES:
            pieces.append(blocks.button((x + s * 4.6 - 0.4, y), 1.05))
    pieces += belt(form, 42, half)
    for s in SIDES:
        a = (x + s * 14.5 * form.breadth, 55)
        pieces.append(Piece([(a[0] - 1.6, a[1]), (a[0] + 1.6, a[1] - s * 0.4), (a[0] + 1.6 + s * 2.4, a[1] + 15), (a[0] - 1.6 + s * 2.4, a[1] + 15)], "main", lift=0.35, relief=0.8, volume=0.6))
    return assemble(form, sleeves, pieces)


def coat(form: Form) -> Garment:
    """A cocoon coat, one big button."""
    body = _v_body(form, 30, ease=6.0, waist=9.0, hip=7.5, length=100, drop=5.0, hem_dip=1.6, flare=-2.5, underarm=25)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    x, low = body.top
    main.folds += drapery.hanging([form.side(45, s, 5) for s in SIDES], body.hem, 5, 2, (0.4, 0.9), 4.5, 0.4)
    pieces: Garment = [blocks.inside(form, body, "lining", 1.2), main]
    sleeves = plain_sleeves(form, body, reach=54, cuff=8.6, full=1.6)
    if form.back:
        main.seams.append([(x, 3), (x, 97)])
        return assemble(form, sleeves, [*pieces, *lapels(body, form, low=body.top)])
    edge = x + 2.6
    main.seams.append([(edge - 1.2, low + 2), (edge, 60), (edge, body.foot[1] + 1.2)])
    main.folds += drapery.crease((edge + 0.9, body.foot[1]), (edge + 0.4, low + 8), 0.2, 0, 1.4, 0.5, 0)
    for s in SIDES:
        b = form.breadth
        pieces.append(blocks.pocket(x + s * 15.5 * b * b - 7.5 * b, 58, 15 * b, 17, pointed=0.0))
    pieces += lapels(body, form, low=(x + 0.6, low + 1.0), width=9.5, notch=0.36, collar=5.0)
    pieces += [blocks.button((x + 0.2, low + 5.5), 1.6), blocks.button((x + 0.2, low + 20), 1.6)]
    return assemble(form, sleeves, pieces)


def tweed_jacket(form: Form) -> Garment:
    """Collarless, edged with braid."""
    body = blocks.torso(form, ease=2.4, waist=3.2, hip=2.4, length=53, shape="round", depth=8.5, neck=-0.2, hem_dip=0.6)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    x, y = body.top
    foot = body.foot
    pieces: Garment = [blocks.inside(form, body, "lining"), main]
    sleeves = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=46, cuff=7.0 if form.flat else 5.8, full=0.4, fold=0.4)
        sleeves += [cut.piece, arms.cuff(cut, 1.8, "second", s=s)]
    braid = [blocks.band([paths.shift(p, 0, -1.6) for p in body.hem], 1.8, "second", 0, lift=0.2), blocks.neck_band(body, 1.8, "second")]
    if form.back:
        return assemble(form, sleeves, [*pieces, *braid])
    pieces.append(Piece([(x - 0.9, y), (x + 0.9, y), (x + 0.9, foot[1]), (x - 0.9, foot[1])], "second", lift=0.2, relief=0.6, volume=0.5))
    for s in SIDES:
        for top, wide in ((22.5, 9.5), (39, 11.5)):
            wide *= form.breadth
            left = x + s * 11.6 * form.breadth ** 2 - wide / 2
            pieces.append(blocks.pocket(left, top, wide, wide * 0.78, pointed=0, stitches=[]))
            pieces.append(Piece([(left, top), (left + wide, top), (left + wide, top + 1.6), (left, top + 1.6)], "second", lift=0.2, relief=0.5, volume=0.5))
            pieces.append(blocks.button((left + wide / 2, top + 3.0), 0.7, "metal"))
    for i in range(5):
        pieces.append(blocks.button((x, y + 3 + (foot[1] - y - 7) * i / 4), 0.8, "metal"))
    return assemble(form, sleeves, [*pieces, *braid])


def overshirt(form: Form) -> Garment:
    """A heavy checked shirt worn as a jacket."""
    return shirt(form, ease=6.0, length=72.0, drop=6.0, collar=9.0, pockets=(-1, 1), buttons=6, reach=45)
