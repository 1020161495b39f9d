"""Devices as an inspector sees them: six fields, by IMEI, by serial or by the day of making."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from quality.rules.imei import is_imei
from quality.rules.inspector import STATUS, DeviceSeen

AT_ONCE = 2_000

_DEVICE = """
SELECT u.plant_id, u.serial, COALESCE(i.imeis, '{}'), v.colour,
  extract(year FROM COALESCE(made.at, u.started_at) AT TIME ZONE p.timezone)::int,
  pm.name, u.state
FROM lines_unit u
JOIN plants_plant p ON p.id = u.plant_id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel pm ON pm.id = v.model_id
LEFT JOIN LATERAL (
  SELECT array_agg(m.imei ORDER BY m.slot) AS imeis FROM quality_imei m
  WHERE m.unit_id = u.id AND m.state IN ('written', 'confirmed')
) i ON true
LEFT JOIN LATERAL (
  SELECT max(o.at) AS at FROM lines_move o
  WHERE o.unit_id = u.id AND o.output AND o.kind IN ('start', 'pass')
) made ON true
"""
_BY_SERIAL = _DEVICE + " WHERE u.plant_id = ANY(%(plants)s) AND u.serial = %(value)s ORDER BY 1"
_BY_IMEI = f"""{_DEVICE} WHERE u.plant_id = ANY(%(plants)s) AND u.id IN (
  SELECT n.unit_id FROM quality_imei n
  WHERE n.imei = %(value)s AND n.state IN ('written', 'confirmed')) ORDER BY 1
"""  # noqa: S608  constants of this module; every value is bound
_MADE = """
SELECT DISTINCT ON (o.unit_id) o.unit_id FROM lines_move o
WHERE o.plant_id = %(plant)s AND o.output AND o.kind IN ('start', 'pass')
  AND o.line_id IN (SELECT id FROM plants_line WHERE plant_id = %(plant)s)
  AND o.at >= %(start)s AND o.at < %(end)s
ORDER BY o.unit_id LIMIT %(most)s
"""
_BY_KEYS = _DEVICE + " WHERE u.id = ANY(%(units)s) ORDER BY u.serial"


@dataclass(frozen=True, slots=True)
class Seen:
    """A device and the plant it is of; the plant is for the log, not for the reader."""

    plant_id: int
    device: DeviceSeen


def devices_by(*, plant_ids: Collection[int], imei: str = "", serial: str = "") -> list[Seen]:
    """At most one device a plant. A number that is no IMEI, or was never programmed, finds none."""
    if imei and not is_imei(imei):
        return []
    sql, value = (_BY_IMEI, imei) if imei else (_BY_SERIAL, serial)
    return list(_seen(sql, {"plants": list(plant_ids), "value": value}))


def made_between(
    *, plant_id: int, start: datetime, end: datetime, most: int
) -> Iterator[DeviceSeen]:
    """Devices made from `start` to before `end`, by serial within each batch of their keys."""
    values: dict[str, Any] = {"plant": plant_id, "start": start, "end": end, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_MADE, values)
        keys = [key for (key,) in cursor.fetchall()]
    for first in range(0, len(keys), AT_ONCE):
        for one in _seen(_BY_KEYS, {"units": keys[first : first + AT_ONCE]}):
            yield one.device


def _seen(sql: str, values: dict[str, Any]) -> Iterator[Seen]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    for plant_id, serial, imeis, colour, year, model, state in rows:
        yield Seen(
            plant_id,
            DeviceSeen(serial, tuple(imeis), colour, year, model, STATUS[state]),
        )
