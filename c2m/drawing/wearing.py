"""Try-on pictures: a garment worn by a person in a place."""

from __future__ import annotations

import zlib
from dataclasses import replace

from PIL import Image, ImageChops, ImageFilter

from c2m.drawing import figures, garments, palettes, poses, scenes
from c2m.drawing.canvas import Sheet, View
from c2m.drawing.catalogue import STYLES
from c2m.drawing.forms import SIDES, Form
from c2m.drawing.people import Person
from c2m.drawing.pieces import Garment, placed
from c2m.drawing.poses import Pose
from c2m.drawing.styles import Style

SCENES = tuple(scenes.SCENES)
SHOTS = ("front", "side", "back", "mirror", "walk", "collar", "hem")
LOWER = ("skirt", "trousers")
LONG = ("trench", "coat", "shirt_dress", "tea_dress", "slip_dress", "wrap_dress", "sundress", "tier_dress", "ruffle_dress", "jumpsuit")


def draw(style: Style, person: Person, scene: str, shot: str, colour: int, width: int) -> Image.Image:
    height = round(width * 4 / 3)
    pose = poses.POSES[_pose(style, shot)]
    form = poses.body(person, pose)
    view = frame(style, form, shot, width, height)
    close = shot in ("collar", "hem")
    seed = zlib.crc32(f"{style.key}/{person.key}/{scene}".encode())
    floor = (132 - view.y) * view.scale / height
    sheet = Sheet(scenes.backdrop(scene, (width, height), floor if not close else floor * 0.5 + 0.6, 6.5 if close else 3.0, seed), view)
    layers = dress(style, form, colour, view.scale)
    _ground(sheet, form, [piece for _, cut, _ in layers for piece in cut])
    _paint(sheet, layers, form, person, pose)
    return _finish(sheet.image, scene)


def _pose(style: Style, shot: str) -> str:
    if style.silhouette == "beanie":   # the head is in the picture, so it is seen from behind or behind a telephone
        return "mirror" if shot in ("mirror", "walk", "collar") else "back"
    return {"collar": "front", "hem": "walk"}.get(shot, shot)


def frame(style: Style, form: Form, shot: str, width: int, height: int) -> View:
    """What of the figure is seen."""
    lower = style.category in LOWER and style.silhouette != "jumpsuit"
    long = style.silhouette in LONG
    top, tall = (-7.5, 95.0)
    if lower:
        top, tall = (18.0, 146.0) if style.silhouette in ("jeans", "wide_jeans", "wide_trousers", "wrap_skirt") else (14.0, 108.0)
    elif long:
        top, tall = -7.5, 174.0 if style.silhouette == "jumpsuit" else 146.0
    if shot == "back":
        top, tall = (top, tall) if lower else (-34.0, tall + 20.0)
    if shot == "mirror":
        top, tall = -36.0, (tall + 24.0 if not lower else 202.0)
    x = form.middle(40)
    if shot == "collar":
        top, tall, x = (33.0, 44.0, x) if lower else (-7.0, 46.0, x + 1.0)
    if shot == "hem":
        hem = {"skirt": 82.0, "trousers": 118.0, "dress": 84.0}.get(style.category, 38.0)
        top, tall, x = hem, 52.0, x - 3
    if style.silhouette == "beanie":
        top, tall = {"front": (-48, 74), "side": (-46, 56), "mirror": (-48, 108), "walk": (-48, 78), "collar": (-46, 58), "hem": (-34, 34)}.get(shot, (-52, 130))
    if style.silhouette == "tote" and shot == "hem":
        top, tall, x = 28.0, 52.0, form.shoulder[1][0] - 4
    scale = height / tall
    return View(x - width / scale / 2, top, scale)


Layer = tuple[str, Garment, palettes.Palette]


def dress(style: Style, form: Form, colour: int, scale: float) -> list[Layer]:
    """What is worn, from the skin outwards: (role, pieces, palette)."""
    def layer(role: str, one: Style, which: int) -> Layer:
        return role, garments.cut(one.silhouette, form), palettes.of(one, which, scale)

    own = layer("own", style, colour)
    if style.category == "accessory":
        return [*dress(STYLES[style.pair], form, 0, scale), ("held", carried(style, form), own[2])]
    slim = replace(form, ease=0.0, levels=tuple((y, x, half * 0.86) for y, x, half in form.levels))
    under: list[Layer] = []
    if style.silhouette == "vest":
        under = [layer("shirt", STYLES["poplin-shirt"], 0)]
    elif style.category == "outerwear" and style.silhouette not in ("overshirt", "tweed_jacket"):
        under = [("inner", garments.cut("tee", slim), palettes.of(STYLES["fine-tee"], 0, scale))]
    if not style.pair:
        return [*under, own]
    partner = layer("pair", STYLES[style.pair], 0)
    if style.category in LOWER:
        tucked = replace(form, levels=tuple((y, x, half * (0.8 if y > 50 else 0.96)) for y, x, half in form.levels))
        return [("pair", garments.cut(STYLES[style.pair].silhouette, tucked), partner[2]), own]
    return [partner, *under, own]


