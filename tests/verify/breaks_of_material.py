"""One way to break each promise of the store."""

from collections.abc import Callable
from uuid import uuid4

from django.utils import timezone

from lines.actions.consignments import commit_packing_list, create_consignment
from lines.actions.material.counting import count_in
from lines.actions.material.places import main_place
from lines.models import (
    Consignment,
    KitEvent,
    KitLot,
    MaterialLot,
    PackingLine,
    PartMove,
    PlaceKind,
    Receipt,
    ReceiptLine,
)
from lines.rules.material.labels import Scope
from lines.rules.packing_list import ListedPart
from plants.models import Part
from tests.plant import PlantAtWork, a_plant
from tests.verify.a_phone import Phone


def a_listed(works: PlantAtWork, no: str = "C-9", pieces: int = 10) -> Consignment:
    """A consignment of one SKU with one part in one box."""
    made = create_consignment(
        plant_id=works.plant.pk, no=no, kit_type=works.variant.kit_type, papers={}, by=None
    )
    part = ListedPart(
        row=2, container="", case="C1", box="B1", sku=works.variant.sku, part_no="PCBA",
        description="", supplier_lot="", per_set=1, quantity=pieces,
    )  # fmt: skip
    commit_packing_list(consignment_id=made.pk, parts=[part])
    return made


def _count(works: PlantAtWork, made: Consignment) -> None:
    count_in(event_id=uuid4(), plant_id=works.plant.pk, no=made.no, scope=Scope(case="C1"), by=None)


def _move(works: PlantAtWork, kind: str, **fields: object) -> None:
    lot = MaterialLot.objects.latest("pk")
    PartMove.objects.create(
        **{
            "key": uuid4(), "event_id": uuid4(), "plant_id": works.plant.pk, "kind": kind,
            "lot_id": lot.pk, "part_id": lot.part_id, "quantity": 3, **fields,
        }
    )  # fmt: skip


def _place(works: PlantAtWork, kind: PlaceKind) -> int:
    return main_place(plant_id=works.plant.pk, kind=kind).pk


def closed_too_soon(works: PlantAtWork, phone: Phone) -> None:
    made = a_listed(works)
    Consignment.objects.filter(pk=made.pk).update(closed_at=timezone.now())


def counted_but_not_moved(works: PlantAtWork, phone: Phone) -> None:
    made = a_listed(works)
    receipt = Receipt.objects.create(event_id=uuid4(), consignment=made)
    line = PackingLine.objects.get(consignment=made)
    ReceiptLine.objects.create(receipt=receipt, line=line, listed=10, good=10)


def lost_without_claim(works: PlantAtWork, phone: Phone) -> None:
    made = a_listed(works)
    receipt = Receipt.objects.create(event_id=uuid4(), consignment=made)
    line = PackingLine.objects.get(consignment=made)
    ReceiptLine.objects.create(receipt=receipt, line=line, listed=10, good=0, short=10)
    Consignment.objects.filter(pk=made.pk).update(closed_at=timezone.now())


def damage_in_the_store(works: PlantAtWork, phone: Phone) -> None:
    a_listed(works)
    _move(works, "damaged", to_place_id=_place(works, PlaceKind.STORE))


def sets_of_nothing(works: PlantAtWork, phone: Phone) -> None:
    lot = KitLot.objects.get(consignment=a_listed(works))
    KitEvent.objects.create(event_id=uuid4(), lot=lot, kind="received", sets=1)


def over_the_wall(works: PlantAtWork, phone: Phone) -> None:
    a_listed(works)
    _move(works, "received", to_place_id=_place(a_plant("HRP"), PlaceKind.STORE))


def another_lots_line(works: PlantAtWork, phone: Phone) -> None:
    made = a_listed(works)
    other = Part.objects.create(part_no="OTHER", name="Other")
    PackingLine.objects.filter(consignment=made).update(part=other)


BREAKS: dict[str, Callable[[PlantAtWork, Phone], None]] = {
    "lines.list_is_received": closed_too_soon,
    "lines.counted_as_moved": counted_but_not_moved,
    "lines.claims_are_the_losses": lost_without_claim,
    "lines.store_balances": damage_in_the_store,
    "lines.sets_are_pieces": sets_of_nothing,
    "lines.pieces_of_their_plant": over_the_wall,
    "lines.listed_by_its_lot": another_lots_line,
}
