"""The words for a design: what it is called, cut from, printed with and meant for."""

from __future__ import annotations

from typing import NamedTuple


class Colour(NamedTuple):
    zh: str
    en: str
    hex: str


class Style(NamedTuple):
    key: str
    title_zh: str
    title_en: str
    category: str                    # dress, skirt, trousers, top, knit, outerwear, accessory
    silhouette: str                  # a name in garments.SILHOUETTES
    print: str                       # a name in prints.PRINTS
    colours: tuple[Colour, ...]      # ordered, the first is the one voted on
    sizes: tuple[str, ...]
    needs: tuple[str, ...]           # petite, tall, curvy, pear, office, sensitive
    accent: str | None = None        # second colour of the print
    fabric: str = "cotton"           # a name in palettes.FABRICS
    pair: str = ""                   # key of what is worn with it
