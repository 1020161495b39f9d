"""Packed lots for the regulator's tests: phones with confirmed IMEIs in closed cartons."""

from dataclasses import dataclass, field

from django.utils import timezone

from lines.models import HandlingUnit, Identifier, OrderPlace, Unit
from plants.models import ProductModel
from quality.models import Imei, Tac
from tests import factories
from tests.plant import PlantAtWork
from tests.quality.imeis import make_range


@dataclass
class PackedLot:
    pallet: HandlingUnit
    cartons: list[HandlingUnit]
    units: list[Unit] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [carton.no for carton in self.cartons]


def told(model: ProductModel) -> ProductModel:
    """The model with what the register asks for beside its numbers."""
    model.technologies = ["2G", "4G"]
    model.save()
    return model


def a_lot(
    works: PlantAtWork,
    *,
    units: int = 4,
    per_carton: int = 2,
    state: str = "packed",
    mark: str = "",
) -> PackedLot:
    """`units` phones of the plant's model on one pallet, with their IMEIs confirmed."""
    told(works.model)
    made = make_range(works.plant, works.model, sets=units, first=_free(works))
    Tac.objects.filter(pk=made.tac_id).update(type_approval="PTA-1")
    order = factories.make_order(works.route, works.variant, works.line, quantity=units)
    places = list(OrderPlace.objects.filter(order=order).order_by("n"))
    pallet = _holder(works, "pallet", f"PL{mark}-1", order, capacity=units)
    count = -(-units // per_carton)
    cartons = HandlingUnit.objects.bulk_create(
        _holder(works, "carton", f"CT{mark}-{n:04}", order, parent=pallet, save=False)
        for n in range(1, count + 1)
    )
    boxes = HandlingUnit.objects.bulk_create(
        _holder(
            works, "box", f"BX{mark}-{n:05}", order, parent=cartons[n // per_carton], save=False
        )
        for n in range(units)
    )
    phones = Unit.objects.bulk_create(
        Unit(
            plant=works.plant, line=works.line, order=order, variant=works.variant,
            route=works.route, serial=place.serial, state=state, done=works.position("CTN"),
            box=box, started_at=timezone.now(),
        )
        for place, box in zip(places, boxes, strict=True)
    )  # fmt: skip
    Identifier.objects.bulk_create(
        Identifier(plant=works.plant, unit=unit, kind="sn", value=unit.serial) for unit in phones
    )
    _give(made.pk, phones)
    return PackedLot(pallet, cartons, phones)


def _free(works: PlantAtWork) -> int:
    return Imei.objects.filter(imei__startswith="35693803").count()


def _holder(works, kind, no, order, *, parent=None, capacity=40, save=True) -> HandlingUnit:
    row = HandlingUnit(
        plant=works.plant, no=no, kind=kind, order=order, variant=works.variant, parent=parent,
        capacity=capacity, state="closed", closed_at=timezone.now(),
    )  # fmt: skip
    if save:
        row.save()
    return row


def _give(range_id: int, phones: list[Unit]) -> None:
    rows = list(Imei.objects.filter(range_id=range_id).order_by("set_no", "slot"))
    names = []
    for index, row in enumerate(rows):
        unit = phones[index // 2]
        row.unit, row.state = unit, "reserved"
        names.append(
            Identifier(plant=unit.plant, unit=unit, kind=f"imei{row.slot}", value=row.imei)
        )
    Imei.objects.bulk_update(rows, ["unit", "state"], batch_size=500)
    for state in ("written", "confirmed"):
        Imei.objects.filter(range_id=range_id).update(state=state)
    Identifier.objects.bulk_create(names)


def imeis_of(unit: Unit) -> list[str]:
    rows = Imei.objects.filter(unit=unit).exclude(state="voided").order_by("slot")
    return [row.imei for row in rows]
