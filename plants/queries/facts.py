"""What every scan needs to know of its station and route, kept in memory.

A station is believed for a second, so that a change of master data is seen at once by a person;
a released route never changes and is kept for as long as the process lives.
"""

import time
from collections.abc import Collection

from django.db import connection

from plants.models import RouteState, RouteStep
from plants.rules.facts import RouteMap, StationFacts, StepFacts

STATION_SECONDS = 1.0

_COLUMNS = """
SELECT s.id, s.code, s.name, l.id, l.code, p.id, p.code, p.timezone,
       o.id, o.code, o.name, o.name_ur, o.kind, s.offline_policy
FROM plants_station s
JOIN plants_line l ON l.id = s.line_id
JOIN plants_plant p ON p.id = l.plant_id
JOIN plants_operation o ON o.id = s.operation_id
"""
_STATION_SQL = f"""{_COLUMNS}
WHERE s.active AND (s.code = %(name)s OR s.external_ids @> ARRAY[%(name)s::varchar])
ORDER BY s.code = %(name)s DESC, s.id
"""
_MANY_SQL = f"{_COLUMNS} WHERE s.active AND s.code = ANY(%s)"


_stations: dict[str, tuple[float, tuple[StationFacts, ...]]] = {}
_routes: dict[int, RouteMap] = {}


def forget_facts() -> None:
    """Read everything anew at the next question; for tests and after a restore."""
    _stations.clear()
    _routes.clear()


def stations_named(name: str) -> tuple[StationFacts, ...]:
    """Every active station with this code or external id, the one with the code first.

    A rig's own name may occur in two plants, so the caller picks by its plant.
    """
    now = time.monotonic()
    kept = _stations.get(name)
    if kept is not None and kept[0] > now:
        return kept[1]
    if not name or len(name) > 60 or "\x00" in name:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_STATION_SQL, {"name": name})
        found = tuple(StationFacts(*row) for row in cursor.fetchall())
    if len(_stations) > 5000:  # names come from outside: never let them fill the memory
        _stations.clear()
    _stations[name] = (now + STATION_SECONDS, found)
    return found


def prime_stations(names: Collection[str]) -> None:
    """Read those of the stations with these codes that are not in memory, in one statement."""
    now = time.monotonic()
    wanted = [name for name in names if (kept := _stations.get(name)) is None or kept[0] <= now]
    if len(wanted) < 2:
        return
    with connection.cursor() as cursor:
        cursor.execute(_MANY_SQL, [wanted])
        for row in cursor.fetchall():
            _stations[row[1]] = (now + STATION_SECONDS, (StationFacts(*row),))


def station_facts(code: str) -> StationFacts | None:
    """The active station of this code, else the only one with this external id; None if none."""
    found = stations_named(code)
    if not found or (found[0].code != code and len(found) > 1):
        return None
    return found[0]


def route_map(route_id: int) -> RouteMap:
    """The steps of a route in order; kept for ever once the route is released."""
    kept = _routes.get(route_id)
    if kept is not None:
        return kept
    steps = (
        RouteStep.objects.filter(route_id=route_id)
        .select_related("operation", "route")
        .order_by("position")
    )
    rows = list(steps)
    made = RouteMap(
        id=route_id,
        model_id=rows[0].route.model_id if rows else 0,
        steps=tuple(_step(row) for row in rows),
    )
    if rows and rows[0].route.state != RouteState.DRAFT:
        _routes[route_id] = made
    return made


def _step(row: RouteStep) -> StepFacts:
    return StepFacts(
        position=row.position,
        operation_id=row.operation_id,
        operation_code=row.operation.code,
        name=row.operation.name,
        name_ur=row.operation.name_ur or row.operation.name,
        kind=row.operation.kind,
        gates=frozenset(row.gates),
        grants=row.grants,
        parts=tuple(row.parts),
        retest_limit=row.retest_limit,
        repair_limit=row.repair_limit,
        is_output=row.is_output,
        cycle_seconds=float(row.cycle_seconds),
    )


__all__ = [
    "RouteMap",
    "StationFacts",
    "StepFacts",
    "forget_facts",
    "prime_stations",
    "route_map",
    "station_facts",
    "stations_named",
]
