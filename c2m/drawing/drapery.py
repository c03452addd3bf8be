"""Folds: how cloth hangs, gathers and pulls."""

from __future__ import annotations

import random
from collections.abc import Sequence

from c2m.drawing import paths
from c2m.drawing.paths import Line, Point
from c2m.drawing.pieces import Fold


def crease(a: Point, b: Point, dx: float = 0.0, dy: float = 0.0, width: float = 2.0, depth: float = 0.5,
           lit: float = 0.6, root: float = 0.3) -> list[Fold]:
    """One fold from a to b: a shadow that tapers away, and the light along its upper left.

    root is its relative width at a: small inside the cloth, 1 where it starts from a hem.
    """
    line = paths.arc(a, b, dx, dy)
    folds = [Fold(paths.wedge(line, width * root, width, 0.1), depth)]
    if lit:
        side = 1 if (b[1] - a[1]) >= 0 else -1
        beside = paths.offset(line, side * width * 0.85)
        folds.append(Fold(paths.wedge(beside, width * root * 0.7, width * 0.75, 0.1), -depth * lit))
    return folds


def hanging(top: Sequence[Point], hem: Sequence[Point], count: int, seed: int, reach: tuple[float, float] = (0.35, 0.9),
            width: float = 3.0, depth: float = 0.5) -> list[Fold]:
    """Folds that rise from the hem and die out towards the top, irregular as cloth is."""
    source = random.Random(seed)
    folds: list[Fold] = []
    for i in range(count):
        t = (i + 0.5 + (source.random() - 0.5) * 0.6) / count
        rise = reach[0] + (reach[1] - reach[0]) * source.random()
        foot, head = paths.at(hem, t), paths.at(top, t * 0.9 + 0.05)
        end = paths.lerp(foot, head, rise)
        folds += crease(paths.shift(foot, 0, 0.6), end, (source.random() - 0.5) * 1.6, 0,
                        width * (0.65 + 0.7 * source.random()), depth * (0.6 + 0.5 * source.random()), root=1.1)
    return folds


def gathers(edge: Sequence[Point], depth_cm: float, count: int, seed: int, dx: float = 0.0, depth: float = 0.5) -> list[Fold]:
    """Short fine folds that fall from a gathered seam."""
    source = random.Random(seed)
    folds: list[Fold] = []
    for i in range(count):
        t = (i + 0.5 + (source.random() - 0.5) * 0.5) / count
        a = paths.at(edge, t)
        long = depth_cm * (0.45 + 0.75 * source.random())
        folds += crease(a, paths.shift(a, dx + (t - 0.5) * long * 0.5, long), (source.random() - 0.5) * 0.6, 0,
                        0.55 + 0.4 * source.random(), depth)
    return folds


def waves(a: Point, b: Point, count: int, height: float, seed: int = 0, sag: float = 0.0) -> Line:
    """A hem seen from the front: shallow waves between a and b, sagging in the middle."""
    source = random.Random(seed)
    points: list[Point] = [a]
    steps = count * 2
    for i in range(1, steps):
        t = i / steps
        x, y = paths.lerp(a, b, t)
        bow = sag * 4 * t * (1 - t)
        points.append((x + (source.random() - 0.5) * 0.4, y + bow + (height if i % 2 else -height) * (0.7 + 0.5 * source.random()) / 2))
    points.append(b)
    return paths.spline(points, steps=6)
