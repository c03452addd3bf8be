"""One photo of twelve megapixels, as a phone takes it, and all the files kept of it."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageFilter

from bench import apart
from c2m.core import pictures

SIDES = (4000, 3000)
ROUNDS = 3


@dataclass(frozen=True)
class Made:
    seconds: float
    megabytes: float
    kilobytes: float


def measured() -> tuple[float, Made, Made]:
    """(how many times faster than the control, ours, the control); the middle of several rounds."""
    photo = taken()
    ours, plain = [], []
    for _ in range(ROUNDS):
        plain.append(apart.run(opened, photo))
        ours.append(apart.run(rebuilt, photo))
    faster = statistics.median(two.seconds / one.seconds for one, two in zip(ours, plain, strict=True))
    return faster, _middle(ours), _middle(plain)


def taken() -> bytes:
    """Soft forms with grain over them: about as many bytes as a phone's photo has."""
    width, height = SIDES
    bands = []
    for band in range(3):
        forms = Image.effect_noise((24 + band, 18), 120).resize(SIDES, Image.Resampling.BICUBIC)
        grain = Image.effect_noise((width // 2, height // 2), 40).resize(SIDES, Image.Resampling.BILINEAR)
        bands.append(Image.blend(forms, grain.filter(ImageFilter.BoxBlur(1)), 0.4))
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=95)
    return out.getvalue()


def rebuilt(photo: bytes) -> Made:
    """As the app does it."""
    return _timed(lambda: pictures.rebuild(photo).files)


def opened(photo: bytes) -> Made:
    """The control: open, then resize and save each of the same sizes at the same qualities."""
    return _timed(lambda: _plain(photo))


def _plain(photo: bytes) -> dict[str, bytes]:
    with Image.open(io.BytesIO(photo)) as image:
        image = image.convert("RGB")
        made = {"full": _saved(image, pictures.FULL_SIDE, "JPEG", quality=pictures.FULL_QUALITY)}
        for width in pictures.widths(pictures.FULL_SIDE):
            made[str(width)] = _saved(image, width, "WEBP", quality=pictures.QUALITIES[0])
    return made


def _saved(image: Image.Image, width: int, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    height = round(image.height * width / image.width)
    image.resize((width, height), Image.Resampling.LANCZOS).save(out, kind, **options)
    return out.getvalue()


def _timed(make: Callable[[], dict[str, bytes]]) -> Made:
    memory, began = apart.Memory(), time.process_time()
    files = make()
    seconds = time.process_time() - began
    return Made(seconds, memory.peak(), sum(map(len, files.values())) / 1000)


def _middle(several: list[Made]) -> Made:
    return sorted(several, key=lambda one: one.seconds)[len(several) // 2]
