"""Forms a garment is laid or worn on: a flat table, or a body in a pose.

Every silhouette is constructed from these landmarks, so the drawing that is voted on
and the one that is worn are the same garment. Centimetres, y grows downwards,
the pit of the neck is near (0, 0). Side -1 is left in the picture, +1 is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from c2m.drawing import paths
from c2m.drawing.paths import Point

SIDES = (-1, 1)


@dataclass(frozen=True)
class Form:
    shoulder: Mapping[int, Point]
    elbow: Mapping[int, Point]
    wrist: Mapping[int, Point]
    knee: Mapping[int, Point]
    ankle: Mapping[int, Point]
    levels: tuple[tuple[float, float, float], ...]   # (y, middle x, half width), bust to hip
    crotch: Point
    neck: float = 8.0            # half width of a plain neck hole
    ease: float = 1.0            # share of a garment's ease that shows as width
    back: bool = False           # seen from behind
    arms_over: bool = False      # arms hang in front of the body
    flat: bool = True
    thigh: float = 13.0          # half widths of the leg
    calf: float = 10.0

    def half(self, y: float) -> float:
        return _interpolate(self.levels, y, 2)

    @property
    def breadth(self) -> float:
        """How broad the form is beside the table: the scale for what is sewn on across it."""
        return (1 + self.half(60) / 23) / 2

    def middle(self, y: float) -> float:
        return _interpolate(self.levels, y, 1)

    def side(self, y: float, s: int, ease: float = 0.0) -> Point:
        """The silhouette's edge at height y on side s, with ease in flat centimetres."""
        return (self.middle(y) + s * (self.half(y) + ease * self.ease), y)

    def arm(self, s: int) -> list[Point]:
        return [self.shoulder[s], self.elbow[s], self.wrist[s]]

    def leg(self, s: int) -> list[Point]:
        hip = self.side(self.crotch[1], s)
        return [((hip[0] + self.crotch[0]) / 2, self.crotch[1] - 2), self.knee[s], self.ankle[s]]


def _interpolate(levels: tuple[tuple[float, float, float], ...], y: float, column: int) -> float:
    if y <= levels[0][0]:
        return levels[0][column]
    for low, high in itertools.pairwise(levels):
        if y <= high[0]:
            t = (y - low[0]) / (high[0] - low[0])
            t = t * t * (3 - 2 * t)
            return low[column] + (high[column] - low[column]) * t
    return levels[-1][column]


def table(back: bool = False) -> Form:
    """The flat lay: arms a little out, everything symmetrical."""
    def pair(x: float, y: float) -> dict[int, Point]:
        return {s: (s * x, y) for s in SIDES}

    shoulder = (20.0, 5.2)
    elbow = paths.shift(shoulder, 11.5, 29.0)
    wrist = paths.shift(elbow, 6.5, 30.0)
    return Form(
        shoulder=pair(*shoulder), elbow=pair(*elbow), wrist=pair(*wrist),
        knee=pair(14.5, 106.0), ankle=pair(18.5, 146.0),
        levels=((20, 0, 22), (40, 0, 18.5), (60, 0, 23), (72, 0, 23.5)),
        crotch=(0.0, 68.0), neck=8.6, back=back,
    )
