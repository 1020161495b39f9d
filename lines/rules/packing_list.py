"""What a packing list must hold, and how many whole sets of each SKU it brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from sys import intern

from lines.rules.sheets import BadSheet, SheetRow
from lines.rules.worksheet import FORMULA, Cell
from mes.kernel.refusals import Refusal

COLUMNS = (
    "container",
    "case",
    "box",
    "sku",
    "part_no",
    "description",
    "supplier_lot",
    "per_set",
    "quantity",
)
OPTIONAL = ("expires_on", "unit_value")
"""Columns a list may leave out: the last day of use as YYYY-MM-DD, the C&F value of a piece."""
NEEDED = frozenset({"case", "sku", "part_no"})
LONGEST: Mapping[str, int] = {
    "container": 20,
    "case": 20,
    "box": 20,
    "sku": 32,
    "part_no": 40,
    "description": 120,
    "supplier_lot": 40,
}
HIGHEST: Mapping[str, int] = {"per_set": 1000, "quantity": 99_999_999}
MOST_FAULTS = 100
MOST_VALUE = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: `line` as in the file, the header is line 1."""

    line: int
    column: str
    fault: str
    text: str


class BadFile(Refusal):
    """The file is refused whole; the answer names up to 100 faults by line and column."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("bad_file", errors=len(faults), line=faults[0].line)
        self.faults = faults

    def answer(self) -> dict[str, object]:
        named = [
            {"line": f.line, "column": f.column, "fault": f.fault, "text": f.text}
            for f in self.faults[:MOST_FAULTS]
        ]
        return {**super().answer(), "faults": named}


@dataclass(frozen=True, slots=True)
class ListedPart:
    """One line of a packing list."""

    row: int
    container: str
    case: str
    box: str
    sku: str
    part_no: str
    description: str
    supplier_lot: str
    per_set: int
    quantity: int
    expires_on: date | None = None
    unit_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PartCount:
    """All of one part for one SKU; `sets` it is enough for."""

    part_no: str
    per_set: int
    quantity: int

    @property
    def sets(self) -> int:
        return self.quantity // self.per_set


@dataclass(frozen=True, slots=True)
class SetCount:
    """A SKU's parts; its whole sets are those of the scarcest part."""

    sku: str
    parts: tuple[PartCount, ...]

    @property
    def sets(self) -> int:
        return min(part.sets for part in self.parts)


def parse_packing_list(rows: Iterable[SheetRow], skus: frozenset[str]) -> list[ListedPart]:
    """Every line, or BadFile with every fault. `skus`: those a line may name."""
    reader = _Reader(skus)
    try:
        for row in rows:
            reader.take(row)
    except BadSheet as error:
        reader.faults.append(Fault(error.line, "", error.fault, error.text))
    if not reader.faults and not reader.parts:
        reader.faults.append(Fault(1, "", "empty", "The file has no lines"))
    if reader.faults:
        raise BadFile(reader.faults)
    return reader.parts


def count_sets(parts: Iterable[ListedPart]) -> list[SetCount]:
    """Per SKU: the minimum over its parts of floor(sum of quantity / per_set)."""
    sums: dict[str, dict[str, tuple[int, int]]] = {}
    for part in parts:
        of_sku = sums.setdefault(part.sku, {})
        _, before = of_sku.get(part.part_no, (part.per_set, 0))
        of_sku[part.part_no] = (part.per_set, before + part.quantity)
    return [
        SetCount(sku, tuple(PartCount(no, *found) for no, found in sorted(of_sku.items())))
        for sku, of_sku in sorted(sums.items())
    ]


