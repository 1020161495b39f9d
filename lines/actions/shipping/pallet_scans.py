"""Cartons onto a pallet and off it. Of two stations with one carton one wins."""

from dataclasses import dataclass

from django.db import transaction

from lines.actions.shipping.pallets import locked_pallet, open_pallet, pallet_facts, tell
from lines.models import HandlingKind, HandlingUnit, PalletAct
from lines.rules.shipping.pallets import CartonOnFloor, check_carton, check_goes_on, check_open
from mes.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Stacked:
    """What is where after a scan; `made` when the pallet was opened for this carton."""

    pallet: HandlingUnit
    carton: HandlingUnit
    made: bool = False


@transaction.atomic
def add_to_pallet(*, plant_id: int, pallet_no: str, carton_no: str, by: int | None) -> Stacked:
    """Put a closed carton on an open pallet; without `pallet_no` on a new one for its order.

    Refuses `unknown_thing`, `pallet_closed`, `on_pallet`, `carton_still_open`, `carton_empty`,
    `pallet_full` and `mixed_pallet`.
    """
    pallet = locked_pallet(plant_id=plant_id, no=pallet_no) if pallet_no else None
    carton = locked_carton(plant_id=plant_id, no=carton_no)
    facts = _carton_facts(carton)
    made = pallet is None
    if pallet is None:
        check_carton(facts)
        if carton.order is None:
            raise Refusal("unknown_order", order=carton.no)
        pallet = open_pallet(plant_id=plant_id, order=carton.order, by=by)
        pallet = locked_pallet(plant_id=plant_id, no=pallet.no)
    check_goes_on(pallet_facts(pallet), facts)
    carton.parent = pallet
    carton.save(update_fields=["parent"])
    tell(pallet, PalletAct.ADDED, by=by, carton=carton)
    return Stacked(pallet, carton, made)


@transaction.atomic
def take_from_pallet(
    *, plant_id: int, pallet_no: str, carton_no: str, reason: str, by: int | None
) -> Stacked:
    """Take a carton off an open pallet, with a reason.

    Refuses `unknown_thing`, `pallet_closed` and `reason_needed`.
    """
    pallet = locked_pallet(plant_id=plant_id, no=pallet_no)
    check_open(pallet_facts(pallet))
    carton = locked_carton(plant_id=plant_id, no=carton_no)
    if carton.parent_id != pallet.pk:
        raise Refusal("unknown_thing", what="carton", no=carton.no)
    if not reason.strip():
        raise Refusal("reason_needed")
    carton.parent = None
    carton.save(update_fields=["parent"])
    tell(pallet, PalletAct.REMOVED, by=by, carton=carton, reason=reason)
    return Stacked(pallet, carton)


def locked_carton(*, plant_id: int, no: str) -> HandlingUnit:
    """The carton, held until the commit, as it is now. Refuses `unknown_thing`."""
    # No join: a row that was waited for is read anew, what is joined to it is not.
    carton = (
        HandlingUnit.objects.select_for_update()
        .filter(plant_id=plant_id, no=no.strip(), kind=HandlingKind.CARTON)
        .first()
    )
    if carton is None:
        raise Refusal("unknown_thing", what="carton", no=no.strip()[:32])
    return carton


def _carton_facts(carton: HandlingUnit) -> CartonOnFloor:
    return CartonOnFloor(
        no=carton.no,
        state=carton.state,
        count=carton.contents.count(),
        order_no=carton.order.no if carton.order else "",
        sku=carton.variant.sku,
        country=carton.order.country if carton.order else "",
        pallet=carton.parent.no if carton.parent else "",
    )
