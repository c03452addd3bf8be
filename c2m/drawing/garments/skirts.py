"""Skirts, and the skirt part of dresses."""

from __future__ import annotations

import random

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import blocks
from c2m.drawing.paths import Line, Point
from c2m.drawing.pieces import Fold, Garment, Piece


def panel(form: Form, waist_y: float, hem_y: float, waist: float, hip: float, *, flare: float = 6.0, seed: int = 1, folds: int = 7,
          depth: float = 0.42, gather: int = 0, sag: float = 1.4, wave: float = 1.0, tone: str = "main") -> tuple[Piece, Line]:
    """A skirt from waist to hem; returns it and its hem, left to right. Eases in flat cm."""
    sides: dict[int, Line] = {}
    for s in SIDES:
        points = [form.side(waist_y, s, waist)]
        reach = hem_y - waist_y
        points.append(form.side(waist_y + min(20, reach * 0.45), s, hip))
        if reach > 45:
            x, _ = form.side(waist_y + reach * 0.65, s, hip + flare * 0.55)
            points.append((x, waist_y + reach * 0.65))
        x, _ = form.side(hem_y, s, hip + flare)
        points.append((x, hem_y - 0.4))
        sides[s] = paths.spline(points)
    hem = drapery.waves(sides[-1][-1], sides[1][-1], max(folds - 2, 2), wave, seed, sag) if wave else paths.arc(sides[-1][-1], sides[1][-1], 0, sag)
    top = paths.arc(sides[-1][0], sides[1][0], 0, 0.8)
    outline = paths.join(top, sides[1], hem[::-1], sides[-1][::-1])
    soft = drapery.hanging(top, hem, folds, seed, (0.35, 0.95), 3.2, depth)
    if gather:
        soft += drapery.gathers(top[1:-1], 13, gather, seed + 1, depth=0.42)
    return Piece(outline, tone, folds=soft, stitches=[[paths.shift(p, 0, -1.6) for p in hem]] if not wave else []), hem


def ruffle(edge: Line, height: float, spread: float, count: int, seed: int, tone: str = "main") -> tuple[Piece, Line]:
    """A gathered tier hanging from an edge; returns it and its own hem."""
    a, b = edge[0], edge[-1]
    left, right = (a[0] - spread, a[1] + height), (b[0] + spread, b[1] + height)
    source = random.Random(seed)
    points: list[Point] = [left]
    steps = count * 2
    for i in range(1, steps):
        t = i / steps
        p = paths.at(edge, t)
        x = p[0] + spread * (2 * t - 1) + (source.random() - 0.5) * height * 0.05
        points.append((x, p[1] + height + (0.5 if i % 2 else -0.5) * min(height * 0.12, 1.3) * (0.7 + 0.6 * source.random())))
    points.append(right)
    hem = paths.spline(points, steps=4)
    sides = [paths.arc(b, right, 0.3, 0), paths.arc(left, a, -0.3, 0)]
    outline = paths.join(edge, sides[0], hem[::-1], sides[1])
    folds: list[Fold] = []
    for i in range(1, steps, 2):
        top = paths.at(edge, (i + source.random() - 0.5) / steps)
        rise = 0.55 + 0.4 * source.random()
        folds += drapery.crease(paths.shift(points[i - 1], 0, -0.2), paths.lerp(points[i - 1], top, rise), 0, 0, min(height * 0.12, 1.5), 0.44, root=1.0)
        folds += drapery.crease(paths.shift(top, 0, 0.1), paths.lerp(top, points[i], 0.45), 0, 0, min(height * 0.06, 0.7), 0.5)
    return Piece(outline, tone, folds=folds, lift=0.3, relief=min(height * 0.3, 2.6)), hem


def waistband(form: Form, y: float, width: float, ease: float = 0.4, tone: str = "main", button: bool = False) -> Garment:
    line = paths.arc(form.side(y, -1, ease), form.side(y, 1, ease), 0, 0.9)
    out: Garment = []
    if not form.back:
        behind = paths.arc(line[0], line[-1], 0, -0.7)
        out.append(Piece(paths.join(behind, line[::-1]), tone, dim=0.36, volume=0.3, behind=True))
    out.append(blocks.band(line, width, tone, relief=1.1, lift=0.25,
                           stitches=[[paths.shift(p, 0, 0.45) for p in line], [paths.shift(p, 0, width - 0.4) for p in line]]))
    if button and not form.back:
        x, y0 = paths.at(line, 0.5)
        out.append(blocks.button((x, y0 + width / 2), 0.85))
    return out


