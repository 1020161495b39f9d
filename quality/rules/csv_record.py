"""A test record as a table: one row a measurement, what the record is stands in its first row."""

import csv
import io
from typing import Any

from mes.kernel.refusals import Malformed

MEASURED = frozenset({"name", "value"})
WHOLE = frozenset(
    {
        "event_id",
        "station",
        "identifier",
        "outcome",
        "operator",
        "program",
        "program_version",
        "fixture",
        "slot",
        "start",
        "end",
        "at",
    }
)
DEFECT = {"defect": "code", "location": "location", "note": "note", "disposition": "disposition"}
MOST_ROWS = 2000


def record_table(raw: bytes) -> dict[str, Any]:
    """The native body of a CSV record: UTF-8, a header, `name` and `value` in each row.

    Other columns are fields of the record; where a later row has one, it must say the same.
    Values stay texts: the plan's step says whether one is a number. Raises Malformed.
    """
    try:
        lines = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), strict=True)
        rows = [dict(row) for _, row in zip(range(MOST_ROWS + 1), lines, strict=False)]
    except (UnicodeDecodeError, csv.Error):
        raise Malformed("The body is not CSV in UTF-8") from None
    if b"\x00" in raw:
        raise Malformed("The body holds a NUL character")
    columns = set(lines.fieldnames or ())
    _check_shape(columns, rows)
    body: dict[str, Any] = {}
    for name in WHOLE & columns:
        said = {str(row[name] or "").strip() for row in rows} - {""}
        if len(said) > 1:
            raise Malformed(f"{name} says two things in one record")
        if said:
            body[name] = said.pop()
    first = rows[0]
    defect = {to: first[name] for name, to in DEFECT.items() if first.get(name)}
    if defect:
        body["defect"] = defect
    body["measurements"] = [
        {"name": row["name"], "value": row.get("value")} for row in rows if row.get("name")
    ]
    return body


def _check_shape(columns: set[str], rows: list[dict[Any, Any]]) -> None:
    unknown = columns - WHOLE - MEASURED - set(DEFECT)
    if unknown:
        raise Malformed(f"The column {min(map(str, unknown))!r} is not known"[:200])
    if not rows or "name" not in columns:
        raise Malformed("A record needs a header with name and value, and a row")
    if len(rows) > MOST_ROWS:
        raise Malformed(f"A record has at most {MOST_ROWS} rows")
    if any(None in row for row in rows):
        raise Malformed("A row has more fields than the header")
