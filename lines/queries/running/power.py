"""Power cuts as pages show them: when the last one was, and which retests are still open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import get_language

from lines.models import Retest, Stop, StopGroup, Unit, UnitState
from plants.queries.facts import RouteMap, route_map

MOST = 500


def last_cut(*, line_id: int, now: datetime) -> datetime | None:
    """When the line's newest stop for power began; None when there was none."""
    stops = Stop.objects.filter(line_id=line_id, group=StopGroup.POWER, started_at__lte=now)
    return stops.order_by("-started_at").values_list("started_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Due:
    """A unit that may not go on, and the step at which somebody frees it; `by_scan` when a scan
    at that step does so, else its next test record does."""

    serial: str
    step: str
    operation: str
    by_scan: bool
    since: datetime | None = None


def retests_of(*, line_id: int) -> list[Due]:
    """The marked units of a line that did not do their step again yet, oldest cut first."""
    rows = Retest.objects.filter(
        line_id=line_id,
        unit__retest=F("position"),
        unit__state__in=[UnitState.IN_PROCESS, UnitState.IN_REPAIR],
    ).select_related("unit")
    found: dict[int, Due] = {}
    for row in rows.order_by("cut_at", "pk")[:MOST]:
        route = route_map(row.unit.route_id)
        found[row.unit_id] = _due(row.unit.serial, route, row.position, row.cut_at)
    return list(found.values())


def waiting_checks(*, line_id: int) -> list[Due]:
    """Units of learners that no expert has looked at yet."""
    rows = Unit.objects.filter(
        line_id=line_id,
        state__in=[UnitState.IN_PROCESS, UnitState.IN_REPAIR],
        check_due__gt=0,
    )
    return [
        _due(unit.serial, route_map(unit.route_id), unit.check_due, None)
        for unit in rows.order_by("pk")[:MOST]
    ]


def _due(serial: str, route: RouteMap, position: int, since: datetime | None) -> Due:
    step = route.at_position(position)
    if step is None:
        return Due(serial, "–", "–", by_scan=True, since=since)
    name = step.name_ur if get_language() == "ur" else step.name
    return Due(serial, name, step.operation_code, by_scan=step.kind != "test", since=since)
