"""The Chinese font that papers embed: found once, registered once, and asked which characters it can draw."""

from __future__ import annotations

import functools
import logging
import struct
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from c2m.core.errors import Refused
from c2m.papers import text

try:
    import rendercv_fonts
except ImportError:
    rendercv_fonts = None

MISSING_GLYPH = "〓"
"""The mark typesetters put where a character is missing: visible, and never part of a name."""

# TrueType outlines only: the PDF library cannot embed the CFF ones of fonts-noto-cjk.
_ON_DEBIAN = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)
_log = logging.getLogger(__name__)


class FontMissing(Refused):
    """No usable Chinese font on this machine; Excel and CSV do not need one."""

    def __init__(self) -> None:
        super().__init__(
            "This server has no Chinese font, so there is no PDF. Take the Excel sheet instead.", status=503
        )


@dataclass(frozen=True)
class Font:
    """Two weights, by the names under which the PDF library knows them; ``path`` and ``bold_path`` serve posters."""

    regular: str
    bold: str
    path: Path
    bold_path: Path

    def drawable(self, words: str) -> str:
        """The text with every character this font lacks replaced by a mark one can see."""
        known = pdfmetrics.getFont(self.regular).face.charToGlyph
        return "".join(letter if ord(letter) in known else MISSING_GLYPH for letter in words)


def find(setting: str | None = None) -> Font:
    """The first font that loads: the setting's file, the font package, then what Debian may have installed."""
    for path, bold in _candidates(setting):
        font = _registered(path, bold)
        if font:
            return font
        if setting and str(path) == setting:
            _log.warning("the font %s cannot be used; looking for another one", setting)
    raise FontMissing


def _candidates(setting: str | None) -> list[tuple[Path, Path]]:
    paths = [Path(setting)] if setting else []
    if rendercv_fonts:
        paths.append(Path(rendercv_fonts.__file__).parent / "Noto Sans" / "NotoSansSC-Regular.ttf")
    paths.extend(map(Path, _ON_DEBIAN))
    return [(path, path.with_name(path.name.replace("Regular", "Bold"))) for path in paths]


@functools.cache
def _registered(path: Path, bold_path: Path) -> Font | None:
    """Only what loads and has Chinese in it; a family without a bold file uses its regular one for both."""
    if not path.is_file():
        return None
    bold_path = bold_path if bold_path.is_file() else path
    name = f"C2M-{text.plain(path.stem)}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=0))
        pdfmetrics.registerFont(TTFont(f"{name}-Bold", str(bold_path), subfontIndex=0))
    except (TTFError, OSError, ValueError, KeyError, IndexError, struct.error) as error:
        _log.warning("the font %s cannot be used: %s", path, error)
        return None
    if ord("单") not in pdfmetrics.getFont(name).face.charToGlyph:
        return None
    for italic in (0, 1):
        addMapping(name, 0, italic, name)
        addMapping(name, 1, italic, f"{name}-Bold")
    return Font(name, f"{name}-Bold", path, bold_path)
