"""What every scan needs to know of its station and route, kept in memory.

A station is believed for a second, so that a change of master data is seen at once by a person;
a released route never changes and is kept for as long as the process lives.
"""

import time
from collections.abc import Collection, Sequence
from typing import Any

import orjson
from django.db import connection

from plants.models import RouteState, RouteStep
from plants.rules.crew import NO_DEMANDS, demands_of
from plants.rules.equipment import tools_of
from plants.rules.facts import RouteMap, StationFacts, StepFacts

STATION_SECONDS = 1.0

# Who may work here is read in the same statement, and only when the plant's version has moved.
_DEMANDS = """json_build_object(
  'needs', (SELECT json_agg(json_build_array(n.model_id, n.skill_id, n.level, n.check_below,
      k.name, k.name_ur))
    FROM plants_skillneed n JOIN plants_skill k ON k.id = n.skill_id AND k.active
    WHERE n.active AND n.plant_id = p.id AND n.operation_id = o.id),
  'held', (SELECT json_agg(json_build_array(t.person_id, t.skill_id, t.level, t.expires_on))
    FROM (SELECT DISTINCT ON (t.skill_id, t.person_id) t.*
      FROM plants_training t
      WHERE t.plant_id = p.id AND t.result IN ('passed', 'revoked') AND t.skill_id IN (
        SELECT skill_id FROM plants_skillneed
        WHERE active AND plant_id = p.id AND operation_id = o.id)
      ORDER BY t.skill_id, t.person_id, t.made_at DESC, t.event_id DESC) t
    WHERE t.result = 'passed'),
  'read', (SELECT json_agg(json_build_array(i.model_id, i.title, i.title_ur,
      ARRAY(SELECT r.person_id FROM plants_readreceipt r WHERE r.instruction_id = i.id)))
    FROM plants_instruction i WHERE i.plant_id = p.id AND i.operation_id = o.id
      AND i.state = 'released' AND i.required),
  'let', (SELECT json_agg(json_build_array(v.person_id, v.until))
    FROM plants_skilloverride v WHERE v.station_id = s.id AND v.until > now()))"""
# Only what may stop a test by tomorrow; a fixture moves between stations, so the plant's count.
_TOOLS = """(SELECT json_agg(json_build_array(a.code, a.kind, a.station_id = s.id,
      a.interval_days IS NOT NULL, a.due_on,
      ARRAY(SELECT w.slot FROM plants_assetuse w
        WHERE w.asset_id = a.id AND w.uses >= a.max_uses)))
  FROM plants_physicalasset a
  WHERE a.plant_id = p.id AND a.active AND (a.station_id = s.id OR a.kind = 'fixture')
    AND ((a.interval_days IS NOT NULL AND (a.due_on IS NULL OR a.due_on <= CURRENT_DATE + 1))
      OR EXISTS (SELECT 1 FROM plants_assetuse w
        WHERE w.asset_id = a.id AND w.uses >= a.max_uses)))"""
_COLUMNS = """
SELECT s.id, s.code, s.name, l.id, l.code, p.id, p.code, p.timezone,
       o.id, o.code, o.name, o.name_ur, o.kind, s.offline_policy,
       ARRAY(SELECT c.person_id FROM plants_presence c WHERE c.station_id = s.id
           AND c.ended_at IS NULL AND c.seen_at > now() - interval '30 minutes'
         UNION SELECT a.person_id FROM plants_assignment a WHERE a.station_id = s.id
           AND a.ended_at IS NULL AND a.until > now()),
       TOOLS, p.crew_version, CASE WHEN p.crew_version <> known.version THEN DEMANDS END
FROM plants_station s
JOIN plants_line l ON l.id = s.line_id
JOIN plants_plant p ON p.id = l.plant_id
JOIN plants_operation o ON o.id = s.operation_id
""".replace("DEMANDS", _DEMANDS).replace("TOOLS", _TOOLS)
_STATION_SQL = f"""{_COLUMNS}
CROSS JOIN (SELECT %(version)s::bigint AS version) known
WHERE s.active AND (s.code = %(name)s OR s.external_ids @> ARRAY[%(name)s::varchar])
ORDER BY s.code = %(name)s DESC, s.id
"""
_MANY_SQL = f"""{_COLUMNS}
JOIN unnest(%s::varchar[], %s::bigint[]) known(code, version) ON known.code = s.code
WHERE s.active
"""


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
    before = _kept_of(name)
    with connection.cursor() as cursor:
        cursor.execute(_STATION_SQL, {"name": name, "version": _version(before)})
        found = tuple(_facts(row, before) for row in cursor.fetchall())
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
        cursor.execute(_MANY_SQL, [wanted, [_version(_kept_of(name)) for name in wanted]])
        for row in cursor.fetchall():
            _stations[row[1]] = (now + STATION_SECONDS, (_facts(row, _kept_of(row[1])),))


def _kept_of(name: str) -> StationFacts | None:
    """What was last believed of the only station of this name, however long ago."""
    kept = _stations.get(name)
    return kept[1][0] if kept is not None and len(kept[1]) == 1 else None


def _version(before: StationFacts | None) -> int:
    return -1 if before is None else before.crew_version


def _facts(row: Sequence[Any], before: StationFacts | None) -> StationFacts:
    """A row as a value; without demands of its own it has those that were known before."""
    *plain, crew, tools, version, told = row
    if told is not None:
        demands = demands_of(orjson.loads(told) if isinstance(told, str) else told)
    else:
        demands = before.demands if before is not None else NO_DEMANDS
    waiting = tools_of(orjson.loads(tools) if isinstance(tools, str) else tools)
    values: list[Any] = [*plain, tuple(crew), version, demands, waiting]
    return StationFacts(*values)


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
