"""What the views of the dock share: which plant is meant, which pallet, which shipment."""

from django.utils import timezone

from lines.actions.shipping.returns import AtDock
from lines.api.base import Asked, WriteView, clean_text, the_one
from lines.api.stations import hash_of
from lines.models import HandlingUnit, Shipment
from lines.queries.shipping.pallets import find_pallet
from lines.queries.shipping.shipments import SHIPMENTS
from mes.kernel.refusals import Malformed, Refusal
from plants.models import Plant


class PlantWrite(WriteView):
    """A write whose body may name the plant; it must when the caller has several."""

    plant_id: int

    def find(self, asked: Asked) -> int:
        code = asked.said["plant"]
        plants = Plant.objects.filter(pk__in=asked.caller.plant_ids)
        if code:
            plants = plants.filter(code=code)
        elif len(asked.caller.plant_ids) > 1:
            raise Malformed("plant: name one of yours")
        self.plant_id = the_one(plants, Refusal("unknown_thing", what="plant", no=code)).pk
        return self.plant_id


class PalletWrite(WriteView):
    """A write about the pallet of the address."""

    pallet: HandlingUnit

    def find(self, asked: Asked) -> int:
        self.pallet = pallet_named(asked.caller.plant_ids, asked.named["no"])
        return self.pallet.plant_id


class ShipmentWrite(WriteView):
    """A write about the shipment of the address."""

    shipment: Shipment

    def find(self, asked: Asked) -> int:
        self.shipment = shipment_named(asked.caller.plant_ids, asked.named["no"])
        return self.shipment.plant_id


def pallet_named(plant_ids: frozenset[int], no: str) -> HandlingUnit:
    """The pallet of this number or SSCC in the caller's plants. Refuses `unknown_thing`."""
    found = find_pallet(plant_ids=plant_ids, code=clean_text(no))
    if found is None:
        raise Refusal("unknown_thing", what="pallet", no=no[:32])
    return found


def shipment_named(plant_ids: frozenset[int], no: str) -> Shipment:
    """The shipment of this number in the caller's plants. Refuses `unknown_thing`."""
    rows = SHIPMENTS.filter(plant_id__in=plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="shipment", no=no[:24]))


def at_dock(asked: Asked) -> AtDock:
    """The event that moves units at the dock, now."""
    return AtDock(
        event_id=asked.event_id,
        body_hash=hash_of(asked),
        person_id=asked.caller.person_id,
        token_id=asked.caller.token_id,
        now=timezone.now(),
    )
