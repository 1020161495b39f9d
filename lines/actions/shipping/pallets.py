"""Pallets: opened with their number, closed, opened again with a reason, put away."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.labels.queue import queue_label
from lines.actions.numbers import next_no, take_numbers
from lines.models import (
    HandlingKind,
    HandlingState,
    HandlingUnit,
    LabelKind,
    PalletAct,
    PalletEvent,
    Pick,
    ShippingPolicy,
    WorkOrder,
)
from lines.rules.shipping.pallets import PalletFacts, check_may_close, check_may_reopen
from lines.rules.shipping.sscc import scanned, sscc_of
from mes.kernel.refusals import Refusal

CLOSED = "Pallet closed"


@transaction.atomic
def open_pallet(*, plant_id: int, order: WorkOrder, by: int | None) -> HandlingUnit:
    """Begin a pallet for the goods of an order, with its SSCC where the plant has a GS1 prefix.

    Refuses `sscc_exhausted`.
    """
    policy = ShippingPolicy.of(plant_id)
    pallet = HandlingUnit.objects.create(
        plant_id=plant_id,
        no=next_no(letter="P", day=timezone.localdate(), digits=6),
        kind=HandlingKind.PALLET,
        order=order,
        variant_id=order.variant_id,
        capacity=policy.pallet_cartons,
        made_by_id=by,
        sscc=next_sscc(policy),
    )
    tell(pallet, PalletAct.OPENED, by=by)
    return pallet


def next_sscc(policy: ShippingPolicy) -> str:
    """The next code of the plant's prefix; empty without one.

    Plants of one server that share prefix and extension digit take from one series, without a gap.
    """
    if not policy.gs1_prefix:
        return ""
    series = f"sscc:{policy.extension}:{policy.gs1_prefix}"
    serial = take_numbers(plant_id=None, series=series)
    return sscc_of(prefix=policy.gs1_prefix, extension=policy.extension, serial=serial)


@transaction.atomic
def close_pallet(
    *, plant_id: int, no: str, event_id: UUID, reason: str = "", by: int | None
) -> HandlingUnit:
    """Close a pallet and queue its label; an empty one is given up, with a reason.

    Refuses `unknown_thing`, `pallet_closed` and `pallet_empty`.
    """
    pallet = locked_pallet(plant_id=plant_id, no=no)
    facts = pallet_facts(pallet)
    check_may_close(facts, reason)
    pallet.state = HandlingState.CLOSED if facts.count else HandlingState.EMPTIED
    pallet.closed_at = timezone.now()
    short = facts.count < facts.capacity
    pallet.partial_reason = reason.strip()[:200] if short else ""
    pallet.save(update_fields=["state", "closed_at", "partial_reason"])
    tell(pallet, PalletAct.CLOSED, by=by, reason=reason)
    if facts.count:
        queue_label(
            kind=LabelKind.PALLET,
            event_id=event_id,
            handling_id=pallet.pk,
            by=by,
            reason=CLOSED,
        )
    return pallet


@transaction.atomic
def reopen_pallet(*, plant_id: int, no: str, reason: str, by: int | None) -> HandlingUnit:
    """Open a closed pallet again; what its cartons were cleared for stays theirs.

    Refuses `unknown_thing`, `pallet_picked`, `wrong_state` and `reason_needed`.
    """
    pallet = locked_pallet(plant_id=plant_id, no=no)
    check_may_reopen(pallet_facts(pallet), reason)
    pallet.state = HandlingState.OPEN
    pallet.closed_at = None
    pallet.partial_reason = ""
    pallet.save(update_fields=["state", "closed_at", "partial_reason"])
    tell(pallet, PalletAct.REOPENED, by=by, reason=reason)
    return pallet


@transaction.atomic
def place_pallet(*, plant_id: int, no: str, place: str, by: int | None) -> HandlingUnit:
    """Say where a pallet stands. Refuses `unknown_thing`."""
    pallet = locked_pallet(plant_id=plant_id, no=no)
    pallet.place = place.strip().upper()[:24]
    pallet.save(update_fields=["place"])
    tell(pallet, PalletAct.PLACED, by=by, place=pallet.place)
    return pallet


def locked_pallet(*, plant_id: int, no: str) -> HandlingUnit:
    """The pallet of this number or SSCC, held until the commit. Refuses `unknown_thing`."""
    name = scanned(no)
    pallets = HandlingUnit.objects.select_for_update(of=("self",)).select_related(
        "order", "variant"
    )
    by_name = {"sscc": name} if len(name) == 18 and name.isdigit() else {"no": name}
    pallet = pallets.filter(plant_id=plant_id, kind=HandlingKind.PALLET, **by_name).first()
    if pallet is None:
        raise Refusal("unknown_thing", what="pallet", no=name[:32])
    return pallet


def pallet_facts(pallet: HandlingUnit) -> PalletFacts:
    """A locked pallet as the rules see it; `count` is counted, not kept."""
    picks = Pick.objects.filter(pallet=pallet, dropped_at=None)
    return PalletFacts(
        no=pallet.no,
        state=pallet.state,
        capacity=pallet.capacity,
        count=pallet.contents.count(),
        mixing=ShippingPolicy.of(pallet.plant_id).mixing,
        order_no=pallet.order.no if pallet.order else "",
        sku=pallet.variant.sku,
        country=pallet.order.country if pallet.order else "",
        shipment=picks.values_list("shipment__no", flat=True).first() or "",
    )


def tell(
    pallet: HandlingUnit,
    kind: PalletAct,
    *,
    by: int | None,
    carton: HandlingUnit | None = None,
    reason: str = "",
    place: str = "",
) -> None:
    """Add to the pallet's history."""
    PalletEvent.objects.create(
        plant_id=pallet.plant_id,
        pallet=pallet,
        kind=kind,
        carton=carton,
        reason=reason.strip()[:200],
        place=place,
        person_id=by,
    )
