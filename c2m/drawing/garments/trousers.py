"""Trousers, shorts and the jumpsuit."""

from __future__ import annotations

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import blocks, coats, shirts
from c2m.drawing.garments.skirts import waistband
from c2m.drawing.garments.tops import assemble
from c2m.drawing.paths import Line
from c2m.drawing.pieces import Fold, Garment, Piece


def leg(form: Form, s: int, *, top: float, waist: float, hip: float, knee: float, hem: float, end: float = 1.0,
        crease: bool = False, turn_up: float = 0.0, tone: str = "main") -> tuple[Piece, Line, Line]:
    """One trouser leg with its half of the seat. knee and hem are half widths (cm, flat);
    end is the share of the leg covered. Returns the piece, its hem and the middle line."""
    x = form.middle(top)
    crotch = form.crotch
    hip_pt, knee_pt, ankle = form.leg(s)
    seat = form.side(crotch[1] + 2, s, hip)
    spine = paths.spline([((seat[0] + crotch[0]) / 2, hip_pt[1]), knee_pt, ankle], steps=10)
    k = form.ease if not form.flat else 1.0
    knee_w = form.calf * 1.12 + (knee - 10.0) * k if not form.flat else knee
    hem_w = max(form.calf * 0.9 + (hem - 8.5) * k, 4.2) if not form.flat else hem
    outer = [form.side(top, s, waist), form.side(min(60, crotch[1] - 6), s, hip), seat]
    inner = [(crotch[0], crotch[1])]
    for t in (0.28, 0.52, 0.78, 1.0):
        share = t * end
        p = paths.at(spine, share)
        d = paths.direction(paths.at(spine, max(share - 0.05, 0)), paths.at(spine, min(share + 0.05, 1)))
        start = abs(outer[2][0] - crotch[0]) / 2
        width = start + (knee_w - start) * min(share / 0.52, 1.0) if share < 0.52 else knee_w + (hem_w - knee_w) * (share - 0.52) / 0.48
        outer.append((p[0] + s * d[1] * width, p[1] - s * d[0] * width))
        inner.append((p[0] - s * d[1] * width, p[1] + s * d[0] * width))
    foot = paths.arc(outer[-1], inner[-1], 0, 0.5)
    fork = paths.arc((x, top + 0.6), crotch, 0, 0)
    right, left = paths.spline(outer), paths.spline(inner)
    outline = paths.join([(x, top + 0.6)], right, foot, left[::-1], fork[::-1])
    low = paths.at(foot, 0.5)
    mid = paths.spline([((outer[0][0] + x) / 2, top + 2), paths.at(spine, 0.25), paths.at(spine, 0.52 * end), low])
    folds = _pulls(s, crotch, outer, 0.6 if form.flat else 0.75)
    if end > 0.6:
        folds += _knee(s, paths.at(spine, 0.52), low, knee_w, hem_w)
    piece = Piece(outline, tone, folds=folds, relief=3.4)
    if crease:
        piece.folds += [*_pressed(mid)]
    if not turn_up:
        piece.stitches.append([paths.shift(p, 0, -1.8) for p in foot])
    return piece, foot, mid


def _pulls(s: int, crotch: paths.Point, outer: Line, depth: float) -> list[Fold]:
    """The drags that run from the crotch to the hip."""
    folds = drapery.crease(paths.shift(crotch, s * 0.6, 0.6), (outer[1][0] - s * 4.5, outer[1][1] - 3), 0, 0.6, 1.5, 0.26 * depth, 0.4)
    return folds + drapery.crease(paths.shift(crotch, s * 0.8, 3.0), (outer[2][0] - s * 4.0, outer[2][1] + 3.5), 0, 1.4, 1.6, 0.24 * depth, 0.4)


def _knee(s: int, knee: paths.Point, low: paths.Point, width: float, hem: float) -> list[Fold]:
    """Soft breaks at the knee and what falls from them to the hem."""
    x, y = knee
    folds = drapery.crease((x - s * width * 0.8, y + 1), (x + s * width * 0.2, y - 1.5), 0, 1.0, 1.6, 0.18)
    folds += drapery.crease((x + s * width * 0.85, y + 4), (x - s * width * 0.1, y + 2), 0, 1.2, 1.5, 0.16)
    folds += drapery.crease(paths.shift(low, -s * hem * 0.45, 0), (x - s * width * 0.30, y + 9), 0, 0, 2.4, 0.34, root=1.0)
    return folds + drapery.crease(paths.shift(low, s * hem * 0.5, 0), (x + s * width * 0.45, y + 14), 0, 0, 2.0, 0.3, root=1.0)


