"""Dresses."""

from __future__ import annotations

from collections.abc import Sequence

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import arms, blocks, coats, shirts
from c2m.drawing.garments.skirts import panel, ruffle
from c2m.drawing.garments.tops import assemble
from c2m.drawing.paths import Line, Point
from c2m.drawing.pieces import Garment, Piece


def straps(form: Form, tops: Sequence[Point], width: float = 0.9, spread: float = 0.0) -> Garment:
    """Straps from the front edge over the shoulders."""
    out: Garment = []
    for s, top in zip(SIDES, tops):
        end = (form.middle(0) + s * (11.0 + spread if form.flat else 10.5 + spread), form.shoulder[s][1] - (3.4 if form.flat else 3.2))
        line = paths.arc(top, end, s * 0.4, 0)
        if form.flat and not form.back:
            behind = paths.arc(end, (top[0] - s * 2.6, top[1] + 3.5), -s * 0.7, 0)
            out.insert(0, Piece(paths.wedge(behind, width, width, width), "plain", dim=0.2, relief=0.4, volume=0.5))
        out.append(Piece(paths.wedge(line, width, width, width), "plain", lift=0.25, relief=0.4, volume=0.7))
    return out


def bodice(form: Form, top_y: float, waist_y: float, ease: float, waist: float, dip: float, half: float, shape: str = "heart") -> tuple[Piece, Line]:
    """A strap bodice from the bust to the waist; returns its piece and top edge."""
    x = form.middle(24)
    left, right = (x - half, top_y), (x + half, top_y)
    edge = blocks.neck_curve(left, right, dip, shape if not form.back else "round")
    unders = {s: form.side(top_y + 7, s, ease - (3.0 if form.flat else 0.0)) for s in SIDES}
    hips = {s: form.side(waist_y, s, waist) for s in SIDES}
    sides = {s: paths.join(paths.arc((x + s * half, top_y), unders[s], -s * 1.0, 1.2), paths.arc(unders[s], hips[s], -s * 0.6, 0)) for s in SIDES}
    hem = paths.arc(hips[-1], hips[1], 0, 0.8)
    piece = Piece(paths.join(edge, sides[1], hem[::-1], sides[-1][::-1]), "main", seams=[])
    for s in SIDES:
        piece.folds += drapery.crease((x + s * 8, waist_y - 1), (x + s * 7, top_y + 8), s * 0.8, 0, 1.6, 0.3)
        piece.stitches.append(paths.arc((x + s * 8.5, waist_y), (x + s * 7.5, waist_y - 10), 0, 0))
    piece.stitches.append([paths.shift(p, 0, 0.8) for p in edge])
    return piece, edge


def slip_dress(form: Form) -> Garment:
    x = form.middle(24)
    half = 13.5 if form.flat else 10.8
    top, edge = bodice(form, 11.0, 41, 0.6, 1.2, 5.0 if not form.back else 9.0, half)
    skirt, _ = panel(form, 40.5, 118, 1.2, 3.0, flare=5.5, seed=5, folds=6, depth=0.42, sag=1.6)
    skirt.folds += drapery.crease((x + 14, 62), (x - 8, 52), 0, 3, 2.6, 0.30) + drapery.crease((x + 12, 50), (x - 10, 44), 0, 2.4, 2.0, 0.28)
    top.folds += drapery.crease((x - 6, 17), (x + 6, 17.5), 0, 3.2, 1.8, 0.34) + drapery.crease((x - 7, 21), (x + 7, 21.5), 0, 3.6, 1.8, 0.26)
    whole = Piece(_weld(form, top, skirt, edge, 41), "main", folds=[*top.folds, *skirt.folds], stitches=[[paths.shift(p, 0, 0.8) for p in edge], *skirt.stitches])
    inner = Piece(paths.join(edge, paths.arc(edge[-1], edge[0], 0, 4.5)), "lining", dim=0.2, volume=0.3, behind=True)
    pieces = [inner, *straps(form, (edge[0], edge[-1]), 0.7, -1.0), whole]
    return pieces


