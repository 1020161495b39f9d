"""Instruments and fixtures: entered, calibrated, serviced. A station believes it a second later."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Malformed, Refusal
from plants.models import (
    AssetKind,
    AssetUse,
    CalibrationRecord,
    CalibrationResult,
    PhysicalAsset,
    Plant,
    Station,
)


@dataclass(frozen=True, slots=True)
class AssetWish:
    """`interval_days` None: not calibrated; `max_uses` of each slot, None: as often as wanted."""

    code: str
    name: str
    kind: str
    station: Station | None = None
    maker_no: str = ""
    interval_days: int | None = None
    max_uses: int | None = None


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was found. Without `due_on` a passed one holds for the asset's interval."""

    result: str
    made_on: date
    due_on: date | None = None
    certificate: str = ""
    note: str = ""


@transaction.atomic
def enter_asset(*, plant: Plant, wish: AssetWish) -> PhysicalAsset:
    """A new instrument or fixture; one that is calibrated is due until it was. Raises Malformed."""
    code = wish.code.strip()
    if not code or not wish.name.strip() or wish.kind not in AssetKind.values:
        raise Malformed("An instrument or fixture needs a code, a name and its kind")
    asset = PhysicalAsset(
        plant=plant,
        station=wish.station,
        code=code[:40],
        name=wish.name.strip()[:80],
        kind=wish.kind,
        maker_no=wish.maker_no.strip()[:60],
        interval_days=wish.interval_days,
        max_uses=wish.max_uses,
    )
    with refusing({"plants_physicalasset_once": Malformed(f"{code[:40]} is entered already")}):
        asset.save()
    return asset


@transaction.atomic
def calibrate(
    *, event_id: UUID, asset_id: int, found: Calibrated, by: int, today: date
) -> CalibrationRecord:
    """Keep a calibration or a service. A failed one makes the asset due at once.

    A service begins the count of uses anew; what was counted is kept with it. Raises Malformed.
    """
    asset = PhysicalAsset.objects.select_for_update().get(pk=asset_id)
    if found.result not in CalibrationResult.values or found.made_on > today:
        raise Malformed("A calibration has a result and was not made after today")
    uses: dict[str, int] | None = None
    due_on = None
    if found.result == CalibrationResult.SERVICED:
        uses = _count_anew(asset)
    elif asset.interval_days is None:
        raise Malformed(f"{asset.code} is not one that is calibrated")
    elif found.result == CalibrationResult.PASSED:
        due_on = found.due_on or found.made_on + timedelta(days=asset.interval_days)
        if due_on < found.made_on:
            raise Malformed("A calibration does not end before it is made")
    record = CalibrationRecord(
        event_id=event_id,
        asset=asset,
        result=found.result,
        made_on=found.made_on,
        due_on=due_on,
        certificate=found.certificate.strip()[:60],
        note=found.note.strip()[:200],
        uses=uses,
        person_id=by,
    )
    with refusing({"plants_calibrationrecord_pkey": Refusal("event_id_reused")}):
        record.save(force_insert=True)
    if uses is None:
        asset.due_on = due_on
        asset.save(update_fields=["due_on"])
    return record


def _count_anew(asset: PhysicalAsset) -> dict[str, int]:
    rows = AssetUse.objects.select_for_update().filter(asset=asset)
    uses = {row.slot: row.uses for row in rows}
    rows.update(uses=0)
    asset.counted_until = timezone.now()
    asset.save(update_fields=["counted_until"])
    return uses
