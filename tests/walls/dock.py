"""What stands at the dock: a pallet, a shipment with its certificate, a phone that came back."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from lines.models import HandlingUnit, Shipment, ShippedUnit, Unit, UnitReturn
from quality.models import Certificate
from tests.plant import PlantAtWork

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def at_the_dock(works: PlantAtWork, unit: Unit, carton: HandlingUnit, mark: str) -> dict[str, str]:
    pallet = HandlingUnit.objects.create(
        plant=works.plant, no=f"PL-{mark}", kind="pallet", variant=works.variant, capacity=2,
        order=works.order,
    )  # fmt: skip
    shipment = Shipment.objects.create(
        plant=works.plant, no=f"SH-{mark}", kind="domestic", customer="Airlink", country="PK"
    )
    certificate = Certificate.objects.create(
        plant=works.plant, no=f"CC-{mark}", shipment=shipment, facts=_certified(works, shipment)
    )
    shipped = ShippedUnit.objects.create(
        plant=works.plant, shipment=shipment, unit=unit, pallet=pallet, carton=carton,
        event_id=uuid4(), returned_at=DAY, returned_event=uuid4(),
    )  # fmt: skip
    back = UnitReturn.objects.create(
        plant=works.plant, no=f"RT-{mark}", shipped=shipped, unit=unit, cause="faulty",
        taken_at=DAY,
    )  # fmt: skip
    return {
        "certificates": certificate.no,
        "shipment": shipment.no,
        "pallets": pallet.no,
        "pallet": pallet.no,
        "carton": carton.no,
        "shipments": shipment.no,
        "returns": back.no,
    }


def _certified(works: PlantAtWork, shipment: Shipment) -> dict[str, Any]:
    """The facts as `certify` writes them, of a shipment of no units."""
    return {
        "plant": works.plant.name,
        "shipment": {"no": shipment.no, "customer": shipment.customer},
        "units": 0, "cartons": 0, "pallets": 0,
        "models": [], "inspections": [], "tests": [], "serials": [],
    }  # fmt: skip