class _Reader:
    """One pass over a list; keeps what it must compare later lines with."""

    def __init__(self, skus: frozenset[str]) -> None:
        self.skus = skus
        self.columns: list[str] = []
        self.parts: list[ListedPart] = []
        self.faults: list[Fault] = []
        self._seen: dict[tuple[str, ...], int] = {}
        self._per_set: dict[tuple[str, str], tuple[int, int]] = {}
        self._lots: dict[tuple[str, str], ListedPart] = {}

    def take(self, row: SheetRow) -> None:
        if not self.columns:
            self._header(row)
            return
        found = len(self.faults)
        cells = dict(zip(self.columns, row.cells, strict=False))
        extra = [cell for cell in row.cells[len(self.columns) :] if cell not in (None, "")]
        if extra:
            self._fault(row, "", "wrong_columns", f"{extra[0]} stands outside the columns")
        texts = {name: self._text(row, name, cells.get(name)) for name in LONGEST}
        numbers = {name: self._number(row, name, cells.get(name)) for name in HIGHEST}
        expires_on = self._date(row, cells.get("expires_on"))
        unit_value = self._value(row, cells.get("unit_value"))
        if len(self.faults) == found:
            self._keep(
                ListedPart(
                    row=row.line,
                    container=texts["container"],
                    case=texts["case"],
                    box=texts["box"],
                    sku=texts["sku"],
                    part_no=texts["part_no"],
                    description=texts["description"],
                    supplier_lot=texts["supplier_lot"],
                    per_set=numbers["per_set"],
                    quantity=numbers["quantity"],
                    expires_on=expires_on,
                    unit_value=unit_value,
                )
            )

    def _header(self, row: SheetRow) -> None:
        names = [str(cell or "").strip().lower() for cell in row.cells]
        while names and not names[-1]:
            names.pop()
        missing = [name for name in COLUMNS if name not in names]
        taken = (*COLUMNS, *OPTIONAL)
        wrong = [name for name in names if name not in taken or names.count(name) > 1]
        for name in missing:
            self._fault(row, name, "wrong_columns", f"Column {name} is missing")
        for name in wrong:
            self._fault(row, name, "wrong_columns", f"Column {name or 'without a name'} is wrong")
        if missing or wrong:
            raise BadFile(self.faults)
        self.columns = names

    def _text(self, row: SheetRow, name: str, cell: Cell) -> str:
        if isinstance(cell, float) and (not cell.is_integer() or abs(cell) >= 1e15):
            self._fault(row, name, "not_text", f"{cell} is a number, not a text")
            return ""
        text = "" if cell is None else str(int(cell) if isinstance(cell, float) else cell)
        if _is_formula(text):
            self._fault(row, name, "formula", f"{_plain(text)} is a formula")
        elif not text and name in NEEDED:
            self._fault(row, name, "missing", f"{name} is empty")
        elif len(text) > LONGEST[name]:
            self._fault(row, name, "too_long", f"{name} is longer than {LONGEST[name]}")
        elif not text.isprintable():
            self._fault(row, name, "not_text", f"{name} holds control characters")
        elif name == "sku" and text and text not in self.skus:
            self._fault(row, name, "unknown_sku", f"There is no SKU {text} of this kit type")
        return intern(text)

    def _date(self, row: SheetRow, cell: Cell) -> date | None:
        if cell in (None, ""):
            return None
        try:
            return date.fromisoformat(str(cell)[:10])
        except ValueError:
            said = _plain(str(cell))
            self._fault(row, "expires_on", "not_a_date", f"{said} is not a date YYYY-MM-DD")
            return None

    def _value(self, row: SheetRow, cell: Cell) -> Decimal | None:
        if cell in (None, ""):
            return None
        try:
            value = Decimal(str(cell)).quantize(Decimal("0.0001"))
        except InvalidOperation:
            value = Decimal(-1)
        if not 0 <= value <= MOST_VALUE:
            said = _plain(str(cell))
            self._fault(row, "unit_value", "not_a_number", f"{said} is no value of a piece")
            return None
        return value

    def _number(self, row: SheetRow, name: str, cell: Cell) -> int:
        if isinstance(cell, str) and _is_formula(cell):
            self._fault(row, name, "formula", f"{_plain(cell)} is a formula")
            return 0
        number = _whole(cell, typed=row.typed)
        if number is None or not 1 <= number <= HIGHEST[name]:
            said = "nothing" if cell in (None, "") else str(cell)[:40]
            top = f"{HIGHEST[name]:,}"
            self._fault(row, name, "not_a_number", f"{said} is not a whole number from 1 to {top}")
            return 0
        return number

    def _keep(self, part: ListedPart) -> None:
        place = (part.container, part.case, part.box, part.sku, part.part_no, part.supplier_lot)
        if (first := self._seen.setdefault(place, part.row)) != part.row:
            self.faults.append(Fault(part.row, "part_no", "duplicate", f"The same as line {first}"))
            return
        known = self._per_set.setdefault((part.sku, part.part_no), (part.per_set, part.row))
        if known[0] != part.per_set:
            text = f"{part.per_set} a set, but {known[0]} in line {known[1]}"
            self.faults.append(Fault(part.row, "per_set", "differs", text))
            return
        lot = self._lots.setdefault((part.part_no, part.supplier_lot), part)
        for name in OPTIONAL:
            if getattr(lot, name) != getattr(part, name):
                text = f"Not as in line {lot.row} of the same part and supplier lot"
                self.faults.append(Fault(part.row, name, "differs", text))
                return
        self.parts.append(part)

    def _fault(self, row: SheetRow, column: str, fault: str, text: str) -> None:
        self.faults.append(Fault(row.line, column, fault, text))


def _is_formula(text: str) -> bool:
    return text == FORMULA or text[:1] in ("=", "+", "@", "\t", "\r")


def _plain(text: str) -> str:
    return "The cell" if text == FORMULA else text[:40]


def _whole(cell: Cell, *, typed: bool) -> int | None:
    """A whole number, as XLSX types it or as ASCII digits in CSV."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else None
    if isinstance(cell, int):
        return cell
    if typed or not cell or not (cell.isascii() and cell.isdigit()) or len(cell) > 9:
        return None
    return int(cell)
