"""One way to break each promise about labels of what left."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from lines.models import LabelEnd, LabelPrint, PrintJob, Shipment, ShippedUnit, Unit, WorkOrder
from tests.plant import PlantAtWork
from tests.verify.a_phone import Phone

SENT, LEFT = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)


def _left(works: PlantAtWork, phone: Phone) -> LabelPrint:
    """The phone is on its way, and a label of it was printed before."""
    pallet = phone.carton
    shipment = Shipment.objects.create(
        plant=works.plant, no="S-1", kind="domestic", country="PK", customer="Shop",
        state="shipped", shipped_at=LEFT,
    )  # fmt: skip
    ShippedUnit.objects.create(
        plant=works.plant, shipment=shipment, unit=phone.unit, pallet=pallet, carton=phone.carton,
        event_id=uuid4(),
    )  # fmt: skip
    label = LabelPrint.objects.create(
        event_id=uuid4(), plant=works.plant, no="device-1", kind="device", line=works.line,
        subject=phone.unit.serial, unit=phone.unit, order=phone.unit.order, data={},
    )  # fmt: skip
    PrintJob.objects.create(label=label, state="sent", sent_at=SENT)
    return label


def _gone_without_its_label(works: PlantAtWork, phone: Phone) -> None:
    label = _left(works, phone)
    LabelEnd.objects.create(
        event_id=uuid4(), plant=works.plant, label=label, fate="returned", reason="Left over"
    )


def _printed_and_nobody_knows(works: PlantAtWork, phone: Phone) -> None:
    _left(works, phone)
    Unit.objects.filter(pk=phone.unit.pk).update(state="shipped")
    WorkOrder.objects.filter(pk=phone.unit.order_id).update(state="closed", closed_at=LEFT)


BREAKS: dict[str, Callable[[PlantAtWork, Phone], object]] = {
    "lines.what_left_is_labelled": _gone_without_its_label,
    "lines.labels_add_up": _printed_and_nobody_knows,
}
