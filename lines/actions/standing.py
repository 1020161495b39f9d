"""A unit read in one statement and moved in one statement, without a lock.

The write succeeds only on the version that was read; whoever misses it twice takes the lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from lines.rules.route import Change, HoldFacts, Standing
from mes.kernel.clock import Stamp
from mes.kernel.refused import Sender
from plants.queries.facts import StationFacts

_UNIT_SQL = """
  u.id, u.version, u.plant_id, u.line_id, l.code, u.order_id, o.no, o.state, u.variant_id,
  u.route_id, u.serial, u.state, u.done, u.run, u.repairs, u.gates, u.box_id, i.retired_at,
  u.retest, u.check_due,
  ARRAY(SELECT c.gate FROM lines_clearance c
        WHERE c.revoked_at IS NULL AND ((c.subject = 'order' AND c.order_id = u.order_id)
          OR (c.subject = 'line' AND c.line_id = u.line_id)
          OR (c.subject = 'station' AND c.station_id = %(station)s))),
  ARRAY(SELECT p.position FROM lines_installedpart p
        WHERE p.unit_id = u.id AND p.removed_at IS NULL),
  (SELECT ARRAY[h.subject, h.reason] FROM (
     SELECT a.subject, a.reason FROM lines_hold a
     WHERE a.released_at IS NULL AND a.unit_id = u.id
     UNION ALL
     SELECT b.subject, b.reason FROM lines_hold b
     WHERE b.released_at IS NULL AND b.unit_id IS NULL AND b.plant_id = %(plant)s
       AND ((b.subject = 'order' AND b.order_id = u.order_id)
         OR (b.subject = 'lot' AND b.lot_id = o.kit_lot_id)
         OR (b.subject = 'line' AND b.line_id = u.line_id)
         OR (b.subject = 'station' AND b.station_id = %(station)s))
   ) h LIMIT 1)"""
_UNIT_COLUMNS = 23


@dataclass(frozen=True, slots=True)
class Ledger:
    """The append-only table whose rows are the receipts of one kind of event.

    `more` is an expression over the unit `u`, for what only this kind of event must know of it.
    """

    kind: str
    table: str
    columns: tuple[str, ...]
    joins: str = ""
    body_hash: str = "e.body_hash"
    more: str = "NULL"


SCANS = Ledger(
    kind="scan",
    table="lines_move",
    columns=(
        "e.kind", "e.position", "e.run", "e.at", "e.clock_off", "eu.serial", "eu.route_id",
    ),
    joins="LEFT JOIN lines_unit eu ON eu.id = e.unit_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """What this event id was answered before: a ledger row, or a refusal with its answer."""

    body_hash: bytes
    row: tuple[Any, ...] = ()
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return self.status > 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One look: the unit that answers to the identifier here, and the event's earlier answer."""

    standing: Standing | None
    earlier: Earlier | None
    more: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Where, by whom and when an event happened."""

    station: StationFacts
    sender: Sender
    when: Stamp


class MoveRow(NamedTuple):
    """A move but for the columns that the unit gives; `check`: an expert must look at it yet."""

    event_id: UUID
    body_hash: bytes
    kind: str
    position: int
    run: int
    visit: Visit
    late: bool = False
    output: bool = False
    check: bool = False


@cache
def read_sql(ledger: Ledger) -> str:
    """The statement that reads a unit and an earlier answer in a ledger."""
    # Only constants of this code base are put in; values stay parameters.
    return f"""
SELECT {_UNIT_SQL},
  {ledger.body_hash}, {", ".join(ledger.columns)},
  f.body_hash, f.status, f.answer, {ledger.more} AS more
FROM (SELECT 1) one
LEFT JOIN lines_identifier i ON i.plant_id = %(plant)s AND i.value = %(identifier)s
LEFT JOIN lines_unit u ON u.id = i.unit_id
LEFT JOIN lines_workorder o ON o.id = u.order_id
LEFT JOIN plants_line l ON l.id = u.line_id
LEFT JOIN {ledger.table} e ON e.event_id = %(event)s
{ledger.joins}
LEFT JOIN kernel_refusal f ON f.kind = %(kind)s AND f.event_id = %(event)s
"""  # noqa: S608


def read_standing(
    *,
    plant_id: int,
    station_id: int,
    identifier: str,
    event_id: UUID | None,
    ledger: Ledger = SCANS,
) -> Reading:
    """Everything the rules need and any earlier answer to `event_id`, in one statement.

    A unit of another plant is not found, nor one behind a retired identifier.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql(ledger),
            {
                "plant": plant_id,
                "station": station_id,
                "identifier": identifier,
                "event": event_id,
                "kind": ledger.kind,
            },
        )
        row = cursor.fetchone()
    rest, more = row[_UNIT_COLUMNS:-1], row[-1]
    return Reading(standing_of(row[:_UNIT_COLUMNS]), _earlier(rest), more)