def _weld(form: Form, top: Piece, skirt: Piece, edge: Line, y: float) -> Line:
    """One outline round a bodice and its skirt (a dress without a waist seam)."""
    sides = {s: [p for p in top.outline if (p[0] - form.middle(y)) * s > 0 and p not in edge and p[1] < y] for s in SIDES}
    lower = [p for p in skirt.outline if p[1] > y + 3]
    right = sorted(sides[1], key=lambda p: p[1])
    left = sorted(sides[-1], key=lambda p: -p[1])
    return paths.join(edge, right, lower, left)


def ruffle_dress(form: Form) -> Garment:
    half = 14.0 if form.flat else 11.2
    top, edge = bodice(form, 12.0, 37, 0.4, 0.6, 3.0, half, "square")
    top.folds += drapery.gathers(paths.arc((form.middle(30) - half + 2, 34), (form.middle(30) + half - 2, 34)), -14, 12, 3, depth=0.34)
    skirt, hem = panel(form, 37, 92, 0.6, 4.5, flare=7, seed=8, folds=8, depth=0.42, gather=16)
    frill, low = ruffle(hem, 13, 3.2, 15, 4)
    frill2, _ = ruffle(low, 11, 3.4, 17, 5)
    trim, _ = ruffle(edge, 4.4, 0.7, 17, 6)
    sash = _waistband(form, 36.4, 0.9, 2.6)
    inner = Piece(paths.join(edge, paths.arc(edge[-1], edge[0], 0, 1.0)), "main", dim=0.3, behind=True)
    return [inner, *straps(form, (edge[1], edge[-2]), 1.2), frill2, frill, skirt, top, sash, trim]


def _waistband(form: Form, y: float, ease: float, width: float, tone: str = "plain") -> Piece:
    line = paths.arc(form.side(y, -1, ease), form.side(y, 1, ease), 0, 0.8)
    return blocks.band(line, width, tone, relief=1.0, lift=0.2, stitches=[[paths.shift(p, 0, 0.4) for p in line], [paths.shift(p, 0, width - 0.4) for p in line]])


def sundress(form: Form) -> Garment:
    """Square neck, wide straps, a gathered skirt."""
    body = blocks.torso(form, ease=0.4, waist=0.8, hip=0.8, length=39, shape="square", depth=15, neck=3.6, inset=3.4, underarm=23, hem_dip=0.8)
    main = blocks.body_piece(body, form)
    x = form.middle(20)
    main.stitches.append(paths.offset(body.neckline, 1.0)[1:-1])
    for s in SIDES:
        main.seams.append(paths.arc((x + s * 7.5, 39), (body.armhole[s][-4][0] - s * 0.2, 21), -s * 1.6, 0))
    skirt, _ = panel(form, 38, 104, 0.8, 7.5, flare=12, seed=2, folds=10, depth=0.42, gather=24)
    pieces: Garment = [blocks.inside(form, body), skirt, main, _waistband(form, 38, 0.9, 2.4)]
    if not form.back:
        for i in range(5):
            pieces.append(blocks.button((x, body.top[1] + 2.4 + i * 4.4), 0.6))
    return pieces


