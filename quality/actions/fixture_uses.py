"""How often each slot of a fixture was used: folded from the records, never counted by one."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from mes.kernel.locks import try_alone

WORK = "quality: count the uses of fixtures"
LAG = timedelta(minutes=2)
"""A record's transaction has long ended by then; its `received_at` was taken when it began."""

# A record's `at` is within a day of when it was received: that is what the BRIN index narrows.
_FOLD = """
WITH due AS (
  SELECT id, plant_id, code, counted_until FROM plants_physicalasset
  WHERE kind = 'fixture' AND active AND counted_until < %(until)s FOR UPDATE
), seen AS (
  SELECT d.id, r.slot, count(*) AS n FROM due d
  JOIN quality_testrecord r ON r.plant_id = d.plant_id AND r.fixture = d.code
    AND r.received_at >= d.counted_until AND r.received_at < %(until)s
  WHERE r.at >= (SELECT min(counted_until) FROM due) - interval '25 hours'
  GROUP BY 1, 2
), put AS (
  INSERT INTO plants_assetuse (asset_id, slot, uses) SELECT id, slot, n FROM seen
  ON CONFLICT (asset_id, slot) DO UPDATE SET uses = plants_assetuse.uses + excluded.uses
  RETURNING 1
), marked AS (
  UPDATE plants_physicalasset SET counted_until = %(until)s WHERE id IN (SELECT id FROM due)
)
SELECT count(*) FROM put
"""


def count_uses(*, now: datetime) -> int | None:
    """Add the uses since the last time; how many slots grew, None when somebody else counts."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not try_alone(WORK):
            return None
        cursor.execute(_FOLD, {"until": now - LAG})
        (slots,) = cursor.fetchone()
    return int(slots)
