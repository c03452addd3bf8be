"""Pictures for print: small, on white, upright; bombs and non-pictures are left off."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from c2m.papers import plates


def drawn(mode: str, size: tuple[int, int], colour: object, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **how)
    return out.getvalue()


def test_a_clear_background_becomes_paper_white():
    data, wide, high = plates.jpeg(drawn("RGBA", (300, 400), (0, 0, 0, 0), "PNG"), longest=200)
    assert (wide, high) == (150, 200)
    assert Image.open(io.BytesIO(data)).getpixel((75, 100)) == (255, 255, 255)


def test_a_sideways_photo_is_turned_upright():
    turned = Image.Exif()
    turned[0x0112] = 6
    _, wide, high = plates.jpeg(drawn("RGB", (400, 300), "grey", "JPEG", exif=turned))
    assert (wide, high) == (300, 400)


@pytest.mark.parametrize("size", [(8_000, 8_000), (14_000, 13_000)])
def test_a_flood_of_pixels_is_not_opened(size):
    assert plates.jpeg(drawn("1", size, 0, "PNG")) is None


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_picture_is_left_off(data):
    assert plates.jpeg(data) is None