def wrap_dress(form: Form) -> Garment:
    body = blocks.torso(form, ease=1.0, waist=0.6, hip=0.6, length=40, shape="v", depth=26, neck=0.6, hem_dip=0.6, drop=0.6)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    sleeves: list[Piece] = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=40, cuff=6.2 if form.flat else 5.0, full=1.4, fold=0.42)
        sleeves.append(cut.piece)
        sleeves.append(_flounce(cut, s))
    x = form.middle(40)
    waist = form.half(40) + 0.6 * form.ease
    skirt, hem = panel(form, 40, 100, 0.6, 4.0, flare=8, seed=4, folds=7, depth=0.42)
    pieces: Garment = [blocks.inside(form, body), skirt]
    if form.back:
        return assemble(form, sleeves, [*pieces, main, *coats.belt(form, 38.4, waist, 3.6, "plain", buckle=False)])
    over = _overskirt(form, hem, x, waist)
    frill = _edge_frill([(x - waist * 0.62, 42), *paths.arc((x - waist * 0.66, 44), over[1], 1.5, 0)], 3)
    pieces += [over[0], frill, main]
    left = paths.part(body.neckline, 0.0, 0.5)
    lap = paths.arc(body.neck[1], (x - waist * 0.55, 39.4), 3.0, 1.2)
    front = Piece(paths.join(lap, paths.arc(lap[-1], body.seam[1][-1], 0, 0.5), body.seam[1][::-1], body.armhole[1][::-1]), "main", lift=0.5, angle=-4,
                  folds=drapery.crease((x + 9, 39), (x + 3, 24), -1.2, 0, 1.8, 0.36) + drapery.crease((x + 3, 39), (x - 1, 29), -0.8, 0, 1.6, 0.32) + drapery.crease((x + 14, 38), (x + 12, 24), -0.6, 0, 1.6, 0.3))
    pieces += [_edge_frill(left, 2, -1), front, _edge_frill(lap, 4)]
    pieces += coats.belt(form, 38.4, waist, 3.4, "plain", buckle=False, tie=True)
    return assemble(form, sleeves, pieces)


def _overskirt(form: Form, hem: Line, x: float, waist: float) -> tuple[Piece, Point]:
    """The upper layer of a wrapped skirt, its free edge falling to the left."""
    a, b = (x - waist * 0.62, 40.0), (x + waist, 40.0)
    low = paths.at(hem, 0.20)
    edge = paths.spline([a, (x - waist * 0.50, 60), (low[0] + 1, low[1] - 14), (low[0] - 1.5, low[1] - 2)])
    foot = paths.part(hem, 0.26, 1.0, 40)
    right = paths.spline([hem[-1], form.side(70, 1, 8), form.side(58, 1, 4.2), b])
    outline = paths.join(edge, [paths.shift(foot[0], -1, 0.8)], foot, right)
    top = [a, b]
    return Piece(outline, "main", lift=0.6, folds=drapery.hanging(top, foot, 7, 12, (0.4, 0.9), 3.2, 0.42)), (low[0] - 1.5, low[1] - 1)


def _edge_frill(line: Line, seed: int, side: int = 1) -> Piece:
    """A narrow frill along a front edge."""
    count = 18
    outer = []
    for i in range(count + 1):
        p = paths.at(line, i / count)
        d = paths.direction(paths.at(line, i / count - 0.03), paths.at(line, i / count + 0.03))
        w = (2.7 + (0.45 if i % 2 else -0.45)) * min(1.0, 0.3 + i / 3, 0.3 + (count - i) / 3)
        outer.append((p[0] - side * abs(d[1]) * w, p[1] + abs(d[0]) * w * 0.6))
    edge = paths.spline(outer, steps=5)
    folds = []
    for i in range(1, count, 2):
        folds += drapery.crease(paths.at(line, i / count), paths.lerp(paths.at(line, i / count), outer[i - 1], 0.9), 0, 0, 0.7, 0.6)
    return Piece(paths.join(line, edge[::-1]), "main", lift=0.5, relief=1.0, folds=folds, volume=0.8)


def _flounce(cut: arms.Sleeve, s: int) -> Piece:
    """A frill at the end of a sleeve."""
    a, b = cut.opening
    d = cut.way
    far = [(p[0] + d[0] * 8.5 + s * w, p[1] + d[1] * 8.5) for p, w in ((a, 2.4), (b, -2.4))]
    hem = drapery.waves(far[0], far[1], 4, 1.5, 3, 0.3)
    folds = drapery.hanging([a, b], hem, 6, 5 + s, (0.7, 1.0), 1.2, 0.5)
    return Piece(paths.join([a], hem, [b]), "main", angle=cut.angle, lift=0.3, relief=1.6, folds=folds)


