"""What an uploaded instruction really is: by its bytes, never by its name."""

import io
import re

from PIL import Image, UnidentifiedImageError

from mes.kernel.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
KINDS = "PNG, JPEG, PDF"
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg"}
# What makes a PDF act instead of show; its names may be written with #xx for any letter.
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def kind_of(content: bytes) -> str:
    """The content type of a whole, harmless picture or PDF of at most 10 MB.

    Refuses `too_large` and `file_not_safe`.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("too_large", limit="10 MB")
    if content.startswith(b"%PDF-"):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
        if b"%%EOF" in content[-2048:] and not _ACTIVE.search(plain):
            return "application/pdf"
        raise Refusal("file_not_safe", kinds=KINDS)
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Refusal("too_large", limit="40 MP")
            picture.load()
            return PICTURES[str(picture.format)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal("file_not_safe", kinds=KINDS) from None
