"""Packing lists as files, for tests."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

COLUMNS = (
    "container", "case", "box", "sku", "part_no", "description", "supplier_lot", "per_set",
    "quantity",
)  # fmt: skip


def row_of(sku: str, part_no: str, quantity: object, **more: object) -> list[object]:
    """One line of a list, valid by default."""
    cells: dict[str, object] = {
        "container": "TCLU1234567",
        "case": "C1",
        "box": "B1",
        "sku": sku,
        "part_no": part_no,
        "description": f"Part {part_no}",
        "supplier_lot": "L7",
        "per_set": 1,
        "quantity": quantity,
        **more,
    }
    return [cells[name] for name in COLUMNS]


def csv_of(*rows: Sequence[object], header: Sequence[str] = COLUMNS) -> bytes:
    lines = [",".join(header), *(",".join(str(cell) for cell in row) for row in rows)]
    return "\r\n".join(lines).encode()


def xlsx_of(*rows: Sequence[object], header: Sequence[str] = COLUMNS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