def tea_dress(form: Form) -> Garment:
    body = blocks.torso(form, ease=1.0, waist=0.8, hip=0.8, length=39, shape="v", depth=15, neck=0.6, hem_dip=0.8)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    x = form.middle(30)
    sleeves: list[Piece] = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=20, cuff=7.6 if form.flat else 6.0, full=1.2, cap=1.6)
        cut.piece.folds += drapery.gathers([paths.shift(paths.at(body.armhole[s], t / 8), s * 0.4, -0.5) for t in range(4)], 7, 6, 3, dx=s * 3)
        sleeves += [cut.piece, arms.cuff(cut, 2.4, s=s)]
    main.folds += drapery.gathers(paths.arc((x - 11, 39), (x + 11, 39)), -9, 12, 5, depth=0.36)
    skirt, _ = panel(form, 38.4, 108, 0.8, 5.0, flare=10, seed=6, folds=9, depth=0.44)
    pieces: Garment = [blocks.inside(form, body), skirt, main]
    if not form.back:
        pieces += [blocks.button((x, y), 0.6) for y in (18, 22.6, 27.2, 31.8)]
        main.seams.append([(x, body.top[1]), (x, 39)])
        skirt.folds += drapery.crease((x + 1.4, 108), (x + 1.0, 42), 0, 0, 1.2, 0.4)
    collar = [] if form.back else shirts.round_collar(form, body, 6.0, "second")
    return assemble(form, sleeves, [*pieces, _waistband(form, 38, 0.9, 2.6, "main"), *collar])


def shirt_dress(form: Form) -> Garment:
    body = blocks.torso(form, ease=3.5, waist=1.0, hip=4.0, length=108, drop=2.5, shape="round", depth=6.5, neck=-1.2, hem_dip=1.2, flare=6)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    main.folds += drapery.hanging([form.side(42, s, 1.0) for s in SIDES], body.hem, 7, 7, (0.4, 0.92), 3.2, 0.42)
    span = [form.side(41, -1, -1), form.side(41, 1, -1)]
    main.folds += drapery.gathers(span, -10, 12, 6, depth=0.36) + drapery.gathers([paths.shift(p, 0, 4) for p in span], 12, 13, 8, depth=0.38)
    main.stitches += [[paths.shift(p, 0, -2.0) for p in body.hem], *shirts.yoke(body, form)]
    x, y = body.top
    pieces: Garment = [blocks.inside(form, body), main]
    half = form.half(42) + 1.2 * form.ease
    sleeves = shirts.long_sleeves(form, body, reach=36, cuff=7.0, band=4.0)
    if not form.back:
        pieces += shirts.placket((x, y - 0.6), body.foot, 9)
        pieces.append(blocks.pocket(x + 4.4, 15, 10, 11))
    pieces += coats.belt(form, 41, half, 3.6, "plain", buckle=False, tie=True)
    return assemble(form, sleeves, [*pieces, *shirts.shirt_collar(form, body)])


def tier_dress(form: Form) -> Garment:
    """Three gathered tiers and puffed sleeves."""
    body = blocks.torso(form, ease=1.4, waist=3.0, hip=3.0, length=34, shape="square", depth=11, neck=3.0, inset=2.0, hem_dip=0.8)
    main = blocks.body_piece(body, form)
    sleeves: list[Piece] = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=17, cuff=7.0 if form.flat else 5.6, full=4.2, cap=3.6, blouse=1.2, fold=0.3)
        a, b = cut.opening
        for t in (0.2, 0.4, 0.6, 0.8):
            p = paths.lerp(a, b, t)
            cut.piece.folds += drapery.crease(p, (p[0] - cut.way[0] * 6, p[1] - cut.way[1] * 6), 0, 0, 0.8, 0.5)
        sleeves.append(cut.piece)
        cut.opening = (paths.lerp(a, b, 0.14), paths.lerp(a, b, 0.86))
        sleeves.append(arms.cuff(cut, 2.0, s=s))
    first, hem1 = panel(form, 33.4, 56, 3.0, 6.5, flare=0.5, seed=3, folds=5, depth=0.36, gather=20)
    second, hem2 = ruffle(hem1, 24, 3.2, 13, 7)
    third, _ = ruffle(hem2, 27, 3.4, 15, 8)
    return assemble(form, sleeves, [blocks.inside(form, body), third, second, first, main])
