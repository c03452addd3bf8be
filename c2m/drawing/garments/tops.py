"""Jersey, shirts and knits."""

from __future__ import annotations

from c2m.drawing import drapery, paths
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.garments import arms, blocks
from c2m.drawing.pieces import Garment, Piece


def assemble(form: Form, sleeves: list[Piece], body: list[Piece]) -> Garment:
    """Sleeves lie under the body on a table and over it on a person with arms down."""
    for piece in sleeves:
        piece.sleeve = form.arms_over
    return [*body, *sleeves] if form.arms_over else [*sleeves, *body]


def tee(form: Form, *, ease: float = 3.0, length: float = 67.0, drop: float = 2.0, reach: float = 19.0, cuff: float = 8.3,
        shape: str = "crew", depth: float = 9.0, neck: float = 1.0, waist: float | None = None, block: bool = False) -> Garment:
    body = blocks.torso(form, ease=ease, waist=ease + 1.5 if waist is None else waist, hip=ease - 1, length=length, drop=drop,
                        shape=shape, depth=depth, neck=neck)
    sleeves = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=reach, cuff=cuff if form.flat else cuff * 0.72)
        a, b = (paths.shift(p, -cut.way[0] * 1.8, -cut.way[1] * 1.8) for p in cut.opening)
        cut.piece.stitches.append(paths.arc(a, b, cut.way[0] * 0.5, cut.way[1] * 0.5))
        sleeves.append(cut.piece)
    main = blocks.body_piece(body, form)
    main.stitches.append([paths.shift(p, 0, -1.8) for p in body.hem])
    main.seams += [body.armhole[-1], body.armhole[1]]
    pieces = [blocks.inside(form, body), main]
    if block:
        pieces.append(_lower_block(form, body))
    pieces.append(blocks.neck_band(body, 1.9))
    return assemble(form, sleeves, pieces)


def _lower_block(form: Form, body: blocks.Torso) -> Piece:
    """The lower half of a body in a second colour."""
    cut = {s: paths.part(body.seam[s], 0.30, 1.0) for s in SIDES}
    top = paths.arc(cut[-1][0], cut[1][0], 0, 0.6)
    outline = paths.join(top, cut[1], body.hem[::-1], cut[-1][::-1])
    folds = drapery.hanging(top, body.hem, 4, 3, (0.4, 0.9), 2.6, 0.3)
    return Piece(outline, "second", folds=folds, seams=[], stitches=[[paths.shift(p, 0, 0.6) for p in top], [paths.shift(p, 0, -1.8) for p in body.hem]])


def boxy_tee(form: Form) -> Garment:
    return tee(form, ease=4.5, length=56.0, drop=5.0, reach=16.0, cuff=9.4, neck=0.5, depth=8.0)


def block_tee(form: Form) -> Garment:
    return tee(form, ease=4.0, block=True)


def long_sleeve(form: Form) -> Garment:
    """A boat-necked Breton jersey."""
    body = blocks.torso(form, ease=2.0, waist=2.6, hip=1.0, length=63, drop=2.5, shape="round", depth=5.5, neck=4.0)
    sleeves = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=52, cuff=5.6 if form.flat else 4.4)
        a, b = (paths.shift(p, -cut.way[0] * 1.5, -cut.way[1] * 1.5) for p in cut.opening)
        cut.piece.stitches.append([a, b])
        sleeves.append(cut.piece)
    main = blocks.body_piece(body, form)
    main.stitches.append([paths.shift(p, 0, -1.6) for p in body.hem])
    return assemble(form, sleeves, [blocks.inside(form, body), main, blocks.neck_band(body, 1.5, "plain")])


def rib_knit(form: Form) -> Garment:
    """A short, close ribbed knit."""
    body = blocks.torso(form, ease=-1.6, waist=-1.0, hip=-1.6, length=50, drop=0.5, depth=7.0, neck=1.4, hem_dip=0.5)
    sleeves = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=16, cuff=7.2 if form.flat else 5.4)
        sleeves += [cut.piece, arms.cuff(cut, 1.6, "main", s=s)]
    main = blocks.body_piece(body, form)
    hem = blocks.band(body.hem, 3.0, "main", 0.2)
    return assemble(form, sleeves, [blocks.inside(form, body), main, hem, blocks.neck_band(body, 1.7, "main")])


def hoodie(form: Form) -> Garment:
    body = blocks.torso(form, ease=5.5, waist=6.5, hip=3.5, length=63, drop=6.0, depth=8.5, neck=1.6, underarm=24)
    sleeves = []
    for s in SIDES:
        cut = arms.sleeve(form, s, body, reach=46, cuff=6.4 if form.flat else 5.6, full=1.6, blouse=0.8, fold=0.5)
        sleeves += [cut.piece, arms.cuff(cut, 5.5, "rib", s=s)]
    main = blocks.body_piece(body, form)
    hem = blocks.band(body.hem, 5.5, "rib", 1.2)
    x, y = body.foot
    pouch = _pouch(x, y - 19.5)
    pieces = [main, hem] if form.back else [main, pouch, hem]
    return assemble(form, sleeves, [*pieces, *_hood(form, body)])


