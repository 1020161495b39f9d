"""ZPL II: what a label printer understands.

Symbols and Urdu are sent as graphics (^GFA) of the modules that were drawn, so that no printer's
own barcode settings come between; Latin text is the printer's own font (^A0) in UTF-8 (^CI28).
"""

from collections.abc import Sequence

from lines.rules.labels.drawing import Drawing, Drawn
from lines.rules.labels.pixels import dots_of, needs_shaping
from lines.rules.labels.symbols import Symbol

_ESCAPED = {"_": "_5F", "^": "_5E", "~": "_7E"}
_INCH = 25.4
Rows = Sequence[Sequence[bool]]


def zpl(drawing: Drawing, *, dpi: int) -> bytes:
    """The whole label, from ^XA to ^XZ."""
    width, height = dots(drawing.width, dpi), dots(drawing.height, dpi)
    head = f"^XA^CI28^PW{width}^LL{height}^LH0,0^LS0"
    return (head + "".join(_item(item, dpi) for item in drawing.items) + "^PQ1^XZ\n").encode()


def dots(mm: float, dpi: int) -> int:
    """
    >>> dots(25.4, 203)
    203
    """
    return round(mm * dpi / _INCH)


def escaped(text: str) -> str:
    """Field data under ^FH: the three characters ZPL gives a meaning are always spelled in hex.

    >>> escaped("A_1^XZ~")
    'A_5F1_5EXZ_7E'
    """
    plain = "".join(c if c.isprintable() else " " for c in text)
    return "".join(_ESCAPED.get(c, c) for c in plain)


def graphic(rows: Rows) -> str:
    """^GFA: hex, a row like the one above it as `:`, zeros to its end as `,`."""
    wide = -(-len(rows[0]) // 8)
    parts, before = [], ""
    for row in rows:
        bits = "".join("1" if dot else "0" for dot in row).ljust(wide * 8, "0")
        line = f"{int(bits, 2):0{wide * 2}X}"
        short = line.rstrip("0")
        short += "0" * (len(short) % 2)
        parts.append(":" if line == before else f"{short}," if len(short) < len(line) else line)
        before = line
    total = wide * len(rows)
    return f"^GFA,{total},{total},{wide},{''.join(parts)}"


def _item(item: Drawn, dpi: int) -> str:
    field = item.field
    x, y = dots(field.x, dpi), dots(field.y, dpi)
    if item.symbol is not None:
        module = max(2, dots(field.module, dpi))
        high = dots(field.height, dpi) if item.symbol.linear else module
        return f"^FO{x},{y}{graphic(_spread(item.symbol, module, high))}^FS"
    if field.kind == "rule":
        wide, high = max(1, dots(field.width, dpi)), max(1, dots(field.height, dpi))
        thick = max(1, dots(field.stroke, dpi)) if field.stroke else min(wide, high)
        return f"^FO{x},{y}^GB{wide},{high},{thick}^FS"
    size = max(8, dots(field.size, dpi))
    if needs_shaping(item.text):
        rows = dots_of(item.text, size=size)
        return f"^FO{_shifted(x, len(rows[0]), item, dpi)},{y}{graphic(rows)}^FS"
    wide = round(size * (1.05 if field.bold else 0.9))
    block = ""
    if field.align != "start":
        side = "C" if field.align == "middle" else "R"
        block = f"^FB{dots(field.width, dpi)},1,0,{side}"
    return f"^FO{x},{y}^A0N,{size},{wide}{block}^FH_^FD{escaped(item.text)}^FS"


def _shifted(x: int, wide: int, item: Drawn, dpi: int) -> int:
    """Where a text drawn by us begins; written from the right, its start is the far side."""
    room = dots(item.field.width, dpi)
    if not room:
        return x
    free = max(0, room - wide)
    return x + {"start": free, "middle": free // 2, "end": 0}[item.field.align]


def _spread(symbol: Symbol, module: int, high: int) -> list[list[bool]]:
    """Each module `module` dots wide and `high` dots high."""
    rows: list[list[bool]] = []
    for row in symbol.rows:
        line = [dark for dark in row for _ in range(module)]
        rows += [line] * high
    return rows
