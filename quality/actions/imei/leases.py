"""Sets lent to a device that must go on without the server. Nothing lent comes back by itself."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from mes.kernel.refusals import Refusal
from plants.models import ProductModel
from quality.actions.imei.locked import check_unlocked, refusing_locked

MOST_SETS = 1_000
LONGEST = timedelta(hours=72)

_LEND = """
WITH free AS (
  SELECT set_no FROM quality_imei
  WHERE plant_id = %(plant)s AND model_id = %(model)s AND state = 'free' AND fence_id IS NULL
    AND slot = 1 AND pos >= 0
  ORDER BY pos LIMIT %(sets)s FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE quality_imei m SET state = 'leased', leased_to_id = %(token)s
  FROM free, set_config('synchronous_commit', 'on', true)
  WHERE m.plant_id = %(plant)s AND m.set_no = free.set_no
    AND m.state = 'free' AND m.fence_id IS NULL
  RETURNING m.set_no, m.slot, m.imei
), sets AS (
  SELECT set_no, jsonb_agg(imei ORDER BY slot) AS imeis FROM taken GROUP BY set_no
), all_of_it AS (
  SELECT jsonb_agg(imeis ORDER BY set_no) AS imeis, count(*) AS sets, min(set_no) AS first FROM sets
), noted AS (
  INSERT INTO quality_imeievent (event_id, plant_id, kind, station_id, person_id, token_id, imeis,
    reason, at, body_hash)
  SELECT %(event)s, %(plant)s, 'leased', %(station)s::bigint, NULL, %(token)s, imeis, '',
    %(now)s, '' FROM all_of_it WHERE sets > 0
), lent AS (
  INSERT INTO quality_imeilease (event_id, plant_id, token_id, model_id, sets, first_set,
    expires_at)
  SELECT %(event)s, %(plant)s, %(token)s, %(model)s, sets, first, %(until)s
  FROM all_of_it WHERE sets > 0
)
SELECT imeis FROM all_of_it
"""


def lease_sets(
    *,
    event_id: UUID,
    plant_id: int,
    model: ProductModel,
    token_id: int,
    station_id: int | None,
    sets: int,
    now: datetime,
    hours: int,
) -> list[list[str]]:
    """Lend up to `sets` sets of a model to a device; their numbers, set by set.

    Refuses `imei_none`, `imei_locked` and `imei_exhausted` when there is none at all.
    """
    if not model.imei_count:
        raise Refusal("imei_none", model=model.name)
    check_unlocked()
    asked: dict[str, Any] = {
        "event": event_id, "plant": plant_id, "model": model.pk, "token": token_id,
        "station": station_id, "sets": min(sets, MOST_SETS), "now": now,
        "until": now + min(timedelta(hours=hours), LONGEST),
    }  # fmt: skip
    with refusing_locked(), connection.cursor() as cursor:
        cursor.execute(_LEND, asked)
        (told,) = cursor.fetchone()
    lent: list[list[str]] = orjson.loads(told) if told else []
    if not lent:
        raise Refusal("imei_exhausted", model=model.name)
    return lent
