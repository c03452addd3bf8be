"""Avatars: a person from behind, calm."""

from __future__ import annotations

from PIL import Image

from c2m.drawing import colours
from c2m.drawing.people import Person


def draw(person: Person, size: int) -> Image.Image:
    return Image.new("RGB", (size, size), colours.rgb(person.hair))
