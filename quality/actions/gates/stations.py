"""A station is stopped by its own results: judged behind the settled watermark, not by a scan."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject
from mes.kernel.live import publish_line
from mes.kernel.locks import settled_below, try_alone
from quality.models import GateRule, PlanStep, StepKind
from quality.rules.gates.stopping import Stop, stop_for_drift, stop_for_fails, stop_for_yield

WORK = "quality: judge the stations"
MARK = 2
CHARTED = 100
LOOK_BACK = "12 hours"

_NEW = """
SELECT m.station_id, l.code, m.plant_id, m.line_id, o.id, count(*)
FROM lines_move m
JOIN plants_station s ON s.id = m.station_id
JOIN plants_operation o ON o.id = s.operation_id
JOIN plants_line l ON l.id = m.line_id
WHERE m.xid >= %s::xid8 AND m.xid < %s::xid8 AND m.kind IN ('pass', 'fail')
  AND EXISTS (SELECT 1 FROM quality_gaterule g
    WHERE g.plant_id = m.plant_id AND g.operation_id = o.id)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1
"""
_RUNS = """
SELECT m.kind = 'pass', m.run = 1 FROM lines_move m
WHERE m.line_id = %(line)s AND m.station_id = %(station)s AND m.kind IN ('pass', 'fail')
  AND m.xid < %(below)s::xid8 AND m.received_at > now() - %(back)s::interval
  AND m.received_at > COALESCE(%(since)s, '-infinity'::timestamptz)
ORDER BY m.received_at DESC LIMIT %(most)s
"""
_VALUES = """
SELECT r.plan_id, r.values FROM quality_testrecord r
WHERE r.station_id = %(station)s AND r.counted AND r.run = 1 AND r.plan_id IS NOT NULL
  AND r.at > now() - %(back)s::interval AND r.xid < %(below)s::xid8
  AND r.received_at > COALESCE(%(since)s, '-infinity'::timestamptz)
ORDER BY r.received_at DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class _Station:
    """A station with new runs; `fresh` of them."""

    id: int
    line_code: str
    plant_id: int
    line_id: int
    operation_id: int
    fresh: int


def judge_stations() -> int | None:
    """Hold the stations whose newest results break a rule; how many, None when another judges.

    What a person let go counts from then on only: runs before the release are not judged again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not try_alone(WORK):
            return None
        cursor.execute("SELECT xid_below::text FROM quality_yieldmark WHERE id = %s", [MARK])
        row = cursor.fetchone()
        below = settled_below()
        above = int(row[0]) if row else max(0, below - 100_000)
        if below <= above:
            return 0
        cursor.execute(_NEW, [str(above), str(below)])
        found = [_Station(*row) for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO quality_yieldmark (id, xid_below) VALUES (%s, %s::xid8)"
            " ON CONFLICT (id) DO UPDATE SET xid_below = excluded.xid_below",
            [MARK, str(below)],
        )
        return sum(_judge(station, below) for station in found)


def _judge(station: _Station, below: int) -> bool:
    rule = GateRule.objects.get(plant_id=station.plant_id, operation_id=station.operation_id)
    holds = Hold.objects.filter(station_id=station.id)
    if holds.filter(released_at=None).exists():
        return False
    since = holds.aggregate(last=Max("released_at"))["last"]
    stop = _stop(station, rule, since, below)
    if stop is None:
        return False
    place_hold(
        plant_id=station.plant_id,
        subject=HoldSubject.STATION,
        subject_id=station.id,
        cause=stop.cause,
        reason=stop.reason,
        by=None,
    )
    transaction.on_commit(lambda: publish_line(line_code=station.line_code))
    return True


def _stop(station: _Station, rule: GateRule, since: datetime | None, below: int) -> Stop | None:
    asked: dict[str, Any] = {
        "line": station.line_id,
        "station": station.id,
        "below": str(below),
        "since": since,
        "back": LOOK_BACK,
        "most": max(rule.fails_in_row, rule.floor_runs * 2),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RUNS, asked)
        runs = cursor.fetchall()
    floor = None if rule.yield_floor is None else Decimal(rule.yield_floor)
    firsts = [good for good, first in runs if first]
    stop = stop_for_fails([good for good, _ in runs], limit=rule.fails_in_row)
    stop = stop or stop_for_yield(firsts, floor=floor, runs=rule.floor_runs)
    if stop is None and rule.stop_on_spc:
        stop = _drift(asked, station.fresh)
    return stop


def _drift(asked: dict[str, Any], fresh: int) -> Stop | None:
    """The first measurement of the station's newest plan whose chart the newest records break."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, {**asked, "most": CHARTED})
        rows = list(reversed(cursor.fetchall()))
    if not rows:
        return None
    plan_id = rows[-1][0]
    records = [values for plan, values in rows if plan == plan_id]
    for step in PlanStep.objects.filter(plan_id=plan_id, kind=StepKind.NUMERIC):
        values = [
            row[step.seq - 1]
            for row in records
            if len(row) >= step.seq
            and row[step.seq - 1] is not None
            and isfinite(row[step.seq - 1])
        ]
        stop = stop_for_drift(step.label, values, fresh=fresh)
        if stop is not None:
            return stop
    return None
