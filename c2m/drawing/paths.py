"""Curves and outlines, in centimetres: the pencil of the drawing room."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Line = list[Point]


def lerp(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def shift(p: Point, dx: float, dy: float) -> Point:
    return (p[0] + dx, p[1] + dy)


def distance(a: Point, b: Point) -> float:
    return math.hypot(b[0] - a[0], b[1] - a[1])


def direction(a: Point, b: Point) -> Point:
    """Unit vector from a to b; straight down when they coincide."""
    length = distance(a, b)
    if length < 1e-9:
        return (0.0, 1.0)
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def arc(a: Point, b: Point, dx: float = 0.0, dy: float = 0.0, steps: int = 12) -> Line:
    """Quadratic Bézier from a to b whose middle is displaced by (dx, dy)."""
    cx, cy = (a[0] + b[0]) / 2 + 2 * dx, (a[1] + b[1]) / 2 + 2 * dy
    points = []
    for i in range(steps + 1):
        t = i / steps
        u = 1 - t
        points.append((u * u * a[0] + 2 * u * t * cx + t * t * b[0],
                       u * u * a[1] + 2 * u * t * cy + t * t * b[1]))
    return points


def cubic(a: Point, c: Point, d: Point, b: Point, steps: int = 16) -> Line:
    """Cubic Bézier from a to b with handles c and d."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        u = 1 - t
        k0, k1, k2, k3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append((k0 * a[0] + k1 * c[0] + k2 * d[0] + k3 * b[0],
                       k0 * a[1] + k1 * c[1] + k2 * d[1] + k3 * b[1]))
    return points


def spline(points: Sequence[Point], closed: bool = False, steps: int = 8) -> Line:
    """Catmull-Rom curve through every point."""
    count = len(points)
    if count < 3:
        return list(points)
    out: Line = []
    last = count if closed else count - 1
    for i in range(last):
        p1, p2 = points[i], points[(i + 1) % count]
        p0 = points[i - 1] if closed or i else p1
        p3 = points[(i + 2) % count] if closed or i + 2 < count else p2
        c = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        d = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        out.extend(cubic(p1, c, d, p2, steps)[:-1])
    if not closed:
        out.append(points[-1])
    return out


def join(*lines: Sequence[Point]) -> Line:
    return [p for line in lines for p in line]


def between(a: Sequence[Point], b: Sequence[Point], t: float, steps: int = 24) -> Line:
    """The line that lies the fraction t of the way from line a to line b."""
    return [lerp(at(a, i / steps), at(b, i / steps), t) for i in range(steps + 1)]


def length(line: Sequence[Point]) -> float:
    return sum(distance(line[i], line[i + 1]) for i in range(len(line) - 1))


def at(line: Sequence[Point], t: float) -> Point:
    """The point at the fraction t of the line's length."""
    rest = length(line) * min(max(t, 0.0), 1.0)
    for i in range(len(line) - 1):
        step = distance(line[i], line[i + 1])
        if rest <= step and step > 0:
            return lerp(line[i], line[i + 1], rest / step)
        rest -= step
    return line[-1]


def part(line: Sequence[Point], start: float, stop: float, steps: int = 16) -> Line:
    return [at(line, start + (stop - start) * i / steps) for i in range(steps + 1)]


def offset(line: Sequence[Point], amount: float) -> Line:
    """The line moved sideways, to the right of its direction when amount > 0 (y grows down)."""
    out: Line = []
    for i, p in enumerate(line):
        d = direction(line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)])
        out.append((p[0] - d[1] * amount, p[1] + d[0] * amount))
    return out


def tube(spine: Sequence[Point], widths: Sequence[float], smooth: bool = True) -> Line:
    """Closed outline round a spine; widths are half widths, one for each point of the spine."""
    left, right = [], []
    for i, p in enumerate(spine):
        d = direction(spine[max(i - 1, 0)], spine[min(i + 1, len(spine) - 1)])
        w = widths[i]
        left.append((p[0] + d[1] * w, p[1] - d[0] * w))
        right.append((p[0] - d[1] * w, p[1] + d[0] * w))
    if smooth:
        left, right = spline(left), spline(right)
    return left + right[::-1]


def wedge(line: Sequence[Point], start: float, middle: float, stop: float) -> Line:
    """A brush stroke: full width `start` at its first point, `middle` half way, `stop` at the end."""
    count = max(len(line) - 1, 1)
    widths = []
    for i in range(len(line)):
        t = i / count
        w = start + (middle - start) * t * 2 if t < 0.5 else middle + (stop - middle) * (t * 2 - 1)
        widths.append(w / 2)
    return tube(line, widths, smooth=False)


def ellipse(centre: Point, rx: float, ry: float, turn: float = 0.0, steps: int = 28) -> Line:
    """Closed ellipse; turn in degrees."""
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    out = []
    for i in range(steps):
        a = 2 * math.pi * i / steps
        x, y = rx * math.cos(a), ry * math.sin(a)
        out.append((centre[0] + x * c - y * s, centre[1] + x * s + y * c))
    return out


def bounds(lines: Sequence[Sequence[Point]]) -> tuple[float, float, float, float]:
    xs = [p[0] for line in lines for p in line]
    ys = [p[1] for line in lines for p in line]
    return min(xs), min(ys), max(xs), max(ys)


def dashes(line: Sequence[Point], dash: float, gap: float) -> list[tuple[Point, Point]]:
    """Cut a line into stitches."""
    total, out, pos = length(line), [], 0.0
    if total <= 0:
        return out
    cumulative = [0.0]
    for i in range(len(line) - 1):
        cumulative.append(cumulative[-1] + distance(line[i], line[i + 1]))
    index = 0

    def locate(target: float) -> Point:
        nonlocal index
        while index < len(line) - 2 and cumulative[index + 1] < target:
            index += 1
        step = cumulative[index + 1] - cumulative[index]
        return lerp(line[index], line[index + 1], (target - cumulative[index]) / step if step else 0)

    while pos < total:
        out.append((locate(pos), locate(min(pos + dash, total))))
        pos += dash + gap
    return out
