"""Units with something in common, and the call that holds them."""

from uuid import uuid4

from django.test import Client

from lines.models import HandlingUnit, InstalledPart, Shipment, ShippedUnit, Unit
from plants.models import Part
from tests.calls import send
from tests.plant import PlantAtWork, a_unit


def with_lot(works: PlantAtWork, lot: str, **fields: object) -> Unit:
    unit = a_unit(works, past="AGE", **fields)
    InstalledPart.objects.create(
        plant=works.plant, unit=unit, position="camera", serial=f"C-{unit.serial}", lot=lot,
        station=works.station("ASM-01"), event_id=uuid4(),
    )  # fmt: skip
    return unit


def boxed(works: PlantAtWork, unit: Unit, *, carton: str, firmware: str = "") -> Unit:
    """The unit packed in its box, in a closed carton."""
    made = {"variant": works.variant, "order": works.order, "firmware": firmware}
    outer, _ = HandlingUnit.objects.get_or_create(
        plant=works.plant,
        no=carton,
        kind="carton",
        defaults={**made, "capacity": 10, "state": "closed"},
    )
    box = HandlingUnit.objects.create(
        **made,
        plant=works.plant,
        no=f"B-{unit.serial}",
        kind="box",
        capacity=1,
        parent=outer,
        state="closed",
    )
    Unit.objects.filter(pk=unit.pk).update(state="packed", box=box)
    return unit


def shipped(works: PlantAtWork, unit: Unit, *, shipment: str) -> Unit:
    boxed(works, unit, carton=f"CT-{unit.serial}")
    pallet = HandlingUnit.objects.create(
        plant=works.plant, no=f"PL-{unit.serial}", kind="pallet", variant=works.variant, capacity=9
    )
    load, _ = Shipment.objects.get_or_create(
        plant=works.plant, no=shipment, kind="domestic", customer="Airlink", country="PK"
    )
    unit.refresh_from_db()
    ShippedUnit.objects.create(
        plant=works.plant, shipment=load, unit=unit, pallet=pallet, carton=unit.box.parent,
        event_id=uuid4(),
    )  # fmt: skip
    Unit.objects.filter(pk=unit.pk).update(state="shipped")
    return unit


def glue() -> Part:
    return Part.objects.get_or_create(part_no="GLUE", defaults={"name": "Glue"})[0]


def contain(client: Client, works: PlantAtWork, **said: object) -> dict:
    body = {"plant": works.plant.code, "kind": "lot", "value": "L-7", "reason": "Blurred", **said}
    answer = send(client, "containments", **body)
    assert answer.status_code == 201, answer.content
    return answer.json()["containment"]
