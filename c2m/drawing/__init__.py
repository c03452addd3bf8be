"""The drawing room: every picture of the demo brand, drawn by the product itself.

`flat` draws a garment on paper, `try_on` the same garment worn, `detail` its cloth,
`portrait` a person seen from behind. All are pure: same arguments, same pixels.
"""

from __future__ import annotations

from PIL import Image

from c2m.drawing import flats, portraits, wearing
from c2m.drawing.catalogue import CATALOGUE, STYLES
from c2m.drawing.people import PEOPLE, PERSONS, Person
from c2m.drawing.styles import Colour, Style

SCENES: tuple[str, ...] = wearing.SCENES
SHOTS: tuple[str, ...] = wearing.SHOTS
__all__ = ["CATALOGUE", "PEOPLE", "PERSONS", "SCENES", "SHOTS", "STYLES", "Colour", "Person", "Style",
           "detail", "flat", "portrait", "try_on"]


def flat(style: Style | str, colour: int = 0, variant: str = "front", width: int = 1170) -> Image.Image:
    """A garment flat, 3:4. variant is "front" or "back"; colour indexes style.colours."""
    return flats.draw(_style(style), colour, variant == "back", width)


def try_on(style: Style | str, person: Person | str, scene: str = "mirror", shot: str = "front", colour: int = 0,
           width: int = 1170) -> Image.Image:
    """The person wearing the style, 3:4. scene is one of SCENES, shot one of SHOTS."""
    return wearing.draw(_style(style), _person(person), scene, shot, colour, width)


def detail(style: Style | str, colour: int = 0, width: int = 1170) -> Image.Image:
    """The cloth and its making from close by, 3:4."""
    return flats.close(_style(style), colour, width)


def portrait(person: Person | str, size: int = 480) -> Image.Image:
    """A square avatar."""
    return portraits.draw(_person(person), size)


def _style(style: Style | str) -> Style:
    return STYLES[style] if isinstance(style, str) else style


def _person(person: Person | str) -> Person:
    return PERSONS[person] if isinstance(person, str) else person
