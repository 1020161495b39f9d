"""SVG in mm: the preview, and what a browser prints. The same modules as the printer gets."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from lines.rules.labels.drawing import Drawing, Drawn
from lines.rules.labels.pixels import dots_of, needs_shaping
from lines.rules.labels.symbols import Symbol

_LATIN = "'Atkinson Hyperlegible Next', Arial, sans-serif"
_DOTS_MM = 24
"""Dots a mm of Urdu text, 610 dpi: finer than any label printer."""
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def svg(drawing: Drawing, *, title: str = "") -> str:
    """One label as an SVG document without scripts, styles or anything from elsewhere."""
    width, height = _mm(drawing.width), _mm(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}" role="img"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f"{''.join(_item(item) for item in drawing.items)}</svg>"
    )


def _item(item: Drawn) -> str:
    field = item.field
    if item.symbol is not None:
        path = "".join(_bars(item.symbol, field.x, field.y, field.module, field.height))
        return f'<path d="{path}" fill="#000" shape-rendering="crispEdges"/>'
    if field.kind == "rule":
        size = f'width="{_mm(field.width)}" height="{_mm(field.height)}"'
        edge = f'fill="none" stroke="#000" stroke-width="{_mm(field.stroke)}"'
        paint = edge if field.stroke else 'fill="#000"'
        return f'<rect x="{_mm(field.x)}" y="{_mm(field.y)}" {size} {paint}/>'
    if needs_shaping(item.text):
        return _picture(item)
    x = field.x + field.width * _ANCHORS[field.align]
    weight = ' font-weight="700"' if field.bold else ""
    return (
        f'<text x="{_mm(x)}" y="{_mm(field.y + field.size * 0.8)}" font-size="{_mm(field.size)}"'
        f' font-family="{_LATIN}" text-anchor="{field.align}"{weight} fill="#000">'
        f"{escape(item.text)}</text>"
    )


def _bars(symbol: Symbol, x: float, y: float, module: float, height: float) -> Iterator[str]:
    """A rectangle for each run of dark modules."""
    high = height if symbol.linear else module
    for n, row in enumerate(symbol.rows):
        start = None
        for place, dark in enumerate((*row, False)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                left, wide = _mm(x + start * module), _mm((place - start) * module)
                yield f"M{left} {_mm(y + n * high)}h{wide}v{_mm(high)}h-{wide}z"
                start = None


def _picture(item: Drawn) -> str:
    field = item.field
    rows = dots_of(item.text, size=round(field.size * _DOTS_MM))
    wide, high = len(rows[0]) / _DOTS_MM, len(rows) / _DOTS_MM
    free = max(0.0, field.width - wide) if field.width else 0.0
    x = field.x + {"start": free, "middle": free / 2, "end": 0.0}[field.align]
    source = b64encode(png(rows)).decode()
    return (
        f'<image x="{_mm(x)}" y="{_mm(field.y)}" width="{_mm(wide)}" height="{_mm(high)}"'
        f' href="data:image/png;base64,{source}"><title>{escape(item.text)}</title></image>'
    )


def png(rows: Sequence[Sequence[bool]]) -> bytes:
    """A 1-bit greyscale PNG, black where true (ISO/IEC 15948)."""
    wide = len(rows[0])
    lines = b"".join(
        b"\0" + int("".join("0" if dot else "1" for dot in row).ljust(-(-wide // 8) * 8, "1"), 2)
        .to_bytes(-(-wide // 8), "big")
        for row in rows
    )  # fmt: skip
    head = struct.pack(">IIBBBBB", wide, len(rows), 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _mm(value: float) -> str:
    """
    >>> _mm(12.5), _mm(3.0)
    ('12.5', '3')
    """
    return f"{value:.4f}".rstrip("0").rstrip(".")
