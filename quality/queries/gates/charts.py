"""A measurement of a station as its chart, the rules it breaks and its capability."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from quality.models import PlanStep
from quality.queries.gates.spc import Reading, readings
from quality.rules.gates.charts import Capability, Chart, capability, control_chart
from quality.rules.gates.run_rules import Break

WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shown:
    """`chart` is None while there are too few values; `found` are the rules broken, newest first,
    each with the moment of its last point and that unit's serial."""

    readings: list[Reading]
    chart: Chart | None
    found: list[tuple[Break, datetime, str]]
    capability: Capability

    @property
    def suspects(self) -> tuple[int, int]:
        """The readings a hold begins with: of the newest broken rule, else the last one."""
        if self.chart is None or not self.found:
            return len(self.readings) - 1, len(self.readings) - 1
        broken, size = self.found[0][0], self.chart.size
        return broken.start * size, broken.end * size + size - 1

    @property
    def broken(self) -> set[int]:
        return {found.end for found, *_ in self.found}


def chart_of(*, station_id: int, step: PlanStep, size: int = 1) -> Shown:
    """Of the last 500 first attempts of a week, in subgroups of `size`."""
    rows = readings(station_id=station_id, step=step, since=timezone.now() - WINDOW)
    values = [row.value for row in rows]
    chart = control_chart(values, size=size)
    found: list[tuple[Break, datetime, str]] = []
    for broken in reversed(chart.breaks() if chart else []):
        last = rows[broken.end * size + size - 1]
        found.append((broken, last.at, last.serial))
    return Shown(rows, chart, found, capability(chart, values, low=step.low, high=step.high))