def _pouch(x: float, y: float) -> Piece:
    right = [(x + 8.0, y), *paths.arc((x + 9.0, y + 0.2), (x + 14.5, y + 12), -0.8, 0.6), (x + 14.5, y + 18.6)]
    left = [(2 * x - px, py) for px, py in right]
    lines = [paths.offset(right[1:-1], 0.8), paths.offset(left[1:-1], -0.8), [(x - 8, y + 0.9), (x + 8, y + 0.9)]]
    return Piece(paths.join(right, left[::-1]), "main", lift=0.5, relief=1.8, volume=0.8, stitches=lines,
                 folds=drapery.crease((x + 4, y + 17), (x + 8, y + 5), 0.6, 0, 2.0, 0.3) + drapery.crease((x - 7, y + 17), (x - 4, y + 6), 0, 0, 2.0, 0.25))


def _hood(form: Form, body: blocks.Torso) -> Garment:
    (lx, ly), (rx, ry) = body.neck[-1], body.neck[1]
    x = (lx + rx) / 2
    if form.back or not form.flat:
        rise = -4.0 if form.back else -3.2
        shell = paths.spline([(lx - 2.6, ly + 2.2), (lx - 2.0, ly + rise), (x, ly + rise - 2.2), (rx + 2.0, ry + rise), (rx + 2.6, ry + 2.2),
                              (x + 6, ly + 11 if form.back else ly + 8.6), (x, ly + 14.5 if form.back else ly + 10.8), (x - 6, ly + 11 if form.back else ly + 8.6)], closed=True)
        if form.back:
            return [Piece(shell, "main", lift=0.9, relief=3, seams=[[(x, ly + rise - 2), (x, ly + 14)]])]
        line = body.neckline
        roll = paths.offset(line, 3.4)
        roll[0], roll[-1] = (lx - 2.4, ly - 1.6), (rx + 2.4, ry - 1.6)
        rim = Piece(paths.join(line, roll[::-1]), "main", lift=0.6, relief=1.6, stitches=[paths.offset(line, 1.0)[1:-1]])
        return [Piece(shell, "main", dim=0.12, relief=2.2, behind=True), rim, *_strings(x, paths.at(line, 0.5)[1] + 3.4)]
    shell = paths.spline([(lx - 1.2, ly + 1.5), (x - 13.2, ly - 9), (x - 11, ly - 22), (x, ly - 28.5), (x + 11, ly - 22), (x + 13.2, ry - 9), (rx + 1.2, ry + 1.5),
                          (x + 5.4, ly + 7.5), (x, ly + 10.8), (x - 5.4, ly + 7.5)], closed=True)
    hole = paths.spline([(lx + 1.6, ly + 1.5), (x - 8.6, ly - 8), (x - 7.2, ly - 17.5), (x, ly - 21.5), (x + 7.2, ly - 17.5), (x + 8.6, ly - 8), (rx - 1.6, ry + 1.5),
                         (x + 2.6, ly + 6.0), (x, ly + 9.2), (x - 2.6, ly + 6.0)], closed=True)
    rim = paths.spline([(lx + 0.4, ly + 1.5), (x - 10.0, ly - 8), (x - 8.4, ly - 18.8), (x, ly - 23.2), (x + 8.4, ly - 18.8), (x + 10.0, ly - 8), (rx - 0.4, ry + 1.5)])
    folds = drapery.crease((x + 10, ly - 4), (x + 8, ly - 18), 1.4, 0, 2.2, 0.4) + drapery.crease((x - 9, ly - 1), (x - 10, ly - 12), -1, 0, 1.8, 0.35)
    inner = drapery.crease((x + 1.5, ly + 3), (x + 5.5, ly - 14), 1.5, 0, 3.0, 0.5, 0.3) + drapery.crease((x - 3, ly + 2), (x - 4.5, ly - 12), -1.5, 0, 2.4, 0.4, 0.3)
    return [Piece(shell, "main", lift=0.8, folds=folds, stitches=[rim]),
            Piece(hole, "main", dim=0.30, folds=inner, volume=0.5, relief=2.5, seams=[[(x, ly - 21.5), (x, ly - 4)]]), *_strings(x, ly + 9.4)]


def _strings(x: float, y: float) -> Garment:
    """Drawstrings with knotted ends."""
    out: Garment = []
    for s, long in ((-1, 13.0), (1, 11.5)):
        line = paths.spline([(x + s * 2.2, y - 2.4), (x + s * 3.0, y + 3), (x + s * 2.5, y + long * 0.7), (x + s * 3.1, y + long)])
        out.append(Piece(paths.wedge(line, 0.7, 0.7, 0.7), "trim", lift=0.35, relief=0.3, volume=0.8))
        out.append(Piece(paths.ellipse(line[-1], 0.5, 0.9), "trim", lift=0.2, relief=0.3))
        out.append(Piece(paths.ellipse((x + s * 2.2, y - 2.4), 0.55, 0.55), "metal", relief=0.3))
    return out
