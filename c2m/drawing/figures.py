"""The wearer: skin, hair, hands, shoes. An illustration: no face is drawn."""

from __future__ import annotations

import math

from c2m.drawing import cloths, colours, drapery, paths
from c2m.drawing.cloths import Cloth
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.paths import Line, Point
from c2m.drawing.people import Person
from c2m.drawing.pieces import Fold, Garment, Piece
from c2m.drawing.poses import Pose


def palette(person: Person, scale: float) -> dict[str, Cloth]:
    """Cloths of a body; the names do not clash with a garment's."""
    skin, hair = colours.rgb(person.skin), colours.rgb(person.hair)
    warm = [round(v * k) for k in (0.80, 0.64, 0.58) for v in range(256)]
    glow = [round(v + (top - v) * 0.34) for top in (255, 244, 230) for v in range(256)]
    plain = cloths.weave(skin, "plain", scale, None, 0.25, 0.5)
    shade = colours.mix(skin, (120, 62, 44), 0.62)
    return {
        "skin": Cloth(plain.swatch, warm, glow, shade, None, 1.0),
        "hair": cloths.weave(hair, "hair", scale, None, 0.0, 1.1),
        "shoe": cloths.weave((240, 235, 226), "plain", scale, None, 0.6, 0.6),
        "sole": cloths.weave((214, 204, 188), "plain", scale, None, 0.6, 0.4),
        "phone": cloths.weave((38, 38, 42), "plain", scale, None, 0, 1.2),
        "glass": cloths.weave((16, 17, 20), "plain", scale, None, 0, 2.0),
    }


def legs(form: Form) -> Garment:
    """Bare legs, the relaxed one first."""
    out: Garment = []
    for s in (1, -1):
        hip, knee, ankle = form.leg(s)
        calf = paths.lerp(knee, ankle, 0.30)
        low = paths.lerp(knee, ankle, 0.78)
        spine = [paths.shift(hip, 0, -8), paths.lerp(hip, knee, 0.45), knee, paths.shift(calf, s * 0.4, 0), low, ankle, paths.shift(ankle, 0, 5)]
        t, c = form.thigh, form.calf
        widths = [t, t * 0.88, c * 1.0, c * 1.06, c * 0.66, c * 0.56, c * 0.62]
        kx, ky = knee
        folds = drapery.crease((kx - c * 0.5, ky + 2.5), (kx + c * 0.4, ky + 3.0), 0, 1.0, 1.0, 0.25)
        out.append(Piece(paths.tube(spine, widths), "skin", folds=folds, relief=3.4, volume=1.1, edge=0.7))
    return out


def shoes(form: Form) -> Garment:
    """Plain white trainers seen from the front (heels from behind)."""
    out: Garment = []
    for s in (1, -1):
        x, y = form.ankle[s]
        d = s * (2.2 if form.half(38) else 2.0)
        toe = (x + d, y + 10.5)
        upper = paths.spline([(x - 3.6, y + 1.0), (x + 3.6, y + 1.0), (x + 4.6 + d * 0.5, y + 6), (toe[0] + 4.4, toe[1]), (toe[0], toe[1] + 1.6), (toe[0] - 4.4, toe[1]), (x - 4.6 + d * 0.5, y + 6)], closed=True)
        sole = paths.spline([(toe[0] + 4.6, toe[1] - 1.6), (toe[0] + 4.7, toe[1] + 0.8), (toe[0], toe[1] + 2.8), (toe[0] - 4.7, toe[1] + 0.8), (toe[0] - 4.6, toe[1] - 1.6), (toe[0], toe[1] + 0.6)], closed=True)
        laces = [] if form.back else [[(x - 1.9 + d * k, y + 2.6 + k * 6), (x + 1.9 + d * k, y + 3.0 + k * 6)] for k in (0.0, 0.22, 0.44)]
        out += [Piece(upper, "shoe", relief=2.2, seams=laces, lift=0.3), Piece(sole, "sole", relief=1.0)]
    return out


