"""The rows of a test record, as parts of the statement that moves its unit."""

import hashlib
import zlib
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection

from lines.actions.standing import Ledger, Visit
from quality.actions.defects import Fault
from quality.models.gates.elsewhere import ELSEWHERE
from quality.rules.limits import Judgement
from quality.rules.records import RecordIn

RECORDS = Ledger(
    kind="record",
    table="quality_testrecord",
    columns=(
        "e.outcome", "e.counted", "e.code", "e.run", "e.plan_id", "e.values", "e.extras",
        "e.at", "eu.serial", "eu.route_id", "em.position", "em.clock_off",
    ),
    joins="LEFT JOIN lines_unit eu ON eu.id = e.unit_id"
    " LEFT JOIN lines_move em ON em.event_id = %(event)s",
    body_hash="COALESCE(e.body_hash, em.body_hash)",
    more=ELSEWHERE,
)  # fmt: skip
"""A record's own move shares its id, so an id that a scan has used before is found here too."""

_COLUMNS = """event_id, plant_id, station_id, plan_id, person_id, token_id, run, outcome, counted,
    code, failed_step, program, program_version, fixture, slot, identifier, "values", texts,
    extras, seconds, at, received_at, body_hash, unit_id"""
_GIVEN = """%s, %s::bigint, %s::bigint, %s::bigint, %s::bigint, %s::bigint, %s::smallint, %s,
    %s::boolean, %s, %s::smallint, %s, %s, %s, %s, %s, %s::float8[], %s::jsonb,
    %s::jsonb, %s::float8, %s::timestamptz, %s::timestamptz, %s::bytea"""

RECORDED = f""", recorded AS (
  INSERT INTO quality_testrecord ({_COLUMNS}) SELECT {_GIVEN}, id FROM changed
)"""  # noqa: S608  (constants)
RAW = """, raw AS (
  INSERT INTO quality_rawpayload (event_id, body) SELECT %s, %s::bytea FROM changed
)"""
ATTACHED = """, attached AS (
  INSERT INTO quality_attachment (event_id, plant_id, name, mime, size, sha256, body)
  SELECT %s, %s::bigint, f.* FROM changed,
    unnest(%s::text[], %s::text[], %s::int[], %s::bytea[], %s::bytea[]) f
)"""
FOUND = """, found AS (
  INSERT INTO quality_defect (plant_id, unit_id, code_id, station_id, event_id, location, note,
    found_by_id, found_at)
  SELECT changed.plant_id, changed.id, COALESCE(d.merged_into_id, d.id), %s::bigint, %s, %s, %s,
    %s::bigint, %s
  FROM changed, quality_defectcode d WHERE d.code = upper(%s)
)"""
_ALONE = f"""
WITH changed AS (SELECT %s::bigint AS id){{raw}}
INSERT INTO quality_testrecord ({_COLUMNS}) SELECT {_GIVEN}, id FROM changed
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class Row:
    """A record's row. `code` says why it does not count; `more` joins the extras."""

    record: RecordIn
    judged: Judgement
    visit: Visit
    body_hash: bytes
    plan_id: int | None
    run: int
    code: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def record_extra(row: Row, *, raw: bytes, fault: Fault | None) -> tuple[str, list[Any]]:
    """More of the statement that moves the unit: the record, what was sent, what was found."""
    sql, values = RECORDED, _values(row)
    if raw:
        sql, values = sql + RAW, [*values, row.record.event.event_id, _packed(raw)]
    if row.record.files:
        sql, values = sql + ATTACHED, [*values, *_attached(row)]
    if fault is not None:
        visit = row.visit
        found: list[Any] = [
            visit.station.id, row.record.event.event_id, fault.location[:20], fault.note[:200],
            visit.sender.person_id, visit.when.at, fault.code,
        ]  # fmt: skip
        sql, values = sql + FOUND, [*values, *found]
    return sql, values


def keep_uncounted(row: Row, *, unit_id: int | None, raw: bytes) -> None:
    """Store a record that moves no unit, in one statement."""
    files = row.record.files
    sql = _ALONE.format(raw=(RAW if raw else "") + (ATTACHED if files else ""))
    packed: list[Any] = [row.record.event.event_id, _packed(raw)] if raw else []
    packed += _attached(row) if files else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [unit_id, *packed, *_values(row)])


def _attached(row: Row) -> list[Any]:
    """The values of `ATTACHED`: one array a column."""
    files = row.record.files
    return [
        row.record.event.event_id,
        row.visit.station.plant_id,
        [file.name for file in files],
        [file.mime for file in files],
        [len(file.data) for file in files],
        [hashlib.sha256(file.data).digest() for file in files],
        [_packed(file.data) for file in files],
    ]


def _packed(raw: bytes) -> bytes:
    """Level 1 costs a third of the best level and is a tenth larger."""
    return zlib.compress(raw, 1)


def _values(row: Row) -> list[Any]:
    """The values of `_GIVEN`, in order."""
    record, visit = row.record, row.visit
    return [
        record.event.event_id,
        visit.station.plant_id,
        visit.station.id,
        row.plan_id,
        visit.sender.person_id,
        visit.sender.token_id,
        row.run,
        row.judged.outcome,
        not row.code,
        row.code,
        row.judged.failed_step,
        record.program,
        record.program_version,
        record.fixture,
        record.slot,
        record.event.identifier.strip()[:60],
        list(row.judged.values),
        _json(row.judged.texts),
        _json({**row.judged.extras, **row.more}),
        record.seconds,
        visit.when.at,
        visit.when.received_at,
        row.body_hash,
    ]


def _json(value: object) -> str | None:
    return orjson.dumps(value, default=str).decode() if value else None
