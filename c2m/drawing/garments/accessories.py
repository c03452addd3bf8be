"""A bag and a hat; they have no body landmarks of their own."""

from __future__ import annotations

import math

from c2m.drawing import drapery, paths
from c2m.drawing.forms import Form
from c2m.drawing.paths import Line
from c2m.drawing.pieces import Fold, Garment, Piece


def tote(form: Form) -> Garment:
    top, low, half = 0.0, 38.0, 19.0
    edge = paths.arc((-half, top), (half, top), 0, 1.0)
    side = paths.arc((half, top), (half + 0.8, low - 1), -1.0, 0)
    left = [(-x, y) for x, y in side]
    hem = [*paths.arc((half + 0.8, low - 1), (half - 1.0, low + 1.2), 0.3, 0.4), *paths.arc((half - 1.0, low + 1.2), (1 - half, low + 1.2), 0, 0.8),
           *paths.arc((1 - half, low + 1.2), (-half - 0.8, low - 1), -0.3, 0.4)]
    folds = drapery.crease((-13, 34), (-6, 6), 2.6, 0, 3.4, 0.34) + drapery.crease((12, 33), (4, 10), -2.0, 0, 3.8, 0.34)
    folds += drapery.crease((15, 3), (9, 18), 0.8, 0, 2.2, 0.36) + drapery.crease((-15, 3), (-11, 15), -0.8, 0, 2.0, 0.34)
    folds += drapery.crease((-16, 35), (4, 33), 0, -1.6, 2.0, 0.26)
    body = Piece(paths.join(edge, side, hem, left[::-1]), "main", folds=folds, stitches=[[paths.shift(p, 0, 2.6) for p in edge], [paths.shift(p, 0, 0.7) for p in edge]], relief=3.0)
    behind = Piece(paths.join(paths.arc((-half, top), (half, top), 0, -1.0), edge[::-1]), "main", dim=0.36, volume=0.3)
    label = Piece([(8.6, 30), (14.6, 29.8), (14.7, 32.8), (8.7, 33)], "second", lift=0.2, relief=0.4, stitches=[[(9, 30.3), (14.3, 30.1)], [(9, 32.7), (14.3, 32.5)]])
    inside_pocket = Piece([(-9, 13), (9, 13), (8.8, 30), (-8.8, 30)], "main", lift=0.35, relief=1.4, volume=0.7, stitches=[[(-8.6, 13.4), (-8.2, 29.6), (8.2, 29.6), (8.6, 13.4)], [(-8.8, 15), (8.8, 15)]])
    return [_handle(-24.0, 1.2), behind, body, inside_pocket, label, _handle(-20.0, 2.2, True)]


def _handle(peak: float, width: float, front: bool = False) -> Piece:
    """A webbing handle, sewn on below the edge."""
    foot = 9.5 if front else -0.4
    line = paths.spline([(-9.6, foot), (-9.9, -4), (-7.6, peak + 5), (0, peak), (7.8, peak + 5.5), (9.9, -4), (9.6, foot)])
    w = 1.25
    outline = paths.tube(line, [w] * len(line), False)
    inner = [paths.offset(line, 0.8), paths.offset(line, -0.8)]
    crosses: list[Line] = []
    if front:
        for s in (-1, 1):
            x = s * 9.6
            crosses += [[(x - 0.9, 4.4), (x + 0.9, 8.8)], [(x + 0.9, 4.4), (x - 0.9, 8.8)], [(x - 0.9, 4.4), (x + 0.9, 4.4)]]
    return Piece(outline, "main", lift=0.7 if front else 0.0, dim=0.0 if front else 0.14, relief=0.9, stitches=[*inner, *crosses])


def beanie(form: Form) -> Garment:
    crown = paths.spline([(-12.6, 6), (-13.2, -3), (-10.6, -12), (-4.4, -17.0), (0.6, -17.6), (6.0, -16.4), (11.4, -11), (13.2, -3), (12.6, 6)])
    shell = Piece([*crown, (0, 7)], "main", relief=4.6, volume=1.2)
    for i in range(-5, 6):
        t = i / 5.6
        line = paths.spline([(13.0 * math.sin(t * 1.45), 6), (13.4 * math.sin(t * 1.4), -3), (10.4 * math.sin(t * 1.3), -12), (1.2 * t, -17.0)])
        shell.folds.append(Fold(paths.wedge(line, 1.0, 0.9, 0.4), 0.5))
        shell.folds.append(Fold(paths.wedge(paths.offset(line, -1.0), 0.8, 0.8, 0.3), -0.3))
    upper = paths.arc((-13.6, 4), (13.6, 4), 0, 1.2)
    lower = paths.arc((-13.2, 13.4), (13.2, 13.4), 0, 1.4)
    cuff = Piece(paths.join(upper, paths.arc((13.6, 4), (13.2, 13.4), 0.6, 0), lower[::-1], paths.arc((-13.2, 13.4), (-13.6, 4), -0.6, 0)), "rib", lift=0.6, relief=2.6, volume=1.2)
    for i in range(-6, 7):
        x = 13.4 * math.sin(i / 6.6 * 1.45)
        cuff.folds.append(Fold(paths.wedge([(x, 4), (x * 0.99, 14.4)], 0.9, 0.9, 0.9), 0.42))
    label = Piece([(-2.0, 8.6), (2.0, 8.6), (2.0, 11.4), (-2.0, 11.4)], "leather", lift=0.2, relief=0.4)
    pom = Piece(paths.spline([(4.2 * math.cos(a / 16 * 6.283) * (1 + 0.07 * (a % 2)), -19.6 + 4.0 * math.sin(a / 16 * 6.283) * (1 + 0.07 * (a % 3))) for a in range(16)], closed=True), "main", relief=2.4, volume=1.3)
    return [pom, shell, cuff, *([] if form.back else [label])]
