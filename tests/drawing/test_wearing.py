"""The samples worn, and who wears them."""

from __future__ import annotations

import itertools

import pytest
from PIL import Image, ImageChops, ImageStat

from c2m import drawing
from c2m.drawing import forms, garments, poses

SMALL = 96


def difference(a: Image.Image, b: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3


@pytest.mark.parametrize("style", drawing.CATALOGUE, ids=lambda style: style.key)
def test_every_design_can_be_worn(style: drawing.Style) -> None:
    worn = drawing.try_on(style, "lizi", "park", width=SMALL)
    assert worn.size == (SMALL, SMALL * 4 // 3)
    assert difference(worn, drawing.flat(style, width=SMALL)) > 10


@pytest.mark.parametrize("style", ["dot-wrap-dress", "straight-jeans", "wool-coat", "canvas-tote", "chunky-beanie"])
def test_every_shot_of_a_post_shows_something_else(style: str) -> None:
    shots = [drawing.try_on(style, "xiaotang", "street", shot, width=SMALL) for shot in drawing.SHOTS]
    assert len(shots) >= 6
    for one, other in itertools.combinations(shots, 2):
        assert one.size == (SMALL, SMALL * 4 // 3)
        assert difference(one, other) > 1


@pytest.mark.parametrize("scene", drawing.SCENES)
def test_every_place_has_its_own_light_and_shapes(scene: str) -> None:
    here = drawing.try_on("trench", "aheng", scene, width=SMALL)
    for other in drawing.SCENES:
        if other != scene:
            assert difference(here, drawing.try_on("trench", "aheng", other, width=SMALL)) > 4


def test_the_same_picture_comes_out_with_the_same_pixels() -> None:
    pictures = {drawing.try_on("cable-vest", "lizi", "cafe", "mirror", width=SMALL).tobytes() for _ in range(2)}
    assert len(pictures) == 1


def test_a_colourway_is_worn_in_its_colour() -> None:
    red, oat = (drawing.try_on("dot-wrap-dress", "xiaotang", "park", "front", colour, SMALL) for colour in (0, 1))
    assert difference(red, oat) > 5


def test_a_heavier_person_is_drawn_broader() -> None:
    manman, aheng = (poses.body(drawing.PERSONS[key], poses.POSES["front"]) for key in ("manman", "aheng"))
    assert manman.half(38) > aheng.half(38) * 1.1
    assert manman.half(60) > aheng.half(60)


def test_the_worn_garment_is_cut_from_the_same_pattern_as_the_voted_one() -> None:
    body = poses.body(drawing.PEOPLE[0], poses.POSES["front"])
    for silhouette in garments.SILHOUETTES:
        flat, worn = garments.cut(silhouette, forms.table()), garments.cut(silhouette, body)
        assert {piece.tone for piece in worn} <= {piece.tone for piece in flat} | {"main", "rib", "plain"}, silhouette


def test_portraits_are_square_calm_and_tell_people_apart() -> None:
    faces = [drawing.portrait(person, 120) for person in drawing.PEOPLE]
    assert 4 <= len(faces) <= 5
    assert all(face.size == (120, 120) for face in faces)
    for one, other in itertools.combinations(faces, 2):
        assert difference(one, other) > 8
    assert drawing.portrait(drawing.PEOPLE[0]).size == (480, 480)
