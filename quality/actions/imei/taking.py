"""A set of numbers taken for a unit in one statement: found, reserved, bound, noted, or none."""

from typing import Any

import orjson
from django.db import connection

from lines.actions.identifiers import bound_from
from lines.rules.route import Standing
from mes.kernel.refusals import Refusal
from quality.actions.imei_acts import NOTED, Act, noted
from quality.rules.holding import Holding
from quality.rules.named_set import KnownSet

# `pos` is in the free index alone, so the planner has no other road to it. Below zero the set is
# kept for the unit whose serial its list names.
NEXT_SET = """
  SELECT set_no, state, false AS fenced FROM quality_imei
  WHERE plant_id = %s AND model_id = %s AND state = 'free' AND fence_id IS NULL AND slot = 1
    AND pos >= 0
  ORDER BY pos LIMIT 1 FOR UPDATE"""
_THIS_SET = """
  SELECT set_no, state, fence_id IS NOT NULL AS fenced FROM quality_imei
  WHERE plant_id = %s AND model_id = %s AND set_no = %s AND slot = 1 AND state = %s FOR UPDATE"""

# The commit waits for the disk whatever the session says.
_TAKE = f"""
WITH next_set AS ({{next}}), changed AS (
  UPDATE lines_unit SET version = version + 1
  FROM set_config('synchronous_commit', 'on', true)
  WHERE id = %s AND version = %s AND EXISTS (SELECT 1 FROM next_set) RETURNING id, plant_id
), taken AS (
  UPDATE quality_imei m SET state = 'reserved', unit_id = changed.id
  FROM next_set, changed
  WHERE m.plant_id = changed.plant_id AND m.set_no = next_set.set_no
    AND m.state = next_set.state AND (m.fence_id IS NOT NULL) = next_set.fenced
  RETURNING m.slot, m.imei
), named AS (
  SELECT 'imei' || slot AS kind, imei AS value FROM taken
  UNION ALL
  SELECT n.kind, n.value FROM next_set
  JOIN quality_deviceline d ON d.set_no = next_set.set_no CROSS JOIN changed
  CROSS JOIN LATERAL (VALUES
    ('wifi_mac', d.wifi_mac), ('bt_mac', d.bt_mac), ('eid', d.eid)) n(kind, value)
  WHERE n.value <> ''
){bound_from("named")}{NOTED}
SELECT (SELECT count(*) FROM next_set), (SELECT count(*) FROM changed),
  (SELECT jsonb_object_agg(slot, imei) FROM taken)
"""  # noqa: S608  (constants)
_SKIPPING = _TAKE.format(next=f"{NEXT_SET} SKIP LOCKED")
_WAITING = _TAKE.format(next=NEXT_SET)
_THIS = _TAKE.format(next=_THIS_SET)

_LOOK = """
SELECT m.slot, m.imei, m.state, m.fence_id IS NOT NULL, m.leased_to_id, m.model_id, p.name, m.set_no
FROM quality_imei o JOIN quality_imei m ON m.plant_id = o.plant_id AND m.set_no = o.set_no
JOIN plants_productmodel p ON p.id = m.model_id
WHERE o.plant_id = %s AND o.imei = %s ORDER BY m.slot
"""


def known_set(*, plant_id: int, imei: str) -> KnownSet | None:
    """The plant's set that this number is one of; None for a number the plant never loaded."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [plant_id, imei])
        rows = cursor.fetchall()
    if not rows:
        return None
    _, _, state, fenced, leased_to, model_id, model, set_no = rows[0]
    numbers = {slot: value for slot, value, *_ in rows}
    return KnownSet(set_no, model_id, model, state, fenced, leased_to, numbers)


def take_next(act: Act, standing: Standing, holding: Holding) -> dict[int, str] | None:
    """The next free set, or the one that is kept for this serial; None when the unit changed.

    Refuses `imei_exhausted` only when no free set is left: one that others have in hand is
    waited for.
    """
    if holding.kept_set is not None:
        where = [standing.plant_id, holding.model_id, holding.kept_set, "free"]
        found, changed, numbers = _take(_THIS, where, act, standing, holding)
        if found:
            return numbers if changed else None
    where = [standing.plant_id, holding.model_id]
    found, changed, numbers = _take(_SKIPPING, where, act, standing, holding)
    if not found:
        found, changed, numbers = _take(_WAITING, where, act, standing, holding)
    if not found:
        raise Refusal("imei_exhausted", model=holding.model)
    return numbers if changed else None


def take_this(
    act: Act, standing: Standing, holding: Holding, wanted: KnownSet
) -> dict[int, str] | None:
    """The set that was looked at, as it stood; None when the unit or the set changed meanwhile."""
    where = [standing.plant_id, holding.model_id, wanted.set_no, wanted.state]
    reason = "adopted" if wanted.state == "free" else "from a lease"
    found, changed, numbers = _take(_THIS, where, act, standing, holding, reason=reason)
    return numbers if found and changed else None


def _take(
    sql: str, where: list[Any], act: Act, standing: Standing, holding: Holding, *, reason: str = ""
) -> tuple[int, int, dict[int, str]]:
    note = noted(act, "reserved", count=holding.imei_count, evidence=None, reason=reason)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*where, standing.unit_id, standing.version, *note])
        found, changed, numbers = cursor.fetchone()
    taken: dict[str, str] = orjson.loads(numbers or "{}")
    return found, changed, {int(slot): imei for slot, imei in taken.items()}
