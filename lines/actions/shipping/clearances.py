"""Packed goods cleared for shipping, and the clearance taken back.

The seam that inspection and registration call: they judge, the ship check reads these rows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from lines.models import HandlingUnit, LotClearance
from mes.kernel.refusals import Refusal

OQC = "oqc"
REGISTERED = "registered"

# A pallet is cleared carton by carton: what is put on it later was not judged. Nor is what may
# still be put into a carton that stands open, nor what went into one since the judge read it. The
# lock lets a carton that is being opened finish first; then it is looked at again.
_GRANT = """
INSERT INTO lines_lotclearance
  (plant_id, gate, handling_id, order_id, evidence, granted_by_id, granted_at, revoke_reason)
SELECT %(plant)s, %(gate)s, c.id, NULL, %(evidence)s, %(by)s::bigint, now(), ''
FROM lines_handlingunit c
WHERE c.plant_id = %(plant)s AND c.kind = 'carton' AND c.state = 'closed'
  AND (c.id = ANY(%(goods)s) OR c.parent_id = ANY(%(goods)s))
  AND NOT EXISTS (
    SELECT FROM unnest(%(seen)s::bigint[], %(closed)s::timestamptz[]) AS seen (id, closed_at)
    WHERE seen.id = c.id AND seen.closed_at IS DISTINCT FROM c.closed_at)
ORDER BY c.id FOR SHARE OF c
ON CONFLICT (gate, handling_id, order_id) WHERE revoked_at IS NULL DO NOTHING
"""


@transaction.atomic
def grant_lot(
    *,
    plant_id: int,
    gate: str,
    handling_ids: Sequence[int] = (),
    as_closed: Mapping[int, datetime | None] | None = None,
    order_id: int | None = None,
    evidence: str = "",
    by: int | None,
) -> int:
    """Open `gate` for closed cartons, for those now on pallets, or for all goods of an order.

    `as_closed` says when each carton was closed as the judge read it: one that was opened since,
    and closed again, holds what nobody judged and is not cleared. The number of clearances that
    were not open before; a repeat changes nothing.
    """
    made = 0
    if handling_ids:
        with connection.cursor() as cursor:
            cursor.execute(
                _GRANT,
                {
                    "plant": plant_id,
                    "gate": gate,
                    "evidence": evidence[:40],
                    "by": by,
                    "goods": list(handling_ids),
                    "seen": list(as_closed or {}),
                    "closed": list((as_closed or {}).values()),
                },
            )
            made += cursor.rowcount
    if order_id is not None:
        _, fresh = LotClearance.objects.get_or_create(
            plant_id=plant_id,
            gate=gate,
            handling=None,
            order_id=order_id,
            revoked_at=None,
            defaults={"evidence": evidence[:40], "granted_by_id": by},
        )
        made += int(fresh)
    return made


@transaction.atomic
def revoke_lot(
    *,
    plant_id: int,
    gate: str = "",
    handling_ids: Sequence[int] = (),
    order_id: int | None = None,
    reason: str,
    by: int | None,
) -> int:
    """Shut `gate` (every gate when empty) for the same goods; how many were open.

    Refuses `reason_needed`. Goods that have left stay cleared as they were.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    rows = LotClearance.objects.filter(plant_id=plant_id, revoked_at=None)
    if gate:
        rows = rows.filter(gate=gate)
    if order_id is not None:
        rows = rows.filter(order_id=order_id)
    else:
        goods = HandlingUnit.objects.filter(pk__in=handling_ids)
        inside = HandlingUnit.objects.filter(parent_id__in=handling_ids)
        keys = {*goods.values_list("pk", flat=True), *inside.values_list("pk", flat=True)}
        rows = rows.filter(handling_id__in=keys)
    locked = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    return LotClearance.objects.filter(pk__in=locked).update(
        revoked_at=timezone.now(), revoked_by_id=by, revoke_reason=reason.strip()[:200]
    )


def forget_clearance(*, carton: HandlingUnit, by: int | None) -> None:
    """A carton that is opened again is judged again."""
    revoke_lot(
        plant_id=carton.plant_id,
        handling_ids=[carton.pk],
        reason=f"Carton {carton.no} was opened again",
        by=by,
    )
