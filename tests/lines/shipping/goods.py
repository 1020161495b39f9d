"""Packed goods made directly: closed cartons of phones that have everything a shipment asks for."""

from itertools import count

from lines.models import HandlingUnit, ShippingPolicy, Unit
from tests.plant import PlantAtWork, a_unit

_numbers = count(35_000_000_000_000)


def no_gates(works: PlantAtWork, **fields: object) -> ShippingPolicy:
    """A plant that ships without inspection and registration, under a GS1 prefix."""
    return ShippingPolicy.objects.create(
        **{
            "plant": works.plant,
            "gs1_prefix": "8964000",
            "oqc_before_ship": False,
            "registered_before_ship": False,
            **fields,
        }
    )


def a_carton(works: PlantAtWork, no: str = "CT-1", *, units: int = 2, **fields: object):
    """A closed carton with so many packed phones of the plant's order."""
    carton = HandlingUnit.objects.create(
        **{
            "plant": works.plant,
            "no": no,
            "kind": "carton",
            "order": works.order,
            "variant": works.order.variant,
            "capacity": max(units, 1),
            "state": "closed",
            **fields,
        }
    )
    for _ in range(units):
        a_packed_unit(works, carton)
    return carton


def a_packed_unit(works: PlantAtWork, carton: HandlingUnit, **fields: object) -> Unit:
    unit = a_unit(works, **{"past": "CTN", "state": "packed", **fields})
    for kind in ("imei1", "imei2"):
        value = f"{next(_numbers)}0"
        unit.identifiers.create(plant=works.plant, kind=kind, value=value)
    unit.box = HandlingUnit.objects.create(
        plant=works.plant,
        no=f"BX-{unit.serial}",
        kind="box",
        order=works.order,
        variant=unit.variant,
        capacity=1,
        state="closed",
        parent=carton,
    )
    unit.save()
    return unit


def units_in(carton: HandlingUnit) -> list[Unit]:
    return list(Unit.objects.filter(box__parent=carton).order_by("pk"))
