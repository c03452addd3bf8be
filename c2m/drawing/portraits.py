"""Avatars: a person from behind, calm."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

from c2m.drawing import figures, garments, palettes, poses, scenes
from c2m.drawing.canvas import Sheet, View
from c2m.drawing.catalogue import STYLES
from c2m.drawing.people import Person
from c2m.drawing.pieces import placed


class Look(NamedTuple):
    scene: str
    style: str
    colour: int
    hat: int | None = None     # colour of the woollen hat


LOOKS = {"xiaotang": Look("street", "wool-coat", 0, 2), "manman": Look("park", "turtleneck", 1), "aheng": Look("office", "poplin-shirt", 1),
         "lizi": Look("cafe", "mohair-cardigan", 0), "zhoujie": Look("mirror", "soft-blazer", 2)}


def draw(person: Person, size: int) -> Image.Image:
    look = LOOKS.get(person.key, Look("park", "turtleneck", 0))
    pose = poses.POSES["back"]
    form = poses.body(person, pose)
    scale = size / 58
    sheet = Sheet(scenes.backdrop(look.scene, (size, size), 1.2, 7, 1), View(form.middle(0) - 29, -44, scale))
    skin = figures.palette(person, scale)
    style = STYLES[look.style]
    cut = garments.cut(style.silhouette, form)
    cloth = palettes.of(style, look.colour, scale)
    _, before = figures.head(form, person, pose)
    sheet.paint(figures.trunk(form), skin)
    sheet.paint([p for p in cut if not p.behind], cloth)
    sheet.paint([p for p in before if p.tone == "hair"], skin)
    if look.hat is not None:
        hat = STYLES["chunky-beanie"]
        sheet.paint(placed(garments.cut("beanie", form), 0.80, form.middle(0), -22.5), palettes.of(hat, look.hat, scale))
    return sheet.image
