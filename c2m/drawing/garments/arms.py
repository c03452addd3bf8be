"""Sleeves and cuffs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from c2m.drawing import drapery, paths
from c2m.drawing.forms import Form
from c2m.drawing.garments.blocks import Torso, arm_top
from c2m.drawing.paths import Line, Point
from c2m.drawing.pieces import Fold, Piece

ARM = 54.0   # shoulder to wrist, the arm that sleeve lengths are given for


@dataclass
class Sleeve:
    piece: Piece
    opening: tuple[Point, Point]   # outer and inner end of the cuff edge
    way: Point                     # direction of the arm at the cuff
    angle: float                   # grain of the lower arm


@dataclass
class _Tube:
    """How wide a sleeve is along the arm."""

    base: float    # half the armhole
    cuff: float
    full: float
    cap: float
    flat: bool

    def outer(self, t: float) -> float:
        root = self.base * (0.70 if self.flat else 0.56)
        return root + (self.cuff - root) * t ** 0.9 + self.swing(t) + self.cap * max(0.0, 1 - t * 1.6)

    def inner(self, t: float) -> float:
        root = self.base * (0.92 if self.flat else 0.74)
        return root + (self.cuff - root) * t ** 0.75 + self.swing(t)

    def swing(self, t: float) -> float:
        return self.full * (1.0 if self.flat else 0.7) * math.sin(math.pi * min(t, 0.96) ** 1.4)


def sleeve(form: Form, s: int, body: Torso, *, reach: float, cuff: float, full: float = 0.0, tone: str = "main",
           cap: float = 0.0, fold: float = 0.4, blouse: float = 0.0) -> Sleeve:
    """A set-in sleeve. reach is centimetres along an arm of ARM, cuff its half width there;
    full widens the middle, cap puffs the head, blouse lets cloth hang over the cuff."""
    arm = form.arm(s)
    arm[0] = paths.lerp(body.shoulder[s], body.underarm[s], 0.36) if form.flat else arm_top(form, s)
    spine = paths.spline(arm, steps=10)
    share = min(reach / ARM, 1.0)
    elbow = paths.distance(arm[0], arm[1]) / paths.length(spine)
    bent = share > elbow and _dot(paths.direction(arm[0], arm[1]), paths.direction(arm[1], arm[2])) < 0.1
    stops = (0.22, 0.5, 0.8, 1.0) if reach > 30 else (0.5, 1.0)
    if bent:
        stops = tuple(elbow * t / share for t in (0.25, 0.6, 0.94))
    tube = _Tube(paths.distance(body.shoulder[s], body.underarm[s]) * 0.5, cuff, full, cap, form.flat)
    outer, inner = _edges(form, s, body, spine, share, stops, tube, bent)
    fore: list[Line] = []
    if bent:
        run, ends = _forearm(s, arm, (share - elbow) / (1 - elbow), cuff)
        width = (tube.base * 0.74 + cuff) / 2 + full * 0.7
        fore = [paths.tube(run, [(width + (cuff - width) * i / 8) * (0.72, 0.94, 1.0)[min(i, 2)] for i in range(9)])]
        way, bulge = paths.direction(arm[1], arm[2]), (0.0, 3.0)
    else:
        end = paths.at(spine, share)
        way = paths.direction(paths.at(spine, max(share - 0.05, 0)), end)
        ends, bulge = (outer[-1], inner[-1]), (way[0] * (0.5 + blouse), way[1] * (0.5 + blouse))
    hole = body.armhole[s] if form.flat else paths.part(body.armhole[s], 0.0, 0.86)
    outline = paths.join(paths.spline(outer), paths.arc(outer[-1], inner[-1], *bulge), paths.spline(inner)[::-1], hole[::-1])
    angle = math.degrees(math.atan2(-way[0], way[1]))
    piece = Piece(outline, tone, angle=angle, folds=_folds(s, outer, inner, spine, share, reach, fold), relief=2.6, also=fore,
                  lift=0.45 if form.arms_over else 0.0)
    return Sleeve(piece, ends, way, angle)


def _edges(form: Form, s: int, body: Torso, spine: Line, share: float, stops: tuple[float, ...], tube: _Tube, bent: bool) -> tuple[Line, Line]:
    """Outer and inner contour from the shoulder to the end."""
    start, under = body.shoulder[s], body.underarm[s]
    outer = [start]
    inner = [under if form.flat else paths.shift(under, -s * 1.6, 0.6)]
    if tube.cap:
        outer.append(paths.shift(start, s * tube.cap * 0.75, -tube.cap * 0.8) if form.flat else paths.shift(start, s * tube.cap * 0.95, -tube.cap * 0.1))
    for t in stops:
        p = paths.at(spine, share * t)
        d = paths.direction(paths.at(spine, max(share * t - 0.06, 0)), paths.at(spine, min(share * t + 0.06, 1)))
        half, within = tube.outer(t), tube.inner(t)
        outer.append((p[0] + s * d[1] * half, p[1] - s * d[0] * half))
        x, y = p[0] - s * d[1] * within, p[1] + s * d[0] * within
        if form.flat:
            if t >= 0.5:
                inner.append((x, y))
            continue
        if not bent and t < 0.7:   # the armpit stays at the side of the body
            x = s * max(s * x, min(s * under[0] - 1.0 - 2.0 * t, s * p[0] - 4.4))
        if t == stops[-1] or y > under[1] + 1.5:
            inner.append((x, max(y, under[1] + 1.0)))
    return outer, inner


def _forearm(s: int, arm: Line, share: float, cuff: float) -> tuple[Line, tuple[Point, Point]]:
    """The straight lower sleeve of a raised arm and its opening."""
    way = paths.direction(arm[1], arm[2])
    end = paths.lerp(arm[1], arm[2], share)
    run = paths.part([paths.shift(arm[1], -way[0] * 3.6, -way[1] * 3.6), end], 0, 1, 8)
    return run, ((end[0] + s * way[1] * cuff, end[1] - s * way[0] * cuff), (end[0] - s * way[1] * cuff, end[1] + s * way[0] * cuff))


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1]


def _folds(s: int, outer: Line, inner: Line, spine: Line, share: float, reach: float, depth: float) -> list[Fold]:
    under = inner[0]
    folds = drapery.crease(paths.shift(under, s * 0.8, 0.4), paths.lerp(outer[0], outer[1], 0.9), s * 0.6, 0.8, 1.7, depth)
    folds += drapery.crease(paths.shift(under, s * 1.2, 2.2), paths.at(spine, share * 0.42), s * 0.8, 0.4, 1.4, depth * 0.8)
    if reach > 30:
        elbow = paths.at(spine, share * 0.52)
        a, b = paths.lerp(elbow, inner[min(2, len(inner) - 1)], 0.9), paths.lerp(elbow, outer[2], 0.5)
        folds += drapery.crease(a, b, 0, -1.2, 1.5, depth)
        folds += drapery.crease(paths.shift(a, s * 0.8, 3.2), paths.shift(b, s * 1.2, 5.5), 0, -0.8, 1.4, depth * 0.8)
        low, high = paths.at(spine, share * 0.93), paths.at(spine, share * 0.66)
        folds += drapery.crease(paths.shift(low, -s * 0.9, 0), high, s * 0.8, 0, 1.6, depth * 0.8)
    return folds


def cuff(end: Sleeve, width: float, tone: str = "main", flare: float = 0.0, s: int = 1, **more: object) -> Piece:
    """A band sewn to the sleeve's opening, width cm along the arm."""
    d = end.way
    a, b = (paths.shift(p, -d[0] * 0.6, -d[1] * 0.6) for p in end.opening)
    c = (b[0] + d[0] * width - s * flare * 0.3, b[1] + d[1] * width)
    e = (a[0] + d[0] * width + s * flare, a[1] + d[1] * width)
    outline = paths.join(paths.arc(a, b, d[0] * 0.4, d[1] * 0.4), paths.arc(c, e, d[0] * 0.4, d[1] * 0.4)[0:])
    settings: dict = {"angle": end.angle, "relief": 1.6, "lift": 0.25}
    settings.update(more)
    return Piece(outline, tone, **settings)
