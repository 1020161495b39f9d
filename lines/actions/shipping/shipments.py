"""A shipment from its draft to its picked pallets; papers; cancelled with a reason."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.actions.shipping.pallets import locked_pallet, pallet_facts
from lines.models import HandlingState, HandlingUnit, Pick, Shipment, ShipmentKind, ShipmentState
from lines.rules.shipping.shipments import (
    LOADS,
    PAPERS,
    PICKABLE,
    Wish,
    check_country,
    check_state,
    may_write,
)
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal

Value = str | int | Decimal | date | None


@transaction.atomic
def create_shipment(*, plant_id: int, wish: Wish, by: int | None) -> Shipment:
    """Draft a shipment. Refuses `wrong_country`: an export is for another country."""
    details = {name: wish.details[name] for name in (*PAPERS, *LOADS) if name in wish.details}
    return Shipment.objects.create(
        plant_id=plant_id,
        no=next_no(letter="SH", day=timezone.localdate()),
        kind=wish.kind,
        customer=wish.customer.strip(),
        country=check_country(wish.kind, wish.country),
        made_by_id=by,
        **details,
    )


@transaction.atomic
def write_papers(*, plant_id: int, no: str, values: Mapping[str, Value]) -> Shipment:
    """Fill in papers and load; once it has left only papers. Refuses `shipment_state`."""
    shipment = locked_shipment(plant_id=plant_id, no=no)
    named = {name: values[name] for name in (*PAPERS, *LOADS) if name in values}
    may_write(shipment.state, frozenset(named), no=no)
    for name, value in named.items():
        setattr(shipment, name, value)
    if named:
        shipment.save(update_fields=list(named))
    return shipment


@transaction.atomic
def pick_pallet(*, plant_id: int, no: str, pallet_no: str, by: int | None) -> Pick:
    """Put a closed pallet on the shipment; a checked one is to be checked again.

    Refuses `unknown_thing`, `shipment_state`, `pallet_open`, `pallet_empty`, `pallet_picked` and
    `wrong_country`.
    """
    shipment = locked_shipment(plant_id=plant_id, no=no)
    check_state(no=no, state=shipment.state, wanted=PICKABLE)
    pallet = locked_pallet(plant_id=plant_id, no=pallet_no)
    facts = pallet_facts(pallet)
    if facts.shipment:
        raise Refusal("pallet_picked", no=pallet.no, shipment=facts.shipment)
    if pallet.state == HandlingState.OPEN:
        raise Refusal("pallet_open", no=pallet.no)
    if facts.count == 0:
        raise Refusal("pallet_empty", no=pallet.no)
    if shipment.kind != ShipmentKind.SUPPLIER and facts.country != shipment.country:
        raise Refusal(
            "wrong_country",
            unit=f"Pallet {pallet.no}",
            found=facts.country,
            wanted=shipment.country,
        )
    taken = Refusal("pallet_picked", no=pallet.no, shipment="")
    with refusing({"lines_pick_living_once": taken}):
        pick = Pick.objects.create(
            plant_id=plant_id, shipment=shipment, pallet=pallet, picked_by_id=by
        )
    _to_picking(shipment)
    return pick


@transaction.atomic
def drop_pallet(
    *, plant_id: int, no: str, pallet_no: str, reason: str, by: int | None
) -> HandlingUnit:
    """Put a picked pallet back, with a reason. Refuses as picking does, and `reason_needed`."""
    shipment = locked_shipment(plant_id=plant_id, no=no)
    check_state(no=no, state=shipment.state, wanted=PICKABLE)
    pallet = locked_pallet(plant_id=plant_id, no=pallet_no)
    if not reason.strip():
        raise Refusal("reason_needed")
    dropped = Pick.objects.filter(shipment=shipment, pallet=pallet, dropped_at=None).update(
        dropped_at=timezone.now(), dropped_by_id=by, drop_reason=reason.strip()[:200]
    )
    if not dropped:
        raise Refusal("unknown_thing", what="pallet", no=pallet.no)
    _to_picking(shipment)
    return pallet


@transaction.atomic
def cancel_shipment(*, plant_id: int, no: str, reason: str, by: int | None) -> Shipment:
    """Give a shipment up before it left; its pallets are free. Refuses `shipment_state`."""
    shipment = locked_shipment(plant_id=plant_id, no=no)
    check_state(no=no, state=shipment.state, wanted=PICKABLE)
    if not reason.strip():
        raise Refusal("reason_needed")
    now, why = timezone.now(), reason.strip()[:200]
    Pick.objects.filter(shipment=shipment, dropped_at=None).update(
        dropped_at=now, dropped_by_id=by, drop_reason=why
    )
    shipment.state = ShipmentState.CANCELLED
    shipment.cancelled_at, shipment.cancelled_by_id, shipment.cancel_reason = now, by, why
    shipment.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    return shipment


def locked_shipment(*, plant_id: int, no: str) -> Shipment:
    """The shipment, held until the commit. Refuses `unknown_thing`."""
    shipment = Shipment.objects.select_for_update().filter(plant_id=plant_id, no=no).first()
    if shipment is None:
        raise Refusal("unknown_thing", what="shipment", no=no[:24])
    return shipment


def _to_picking(shipment: Shipment) -> None:
    if shipment.state != ShipmentState.PICKING:
        shipment.state = ShipmentState.PICKING
        shipment.checked_at, shipment.checked_by_id = None, None
        shipment.save(update_fields=["state", "checked_at", "checked_by"])
