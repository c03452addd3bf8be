"""What is not taken as a picture, and the sentence that says what to do instead."""

import io
import struct
import zlib

import pytest
from PIL import Image

from c2m.core import pictures
from c2m.core.errors import Refused

NOISE = Image.effect_noise((300, 300), 90)


def encoded(image, kind="JPEG"):
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def refusal(data):
    with pytest.raises(Refused) as refused:
        pictures.rebuild(data)
    sentence = str(refused.value)
    assert sentence.endswith(".") and len(sentence) > 30 and "%(" not in sentence
    return sentence


def png_claiming(width, height):
    """A PNG of a few bytes whose header claims a size."""
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(bytes(99))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


@pytest.mark.parametrize("size", [(8000, 5001), (12_000, 9000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_from_the_header(size):
    assert "40 million pixels" in refusal(png_claiming(*size))


def test_what_is_no_picture_is_refused_with_what_to_send():
    for data in (b"<html>", b"GIF89a" + b"\x00" * 40, b"\x00" * 100, b"%PDF-1.7", encoded(NOISE, "TIFF")):
        assert "Send a JPEG, PNG, WebP" in refusal(data).replace("PNG or", "PNG,")


def test_empty_and_huge_files_are_refused_before_reading():
    assert "empty" in refusal(b"")
    assert "25 MB" in refusal(encoded(NOISE) + bytes(pictures.MAX_BYTES))


def test_a_cut_picture_is_refused_as_damaged():
    for kind in ("JPEG", "PNG", "WEBP"):
        data = encoded(NOISE, kind)
        assert "damaged" in refusal(data[: len(data) // 2])
