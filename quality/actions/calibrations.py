"""A calibration or a service as quality keeps it: what it makes due again on the line."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lines.actions.start_checks import revoke_approvals
from lines.models import CheckTrigger
from plants.actions.equipment import Calibrated, calibrate
from plants.models import CalibrationRecord


@transaction.atomic
def keep_calibration(
    *, event_id: UUID, asset_id: int, found: Calibrated, by: int, today: date
) -> CalibrationRecord:
    """Keep it; first articles of the line where the asset stands are due anew.

    A fixture that stands nowhere takes none back. Raises Malformed, as `calibrate` does.
    """
    record = calibrate(event_id=event_id, asset_id=asset_id, found=found, by=by, today=today)
    station_id = record.asset.station_id
    if station_id is not None:
        revoke_approvals(
            trigger=CheckTrigger.REPAIR,
            stations=Q(pk=station_id),
            note=f"{record.asset.code}: {record.get_result_display()}",
            by=by,
        )
    return record
