"""A photo of damage: read to the end before it is believed to be one."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image

from mes.kernel.refusals import Refusal

MAX_BYTES = 10 * 2**20
MAX_PIXELS = 50_000_000
"""A tablet's camera makes 12 million; a picture beyond this is meant to fill the memory."""
_KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What was verified: its type by its bytes, not by its name; pixels."""

    mime: str
    width: int
    height: int


def check_photo(content: bytes) -> Picture:
    """Refuse `too_large` and `bad_photo`: what Pillow cannot decode whole is no photo."""
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", limit="10 MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_KINDS)) as image:
                kind, (width, height) = image.format or "", image.size
                if width * height > MAX_PIXELS:
                    raise Refusal("bad_photo", fault=f"{width} x {height} pixels are too many")
                image.load()
    except Refusal:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        raise Refusal("bad_photo", fault="it is no whole picture") from None
    return Picture(_KINDS[kind], width, height)