def _pressed(mid: Line) -> list:
    """The ironed line down the front of a trouser leg."""
    line = paths.part(mid, 0.16, 0.99, 24)
    return drapery.crease(line[-1], line[0], 0, 0, 0.9, 0.6, 0.9, root=1.0) if len(line) < 4 else [
        *(_stroke(line, 0.9, 0.55)), *(_stroke(paths.offset(line, 1.1), 0.9, -0.5))]


def _stroke(line: Line, width: float, depth: float) -> list:
    return [Fold(paths.wedge(line, 0.2, width, width), depth)]


def _fly(x: float, top: float, crotch_y: float) -> Line:
    return [(x + 3.0, top), (x + 3.0, top + (crotch_y - top) * 0.58), *paths.arc((x + 3.0, top + (crotch_y - top) * 0.58), (x + 0.2, top + (crotch_y - top) * 0.80), 0.5, 0.8)]


def _jeans(form: Form, knee: float, hem: float, hip: float, turn_up: float = 0.0, end: float = 1.0) -> Garment:
    top = 41.0
    pieces: Garment = []
    x = form.middle(top)
    for s in (1, -1):
        piece, foot, mid = leg(form, s, top=top, waist=0.2, hip=hip, knee=knee, hem=hem, end=end)
        side = form.side(50, s, hip * 0.6)
        if form.back:
            piece.seams.append(paths.arc((x, top + 7), (side[0], top + 5), 0, 0.4))
        else:
            line = paths.arc((x + s * form.half(top) * 0.52, top + 0.5), (side[0], 53), -s * 2.4, 2.6)
            piece.seams.append(line)
            piece.stitches += [[paths.shift(p, -s * 0.5, 0.6) for p in line], [paths.shift(p, -s * 0.9, 1.1) for p in line]]
        kx, ky = paths.at(mid, 0.42)
        piece.folds.append(Fold(paths.ellipse((kx, ky - 2), knee * 0.55, 24), -0.16))
        piece.stitches.append([paths.shift(p, -s * 1.0, 0) for p in paths.part(piece.outline[1:26], 0.1, 0.95)])
        pieces.append(piece)
        if turn_up:
            pieces.append(blocks.band([paths.shift(p, 0, -turn_up) for p in (foot if s < 0 else foot[::-1])], turn_up + 0.3, "main", -0.3, dim=-0.12, lift=0.3))
    if form.back:
        for s in SIDES:
            px = x + s * form.half(60) * 0.5
            pieces.append(blocks.pocket(px - 6.4 * form.breadth, 50, 12.8 * form.breadth, 13, pointed=2.2))
    else:
        pieces[0].stitches += [_fly(x, top, form.crotch[1]), [paths.shift(p, -0.7, 0) for p in _fly(x, top, form.crotch[1])]]
    return [*pieces, *_jeans_band(form, x, top)]


def _jeans_band(form: Form, x: float, top: float) -> Garment:
    out: Garment = waistband(form, top - 3.2, 3.9, 0.2)
    half = form.half(top)
    for t in (-0.72, -0.34, 0.34, 0.72):
        px = x + t * half
        out.append(Piece([(px - 0.6, top - 3.4), (px + 0.6, top - 3.4), (px + 0.6, top + 1.8), (px - 0.6, top + 1.8)], "main", lift=0.25, relief=0.4, volume=0.7))
    if not form.back:
        out.append(blocks.button((x, top - 0.5), 0.95, "metal"))
    else:
        out.append(Piece([(x + 5.5, top - 2.6), (x + 11.5, top - 2.6), (x + 11.5, top + 1.4), (x + 5.5, top + 1.4)], "leather", lift=0.2, relief=0.5))
    return out


def jeans(form: Form) -> Garment:
    return _jeans(form, knee=10.6, hem=10.2, hip=0.6, turn_up=3.6, end=0.97)


