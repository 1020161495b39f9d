"""Lots of packed goods made directly, and inspected to their end."""

from uuid import uuid4

from django.db import transaction

from lines.models import HandlingUnit
from quality.actions.sampling.items import inspect_unit
from quality.actions.sampling.opening import open_lot
from quality.actions.sampling.submitted import packed_goods
from quality.models import DefectCode, InspectionKind, InspectionLot, InspectionSample
from tests.lines.shipping.goods import a_carton
from tests.plant import PlantAtWork


def defect_codes() -> None:
    for code, grade in (("SHOCK", "critical"), ("NO-BOOT", "major"), ("SCRATCH", "minor")):
        DefectCode.objects.get_or_create(code=code, defaults={"name": code, "grade": grade})


def a_lot(works: PlantAtWork, *cartons: str, units: int = 2, kind: str = "oqc", **fields: object):
    """A lot under inspection of cartons with `units` phones each, made where there is none."""
    defect_codes()
    for no in cartons:
        if not HandlingUnit.objects.filter(plant=works.plant, no=no).exists():
            a_carton(works, no, units=units)
    with transaction.atomic():
        return open_lot(
            plant_id=works.plant.pk,
            kind=InspectionKind(kind),
            submitted=packed_goods(plant_id=works.plant.pk, goods=cartons),
            by=works.bo.pk,
            **fields,
        )


def inspected(works: PlantAtWork, lot: InspectionLot, *faults: str) -> InspectionLot:
    """The whole sample looked at; the first items have these faults, the others none."""
    told = list(faults)
    for sample in InspectionSample.objects.filter(lot=lot).select_related("unit").order_by("n"):
        inspect_unit(
            event_id=uuid4(),
            plant_id=works.plant.pk,
            no=lot.no,
            identifier=sample.unit.serial,
            defects=[told.pop(0)] if told else [],
            by=works.bo.pk,
        )
    lot.refresh_from_db()
    return lot