def carried(style: Style, form: Form) -> Garment:
    """A bag over the shoulder, a hat on the head."""
    cut = garments.cut(style.silhouette, form)
    x = form.middle(0)
    if style.silhouette == "beanie":
        return placed(cut, 0.80, x, -22.5)
    return placed(cut, 0.86, form.shoulder[1][0] + 1.0, form.shoulder[1][1] + 20.5)


def _paint(sheet: Sheet, layers: list[Layer], form: Form, person: Person, pose: Pose) -> None:
    skin = figures.palette(person, sheet.view.scale)
    behind, before = figures.head(form, person, pose)
    sheet.paint(behind, skin)
    for role, cut, cloth in layers:
        if role != "inner":
            sheet.paint([p for p in cut if p.behind], cloth)
    neck = [p for p in before if p.tone == "skin"]
    locks = [p for p in before if p.tone != "skin"]
    worn = replace(form, thigh=form.thigh * 0.8, calf=form.calf * 0.8) if _trousered(layers) else form
    bare = not any(p.sleeve for _, cut, _ in layers for p in cut)
    turn = dict(zip(SIDES, pose.hands))
    arms = {s: figures.arm(form, s) if pose.phone and s > 0 else figures.limb(form, s, turn[s]) for s in SIDES}
    sheet.paint([*figures.legs(worn), *figures.shoes(form), *figures.trunk(form, tuple(arms.values())), *neck], skin)
    hats = [(cut, cloth) for role, cut, cloth in layers if role == "held" and min(p.outline[0][1] for p in cut) < -20]
    for role, cut, cloth in layers:
        if (cut, cloth) not in hats:
            sheet.paint([p for p in cut if not p.behind and not p.sleeve], cloth)
    for s in SIDES:
        low = max((y for _, cut, _ in layers for p in cut if p.sleeve for _, y in p.outline), default=0)
        start = 0.47 if low > form.elbow[s][1] + 5 else 0.30   # only as much arm as a long or short sleeve shows
        if pose.phone and s > 0:
            sheet.lay(figures.arm(form, s, start), skin["skin"])
        elif not bare:
            sheet.lay(figures.limb(form, s, turn[s], start), skin["skin"])
    sheet.paint(locks, skin)
    for cut, cloth in hats:
        sheet.paint(cut, cloth)
    for role, cut, cloth in layers:
        if role != "inner":
            sheet.paint([p for p in cut if p.sleeve], cloth)
    if pose.phone:
        sheet.paint(figures.phone_hand(form, 1), skin)


def _trousered(layers: list[Layer]) -> bool:
    """Whether any garment covers the legs one by one; then the legs stay well inside it."""
    return any(p.outline and max(q[1] for q in p.outline) > 125 for _, cut, _ in layers for p in cut)


def _ground(sheet: Sheet, form: Form, pieces: Garment) -> None:
    """The wearer's shadow on the wall and under the feet."""
    shape = sheet.silhouette([*pieces, *figures.legs(form), *figures.trunk(form)])
    sheet.cast(shape, 7, 7, 5, 0.26)
    sheet.cast(sheet.silhouette(figures.shoes(form)), 3.2, 1.5, 2.2, 0.5)


def _finish(image: Image.Image, scene: str) -> Image.Image:
    """Light of the place over everything: a glow, a tint, darker corners."""
    small = image.resize((image.width // 8, image.height // 8), Image.Resampling.BOX)
    glow = small.filter(ImageFilter.GaussianBlur(small.width / 24)).resize(image.size, Image.Resampling.BILINEAR)
    image = Image.blend(image, ImageChops.screen(image, glow), 0.10)
    image = ImageChops.multiply(image, Image.new("RGB", image.size, scenes.tint(scene)))
    round_ = Image.radial_gradient("L").resize(image.size, Image.Resampling.BILINEAR)
    image.paste((60, 44, 34), (0, 0), round_.point([max(0, round((v - 120) * 0.34)) for v in range(256)]))
    return image
