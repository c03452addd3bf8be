"""Every cloth one garment needs: its main fabric and all the trims."""

from __future__ import annotations

from typing import NamedTuple

from c2m.drawing import cloths, colours
from c2m.drawing.cloths import Cloth
from c2m.drawing.styles import Style

PLAIN_RIB = {"rib", "knit", "cable", "corduroy"}


class Fabric(NamedTuple):
    texture: float
    sheen: float
    thread: str | None = None


FABRICS = {
    "cotton": Fabric(1.0, 0.4), "jersey": Fabric(0.8, 0.35), "linen": Fabric(2.2, 0.3), "satin": Fabric(0.25, 1.5),
    "viscose": Fabric(0.5, 0.8), "wool": Fabric(2.0, 0.25), "fleece": Fabric(1.3, 0.3), "yarn": Fabric(1.2, 0.3),
    "denim": Fabric(1.2, 0.4, "#C98F4A"), "canvas": Fabric(2.0, 0.3, "#F3EBDC"), "gabardine": Fabric(0.6, 0.5),
}
BUTTONS = {"dark": (70, 48, 36), "pale": (236, 228, 212)}


def of(style: Style, colour: int, scale: float) -> dict[str, Cloth]:
    """The cloths of a style in one of its colourways; scale in pixels per cm."""
    main = colours.rgb(style.colours[colour % len(style.colours)].hex)
    accent = colours.rgb(style.accent) if style.accent else None
    fabric = FABRICS[style.fabric]
    thread = colours.rgb(fabric.thread) if fabric.thread and colours.luminance(main) < 0.9 else None
    light = colours.luminance(main)
    second = accent or (colours.lighter(main, 0.72) if light < 0.6 else colours.darker(main, 0.5))
    button = BUTTONS["dark"] if light > 0.45 else colours.lighter(main, 0.35)

    def plain(colour_: colours.RGB, name: str = "plain", texture: float = fabric.texture, sheen: float = fabric.sheen) -> Cloth:
        return cloths.weave(colour_, name, scale, None, texture, sheen, thread)

    return {
        "main": cloths.weave(main, style.print, scale, accent, fabric.texture, fabric.sheen, thread),
        "plain": plain(main), "rib": plain(main, "rib"),
        "second": plain(second, style.print if style.print in PLAIN_RIB else "plain"),
        "lining": plain(colours.mix(main, (214, 196, 172), 0.65), texture=0.4),
        "trim": plain(colours.lighter(main, 0.55) if light < 0.75 else colours.darker(main, 0.22), texture=0.5),
        "button": plain(button, texture=0, sheen=1.6), "metal": plain((178, 168, 150), texture=0, sheen=2.0),
        "leather": plain((122, 82, 52), texture=0.8, sheen=0.8), "wood": plain((196, 158, 112), texture=1.0, sheen=0.8),
    }
