"""Knitwear that is more than a jersey."""

from __future__ import annotations

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import arms, blocks
from c2m.drawing.garments.tops import assemble
from c2m.drawing.pieces import Garment, Piece


def knit_sleeves(form: Form, body: blocks.Torso, *, reach: float = 46, cuff: float = 6.2, full: float = 1.6, tone: str = "main") -> list[Piece]:
    out: list[Piece] = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=reach, cuff=cuff if form.flat else cuff * 0.86, full=full, blouse=0.7, fold=0.42, tone=tone)
        a, b = cut.opening
        out.append(cut.piece)
        cut.opening = (paths.lerp(a, b, 0.10), paths.lerp(a, b, 0.90))
        out.append(arms.cuff(cut, 6.0, "rib", s=s))
    return out


def cardigan(form: Form) -> Garment:
    body = blocks.torso(form, ease=3.0, waist=4.0, hip=2.0, length=56, drop=4.0, shape="v", depth=21, neck=0.4, underarm=22)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    hem = blocks.band(body.hem, 5.0, "rib", 1.0)
    x, y = body.foot
    pieces: Garment = [blocks.inside(form, body, "plain"), main, hem]
    if form.back:
        return assemble(form, knit_sleeves(form, body), [*pieces, blocks.neck_band(body, 2.6, "rib")])
    for s in SIDES:
        edge = paths.part(body.neckline, 0.5, 1.0 if s > 0 else 0.0, 14)
        line = [(x, y + 5.0), *edge]
        pieces.append(Piece(paths.join(line, paths.offset(line, 3.0 * s)[::-1]), "rib", lift=0.3, relief=1.0, volume=0.7, seams=[]))
        low = body.seam[s][-1]
        mid = (x + (low[0] - x) * 0.52, y - 14)
        pieces.append(Piece([(mid[0] - 5.4, mid[1]), (mid[0] + 5.4, mid[1]), (mid[0] + 5.4, mid[1] + 11), (mid[0] - 5.4, mid[1] + 11)], "main", lift=0.25, relief=0.9, volume=0.6))
        pieces.append(Piece([(mid[0] - 5.4, mid[1] - 0.4), (mid[0] + 5.4, mid[1] - 0.4), (mid[0] + 5.4, mid[1] + 2.0), (mid[0] - 5.4, mid[1] + 2.0)], "rib", lift=0.15, relief=0.6, volume=0.5))
    top = body.top[1] + 2
    for i in range(5):
        pieces.append(blocks.button((x - 0.4, top + (y + 2.6 - top) * i / 4), 0.85))
    return assemble(form, knit_sleeves(form, body), pieces)


def vest(form: Form) -> Garment:
    """A V-necked vest, shown alone."""
    body = blocks.torso(form, ease=2.0, waist=2.6, hip=1.0, length=55, shape="v", depth=19, neck=0.8, inset=2.2, underarm=24)
    main = blocks.body_piece(body, form)
    hem = blocks.band(body.hem, 5.0, "rib", 0.8)
    pieces: Garment = [blocks.inside(form, body, "plain"), main, hem]
    for s in SIDES:
        line = body.armhole[s]
        pieces.append(Piece(paths.join(line, paths.offset(line, -s * 2.0)[::-1]), "rib", lift=0.2, relief=0.9, volume=0.6))
    return [*pieces, blocks.neck_band(body, 2.4, "rib")]


def turtleneck(form: Form) -> Garment:
    body = blocks.torso(form, ease=0.2, waist=1.2, hip=-0.4, length=60, shape="round", depth=4.0, neck=-1.2, drop=1.0)
    main = blocks.body_piece(body, form)
    main.seams += [body.armhole[-1], body.armhole[1]]
    main.folds += drapery.crease((body.top[0] + 9, 47), (body.top[0] - 4, 42), 0, 1, 1.6, 0.25)
    hem = blocks.band(body.hem, 4.0, "rib", 0.5)
    (lx, ly), (rx, ry) = body.neck[-1], body.neck[1]
    x = (lx + rx) / 2
    roll = 1.4 if form.flat else 0.4
    tall = 9.5 if form.flat else 7.0
    tube = [*paths.arc((lx - 0.2, ly + 2.2), (lx + roll, ly - tall), -0.5, 0), *paths.arc((lx + roll, ly - tall), (rx - roll, ry - tall), 0, -0.6),
            *paths.arc((rx - roll, ry - tall), (rx + 0.2, ry + 2.2), 0.5, 0), *paths.arc((rx + 0.2, ry + 2.2), (lx - 0.2, ly + 2.2), 0, 2.6)]
    fold = [*paths.arc((lx + 0.2, ly - tall * 0.3), (lx + roll - 0.3, ly - tall - 0.2), -0.3, 0), *paths.arc((lx + roll - 0.3, ly - tall - 0.2), (rx - roll + 0.3, ry - tall - 0.2), 0, -0.7),
            *paths.arc((rx - roll + 0.3, ry - tall - 0.2), (rx - 0.2, ry - tall * 0.3), 0.3, 0), *paths.arc((rx - 0.2, ry - tall * 0.3), (lx + 0.2, ly - tall * 0.3), 0, 1.3)]
    collar = [Piece(tube, "rib", lift=0.4, relief=2.0), Piece(fold, "rib", lift=0.5, relief=2.0, folds=drapery.crease((x + 3, ly - 1), (x + 5, ly - 7), 0.4, 0, 1.2, 0.3))]
    return assemble(form, knit_sleeves(form, body, reach=48, cuff=5.6, full=0.4), [main, hem, *collar])