def standing_of(row: Sequence[Any]) -> Standing | None:
    """The unit's columns in the order of the read statement; None for no unit or a dead label."""
    if row[0] is None or row[17] is not None:
        return None
    return Standing(
        unit_id=row[0],
        version=row[1],
        plant_id=row[2],
        line_id=row[3],
        line_code=row[4],
        order_id=row[5],
        order_no=row[6],
        order_state=row[7],
        variant_id=row[8],
        route_id=row[9],
        serial=row[10],
        state=row[11],
        done=row[12],
        run=row[13],
        repairs=row[14],
        gates=tuple(row[15]),
        box_id=row[16],
        clearances=frozenset(row[20]),
        parts=frozenset(row[21]),
        hold=HoldFacts(*row[22]) if row[22] else None,
        retest=row[18],
        check_due=row[19],
    )


def _earlier(rest: Sequence[Any]) -> Earlier | None:
    if rest[0] is not None:
        return Earlier(bytes(rest[0]), row=tuple(rest[1:-3]))
    if rest[-3] is not None:
        return earlier_refusal(rest[-3], rest[-2], rest[-1])
    return None


def earlier_refusal(body_hash: bytes, status: int, answer: str | dict[str, Any]) -> Earlier:
    """A refusal as read; Django leaves a raw cursor's jsonb undecoded."""
    told: dict[str, Any] = orjson.loads(answer) if isinstance(answer, str) else answer
    return Earlier(bytes(body_hash), status=status, answer=told)


_MOVE_SQL = """
WITH changed AS (
  UPDATE lines_unit SET state = %s, done = %s, run = %s, repairs = %s, gates = %s,
    retest = CASE WHEN retest = %s THEN 0 ELSE retest END,
    check_due = CASE WHEN %s THEN %s ELSE check_due END, version = version + 1
  WHERE id = %s AND version = %s AND (%s OR NOT EXISTS (SELECT 1 FROM lines_hold b
    WHERE b.released_at IS NULL AND b.unit_id IS NULL AND b.plant_id = lines_unit.plant_id
      AND ((b.subject = 'order' AND b.order_id = lines_unit.order_id)
        OR (b.subject = 'lot' AND b.lot_id = (SELECT o.kit_lot_id FROM lines_workorder o
          WHERE o.id = lines_unit.order_id))
        OR (b.subject = 'line' AND b.line_id = lines_unit.line_id)
        OR (b.subject = 'station' AND b.station_id = %s))))
  RETURNING id, plant_id, order_id
), moved AS (
  INSERT INTO lines_move (event_id, kind, position, run, line_id, station_id, person_id, token_id,
    at, device_at, received_at, clock_off, late, output, body_hash, plant_id, unit_id, order_id)
  SELECT %s, %s, %s, %s, %s, %s, %s::bigint, %s::bigint,
    %s, %s::timestamptz, %s, %s, %s, %s, %s, plant_id, id, order_id
  FROM changed
){extra}
SELECT count(*) FROM changed
"""


def move_sql(extra: str) -> str:
    """The statement that moves a unit, with `extra` parts of it."""
    return _MOVE_SQL.replace("{extra}", extra)


def commit_move(
    standing: Standing,
    change: Change,
    move: MoveRow,
    extra: tuple[str, list[Any]] = ("", []),
) -> bool:
    """Write the unit and its move in one statement; False when the unit changed since the read.

    A hold of its order, lot, line or station changes no unit's version (it may touch a million):
    the statement itself looks for one, unless the read had found a hold and the rules let it pass.

    `extra` is more of the same statement for the caller's own rows: text such as
    `, kept AS (INSERT INTO … SELECT …, id FROM changed)` and its parameters, where `changed` has
    the unit's `id, plant_id, order_id` and is empty when the version was missed.
    """
    visit = move.visit
    values: list[Any] = [
        change.state, change.done, change.run, change.repairs, list(change.gates),
        move.position if move.kind == "pass" else -1, move.check, move.position,
        standing.unit_id, standing.version, standing.hold is not None, visit.station.id,
        move.event_id, move.kind, move.position, move.run,
        visit.station.line_id, visit.station.id, visit.sender.person_id, visit.sender.token_id,
        visit.when.at, visit.when.device_at, visit.when.received_at, visit.when.clock_off,
        move.late, move.output, move.body_hash,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(move_sql(extra[0]), [*values, *extra[1]])
        row = cursor.fetchone()
    return bool(row and row[0])
