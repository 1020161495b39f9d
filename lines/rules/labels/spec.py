"""A label's drawing as data: its size and fields in mm, checked when it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lines.rules.labels.faults import BadLayout, Fault
from lines.rules.labels.values import PLACEHOLDERS, ROW_PLACEHOLDERS, check_names

SYMBOLS = frozenset({"code128", "gs1_128", "datamatrix", "gs1_datamatrix", "qr"})
LINEAR = frozenset({"code128", "gs1_128"})
LEAST_MODULE = 0.25
"""mm; two dots of a 203 dpi printer, the least that a hand scanner reads at once."""
MOST_FIELDS = 60
_NUMBERS: dict[str, tuple[str, ...]] = {
    "text": ("x", "y", "size"),
    "rule": ("x", "y", "width", "height"),
    "rows": ("x", "y", "size", "pitch"),
    **dict.fromkeys(SYMBOLS, ("x", "y", "module")),
}
_ALIGNS = ("start", "middle", "end")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing on the label; measures in mm from its top left corner.

    `size` is the height of letters, `module` the width of the narrowest bar, `pitch` the distance
    from row to row, `width` the room of a text that is not at its start, or of a column of rows.
    """

    kind: str
    x: float
    y: float
    text: str = ""
    size: float = 0
    module: float = 0
    width: float = 0
    height: float = 0
    stroke: float = 0
    pitch: float = 0
    columns: int = 1
    most: int = 1
    align: str = "start"
    bold: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A label of `width` × `height` mm."""

    kind: str
    width: float
    height: float
    fields: tuple[Field, ...]


def layout_of(kind: str, spec: object) -> Layout:
    """The layout that a draft's JSON describes. Raises BadLayout with every field's first fault."""
    if not isinstance(spec, dict) or not isinstance(spec.get("fields"), list):
        raise BadLayout([Fault("shape")])
    width, height = (_number(spec, name) for name in ("width", "height"))
    if not all(10 <= side <= 210 for side in (width, height)):
        raise BadLayout([Fault("size", f"{width:g} × {height:g}")])
    rows = spec["fields"]
    if not 0 < len(rows) <= MOST_FIELDS:
        raise BadLayout([Fault("shape", f"1–{MOST_FIELDS} fields")])
    fields, faults = [], []
    for number, row in enumerate(rows, start=1):
        try:
            field = _field(kind, row)
            _check_inside(field, width, height)
            fields.append(field)
        except BadLayout as bad:
            faults += [Fault(fault.code, fault.what, number) for fault in bad.faults]
    if faults:
        raise BadLayout(faults)
    return Layout(kind, width, height, tuple(fields))


def _field(kind: str, row: object) -> Field:
    if not isinstance(row, dict) or row.get("kind") not in _NUMBERS:
        raise BadLayout([Fault("kind", str(row)[:40])])
    what = str(row["kind"])
    if what == "rows" and kind not in ROW_PLACEHOLDERS:
        raise BadLayout([Fault("kind", "rows")])
    needed = {name: _number(row, name) for name in _NUMBERS[what]}
    if what in LINEAR:
        needed["height"] = _number(row, "height")
    more = {
        name: _number(row, name)
        for name in ("width", "stroke", "height")
        if name in row and name not in needed
    }
    counts = {name: int(_number(row, name)) for name in ("columns", "most") if name in row}
    if needed.get("module", LEAST_MODULE) < LEAST_MODULE:
        raise BadLayout([Fault("small", f"{needed['module']:g}")])
    text = _text(kind, what, row)
    align = row.get("align", "start")
    if align not in _ALIGNS or (align != "start" and not more.get("width")):
        raise BadLayout([Fault("shape", "align")])
    numbers: dict[str, Any] = {**needed, **more, **counts}
    bold, optional = (row.get(name) is True for name in ("bold", "optional"))
    return Field(what, text=text, align=align, bold=bold, optional=optional, **numbers)


def _text(kind: str, what: str, row: Mapping[str, object]) -> str:
    text = row.get("data" if what in SYMBOLS else "text", "")
    if what == "rule":
        return ""
    if not isinstance(text, str) or not text.strip() or len(text) > 400:
        raise BadLayout([Fault("shape", "data" if what in SYMBOLS else "text")])
    check_names(text, ROW_PLACEHOLDERS[kind] if what == "rows" else PLACEHOLDERS[kind])
    return text


def _number(row: Mapping[str, object], name: str) -> float:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
        raise BadLayout([Fault("number", name)])
    return float(value)


def _check_inside(field: Field, width: float, height: float) -> None:
    """A symbol's own size is known when it is drawn; here what is written is checked."""
    rows = -(-field.most // max(1, field.columns)) if field.kind == "rows" else 1
    down = field.size + field.pitch * (rows - 1) if field.size else field.height
    across = field.width * (field.columns if field.kind == "rows" else 1)
    if field.x + across > width + 0.01 or field.y + down > height + 0.01:
        raise BadLayout([Fault("outside", f"x {field.x:g}, y {field.y:g}")])
