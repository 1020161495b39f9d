"""Sets for many phones of an order in one statement, before the phones reach the write station."""

from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from quality.actions.imei.locked import check_unlocked, refusing_locked

MOST_SETS = 1_000

# Units first, numbers second, as everywhere. A set that is not whole leaves NULL in its event,
# which the column refuses, and so undoes the whole statement.
_BATCH = """
WITH picked AS (
  SELECT u.id, u.plant_id, u.serial FROM lines_unit u
  WHERE u.order_id = %(order)s AND u.state = 'in_process' AND u.done < %(before)s
    AND NOT EXISTS (SELECT 1 FROM quality_imei h WHERE h.unit_id = u.id
                    AND h.state IN ('reserved', 'written', 'confirmed'))
    AND NOT EXISTS (SELECT 1 FROM quality_deviceline d WHERE d.plant_id = u.plant_id
                    AND d.sn = u.serial AND d.set_no IS NOT NULL)
  ORDER BY u.id LIMIT %(count)s FOR UPDATE SKIP LOCKED
), free AS (
  SELECT set_no FROM quality_imei
  WHERE plant_id = %(plant)s AND model_id = %(model)s AND state = 'free' AND fence_id IS NULL
    AND slot = 1 AND pos >= 0
  ORDER BY pos LIMIT (SELECT count(*) FROM picked) FOR UPDATE SKIP LOCKED
), pairs AS (
  SELECT p.id, p.plant_id, p.serial, f.set_no
  FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM picked) p
  JOIN (SELECT set_no, row_number() OVER (ORDER BY set_no) AS n FROM free) f USING (n)
), changed AS (
  UPDATE lines_unit u SET version = version + 1 FROM pairs WHERE u.id = pairs.id RETURNING u.id
), taken AS (
  UPDATE quality_imei m SET state = 'reserved', unit_id = pairs.id FROM pairs
  WHERE m.plant_id = pairs.plant_id AND m.set_no = pairs.set_no
    AND m.state = 'free' AND m.fence_id IS NULL
  RETURNING m.unit_id, m.plant_id, m.slot, m.imei, m.set_no
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
  SELECT gen_random_uuid(), plant_id, 'reserved', id, NULL, %(person)s::bigint, %(token)s::bigint,
    imeis, jsonb_build_object('batch', %(event)s::text), 'batch', now(), ''
  FROM whole, set_config('synchronous_commit', 'on', true)
)
SELECT (SELECT count(*) FROM picked), (SELECT jsonb_object_agg(serial, imeis) FROM whole)
"""

# A phone that got its set at the write station between this statement's snapshot and its lock.
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
        "person": person_id, "token": token_id,
    }  # fmt: skip
    with refusing_locked(), refusing(_MEANWHILE), connection.cursor() as cursor:
        cursor.execute(_BATCH, asked)
        wanting, told = cursor.fetchone()
    given: dict[str, list[str]] = orjson.loads(told or "{}")
    if wanting and not given:
        raise Refusal("imei_exhausted", model=model)
    return given


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