def wide_jeans(form: Form) -> Garment:
    return _jeans(form, knee=13.6, hem=16.2, hip=1.2)


def wide_trousers(form: Form, top: float = 41.0) -> Garment:
    pieces: Garment = []
    x = form.middle(top)
    for s in (1, -1):
        piece, _, _ = leg(form, s, top=top, waist=0.4, hip=2.2, knee=14.4, hem=16.4, crease=True)
        if not form.back:
            piece.seams.append(paths.arc((x + s * form.half(top) * 0.82, top + 1), (form.side(58, s, 2.0)[0] - s * 0.6, 58), 0, 0))
            for t in (0.42, 0.58):
                a = (x + s * form.half(top) * t, top + 0.6)
                piece.folds += drapery.crease(a, (a[0] + s * 1.2, a[1] + 17), 0, 0, 1.3, 0.6, root=1.0)
        pieces.append(piece)
    if not form.back:
        pieces[0].stitches.append(_fly(x, top, form.crotch[1]))
    return [*pieces, *waistband(form, top - 3.4, 4.2, 0.4, button=True)]


def shorts(form: Form) -> Garment:
    pieces: Garment = []
    top, x = 41.0, form.middle(41)
    for s in (1, -1):
        piece, foot, _ = leg(form, s, top=top, waist=0.4, hip=3.0, knee=14.5 if form.flat else 12.5, hem=14, end=0.33, turn_up=3)
        if not form.back:
            piece.seams.append(paths.arc((x + s * form.half(top) * 0.80, top + 1), (form.side(56, s, 3.0)[0] - s * 0.4, 56), 0, 0))
            for t in (0.36, 0.56):
                a = (x + s * form.half(top) * t, top + 0.6)
                piece.folds += drapery.crease(a, (a[0] + s * 1.4, a[1] + 20), 0, 0, 1.4, 0.6, root=1.0)
        pieces.append(piece)
        edge = foot if s < 0 else foot[::-1]
        pieces.append(blocks.band([paths.shift(p, 0, -3.0) for p in edge], 3.6, "main", -0.2, lift=0.3))
    if not form.back:
        pieces[0].stitches.append(_fly(x, top, form.crotch[1]))
    belt = coats.belt(form, 38.4, form.half(40) + 0.6 * form.ease, 3.2, "main", buckle=False, tie=True)
    return [*pieces, *waistband(form, 37.8, 4.0, 0.6), *belt]


def jumpsuit(form: Form) -> Garment:
    pieces: Garment = []
    top, x = 42.0, form.middle(42)
    for s in (1, -1):
        piece, _, _ = leg(form, s, top=top, waist=1.6, hip=3.4, knee=12.8, hem=11.6, end=0.95)
        if not form.back:
            piece.seams.append(paths.arc((x + s * form.half(top) * 0.8, top + 3), (form.side(60, s, 3.2)[0] - s * 0.4, 60), 0, 0))
        pieces.append(piece)
    body = blocks.torso(form, ease=3.6, waist=1.8, hip=1.8, length=43, drop=3.0, shape="round", depth=6.5, neck=-1.0, hem_dip=0.6)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    main.stitches += shirts.yoke(body, form)
    span = paths.arc(form.side(41, -1, 0), form.side(41, 1, 0))
    main.folds += drapery.gathers(span, -11, 12, 6, depth=0.36)
    y = body.top[1]
    upper: Garment = [blocks.inside(form, body), main]
    if not form.back:
        b = form.breadth
        upper += [blocks.pocket(x + s * 10.2 * b - 5.6 * b, 15.5, 11.2 * b, 11.4, pointed=0.0) for s in SIDES]
        upper += [coats.flap(x + s * 10.2 * b - 6.0 * b, 14.6, 12.0 * b, 4.0) for s in SIDES]
        upper += shirts.placket((x, y - 0.6), (x, 62), 7)
    upper += coats.belt(form, 40.4, form.half(42) + 1.8 * form.ease, 4.0, "main")
    sleeves = shirts.long_sleeves(form, body, reach=30, cuff=7.6, band=4.4, blouse=0.4)
    return [*pieces, *assemble(form, sleeves, [*upper, *shirts.shirt_collar(form, body, reach=8.2)])]
