"""The pattern blocks every garment is cut from: torso, neck, sleeve, band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.paths import Line, Point
from c2m.drawing.pieces import Fold, Piece


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
    if not form.flat:   # stretched over a body, cloth lies on it and not inside it
        ease, waist, hip = max(ease, 0.6), max(waist, 0.8), max(hip, 1.4)
    necks, shoulders, underarms, armholes, seams = {}, {}, {}, {}, {}
    base = (form.shoulder[-1][1] + form.shoulder[1][1]) / 2
    for s in SIDES:
        necks[s], shoulders[s] = _shoulder(form, s, neck, drop, inset)
        underarms[s] = form.side(underarm + base - 5.6, s, ease)
        (sx, sy), (ux, uy) = shoulders[s], underarms[s]
        armholes[s] = paths.cubic((sx, sy), (sx - s * (2.6 - drop * 0.2), sy + (uy - sy) * 0.45),
                                  (ux - s * (4.4 - drop * 0.3), uy - 1.2), (ux, uy), 14)
        seams[s] = _side_seam(form, s, underarms[s], length, (ease, waist, hip, flare), hem_rise)
    left, right = seams[-1][-1], seams[1][-1]
    hem = _shirt_tail(left, right, length + hem_dip) if hem_rise else paths.arc(left, right, 0, hem_dip)
    line = neck_curve(necks[-1], necks[1], depth if not form.back else min(depth, 2.6), shape if not form.back else "round")
    caps: dict[int, Line] = {s: [] for s in SIDES}
    if not form.flat and inset < 0.5:
        caps = {s: [paths.shift(form.shoulder[s], -s * 2.4, -0.9), paths.shift(form.shoulder[s], -s * 0.8, -0.4)] for s in SIDES}
    outline = paths.join(line, caps[1], armholes[1], seams[1], hem[::-1], seams[-1][::-1], armholes[-1][::-1], caps[-1][::-1])
    return Torso(outline, necks, shoulders, underarms, armholes, seams, hem, line, paths.at(line, 0.5), paths.at(hem, 0.5))


def _shoulder(form: Form, s: int, neck: float, drop: float, inset: float) -> tuple[Point, Point]:
    """Neck point and shoulder point of one side."""
    tip, middle = form.shoulder[s], form.middle(0)
    slope = tip[1] / max(abs(tip[0] - middle), 1)
    point = (middle + s * (form.neck + neck), max(neck, 0) * slope * 0.9)
    if form.flat or inset >= 0.5:
        d = paths.direction(tip, form.elbow[s])
        return point, (tip[0] + d[0] * drop - s * inset, tip[1] + d[1] * drop * 0.9 - inset * slope)
    top = arm_top(form, s)
    d = paths.direction(top, form.elbow[s])
    return point, (top[0] + d[0] * (drop - 1.8) + s * d[1] * 4.7, top[1] + d[1] * (drop - 1.8) - s * d[0] * 4.7)


def _side_seam(form: Form, s: int, start: Point, length: float, eases: tuple[float, float, float, float], rise: float) -> Line:
    """From the underarm by waist and hip to the hem; eases at bust, waist, hip and the hem's flare."""
    ease, waist, hip, flare = eases
    points = [start]
    if length > 34:
        points.append(form.side(40, s, waist) if length > 44 else form.side((21 + length) / 2, s, (ease + waist) / 2))
    if length > 66:
        points.append(form.side(60, s, hip))
    x, y = form.side(length, s, (hip if length > 50 else waist) + flare)
    points.append((x, y - rise))
    return paths.spline(points)


def _shirt_tail(left: Point, right: Point, low: float) -> Line:
    mid, span = (left[0] + right[0]) / 2, right[0] - left[0]
    return [*paths.cubic(left, (left[0] + span * 0.10, low), (mid - span * 0.25, low + 0.4), (mid, low + 0.4)),
            *paths.cubic((mid, low + 0.4), (mid + span * 0.25, low + 0.4), (right[0] - span * 0.10, low), right)[1:]]


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
