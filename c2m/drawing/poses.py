"""Bodies: a person's build in the pose of a shot, as a form garments are cut on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from c2m.drawing.forms import SIDES, Form
from c2m.drawing.paths import Point
from c2m.drawing.people import Person


@dataclass(frozen=True)
class Pose:
    """Offsets from a figure that stands straight; pairs are left and right in the picture."""

    elbows: tuple[Point, Point]
    wrists: tuple[Point, Point]
    knees: tuple[Point, Point] = ((-7.4, 104), (9.0, 105))
    ankles: tuple[Point, Point] = ((-7.6, 146), (12.6, 146))
    hands: tuple[float, float] = (6.0, -6.0)      # degrees the hand turns from straight down
    hip: float = 1.6                              # the hip swings to the right
    tilt: float = 0.7                             # the left shoulder is higher by twice this
    turn: float = 1.0                             # width that is seen: under 1, turned aside
    lean: float = 0.0                             # the chest moves to the right
    back: bool = False
    phone: bool = False


POSES: dict[str, Pose] = {
    "front": Pose(((-20.0, 31), (21.2, 32)), ((-20.2, 55), (22.2, 56)), hands=(-4, -2)),
    "side": Pose(((-13.4, 32), (16.0, 31)), ((-9.4, 56), (18.0, 54)), ((-2.6, 104), (6.4, 105)), ((-7.0, 146), (9.6, 145)), (-18, -8), 2.0, 0.4, 0.78, -1.0),
    "back": Pose(((-20.2, 32), (19.2, 31)), ((-21.4, 56), (19.6, 55)), hands=(0, 2), hip=-1.6, tilt=-0.6, back=True),
    "mirror": Pose(((-19.6, 32), (24.0, 29)), ((-20.4, 56), (12.0, 7.0)), ((-9.6, 105), (7.4, 104)), ((-12.8, 146), (6.0, 146)), (4, 200), -1.6, -0.6, phone=True),
    "walk": Pose(((-21.4, 30), (19.4, 32)), ((-27.0, 52), (17.8, 55)), ((-4.0, 103), (9.2, 104)), ((-5.6, 148), (16.0, 142)), (16, 14), 1.2, 0.9),
}


def body(person: Person, pose: Pose) -> Form:
    """The landmarks of a person in a pose."""
    bulk = math.sqrt(person.weight_kg / (person.height_cm / 100) ** 2 / 20.4)
    broad = 1 + (bulk - 1) * 0.45
    pear = 1.06 if person.need == "pear" else 1.0
    t = pose.turn
    lean, hip = pose.lean, pose.hip
    shoulder = {s: (lean + s * 16.6 * broad * t, 4.8 + s * pose.tilt) for s in SIDES}
    grow = (bulk - 1) * 12

    def limb(points: tuple[Point, Point], stretch: float) -> dict[int, Point]:
        return {s: (points[i][0] + s * grow * stretch + lean, points[i][1]) for i, s in enumerate(SIDES)}

    bust, waist, seat = 14.6 * bulk * (0.94 if t < 1 else 1), 11.4 * bulk ** 1.25 * (0.94 if t < 1 else 1), 16.4 * bulk * pear * (0.86 if t < 1 else 1)
    return Form(
        shoulder=shoulder, elbow=limb(pose.elbows, 1.0), wrist=limb(pose.wrists, 1.0 if not pose.phone else 0.8),
        knee=dict(zip(SIDES, pose.knees)), ankle=dict(zip(SIDES, pose.ankles)),
        levels=((18, lean, bust), (38, lean * 0.6 + hip * 0.3, waist), (60, hip, seat), (72, hip, seat * 0.985)),
        crotch=(hip * 0.8, 70.0), neck=6.9, ease=0.5, back=pose.back, arms_over=True, flat=False,
        thigh=8.0 * bulk * pear, calf=5.0 * bulk,
    )