def trunk(form: Form, arms: tuple[Piece, ...] = ()) -> Garment:
    """Shoulders, chest and hips of the body itself, its bare arms growing out of it."""
    outline: Line = []
    neck = 5.3
    x = form.middle(0)
    for s in (1, -1):
        shoulder = form.shoulder[s]
        side = paths.spline([(x + s * neck, -4), (x + s * (neck + 0.6), 0.4), (x + s * 9.5, 2.6), (shoulder[0] - s * 2.6, shoulder[1] + 1.0), (shoulder[0] - s * 1.4, 10), form.side(20, s, -0.6), form.side(38, s, -0.6), form.side(60, s, -1.6), (form.side(72, s, -1.8)[0], 76)])
        outline += side if s > 0 else side[::-1]
    collar: list[Fold] = []
    if not form.back:
        for s in SIDES:
            collar += drapery.crease((x + s * 1.8, 8.4), (x + s * 11.0, 5.4), 0, -0.8, 1.2, 0.40)
        collar += drapery.crease((x + 0.2, 9.0), (x + 0.2, 3.0), 0, 0, 1.6, 0.26)
    else:
        collar += drapery.crease((x, 30), (x, 6), 0, 0, 1.8, 0.3)
        for s in SIDES:
            collar += drapery.crease((x + s * 8, 20), (x + s * 6.4, 12), s * 0.8, 0, 1.8, 0.26)
    throat = paths.join(paths.arc((x - 5.2, -7), (x - 6.4, 3.5), 0.7, 0), paths.arc((x + 6.4, 3.5), (x + 5.2, -7), -0.7, 0))
    collar += [Fold(paths.ellipse((x + 0.4, -5.0), 6.6, 3.6), 0.40), *drapery.crease((x + 3.4, -4), (x + 1.0, 6.0), 0.4, 0, 1.4, 0.26)]
    limbs = [line for piece in arms for line in (piece.outline, *piece.also)]
    return [Piece(outline, "skin", folds=collar, relief=3.6, edge=1.0, also=[throat, *limbs], merged=True,
                  seams=[line for piece in arms for line in piece.seams])]


def arm(form: Form, s: int, start: float = 0.0) -> Piece:
    """A bare arm; start leaves out that share of it, where a sleeve covers it anyway."""
    shoulder, elbow, wrist = form.arm(s)
    bulk = form.calf / 5.0
    top = (shoulder[0] - s * 3.9, shoulder[1] + 4.6)
    spine = [paths.shift(shoulder, -s * 5.4, 2.8), paths.shift(top, s * 0.3, 1.8), paths.lerp(top, elbow, 0.5), elbow, paths.lerp(elbow, wrist, 0.35), wrist, paths.lerp(elbow, wrist, 1.06)]
    widths = [2.2, 4.3 * bulk, 3.9 * bulk, 3.1 * bulk, 3.1 * bulk, 2.1, 2.0]
    if start:
        spine[:3], widths[:3] = [paths.lerp(top, elbow, start * 2)], [3.9 * bulk]
    bend = (elbow[0] - top[0]) * (wrist[0] - elbow[0]) + (elbow[1] - top[1]) * (wrist[1] - elbow[1])
    if bend < 0:   # the forearm folds back over the upper arm
        cut = spine.index(elbow)
        upper = paths.tube([*spine[:cut], elbow, paths.shift(elbow, s * 0.6, 2.0)], [*widths[:cut], 3.1 * bulk, 2.2 * bulk])
        d = paths.direction(elbow, wrist)
        point = [paths.shift(elbow, -d[0] * back * bulk, -d[1] * back * bulk) for back in (3.0, 2.2)]
        fore = paths.tube([*point, *spine[cut:]], [0.5, 2.0 * bulk, *widths[cut:]])
        return Piece(upper, "skin", relief=2.6, volume=1.1, edge=0.75, lift=0.5, also=[fore])
    return Piece(paths.tube(spine, widths), "skin", relief=2.6, volume=1.1, edge=0.75, lift=0.5)


