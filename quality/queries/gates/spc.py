"""Measured values in time order for a control chart: first attempts only, counted records."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from django.db import connection

from quality.models import PlanState, PlanStep, StepKind

MOST = 500
_VALUES = """
SELECT r.at, r.values[%(index)s], u.serial FROM quality_testrecord r
LEFT JOIN lines_unit u ON u.id = r.unit_id
WHERE r.station_id = %(station)s AND r.plan_id = %(plan)s AND r.counted AND r.run = 1
  AND r.at >= %(since)s
ORDER BY r.at DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one unit."""

    at: datetime
    value: float
    serial: str

    @property
    def until(self) -> datetime:
        """The first moment after it, so that a half-open time holds it."""
        return self.at + timedelta(microseconds=1)


def numeric_steps(*, operation_id: int) -> list[PlanStep]:
    """The measurements of the released plans at an operation, by model and place."""
    steps = PlanStep.objects.filter(
        plan__operation_id=operation_id,
        plan__state=PlanState.RELEASED,
        kind=StepKind.NUMERIC,
    )
    return list(steps.select_related("plan__model").order_by("plan__model__code", "seq"))


def readings(*, station_id: int, step: PlanStep, since: datetime) -> list[Reading]:
    """The last 500 values at a station since then, oldest first; retests are left out."""
    asked: dict[str, Any] = {
        "index": step.seq,
        "station": station_id,
        "plan": step.plan_id,
        "since": since,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, asked)
        rows = cursor.fetchall()
    found = [
        Reading(at, value, serial or "")
        for at, value, serial in reversed(rows)
        if value is not None
    ]
    return [reading for reading in found if isfinite(reading.value)]
