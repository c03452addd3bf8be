"""Every cloth one garment needs: its main fabric and all the trims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from c2m.drawing import cloths, colours
from c2m.drawing.cloths import Cloth
from c2m.drawing.styles import Style

KNITTED = {"rib", "knit", "cable", "corduroy"}


class Fabric(NamedTuple):
    texture: float
    sheen: float
    thread: str | None = None


FABRICS = {
    "cotton": Fabric(1.0, 0.4), "jersey": Fabric(0.8, 0.35), "linen": Fabric(2.2, 0.3), "satin": Fabric(0.25, 1.5),
    "viscose": Fabric(0.5, 0.8), "wool": Fabric(2.0, 0.25), "fleece": Fabric(1.3, 0.3), "yarn": Fabric(1.2, 0.3),
    "denim": Fabric(1.2, 0.4, "#C98F4A"), "canvas": Fabric(2.0, 0.3, "#F3EBDC"), "gabardine": Fabric(0.6, 0.5),
}
HARDWARE = {"metal": ((178, 168, 150), 0, 2.0), "leather": ((122, 82, 52), 0.8, 0.8)}
TONES = ("main", "rib", "plain", "second", "lining", "trim", "button", *HARDWARE)


class Palette(Mapping[str, Cloth]):
    """The cloths of one garment, each woven when it is first needed; scale in pixels per cm."""

    def __init__(self, style: Style, colour: int, scale: float) -> None:
        self.style, self.scale = style, scale
        self.main = colours.rgb(style.colours[colour % len(style.colours)].hex)
        self.accent = colours.rgb(style.accent) if style.accent else None
        self.fabric = FABRICS[style.fabric]
        self.thread = colours.rgb(self.fabric.thread) if self.fabric.thread and colours.luminance(self.main) < 0.9 else None
        self.woven: dict[str, Cloth] = {}

    def __getitem__(self, tone: str) -> Cloth:
        if tone not in self.woven:
            self.woven[tone] = self._weave(tone)
        return self.woven[tone]

    def __iter__(self) -> Iterator[str]:
        return iter(TONES)

    def __len__(self) -> int:
        return len(TONES)

    def _weave(self, tone: str) -> Cloth:
        main, light = self.main, colours.luminance(self.main)
        texture, sheen = self.fabric.texture, self.fabric.sheen
        name, accent = "plain", None
        if tone == "main":
            colour, name, accent = main, self.style.print, self.accent
        elif tone == "rib":
            colour, name = main, "rib"
        elif tone == "plain":
            colour = main
        elif tone == "second":
            colour = self.accent or (colours.lighter(main, 0.72) if light < 0.6 else colours.darker(main, 0.5))
            name = self.style.print if self.style.print in KNITTED else "plain"
        elif tone == "lining":
            colour, texture = colours.mix(main, (214, 196, 172), 0.65), 0.4
        elif tone == "trim":
            colour, texture = colours.lighter(main, 0.55) if light < 0.75 else colours.darker(main, 0.22), 0.5
        elif tone == "button":
            colour, texture, sheen = (70, 48, 36) if light > 0.45 else colours.lighter(main, 0.35), 0, 1.6
        else:
            colour, texture, sheen = HARDWARE[tone]
        return cloths.weave(colour, name, self.scale, accent, texture, sheen, self.thread)


def of(style: Style, colour: int, scale: float) -> Palette:
    return Palette(style, colour, scale)
