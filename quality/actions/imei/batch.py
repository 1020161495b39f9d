"""Sets for many phones of an order at once, before the phones reach the write station."""

from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from quality.actions.imei.locked import check_unlocked, refusing_locked

MOST_SETS = 5_000

TURNS = 3

# `+ 0` keeps the planner from walking the key of all units ever made to have them in order, OFFSET
# from walking all numbers in use for each unit, as long as the statistics know of none.
_PICK = """
SELECT u.id FROM lines_unit u
WHERE u.order_id = %(order)s AND u.state = 'in_process' AND u.done < %(before)s
  AND NOT EXISTS (SELECT 1 FROM quality_imei h WHERE h.unit_id = u.id
                  AND h.state IN ('reserved', 'written', 'confirmed') OFFSET 0)
  AND NOT EXISTS (SELECT 1 FROM quality_deviceline d WHERE d.plant_id = u.plant_id
                  AND d.sn = u.serial AND d.sn <> '' AND d.set_no IS NOT NULL OFFSET 0)
ORDER BY u.id + 0 LIMIT %(count)s FOR UPDATE SKIP LOCKED
"""

# Units first, numbers second, as everywhere. What another call gave between the pick's snapshot
# and its locks is seen by this later snapshot. A set that is not whole leaves NULL in its event,
# which the column refuses, and so undoes the whole statement. The array keeps the planner from
# guessing how many pairs a join of two counts makes, and reading whole tables for them.
_BATCH = """
WITH picked AS (
  SELECT u.id, u.plant_id, u.serial FROM lines_unit u
  WHERE u.id = ANY(%(units)s) AND NOT EXISTS (
    SELECT 1 FROM quality_imei h WHERE h.unit_id = u.id
    AND h.state IN ('reserved', 'written', 'confirmed') OFFSET 0)
  ORDER BY u.id
), free AS (
  SELECT set_no FROM quality_imei
  WHERE plant_id = %(plant)s AND model_id = %(model)s AND state = 'free' AND fence_id IS NULL
    AND slot = 1 AND pos >= 0
  ORDER BY pos LIMIT (SELECT count(*) FROM picked) FOR UPDATE SKIP LOCKED
), pairs AS MATERIALIZED (
  SELECT * FROM (
    SELECT id, plant_id, serial,
      (ARRAY(SELECT set_no FROM free))[row_number() OVER ()] AS set_no FROM picked) p
  WHERE set_no IS NOT NULL
), changed AS (
  UPDATE lines_unit u SET version = version + 1 FROM pairs WHERE u.id = pairs.id
), taken AS (
  UPDATE quality_imei m SET state = 'reserved', unit_id = pairs.id FROM pairs
  WHERE m.plant_id = pairs.plant_id AND m.set_no = pairs.set_no
    AND m.state = 'free' AND m.fence_id IS NULL
  RETURNING m.unit_id, m.plant_id, m.slot, m.imei
), bound AS (
  INSERT INTO lines_identifier (plant_id, unit_id, kind, value)
  SELECT plant_id, unit_id, 'imei' || slot, imei FROM taken
  UNION ALL
  SELECT p.plant_id, p.id, n.kind, n.value FROM pairs p
  JOIN quality_deviceline d ON d.set_no = p.set_no
  CROSS JOIN LATERAL (VALUES
    ('wifi_mac', d.wifi_mac), ('bt_mac', d.bt_mac), ('eid', d.eid)) n(kind, value)
  WHERE n.value <> ''
), whole AS (
  SELECT p.id, p.plant_id, p.serial,
    CASE WHEN count(t.imei) = %(width)s THEN jsonb_agg(t.imei ORDER BY t.slot) END AS imeis
  FROM pairs p LEFT JOIN taken t ON t.unit_id = p.id GROUP BY p.id, p.plant_id, p.serial
), noted AS (
  INSERT INTO quality_imeievent (event_id, plant_id, kind, unit_id, station_id, person_id,
    token_id, imeis, evidence, reason, at, body_hash)
  SELECT md5(%(event)s || ' ' || id)::uuid, plant_id, 'reserved', id, NULL, %(person)s::bigint,
    %(token)s::bigint, imeis, %(evidence)s::jsonb, 'batch', now(), ''
  FROM whole, set_config('synchronous_commit', 'on', true)
)
SELECT (SELECT count(*) FROM picked), (SELECT jsonb_object_agg(serial, imeis) FROM whole)
"""

# A phone that got its set from somebody who did not wait for its lock.
_MEANWHILE = {
    name: Refusal("conflict")
    for name in ("quality_imei_unit_slot_once", "lines_identifier_kind_once")
}


def issue_batch(
    *,
    event_id: UUID,
    order_id: int,
    count: int,
    person_id: int | None,
    token_id: int | None,
) -> dict[str, list[str]]:
    """Reserve a set for up to `count` phones of the order that have none; the numbers by serial.

    Fewer when the order has fewer of them or the plant fewer sets; a phone that another station has
    in hand is passed over. Refuses `imei_none`, `imei_locked` and, when there are phones and no set
    at all, `imei_exhausted`. The caller tells the issue journal before anybody else.
    """
    check_unlocked()
    plant_id, model_id, model, width, before = _order(order_id)
    if not width:
        raise Refusal("imei_none", model=model)
    asked = {
        "event": str(event_id), "order": order_id, "plant": plant_id, "model": model_id,
        "width": width, "before": before, "count": min(count, MOST_SETS),
        "person": person_id, "token": token_id, "evidence": f'{{"batch": "{event_id}"}}',
    }  # fmt: skip
    with refusing_locked(), refusing(_MEANWHILE):
        for _ in range(TURNS):
            picked, wanting, given = _turn(asked)
            if wanting and not given:
                raise Refusal("imei_exhausted", model=model)
            if given or not picked:
                break
    return given


def _turn(asked: dict[str, Any]) -> tuple[int, int, dict[str, list[str]]]:
    """Units that were locked, those of them that still had no set, and the numbers by serial."""
    with connection.cursor() as cursor:
        cursor.execute(_PICK, asked)
        units = [unit_id for (unit_id,) in cursor]
        if not units:
            return 0, 0, {}
        cursor.execute(_BATCH, {**asked, "units": units})
        wanting, told = cursor.fetchone()
    return len(units), wanting, orjson.loads(told or "{}")


def _order(order_id: int) -> tuple[Any, ...]:
    """Plant, model, IMEIs a phone, and the position at which they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.plant_id, m.id, m.name, m.imei_count,"
            " COALESCE((SELECT min(s.position) FROM plants_routestep s"
            "  JOIN plants_operation p ON p.id = s.operation_id"
            "  WHERE s.route_id = o.route_id AND p.kind = 'imei_write'), 0)"
            " FROM lines_workorder o JOIN plants_productvariant v ON v.id = o.variant_id"
            " JOIN plants_productmodel m ON m.id = v.model_id WHERE o.id = %s",
            [order_id],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return row
