"""The pattern blocks every garment is cut from: torso, neck, sleeve, band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.paths import Line, Point
from c2m.drawing.pieces import Fold, Piece

ARM = 54.0   # shoulder to wrist, the arm that sleeve lengths are given for


@dataclass
class Torso:
    """Landmarks of a cut body; dicts are keyed by side."""

    outline: Line
    neck: dict[int, Point]
    shoulder: dict[int, Point]
    underarm: dict[int, Point]
    armhole: dict[int, Line]     # shoulder to underarm
    seam: dict[int, Line]        # underarm to hem
    hem: Line                    # left to right
    neckline: Line               # left to right
    top: Point                   # middle of the neckline
    foot: Point                  # middle of the hem

    def centre(self) -> Line:
        return [self.top, self.foot]


def neck_curve(left: Point, right: Point, depth: float, shape: str) -> Line:
    """From the left neck point down and up to the right one."""
    x, y = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    half = (right[0] - left[0]) / 2
    if shape == "v":
        low = (x, y + depth)
        return paths.arc(left, low, -half * 0.10, depth * 0.06) + paths.arc(low, right, half * 0.10, depth * 0.06)[1:]
    if shape == "square":
        a, b = (x - half * 0.9, y + depth), (x + half * 0.9, y + depth)
        return [left, *paths.arc(a, b, 0, 0.5), right]
    if shape == "heart":
        low = (x, y + depth * 0.72)
        return [left, *paths.cubic((left[0] + 0.8, left[1] + depth * 0.55), (x - half * 0.7, y + depth * 0.35), (x - half * 0.2, y + depth * 0.4), low),
                *paths.cubic(low, (x + half * 0.2, y + depth * 0.4), (x + half * 0.7, y + depth * 0.35), (right[0] - 0.8, right[1] + depth * 0.55)), right]
    k = 1.30 if shape == "crew" else 1.22
    inner = 0.86 if shape == "crew" else 0.55
    return paths.cubic(left, (x - half * inner, y + depth * k), (x + half * inner, y + depth * k), right, 24)


def torso(form: Form, *, ease: float = 2.0, waist: float | None = None, hip: float | None = None, length: float = 58.0,
          neck: float = 0.0, depth: float = 9.0, shape: str = "crew", underarm: float = 21.0, drop: float = 0.0,
          inset: float = 0.0, hem_dip: float = 0.8, hem_rise: float = 0.0, flare: float = 0.0) -> Torso:
    """Cut a body. ease is added to each half width (cm, flat); waist and hip default to it.

    neck widens the neck hole, drop lowers the shoulder along the arm, inset narrows the
    shoulder, hem_rise lifts the side seams (a shirt tail), flare widens the hem.
    """
    waist = ease if waist is None else waist
    hip = ease if hip is None else hip
    half = form.neck + neck
    middle = form.middle(0)
    base = (form.shoulder[-1][1] + form.shoulder[1][1]) / 2
    necks, shoulders, underarms, armholes, seams = {}, {}, {}, {}, {}
    for s in SIDES:
        tip = form.shoulder[s]
        slope = (tip[1] - 0.0) / max(abs(tip[0] - middle), 1)
        necks[s] = (middle + s * half, max(half - form.neck, 0) * slope * 0.9)
        d = paths.direction(form.shoulder[s], form.elbow[s])
        shoulders[s] = (tip[0] + d[0] * drop - s * inset, tip[1] + d[1] * drop * 0.9 - inset * slope)
        if not form.flat and inset < 0.5:
            top = arm_top(form, s)
            d = paths.direction(top, form.elbow[s])
            shoulders[s] = (top[0] + d[0] * (drop - 1.8) + s * d[1] * 4.7, top[1] + d[1] * (drop - 1.8) - s * d[0] * 4.7)
        underarms[s] = form.side(underarm + base - 5.6, s, ease)
        armholes[s] = paths.cubic(shoulders[s],
                                  (shoulders[s][0] - s * (2.6 - drop * 0.2), shoulders[s][1] + (underarms[s][1] - shoulders[s][1]) * 0.45),
                                  (underarms[s][0] - s * (4.4 - drop * 0.3), underarms[s][1] - 1.2), underarms[s], 14)
        points = [underarms[s]]
        if length > 34:
            points.append(form.side(40, s, waist) if length > 44 else form.side((underarm + length) / 2, s, (ease + waist) / 2))
        if length > 66:
            points.append(form.side(60, s, hip))
        points.append(form.side(length, s, (hip if length > 50 else waist) + flare))
        foot = points[-1]
        points[-1] = (foot[0], foot[1] - hem_rise)
        seams[s] = paths.spline(points)
    left, right = seams[-1][-1], seams[1][-1]
    if hem_rise:
        low = length + hem_dip
        mid = (left[0] + right[0]) / 2
        span = right[0] - left[0]
        hem = paths.cubic(left, (left[0] + span * 0.10, low), (mid - span * 0.25, low + 0.4), (mid, low + 0.4)) + \
            paths.cubic((mid, low + 0.4), (mid + span * 0.25, low + 0.4), (right[0] - span * 0.10, low), right)[1:]
    else:
        hem = paths.arc(left, right, 0, hem_dip)
    line = neck_curve(necks[-1], necks[1], depth if not form.back else min(depth, 2.6), shape if not form.back else "round")
    caps = {s: [] if form.flat or inset >= 0.5 else [paths.shift(form.shoulder[s], -s * 2.4, -0.9), paths.shift(form.shoulder[s], -s * 0.8, -0.4)] for s in SIDES}
    outline = paths.join(line, caps[1], armholes[1], seams[1], hem[::-1], seams[-1][::-1], armholes[-1][::-1], caps[-1][::-1])
    top = paths.at(line, 0.5)
    foot = paths.at(hem, 0.5)
    return Torso(outline, necks, shoulders, underarms, armholes, seams, hem, line, top, foot)


def arm_top(form: Form, s: int) -> Point:
    """Where the middle line of a worn sleeve begins."""
    return paths.shift(form.shoulder[s], -s * 3.4, 3.2)


def inside(form: Form, body: Torso, tone: str = "main", rise: float = 1.8) -> Piece:
    """The back of the neck seen through the neckline."""
    left, right = body.neck[-1], body.neck[1]
    back = paths.arc(left, right, 0, rise if not form.back else 0.4)
    outline = paths.join(back, body.neckline[::-1])
    inner = paths.offset(back, 1.4)
    return Piece(outline, tone, dim=0.34, volume=0.3, behind=True, seams=[inner], edge=0.7)


def body_piece(body: Torso, form: Form, folds: Sequence[Fold] = (), tone: str = "main", **more: object) -> Piece:
    return Piece(body.outline, tone, folds=[*pulls(body, form), *folds], **more)  # type: ignore[arg-type]


def pulls(body: Torso, form: Form) -> list[Fold]:
    """The small drags of any body: from the underarm inwards, and down the sides."""
    folds: list[Fold] = []
    for s in SIDES:
        u = body.underarm[s]
        width = abs(u[0] - body.top[0])
        depth = 0.34 if s > 0 else 0.26
        folds += drapery.crease(paths.shift(u, -s * 0.5, 0.8), (u[0] - s * width * 0.46, u[1] + 8.5), 0, 1.2, 1.5, depth)
        folds += drapery.crease(paths.shift(u, -s * 0.6, 3.6), (u[0] - s * width * 0.34, u[1] + 15), -s * 0.6, 0.8, 1.9, depth * 0.8)
        seam = body.seam[s]
        low = paths.at(seam, 0.97)
        high = paths.at(seam, 0.30)
        folds += drapery.crease(paths.shift(low, -s * width * 0.20, 0), paths.shift(high, -s * width * 0.30, 0), -s * 1.2, 0, 2.8, depth * 0.75)
    return folds


@dataclass
class Sleeve:
    piece: Piece
    opening: tuple[Point, Point]   # outer and inner end of the cuff edge
    way: Point                     # direction of the arm at the cuff
    angle: float                   # grain of the lower arm


def sleeve(form: Form, s: int, body: Torso, *, reach: float, cuff: float, full: float = 0.0, tone: str = "main",
           cap: float = 0.0, fold: float = 0.4, blouse: float = 0.0) -> Sleeve:
    """A set-in sleeve. reach is centimetres along an arm of ARM, cuff its half width there;
    full widens the middle, cap puffs the head, blouse lets cloth hang over the cuff."""
    arm = form.arm(s)
    arm[0] = paths.lerp(body.shoulder[s], body.underarm[s], 0.36) if form.flat else arm_top(form, s)
    spine = paths.spline(arm, steps=10)
    share = min(reach / ARM, 1.0)
    start, under = body.shoulder[s], body.underarm[s]
    base = paths.distance(start, under) * 0.5
    outer, inner = [start], [under]
    stops = (0.22, 0.5, 0.8, 1.0) if reach > 30 else (0.5, 1.0)
    upper = paths.distance(arm[0], arm[1]) / paths.length(spine)
    bent = share > upper and _dot(paths.direction(arm[0], arm[1]), paths.direction(arm[1], arm[2])) < 0.1
    if bent:
        stops = tuple(upper * t / share for t in (0.25, 0.6, 0.94))
    root, room = (0.70, 0.92) if form.flat else (0.56, 0.74)
    for t in stops:
        p = paths.at(spine, share * t)
        d = paths.direction(paths.at(spine, max(share * t - 0.06, 0)), paths.at(spine, min(share * t + 0.06, 1)))
        swing = full * (1.0 if form.flat else 0.7) * math.sin(math.pi * min(t, 0.96) ** 1.4)
        half = base * root + (cuff - base * root) * t ** 0.9 + swing
        within = base * room + (cuff - base * room) * t ** 0.75 + swing
        swell = cap * max(0.0, 1 - t * 1.6)
        outer.append((p[0] + s * d[1] * (half + swell), p[1] - s * d[0] * (half + swell)))
        if t >= 0.5 or not form.flat:
            x = p[0] - s * d[1] * within
            if not form.flat and t < 0.7 and not bent:   # the armpit stays at the side of the body
                x = s * max(s * x, min(s * under[0] - 1.0 - 2.0 * t, s * p[0] - 4.4))
            inner.append((x, p[1] + s * d[0] * within))
    if cap:
        outer.insert(1, paths.shift(start, s * cap * 0.75, -cap * 0.8) if form.flat else paths.shift(start, s * cap * 0.95, -cap * 0.1))
    end = paths.at(spine, share)
    way = paths.direction(paths.at(spine, max(share - 0.05, 0)), end)
    bulge = (0.0, 3.0) if bent else (way[0] * (0.5 + blouse), way[1] * (0.5 + blouse))
    hem = paths.arc(outer[-1], inner[-1], *bulge)
    outline = paths.join(paths.spline(outer), hem, paths.spline(inner)[::-1], body.armhole[s][::-1])
    angle = math.degrees(math.atan2(-way[0], way[1]))
    fore: list[Line] = []
    if bent:
        way = paths.direction(arm[1], arm[2])
        end = paths.lerp(arm[1], arm[2], (share - upper) / (1 - upper))
        run = paths.part([paths.shift(arm[1], -way[0] * 2.0, -way[1] * 2.0), end], 0, 1, 8)
        width = (base * room + cuff) / 2 + full * 0.7
        fore = [paths.tube(run, [(width + (cuff - width) * i / 8) * (0.72, 0.94, 1.0)[min(i, 2)] for i in range(9)])]
        ends = [(end[0] + s * way[1] * cuff, end[1] - s * way[0] * cuff), (end[0] - s * way[1] * cuff, end[1] + s * way[0] * cuff)]
    folds = _sleeve_folds(s, outer, inner, spine, share, reach, fold)
    piece = Piece(outline, tone, angle=angle, folds=folds, relief=2.6, also=fore,
                  lift=0.45 if form.arms_over else 0.0)
    return Sleeve(piece, (ends[0], ends[1]) if bent else (outer[-1], inner[-1]), way, angle)


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1]


def _sleeve_folds(s: int, outer: Line, inner: Line, spine: Line, share: float, reach: float, depth: float) -> list[Fold]:
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
    a, b = end.opening
    d = end.way
    c = (b[0] + d[0] * width - s * flare * 0.3, b[1] + d[1] * width)
    e = (a[0] + d[0] * width + s * flare, a[1] + d[1] * width)
    outline = paths.join(paths.arc(a, b, d[0] * 0.4, d[1] * 0.4), paths.arc(c, e, d[0] * 0.4, d[1] * 0.4)[0:])
    settings: dict = {"angle": end.angle, "relief": 1.6, "lift": 0.25}
    settings.update(more)
    return Piece(outline, tone, **settings)


def band(upper: Sequence[Point], width: float, tone: str = "rib", narrow: float = 0.0, **more: object) -> Piece:
    """A strip sewn under an edge that runs from left to right, drawn in by narrow."""
    count = len(upper) - 1
    lower = [(p[0] + narrow * (1 - 2 * i / count), p[1] + width) for i, p in enumerate(upper)]
    settings: dict = {"relief": 1.6, "volume": 0.8}
    settings.update(more)
    return Piece(paths.join(upper, lower[::-1]), tone, **settings)


def neck_band(body: Torso, width: float = 2.0, tone: str = "rib", **more: object) -> Piece:
    """The ribbed edge inside a neckline."""
    line = body.neckline
    low = paths.offset(line, width)
    low[0], low[-1] = paths.shift(line[0], -width * 0.72, width * 0.28), paths.shift(line[-1], width * 0.72, width * 0.28)
    settings: dict = {"relief": 0.9, "volume": 0.7, "lift": 0.25}
    settings.update(more)
    return Piece(paths.join(line, low[::-1]), tone, **settings)


def button(centre: Point, radius: float = 0.62, tone: str = "button") -> Piece:
    x, y = centre
    holes = [[(x + dx * radius * 0.3, y + dy * radius * 0.3), (x + dx * radius * 0.3 + 0.06, y + dy * radius * 0.3)]
             for dx in (-1, 1) for dy in (-1, 1)]
    return Piece(paths.ellipse(centre, radius, radius), tone, seams=holes, lift=0.22, relief=0.35, volume=0.9, edge=0.7)


def pocket(x: float, y: float, width: float, height: float, tone: str = "main", pointed: float = 1.2, **more: object) -> Piece:
    """A patch pocket; (x, y) is its upper left corner."""
    a, b = (x, y), (x + width, y)
    c, d, m = (x + width - 0.2, y + height), (x + 0.2, y + height), (x + width / 2, y + height + pointed)
    outline = [a, b, c, m, d]
    inner = [(x + 0.5, y + 0.2), (x + 0.7, y + height - 0.4), (m[0], m[1] - 0.6), (x + width - 0.7, y + height - 0.4), (x + width - 0.5, y + 0.2)]
    settings: dict = {"relief": 0.8, "volume": 0.6, "lift": 0.3, "stitches": [inner, [(x + 0.2, y + 1.6), (x + width - 0.2, y + 1.6)]]}
    settings.update(more)
    return Piece(outline, tone, **settings)
