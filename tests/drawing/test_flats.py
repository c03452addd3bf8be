"""The garment flats on the wall."""

from __future__ import annotations

import itertools

import pytest
from PIL import Image, ImageChops, ImageStat

from c2m import drawing
from c2m.drawing import cloths, colours, garments, palettes, prints
from c2m.drawing.canvas import Sheet, View
from c2m.drawing.pieces import Piece

SMALL = 132


def difference(a: Image.Image, b: Image.Image) -> float:
    """Mean difference of two pictures, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3


@pytest.fixture(scope="module")
def wall() -> dict[str, Image.Image]:
    return {style.key: drawing.flat(style, width=SMALL) for style in drawing.CATALOGUE}


def test_the_brand_has_enough_designs_for_a_round_before_now_and_next() -> None:
    assert len(drawing.CATALOGUE) >= 28
    assert len({style.silhouette for style in drawing.CATALOGUE}) >= 12
    assert len({style.print for style in drawing.CATALOGUE}) >= 8


def test_every_design_has_its_own_key_and_names_in_both_languages() -> None:
    for field in ("key", "title_zh", "title_en"):
        names = [getattr(style, field) for style in drawing.CATALOGUE]
        assert len(set(names)) == len(names)
        assert all(names)


@pytest.mark.parametrize("style", drawing.CATALOGUE, ids=lambda style: style.key)
def test_a_design_can_be_made_of_what_it_names(style: drawing.Style) -> None:
    assert style.silhouette in garments.SILHOUETTES
    assert style.print in prints.PRINTS
    assert style.fabric in palettes.FABRICS
    assert not style.pair or style.pair in drawing.STYLES
    assert len(style.colours) == 3
    assert style.sizes and style.needs


@pytest.mark.parametrize("style", drawing.CATALOGUE, ids=lambda style: style.key)
def test_a_flat_is_drawn_three_to_four_from_both_sides(style: drawing.Style, wall: dict[str, Image.Image]) -> None:
    front, back = wall[style.key], drawing.flat(style, variant="back", width=SMALL)
    assert front.size == back.size == (SMALL, SMALL * 4 // 3)
    assert front.mode == "RGB"


def test_a_flat_is_drawn_at_full_size_unless_told_otherwise() -> None:
    assert drawing.flat("fine-tee").size == (1170, 1560)


def test_the_same_design_is_drawn_with_the_same_pixels_again(wall: dict[str, Image.Image]) -> None:
    for key in ("dot-wrap-dress", "straight-jeans", "tweed-jacket", "chunky-beanie"):
        assert drawing.flat(key, width=SMALL).tobytes() == wall[key].tobytes()


def test_no_two_designs_look_the_same(wall: dict[str, Image.Image]) -> None:
    for (a, one), (b, other) in itertools.combinations(wall.items(), 2):
        assert difference(one, other) > 3, f"{a} and {b}"


def test_colourways_differ_by_more_than_a_shade() -> None:
    for style in drawing.CATALOGUE:
        for one, other in itertools.combinations(style.colours, 2):
            apart = [abs(x - y) for x, y in zip(colours.rgb(one.hex), colours.rgb(other.hex), strict=True)]
            assert sum(apart) > 40, style.key
    for key in ("dot-wrap-dress", "straight-jeans", "mohair-cardigan"):
        views = [drawing.flat(key, colour, width=SMALL) for colour in range(3)]
        assert all(difference(a, b) > 3 for a, b in itertools.combinations(views, 2)), key


def test_the_garment_stands_clear_of_the_edges_of_the_paper() -> None:
    for style in drawing.CATALOGUE[::2]:
        red, blue = (
            drawing.flat(style._replace(colours=(drawing.Colour("", "", tone),)), width=SMALL)
            for tone in ("#D02020", "#2020D0")
        )
        left, top, right, bottom = (
            ImageChops.difference(red, blue).convert("L").point([255 * (v > 24) for v in range(256)]).getbbox()
        )
        assert left >= SMALL * 0.03 and right <= SMALL * 0.97, style.key
        assert top >= SMALL * 0.03 and bottom <= SMALL * 4 / 3 * 0.97, style.key


@pytest.mark.parametrize("name", sorted(prints.PRINTS))
def test_a_print_stays_inside_its_piece(name: str) -> None:
    paper = Image.new("RGB", (90, 90), (250, 247, 241))
    sheet = Sheet(paper.copy(), View(0, 0, 9))
    square = [(3, 3), (7, 3), (7, 7), (3, 7)]
    sheet.lay(Piece(square), cloths.weave(colours.rgb("#8A3A2E"), name, 9, (240, 220, 200)))
    changed = ImageChops.difference(sheet.image, paper).getbbox()
    assert changed is not None
    assert changed[0] >= 26 and changed[1] >= 26 and changed[2] <= 64 and changed[3] <= 64


def test_a_print_turns_with_the_sleeve() -> None:
    cloth = cloths.weave((30, 30, 30), "stripes", 9, (250, 250, 250), texture=0)
    straight, turned = cloth.cut((60, 60), 0, (0, 0)), cloth.cut((60, 60), 30, (0, 0))
    assert len(set(straight.crop((0, 20, 60, 21)).convert("L").tobytes())) <= 2
    assert len(set(turned.crop((0, 20, 60, 21)).convert("L").tobytes())) > 2


def test_the_detail_shows_the_cloth_from_nearer() -> None:
    near = drawing.detail("breton-jersey", width=SMALL)
    assert near.size == (SMALL, SMALL * 4 // 3)
    assert difference(near, drawing.flat("breton-jersey", width=SMALL)) > 10