def aline_skirt(form: Form) -> Garment:
    skirt, _ = panel(form, 42, 86, 0.4, 2.2, flare=7, seed=3, folds=4, depth=0.32, wave=0.0, sag=2.4)
    x = form.middle(60)
    band = waistband(form, 40, 4.0)
    if form.back:
        skirt.seams.append([(x, 43), (x, 88)])
        return [skirt, *band]
    skirt.stitches += [[(x - 1.5, 44), (x - 1.5, 88.4)], [(x + 1.5, 44), (x + 1.5, 88.4)]]
    skirt.seams += [[(x + 2.0, 44), (x + 2.0, 89)]]
    pieces: Garment = [skirt]
    for s in SIDES:
        b = form.breadth
        pieces.append(blocks.pocket(x + s * 12.2 * b * b - 5.6 * b, 50, 11.2 * b, 12.4, pointed=0.0))
    pieces += band
    pieces += [blocks.button((x, 42 + 6.8 * i), 0.95) for i in range(7)]
    return pieces


def pleated_skirt(form: Form) -> Garment:
    """Knife pleats that open towards the hem."""
    top_y, hem_y, count = 43.0, 104.0, 17
    top = paths.arc(form.side(top_y, -1, 0.4), form.side(top_y, 1, 0.4), 0, 0.8)
    hip = paths.arc(form.side(62, -1, 2.2), form.side(62, 1, 2.2), 0, 1.4)
    low = paths.arc((form.side(hem_y, -1, 9.5)[0], hem_y), (form.side(hem_y, 1, 9.5)[0], hem_y), 0, 2.4)
    teeth: Line = []
    folds: list[Fold] = []
    seams: list[Line] = []
    for i in range(count):
        t0, t1 = i / count, (i + 1) / count
        a, b = paths.at(low, t0), paths.at(low, t1)
        teeth += [paths.shift(a, 0, -0.5), paths.shift(paths.lerp(a, b, 0.86), 0, 0.8), paths.shift(paths.lerp(a, b, 0.98), 0, -0.5)]
        line = paths.spline([paths.at(top, t0), paths.at(hip, t0), a])
        seams.append(line)
        near = paths.spline([paths.at(top, t0 + 0.2 / count), paths.at(hip, t0 + 0.32 / count), paths.lerp(a, b, 0.42)])
        far = paths.spline([paths.at(top, t0 + 0.9 / count), paths.at(hip, t0 + 0.85 / count), paths.lerp(a, b, 0.86)])
        folds.append(Fold(paths.join(line, near[::-1]), 0.62))
        folds.append(Fold(paths.join(paths.between(near, far, 0.35), far[::-1]), -0.34))
    right = paths.spline([top[-1], hip[-1], low[-1]])
    left = paths.spline([top[0], hip[0], low[0]])
    outline = paths.join(top, right, teeth[::-1], left[::-1])
    skirt = Piece(outline, "main", folds=folds, seams=seams, volume=0.8)
    return [skirt, *waistband(form, 40, 4.0)]


def wrap_skirt(form: Form) -> Garment:
    skirt, hem = panel(form, 42, 112, 0.4, 3.2, flare=9, seed=9, folds=7, depth=0.44)
    x = form.middle(50)
    band = waistband(form, 40, 3.6)
    if form.back:
        return [skirt, *band]
    start = (x + 9.0, 42.6)
    foot = paths.at(hem, 0.70)
    edge = paths.spline([start, (x + 9.6, 60), (foot[0] - 3, foot[1] - 24), (foot[0] + 0.5, foot[1] - 6)])
    low = paths.part(hem, 0.0, 0.64, 36)
    left = paths.spline([hem[0], form.side(84, -1, 8.2), form.side(62, -1, 3.2), form.side(42, -1, 0.4)])
    over = Piece(paths.join(edge, [paths.shift(low[-1], 2, -0.6)], low[::-1], left, [start]), "main", lift=0.6,
                 folds=drapery.hanging([form.side(42, -1, 0.4), start], low, 6, 21, (0.4, 0.95), 3.2, 0.44))
    tie = (x + 9.6, 42.0)
    ends: Garment = []
    for dx, long in ((3.0, 26), (-0.5, 21)):
        line = paths.spline([tie, (tie[0] + dx * 0.5 + 1.4, tie[1] + 8), (tie[0] + dx, tie[1] + long)])
        ends.append(Piece(paths.tube(line, [0.7 + 0.9 * i / len(line) for i in range(len(line))], False), "main", lift=0.5, relief=0.7))
    for s in SIDES:
        loop = paths.spline([tie, (tie[0] + s * 3.6, tie[1] - 2.2), (tie[0] + s * 6.4, tie[1] + 0.4), (tie[0] + s * 4.4, tie[1] + 2.6)], closed=True)
        ends.append(Piece(loop, "main", lift=0.4, relief=0.9))
    ends.append(Piece(paths.ellipse(tie, 1.5, 1.7), "main", lift=0.4, relief=0.8))
    return [skirt, over, *band, *ends]
