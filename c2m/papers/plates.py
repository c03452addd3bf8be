"""Pictures made ready for print: a small JPEG on white, or nothing when the bytes are no picture."""

from __future__ import annotations

import io
import logging
import warnings

from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000
_KINDS = ("JPEG", "PNG", "WEBP")
_log = logging.getLogger(__name__)


def jpeg(data: bytes, longest: int = 1200) -> tuple[bytes, int, int] | None:
    """(bytes, width, height) of the picture with its longer side at most ``longest`` pixels; None if unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValueError("too many pixels")
                picture.draft("RGB", (longest, longest))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        _log.warning("a picture was left off a paper: %s", error)
        return None
    upright.thumbnail((longest, longest))
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue(), page.width, page.height
