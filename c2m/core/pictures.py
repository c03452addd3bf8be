"""Pictures from outside are never kept as they came: they are read, turned upright and rebuilt from their pixels.

What a file says about itself (its name, its type, its camera, its place) is not believed and not kept. The one
optional library, pillow-heif, is registered here and nowhere else; with it iPhone photos can be read.
"""

from __future__ import annotations

import hashlib
import io
import logging
import threading
from dataclasses import dataclass, field

from PIL import Image, ImageCms, UnidentifiedImageError

from c2m.core.errors import Refused

try:
    import pillow_heif
except ImportError:
    HEIC = False
else:
    pillow_heif.register_heif_opener()
    HEIC = True

log = logging.getLogger(__name__)

MAX_BYTES = 25_000_000
MAX_PIXELS = 40_000_000
WIDTHS = (360, 540, 780, 1170)
FULL_SIDE = 2400  # the long side of the picture a factory gets
WALL_BYTES = 45_000  # twenty of these are one wall on a phone
WEBP_METHOD = 2  # a third faster than 4 for 4 % more bytes
QUALITIES = (80, 70, 60, 50, 40, 30, 20, 10)
FULL_QUALITY = 90
PAPER = (0xFA, 0xF7, 0xF1)

FORMATS = ("JPEG", "PNG", "WEBP") + (("HEIF",) if HEIC else ())
ACCEPT = "image/jpeg,image/png,image/webp" + (",image/heic,image/heif" if HEIC else "")
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# Two decoders at once at most: forty million pixels are 160 MB while they are open.
_desks = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Rebuilt:
    """One picture, ready to be stored. ``width`` and ``height`` are pixels of the full file, ``tone`` its mean
    colour as ``#rrggbb`` (shown until the picture is there), ``widths`` the WebP widths, smallest first."""

    name: str
    width: int
    height: int
    tone: str
    widths: list[int]
    files: dict[str, bytes] = field(repr=False)


def rebuild(data: bytes) -> Rebuilt:
    """Read an uploaded picture and make all the files we keep of it. Of several frames the first is taken.

    Raises Refused with a sentence, whatever is wrong with the bytes."""
    if not data:
        raise Refused("This file is empty. Choose the photo again and send it once more.")
    if len(data) > MAX_BYTES:
        raise Refused(
            "This picture is larger than %(megabytes)s MB. Make it smaller and send it again.",
            megabytes=MAX_BYTES // 1_000_000,
        )
    with _desks:
        return _keep(_read(data))


def rebuild_image(image: Image.Image) -> Rebuilt:
    """The same for a picture we drew ourselves."""
    return _keep(_plain(image))


def widths(width: int) -> list[int]:
    """The WebP widths made of a picture so wide; never wider than it is itself."""
    return sorted({one for one in WIDTHS if one < width} | {min(width, WIDTHS[-1])})


def file_name(name: str, width: int) -> str:
    return f"{name}-{width}.webp"


def full_name(name: str) -> str:
    return f"{name}-full.jpg"


def _read(data: bytes) -> Image.Image:
    """Decoders fail in every way there is (also by SyntaxError, struct.error, MemoryError), so all are caught."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _measure(image)
            if image.format in ("JPEG", "MPO"):
                image.draft(None, _full_size(image.size))
            image.load()
            return _plain(image)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise _unreadable(data) from error
    except Exception as error:
        log.info("a picture of %d bytes could not be read: %r", len(data), error)
        raise Refused("This picture is damaged or cut short. Send the photo again from where it was taken.") from error


def _measure(image: Image.Image) -> None:
    """Before anything is decoded: the size the header claims."""
    width, height = image.size
    if width < 1 or height < 1:
        raise Refused("This picture has no size. Send the photo again from where it was taken.")
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Refused:
    return Refused(
        "This picture has more than %(millions)s million pixels. Make it smaller and send it again.",
        millions=MAX_PIXELS // 1_000_000,
    )


def _unreadable(data: bytes) -> Refused:
    if HEIC:
        return Refused("This file is not a picture we can read. Send a JPEG, PNG, WebP or HEIC photo.")
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return Refused("HEIC photos cannot be read here yet. Save it as JPEG and send it again.")
    return Refused("This file is not a picture we can read. Send a JPEG, PNG or WebP photo.")


def _plain(image: Image.Image) -> Image.Image:
    """Upright, at most FULL_SIDE long, sRGB, on paper, and a new image: nothing but pixels goes over."""
    profile = image.info.get("icc_profile")
    turn = TURNS.get(_orientation(image))
    image = _eight_bits(image)
    size = _full_size(image.size)
    if size != image.size:
        image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3)  # a third less time than LANCZOS
    if turn is not None:
        image = image.transpose(turn)
    fresh = Image.new("RGB", image.size, PAPER)
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    fresh.paste(_to_srgb(image.convert("RGB") if alpha and image.mode == "RGBA" else image, profile), mask=alpha)
    return fresh


def _orientation(image: Image.Image) -> int:
    """1 to 8. A damaged EXIF block says nothing (and fails in every way); the picture beside it may still be good."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception as error:
        log.info("orientation not readable: %r", error)
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """One of RGB, L, CMYK, RGBA, LA, eight bits a channel."""
    if image.mode.startswith("I"):  # 16-bit grey; Pillow would cut off at 255
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data and image.mode not in ("RGBA", "LA"):
        return image.convert("RGBA")
    if image.mode in ("RGB", "L", "CMYK", "RGBA", "LA"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """Colours as they were meant. A profile that does not fit the picture is left aside, as browsers do."""
    if icc:
        if image.mode == "LA":
            image = image.getchannel("L")
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            return ImageCms.profileToProfile(
                image,
                profile,
                SRGB,
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
            log.info("colour profile left aside: %r", error)
    return image.convert("RGB")


def _full_size(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    longest = max(size)
    if longest <= FULL_SIDE:
        return size
    return max(1, round(width * FULL_SIDE / longest)), max(1, round(height * FULL_SIDE / longest))


def _keep(full: Image.Image) -> Rebuilt:
    pixels = hashlib.sha256(f"{full.width}x{full.height}:".encode())
    pixels.update(full.tobytes())
    name = pixels.hexdigest()[:24]
    files = {full_name(name): _encoded(full, "JPEG", quality=FULL_QUALITY)}
    made = widths(full.width)
    step = full
    for width in reversed(made):  # each from the next larger one
        height = max(1, round(full.height * width / full.width))
        if (width, height) != step.size:
            step = step.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        files[file_name(name, width)] = _webp(step, WALL_BYTES if width <= WIDTHS[0] else None)
    red, green, blue = step.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return Rebuilt(name, full.width, full.height, f"#{red:02x}{green:02x}{blue:02x}", made, files)


def _webp(image: Image.Image, most: int | None) -> bytes:
    """Quality 80, or as much of it as fits into ``most`` bytes."""
    data = b""
    for quality in QUALITIES:
        data = _encoded(image, "WEBP", quality=quality, method=WEBP_METHOD)
        if most is None or len(data) <= most:
            break
    return data


def _encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
