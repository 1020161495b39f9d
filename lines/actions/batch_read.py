"""What a batch of scans needs to know, read set by set; the units stay locked meanwhile."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from lines.actions.standing import SCANS, Earlier, earlier_refusal
from lines.rules.route import HoldFacts, Standing

_UNITS_SQL = """
SELECT i.value, u.id, u.version, u.plant_id, u.line_id, u.order_id, u.variant_id, u.route_id,
       u.serial, u.state, u.done, u.run, u.repairs, u.gates, u.box_id,
       u.retest, u.check_due
FROM lines_identifier i JOIN lines_unit u ON u.id = i.unit_id
WHERE i.plant_id = %s AND i.value = ANY(string_to_array(%s, chr(31))) AND i.retired_at IS NULL
ORDER BY u.id FOR NO KEY UPDATE OF u
"""
_ORDERS_SQL = """
SELECT o.id, o.no, o.state, o.kit_lot_id, l.code FROM lines_workorder o
JOIN plants_line l ON l.id = o.line_id WHERE o.id = ANY(string_to_array(%s, ' ')::bigint[])
"""
_HOLDS_SQL = """
SELECT subject, CASE subject WHEN 'unit' THEN unit_id WHEN 'order' THEN order_id
         WHEN 'lot' THEN lot_id WHEN 'line' THEN line_id ELSE station_id END, reason
FROM lines_hold WHERE released_at IS NULL AND plant_id = %s AND unit_id IS NULL
UNION ALL
SELECT 'unit', unit_id, reason FROM lines_hold
WHERE released_at IS NULL AND unit_id = ANY(string_to_array(%s, ' ')::bigint[])
"""
_CLEARANCES_SQL = """
SELECT subject, COALESCE(order_id, line_id, station_id), gate FROM lines_clearance
WHERE revoked_at IS NULL AND ((subject = 'order' AND order_id = ANY(%s))
  OR (subject = 'line' AND line_id = ANY(%s)) OR (subject = 'station' AND station_id = ANY(%s)))
"""
_PARTS_SQL = """
SELECT unit_id, position FROM lines_installedpart
WHERE unit_id = ANY(string_to_array(%s, ' ')::bigint[]) AND removed_at IS NULL
"""
_MOVES_SQL = f"""
SELECT e.event_id, e.body_hash, {", ".join(SCANS.columns)}
FROM lines_move e {SCANS.joins} WHERE e.event_id = ANY(string_to_array(%s, ' ')::uuid[])
"""  # noqa: S608  # constants of this code base; values stay parameters
_REFUSALS_SQL = """
SELECT event_id, body_hash, status, answer FROM kernel_refusal
WHERE kind = 'scan' AND event_id = ANY(string_to_array(%s, ' ')::uuid[])
"""

Subject = tuple[str, int]


@dataclass
class Floor:
    """The units of a batch, who answers to which identifier, and what lies around them."""

    units: dict[int, Standing] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    lots: dict[int, int | None] = field(default_factory=dict)
    holds: dict[Subject, str] = field(default_factory=dict)
    clearances: dict[Subject, set[str]] = field(default_factory=lambda: defaultdict(set))
    earlier: dict[UUID, Earlier] = field(default_factory=dict)

    def standing(self, identifier: str, station_id: int) -> Standing | None:
        """The unit as it stands in this batch, with what holds and clears it at the station."""
        unit = self.units.get(self.called.get(identifier, 0))
        if unit is None or not (self.holds or self.clearances):
            return unit
        around: list[Subject] = [
            ("unit", unit.unit_id),
            ("order", unit.order_id),
            ("lot", self.lots.get(unit.order_id) or 0),
            ("line", unit.line_id),
            ("station", station_id),
        ]
        found = ((subject, self.holds.get((subject, key))) for subject, key in around)
        hold = next((HoldFacts(subject, reason) for subject, reason in found if reason), None)
        gates = frozenset(gate for key in around for gate in self.clearances.get(key, ()))
        return unit._replace(hold=hold, clearances=gates)


def read_floor(
    *,
    plant_id: int,
    identifiers: Collection[str],
    event_ids: Collection[UUID],
    station_ids: Collection[int],
) -> Floor:
    """Lock the units by pk ascending, then read everything else in later statements."""
    floor = Floor()
    names = chr(31).join(name for name in identifiers if chr(31) not in name)
    rows = _rows(_UNITS_SQL, plant_id, names)
    orders = {row[0]: row for row in _rows(_ORDERS_SQL, _joined({row[5] for row in rows}))}
    unit_ids = _joined(row[1] for row in rows)
    parts: dict[int, set[str]] = defaultdict(set)
    for unit_id, position in _rows(_PARTS_SQL, unit_ids):
        parts[unit_id].add(position)
    for row in rows:
        floor.called[row[0]] = row[1]
        floor.units[row[1]] = _standing(row, orders[row[5]], frozenset(parts.get(row[1], ())))
    floor.lots = {order[0]: order[3] for order in orders.values()}
    for subject, key, reason in _rows(_HOLDS_SQL, plant_id, unit_ids):
        floor.holds[subject, key] = reason
    lines = list({row[4] for row in rows})
    for subject, key, gate in _rows(_CLEARANCES_SQL, list(orders), lines, list(station_ids)):
        floor.clearances[subject, key].add(gate)
    floor.earlier = _earlier(_joined(event_ids))
    return floor


def _joined(keys: Iterable[int | UUID]) -> str:
    """Keys for `string_to_array`: one text is made and sent in a tenth of an array's time."""
    return " ".join(map(str, keys))


def _earlier(event_ids: str) -> dict[UUID, Earlier]:
    found = {
        row[0]: earlier_refusal(row[1], row[2], row[3]) for row in _rows(_REFUSALS_SQL, event_ids)
    }
    for row in _rows(_MOVES_SQL, event_ids):
        found[row[0]] = Earlier(bytes(row[1]), row=tuple(row[2:]))
    return found


def _standing(row: tuple[Any, ...], order: tuple[Any, ...], parts: frozenset[str]) -> Standing:
    return Standing(
        unit_id=row[1],
        version=row[2],
        plant_id=row[3],
        line_id=row[4],
        line_code=order[4],
        order_id=row[5],
        order_no=order[1],
        order_state=order[2],
        variant_id=row[6],
        route_id=row[7],
        serial=row[8],
        state=row[9],
        done=row[10],
        run=row[11],
        repairs=row[12],
        gates=tuple(row[13]),
        box_id=row[14],
        clearances=frozenset(),
        parts=parts,
        hold=None,
        retest=row[15],
        check_due=row[16],
    )


def _rows(sql: str, *parameters: int | str | list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return list(cursor.fetchall())
