"""Try-on pictures: a garment worn by a person in a place."""

from __future__ import annotations

from PIL import Image

from c2m.drawing import flats
from c2m.drawing.people import Person
from c2m.drawing.styles import Style

SCENES = ("mirror", "street", "office", "park", "cafe")
SHOTS = ("front", "side", "back", "mirror", "collar", "hem", "walk")


def draw(style: Style, person: Person, scene: str, shot: str, colour: int, width: int) -> Image.Image:
    return flats.draw(style, colour, shot == "back", width)
