"""What a garment is made of: pieces of cloth, sewn in painting order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from c2m.drawing.paths import Line


@dataclass(frozen=True)
class Fold:
    """A soft stroke of shade (depth > 0) or light (depth < 0), already outlined."""

    outline: Line
    depth: float


@dataclass
class Piece:
    """One piece of cloth, skin or trim. Lengths are centimetres."""

    outline: Line
    tone: str = "main"           # which cloth of the palette
    angle: float = 0.0           # grain, degrees clockwise from straight down
    folds: list[Fold] = field(default_factory=list)
    seams: list[Line] = field(default_factory=list)
    stitches: list[Line] = field(default_factory=list)
    lift: float = 0.0            # how far it stands off what lies below: shadow in cm
    relief: float = 3.2          # how far from the edge it turns round, in cm
    volume: float = 1.0          # how strongly it turns
    dim: float = 0.0             # 0 lit .. 1 dark: inside of a collar, far layers
    edge: float = 1.0            # strength of the drawn outline
    also: list[Line] = field(default_factory=list)   # more outlines of the same cloth (a bent arm)
    merged: bool = False         # outlined as one shape, not outline by outline
    behind: bool = False         # lies behind the wearer's neck or waist
    sleeve: bool = False         # goes with the arm when the arm hangs before the body


Garment = list[Piece]


def placed(garment: Garment, scale: float, dx: float, dy: float) -> Garment:
    """The garment enlarged about (0, 0) and moved."""
    def move(line: Line) -> Line:
        return [(x * scale + dx, y * scale + dy) for x, y in line]

    return [replace(piece, outline=move(piece.outline), also=[move(o) for o in piece.also], seams=[move(o) for o in piece.seams],
                    stitches=[move(o) for o in piece.stitches], folds=[Fold(move(f.outline), f.depth) for f in piece.folds]) for piece in garment]
