"""A layout with its values: what is drawn where, before anybody says in which language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lines.rules.labels.faults import BadLayout, Fault
from lines.rules.labels.spec import SYMBOLS, Field, Layout
from lines.rules.labels.symbols import QUIET, Symbol, symbol_of
from lines.rules.labels.values import SAMPLE, SAMPLE_ROWS, filled, missing


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field with its values filled in; `symbol` where it is one."""

    field: Field
    text: str
    symbol: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Ready to be written; `width` and `height` in mm."""

    width: float
    height: float
    items: tuple[Drawn, ...]


def drawn(
    layout: Layout, values: Mapping[str, str], rows: Sequence[Mapping[str, str]] = ()
) -> Drawing:
    """The label of these values. Raises BadLayout with every field's fault."""
    items: list[Drawn] = []
    faults: list[Fault] = []
    for number, field in enumerate(layout.fields, start=1):
        try:
            items += _drawn(field, values, rows)
        except BadLayout as bad:
            faults += [replace(fault, field=number) for fault in bad.faults]
    if faults:
        raise BadLayout(faults)
    _check_symbols(layout, items)
    return Drawing(layout.width, layout.height, tuple(items))


def sample(layout: Layout) -> Drawing:
    """The label of the preview phone."""
    return drawn(layout, SAMPLE, SAMPLE_ROWS)


def _drawn(
    field: Field, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> Iterator[Drawn]:
    if field.kind in SYMBOLS:
        if name := missing(field.text, values):
            if field.optional:
                return
            raise BadLayout([Fault("missing", f"{{{name}}}")])
        data = filled(field.text, values)
        yield Drawn(field, data, symbol_of(field.kind, data))
    elif field.kind == "rows":
        deep = max(1, -(-field.most // max(1, field.columns)))
        for place, row in enumerate(rows[: field.most]):
            x = field.x + field.width * (place // deep)
            y = field.y + field.pitch * (place % deep)
            yield Drawn(replace(field, kind="text", x=x, y=y), filled(field.text, row))
    else:
        text = filled(field.text, values).strip()
        if text or field.kind == "rule":
            yield Drawn(field, text)


def _check_symbols(layout: Layout, items: Sequence[Drawn]) -> None:
    """Symbols lie on the label with their quiet zones, and none on another."""
    taken: list[tuple[float, float, float, float]] = []
    for item in items:
        if item.symbol is None:
            continue
        left, top, right, bottom = box = bounds(item)
        if left < -0.01 or top < -0.01 or right > layout.width + 0.01:
            raise BadLayout([Fault("outside", item.text[:40])])
        if bottom > layout.height + 0.01:
            raise BadLayout([Fault("outside", item.text[:40])])
        for other in taken:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                raise BadLayout([Fault("overlap", item.text[:40])])
        taken.append(box)


def bounds(item: Drawn) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in mm, with the quiet zone (a linear one has none above)."""
    field, symbol = item.field, item.symbol
    if symbol is None:
        return field.x, field.y, field.x + field.width, field.y + field.height
    quiet = QUIET[symbol.kind] * field.module
    down = field.height if symbol.linear else len(symbol.rows) * field.module
    above = 0.0 if symbol.linear else quiet
    right = field.x + symbol.columns * field.module + quiet
    return field.x - quiet, field.y - above, right, field.y + down + above
