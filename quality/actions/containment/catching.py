"""What matches is held: all at once when a containment opens, the rest as it comes to match."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from lines.actions.holds import hold_units
from mes.kernel.live import publish_line
from quality.models import Containment, Suspicion
from quality.models.suspects import Criteria, suspects

CAUSE = "containment"
_KEEP = """
INSERT INTO quality_containedunit (containment_id, unit_id, hold_id, found, carton_id, shipment_id,
  found_at, result, note)
SELECT %(containment)s, u.id, h.hold_id,
  CASE u.state WHEN 'packed' THEN 'boxed' WHEN 'shipped' THEN 'shipped' ELSE 'in_line' END,
  c.id, s.shipment_id, %(now)s, '', ''
FROM unnest(%(units)s::bigint[], %(holds)s::bigint[]) AS h (unit_id, hold_id)
JOIN lines_unit u ON u.id = h.unit_id
LEFT JOIN lines_handlingunit b ON b.id = u.box_id
LEFT JOIN lines_handlingunit c ON c.id = b.parent_id
LEFT JOIN lines_shippedunit s ON s.unit_id = u.id AND s.returned_at IS NULL
"""
_LINES = "SELECT DISTINCT l.code FROM lines_unit u JOIN plants_line l ON l.id = u.line_id"


def criteria_of(containment: Containment) -> Criteria:
    """The suspicion as it was opened."""
    return Criteria(
        plant_id=containment.plant_id,
        kind=containment.kind,
        value=containment.value,
        line_id=containment.line_id,
        station_id=containment.station_id,
        model_id=containment.model_id,
        since=containment.since,
        until=containment.until,
    )


@transaction.atomic
def catch(*, containment_id: int, now: datetime) -> int:
    """Hold the units that match and are not contained yet; how many. Two at once take turns."""
    row = Containment.objects.select_for_update(no_key=True).get(pk=containment_id)
    if row.closed_at is not None or row.kind == Suspicion.UNITS:
        return 0
    found = suspects(criteria_of(row), but=row.pk)
    return keep(containment=row, unit_ids=[one.unit_id for one in found], now=now)


def keep(*, containment: Containment, unit_ids: Sequence[int], now: datetime) -> int:
    """Hold these units for a locked containment. What was scrapped meanwhile is left out."""
    if not unit_ids:
        return 0
    holds = hold_units(
        plant_id=containment.plant_id,
        unit_ids=unit_ids,
        cause=CAUSE,
        reason=f"{containment.no}: {containment.reason}",
        by=containment.opened_by_id,
        now=now,
    )
    if not holds:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "containment": containment.pk,
                "now": now,
                "units": list(holds),
                "holds": list(holds.values()),
            },
        )
        cursor.execute(f"{_LINES} WHERE u.id = ANY(%s)", [list(holds)])
        for (line_code,) in cursor.fetchall():
            publish_line(line_code=line_code)
    return len(holds)


def catch_all() -> int:
    """Every open containment once; how many units were held."""
    open_ones = Containment.objects.filter(closed_at=None).exclude(kind=Suspicion.UNITS)
    keys = list(open_ones.order_by("pk").values_list("pk", flat=True))
    return sum(catch(containment_id=key, now=timezone.now()) for key in keys)
