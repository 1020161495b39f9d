"""The gate `registered` of packed goods: open while every unit of a carton is approved."""

from django.db import connection

from lines.actions.shipping.clearances import REGISTERED, grant_lot, revoke_lot
from lines.models import LotClearance
from quality.actions.registration.history import Who
from quality.models import Registration, RegistrationKind

# The cartons the pack's units stand in now, when each was closed, and whether each unit in them is
# approved.
_CARTONS = """
SELECT c.id, c.closed_at, bool_and(EXISTS (
    SELECT 1 FROM quality_registrationline a
    WHERE a.unit_id = u.id AND a.kind = 'register' AND a.state = 'approved'))
FROM lines_handlingunit c
JOIN lines_handlingunit b ON b.parent_id = c.id
JOIN lines_unit u ON u.box_id = b.id
WHERE c.id IN (
  SELECT mine.parent_id FROM quality_registrationline l
  JOIN lines_unit own ON own.id = l.unit_id
  JOIN lines_handlingunit mine ON mine.id = own.box_id
  WHERE l.registration_id = %s)
GROUP BY c.id ORDER BY c.id
"""


def clear_goods(*, registration: Registration, who: Who) -> None:
    """Grant and revoke carton by carton; a repeat changes nothing."""
    if registration.kind != RegistrationKind.REGISTER:
        return
    with connection.cursor() as cursor:
        cursor.execute(_CARTONS, [registration.pk])
        rows = cursor.fetchall()
    ready = {carton: closed_at for carton, closed_at, approved in rows if approved}
    shut = [carton for carton, _, approved in rows if not approved]
    if ready:
        grant_lot(
            plant_id=registration.plant_id,
            gate=REGISTERED,
            handling_ids=list(ready),
            as_closed=ready,
            evidence=registration.no,
            by=who.person_id,
        )
    open_ = LotClearance.objects.filter(handling_id__in=shut, gate=REGISTERED, revoked_at=None)
    if open_.exists():
        revoke_lot(
            plant_id=registration.plant_id,
            gate=REGISTERED,
            handling_ids=shut,
            reason=f"Not every unit is approved any more: {registration.no}",
            by=who.person_id,
        )
