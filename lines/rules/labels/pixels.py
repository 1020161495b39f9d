"""Text that a printer cannot shape, as dots: Urdu by HarfBuzz (Pillow's Raqm), joined."""

import unicodedata
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from lines.rules.labels.faults import BadLayout, Fault

FONT = (
    Path(__file__).resolve().parents[3]
    / "mes/static/mes/vendor/fonts/noto-naskh-arabic-arabic-wght-normal.woff2"
)
_INK = 128
_FULL = 1.7
"""Height of a line of Noto Naskh Arabic over its letters' nominal size."""


def needs_shaping(text: str) -> bool:
    """Whether any letter is written from the right, or joined.

    >>> needs_shaping("Nova 5G"), needs_shaping("سیاہ")
    (False, True)
    """
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    if not FONT.exists() or not features.check("raqm"):
        raise BadLayout([Fault("font")])
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.RAQM)


def dots_of(text: str, *, size: int) -> tuple[tuple[bool, ...], ...]:
    """The text in rows of dots, its line `size` dots high; white margins are cut off at the sides.

    Raises BadLayout when the font, or the library that joins its letters, is missing.
    """
    font = _font(max(4, round(size / _FULL * 1.2)))
    left, top, right, bottom = font.getbbox(text, direction="rtl", language="ur")
    width, height = max(1, int(right - left)), max(1, int(bottom - top))
    image = Image.new("L", (width, height), 0)
    drawing = ImageDraw.Draw(image)
    drawing.text((-left, -top), text, font=font, fill=255, direction="rtl", language="ur")
    data = image.tobytes()
    return tuple(
        tuple(dot >= _INK for dot in data[row * width : (row + 1) * width]) for row in range(height)
    )
