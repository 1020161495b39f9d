"""What fails most, and the faults behind each row of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

PARETOS = ("failure", "measurement", "location")

_DEFECTS = """
FROM quality_defect d
JOIN quality_defectcode was ON was.id = d.code_id
JOIN quality_defectcode c ON c.id = COALESCE(was.merged_into_id, was.id)
JOIN plants_station s ON s.id = d.station_id
JOIN plants_operation o ON o.id = s.operation_id
{more}
WHERE d.plant_id = %(plant_id)s AND d.found_at >= %(start)s AND d.found_at < %(end)s
  AND s.line_id = ANY(%(line_ids)s) AND (%(operation)s = '' OR o.code = %(operation)s)
"""
# A record names the step that failed by its place in the plan.
_RECORDS = """
FROM quality_testrecord r
JOIN quality_planstep p ON p.plan_id = r.plan_id AND p.seq = r.failed_step
JOIN plants_station s ON s.id = r.station_id
JOIN plants_operation o ON o.id = s.operation_id
{more}
WHERE r.plant_id = %(plant_id)s AND r.at >= %(start)s AND r.at < %(end)s AND r.counted
  AND s.line_id = ANY(%(line_ids)s) AND (%(operation)s = '' OR o.code = %(operation)s)
"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where its rows are, what a row is called and labelled, and how one fault of it is shown."""

    rows: str
    key: str
    label: str
    at: str
    name: str
    type: str
    unit: str
    place: str


_KINDS = {
    "failure": _Kind(
        _DEFECTS, "c.code", "c.name || '|' || c.name_ur",
        "d.found_at", "d.id", "bigint", "d.unit_id", "d.location",
    ),
    "location": _Kind(
        _DEFECTS, "d.location", "d.location || '|' || d.location",
        "d.found_at", "d.id", "bigint", "d.unit_id", "c.code",
    ),
    "measurement": _Kind(
        _RECORDS, "o.code || ' ' || p.name", "p.label || '|' || p.label_ur",
        "r.at", "r.event_id", "uuid", "r.unit_id", "r.values[p.seq]::text || ' ' || p.unit",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Faults found in [start, end) at the lines, perhaps at one operation."""

    plant_id: int
    line_ids: Sequence[int]
    start: datetime
    end: datetime
    operation: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A row of a Pareto; `upto` its share and that of all above it, in per cent."""

    key: str
    label: str
    label_ur: str
    count: int
    upto: float


@dataclass(frozen=True, slots=True)
class FaultOf:
    """One fault with its unit; `what` is where it was, what it was, or the value that was read."""

    at: datetime
    name: str
    serial: str
    model: str
    station: str
    what: str


def pareto(asked: Asked, *, by: str = "failure") -> list[Share]:
    """Faults by code (`failure`), `measurement` or `location`, the most frequent first."""
    kind = _KINDS[by]
    sql = f"""
SELECT {kind.key}, min({kind.label}), count(*) {kind.rows.format(more="")}
GROUP BY 1 ORDER BY 3 DESC, 1
"""
    with connection.cursor() as cursor:
        cursor.execute(sql, asdict(asked))
        rows = cursor.fetchall()
    total, upto, found = sum(row[2] for row in rows), 0, []
    for key, words, count in rows:
        upto += count
        label, _, label_ur = words.partition("|")
        found.append(Share(key, label, label_ur or label, count, 100 * upto / total))
    return found


def faults_of(
    asked: Asked, *, by: str, key: str, after: tuple[datetime, str] | None, most: int
) -> list[FaultOf]:
    """At most `most` faults of one row, newest first: all pages together are as many as it says."""
    kind = _KINDS[by]
    more = f"""
LEFT JOIN lines_unit u ON u.id = {kind.unit}
LEFT JOIN plants_productvariant v ON v.id = u.variant_id
LEFT JOIN plants_productmodel m ON m.id = v.model_id"""
    before = f"AND ({kind.at}, {kind.name}) < (%(at)s, %(name)s::{kind.type})" if after else ""
    sql = f"""
SELECT {kind.at}, {kind.name}::text, COALESCE(u.serial, ''), COALESCE(m.code, ''), s.code,
  COALESCE({kind.place}, '') {kind.rows.format(more=more)} AND {kind.key} = %(key)s {before}
ORDER BY {kind.at} DESC, {kind.name} DESC LIMIT %(most)s
"""
    values: dict[str, Any] = {**asdict(asked), "key": key, "most": most}
    values |= {"at": after[0], "name": after[1]} if after else {}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [FaultOf(*row) for row in cursor.fetchall()]