def limb(form: Form, s: int, turn: float, start: float = 0.0) -> Piece:
    """An arm with its relaxed hand, turned by degrees."""
    piece = arm(form, s, start)
    palm, thumb, fingers = hand(form, s, turn)
    piece.also += [palm, thumb]
    piece.seams += [*fingers, thumb[2:len(thumb) // 2]]
    piece.merged, piece.edge = True, 1.0
    return piece


def hand(form: Form, s: int, turn: float) -> tuple[Line, Line, list[Line]]:
    """Outlines of palm and thumb, and the lines between the fingers."""
    w = form.wrist[s]
    c, n = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def place(points: list[Point]) -> Line:
        return [(w[0] + (s * across * c - along * n) * 0.76, w[1] + (along * c + s * across * n) * 0.76) for along, across in points]

    thumb = place([(2.0, -1.6), (5.0, -3.2), (8.6, -3.6)])
    palm = place([(-1.0, -2.3), (3.0, -2.8), (6.5, -2.9), (10.5, -2.5), (14.0, -1.6), (15.6, -0.5), (16.4, 0.7), (15.0, 1.7), (11.8, 2.6), (7.0, 3.1), (3.0, 2.8), (-1.0, 2.3)])
    fingers = [place([(8.6, a), (12.0, a * 0.9 + 0.1), (e, b)]) for a, b, e in ((-1.2, -0.6, 15.0), (0.2, 0.4, 15.6), (1.5, 1.3, 14.2))]
    return paths.spline(palm, closed=True), paths.tube(thumb, [1.1, 1.0, 0.6]), fingers


def phone_hand(form: Form, s: int) -> Garment:
    """A hand that holds a telephone before the face."""
    w = form.wrist[s]
    cx, cy = w[0] - s * 6.6, w[1] - 16.5
    case = _rounded(cx - 4.1, cy - 8.2, 8.2, 16.6, 1.4)
    out: Garment = [Piece(paths.tube([(w[0] + s * 0.3, w[1] + 1.5), (w[0] - s * 1.2, w[1] - 4), (cx + s * 2.6, cy + 6.4)], [2.5, 3.3, 3.0]), "skin", relief=1.8, edge=0.75),
                    Piece(case, "phone", relief=0.8, lift=0.8),
                    Piece(_rounded(cx - 3.2, cy - 7.2, 3.6, 3.8, 0.9), "glass", relief=0.4, seams=[]),
                    Piece(paths.ellipse((cx - 2.2, cy - 6.2), 0.75, 0.75), "glass", relief=0.3), Piece(paths.ellipse((cx - 0.9, cy - 4.6), 0.75, 0.75), "glass", relief=0.3)]
    for i in range(4):
        y = cy + 0.4 + i * 1.9
        a, b = (cx + s * 5.4, y + 1.2), (cx + s * (1.2 + 0.35 * i), y)
        out.append(Piece(paths.tube([a, paths.lerp(a, b, 0.5), b], [1.15, 1.1, 0.75]), "skin", relief=0.8, edge=0.8, lift=0.25))
    out.append(Piece(paths.tube([(cx - s * 3.2, cy + 7.4), (cx - s * 4.2, cy + 4.4), (cx - s * 3.6, cy + 1.4)], [1.4, 1.2, 0.8]), "skin", relief=0.8, edge=0.8, lift=0.25))
    return out


def _rounded(x: float, y: float, width: float, height: float, r: float) -> Line:
    line: Line = []
    for cx, cy, start in ((x + width - r, y + r, -90), (x + width - r, y + height - r, 0), (x + r, y + height - r, 90), (x + r, y + r, 180)):
        for i in range(5):
            a = math.radians(start + i * 22.5)
            line.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return line


def head(form: Form, person: Person, pose: Pose) -> tuple[Garment, Garment]:
    """The head: what lies behind the body, and what lies before it."""
    x = form.middle(0) + (2.0 if pose.turn < 1 else 0)
    if pose.back:
        return [], hair_behind(person, x)
    face = Piece(paths.spline([(x - 8.0, -19), (x - 7.3, -11.5), (x - 4.6, -6.6), (x, -4.2), (x + 4.6, -6.6), (x + 7.3, -11.5), (x + 8.0, -19), (x + 4.5, -26.5), (x - 4.5, -26.5)], closed=True),
                 "skin", relief=3.4, edge=0.7, folds=drapery.crease((x + 6, -10), (x + 3.0, -6.5), 0, 0.8, 2.0, 0.25))
    crown = _strand([(x - 8.6, -13), (x - 9.6, -20), (x - 6.4, -28.4), (x, -30.6), (x + 6.4, -28.4), (x + 9.6, -20), (x + 8.6, -13), (x + 7.0, -18.5), (x + 4.5, -23.5), (x - 1.5, -25.6), (x - 5.5, -23), (x - 7.2, -17.5)])
    low = {"long": 27, "wavy": 24, "bob": -1.5, "bun": -13, "short": -11}[person.cut]
    wide = {"long": 10.0, "wavy": 13.0, "bob": 11.4, "bun": 8.8, "short": 9.4}[person.cut]
    mane = _strand([(x - 8.6, -22), (x - wide, -10), (x - wide - 0.8, min(low * 0.55, low - 5)), (x - wide + 1.5, low), (x + wide - 1.5, low - 0.8), (x + wide + 0.8, min(low * 0.5, low - 5)), (x + wide, -10), (x + 8.6, -22), (x, -30)])
    behind: Garment = [mane]
    if person.cut == "bun":
        behind.append(_strand([(x + 4.6 * math.cos(a / 8 * 6.283), -33.0 + 3.8 * math.sin(a / 8 * 6.283)) for a in range(8)]))
    before: Garment = [face, crown]
    if person.cut in ("long", "wavy"):
        sway = 1.6 if person.cut == "wavy" else 0.5
        before.append(_strand([(x - 6.6, -21), (x - 9.4, -15), (x - 10.4 - sway, -4), (x - 11.6 + sway, 6), (x - 14.0 - sway, 17), (x - 12.4, 25), (x - 11.0, low + 1),
                               (x - 8.6, 24), (x - 7.4 - sway, 16), (x - 6.2 + sway * 0.5, 7), (x - 6.2, -3), (x - 7.6, -13)]))
        before.append(_strand([(x + 6.8, -20), (x + 9.4, -14), (x + 10.6 + sway, -3), (x + 12.0, 4), (x + 9.6, 6.5), (x + 7.4, 1), (x + 6.4, -5), (x + 7.8, -13)]))
    return behind, before


def hair_behind(person: Person, x: float) -> Garment:
    """A head of hair seen from behind."""
    skull = [(x - 6.2, -3.6), (x - 9.2, -12), (x - 9.6, -20), (x - 6.8, -28.0), (x, -31.6), (x + 6.8, -28.0), (x + 9.6, -20), (x + 9.2, -12), (x + 6.2, -3.6), (x, -1.8)]
    if person.cut == "bun":
        bun = _strand([(x + 5.4 * math.cos(a / 9 * 6.283), -29.0 + 4.8 * math.sin(a / 9 * 6.283)) for a in range(9)])
        bun.lift = 0.6
        return [_strand(skull), bun]
    if person.cut == "short":
        return [_strand(skull)]
    low = {"long": 30, "wavy": 25, "bob": 0.5}[person.cut]
    wide = {"long": 9.6, "wavy": 11.6, "bob": 10.6}[person.cut]
    swing = 1.1 if person.cut == "wavy" else 0.2
    side = [(9.6, -20), (wide * 0.98 + swing, -10), (wide - swing, -3 if low > 5 else -6), (wide + swing, low * 0.22), (wide - swing, low * 0.48), (wide * 0.94 + swing, low * 0.72), (wide * 0.66, low - 1)]
    if low < 5:
        side = [(9.8, -20), (wide * 0.97, -9), (wide, -3), (wide * 0.9, low)]
    right = [(x + dx, y) for dx, y in side]
    left = [(x - dx, y + 0.6) for dx, y in side]
    return [_strand([(x, -31.6), (x + 6.8, -28.0), *right, (x + 3, low + 0.6), (x - 2, low + 1.2), *left[::-1], (x - 6.8, -28.0)])]


def _strand(points: list[Point]) -> Piece:
    """A lock of hair: streaks of shade and shine along its length."""
    outline = paths.spline(points, closed=True)
    x0, y0, x1, y1 = paths.bounds([outline])
    folds: list[Fold] = []
    count = max(5, round((x1 - x0) / 1.3))
    for i in range(count):
        x = x0 + (x1 - x0) * (i + 0.5) / count
        mid = (x0 + x1) / 2
        bend = (x - mid) * 0.12
        line = paths.arc((mid + (x - mid) * 0.5, y0 + 1), (x, y1 - (y1 - y0) * (0.06 + 0.16 * (i % 3))), bend, 0)
        folds.append(Fold(paths.wedge(line, 0.15, 0.55 + 0.25 * (i % 3), 0.05), 0.45 if i % 2 else -0.26))
    if y1 - y0 > 12:   # the band of light round a head
        folds.append(Fold(paths.wedge(paths.arc((x0 + (x1 - x0) * 0.16, y0 + 9), (x1 - (x1 - x0) * 0.22, y0 + 8), 0, -1.6), 1.0, 3.0, 1.0), -0.34))
    return Piece(outline, "hair", folds=folds, relief=3.0, volume=0.9, lift=0.4, edge=0.5)
