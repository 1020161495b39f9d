"""What scans and buttons do to one shipment, and what its forms say."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from lines.actions.shipping.ship import Sealing, check_shipment, ship
from lines.actions.shipping.shipments import (
    cancel_shipment,
    drop_pallet,
    pick_pallet,
    write_papers,
)
from lines.models import Shipment
from lines.rules.shipping.shipments import LOADS, PAPERS
from lines.views.shipping.doors import Answer, Body
from mes.kernel.answers import accepted
from mes.kernel.receipts import body_hash
from mes.kernel.refusals import Malformed, Refusal

Effect = Callable[[uuid.UUID, int], Answer]


def picked(found: Shipment, body: Body) -> Effect:
    def effect(event_id: uuid.UUID, by: int) -> Answer:
        code = body.get("code", "")
        pick = pick_pallet(plant_id=found.plant_id, no=found.no, pallet_no=code, by=by)
        facts = {"no": pick.pallet.no, "shipment": found.no}
        return accepted("picked", facts, serial=pick.pallet.no)

    return effect


def checked(found: Shipment) -> Effect:
    def effect(event_id: uuid.UUID, by: int) -> Answer:
        faults = check_shipment(plant_id=found.plant_id, no=found.no, by=by, now=timezone.now())
        if not faults.none:
            raise Refusal("shipment_faults", no=found.no, count=faults.total)
        return accepted("ship_checked", {"no": found.no, "count": faults.units}, **_again(found))

    return effect


def sent_off(found: Shipment, body: Body) -> Effect:
    def effect(event_id: uuid.UUID, by: int) -> Answer:
        sealing = Sealing(event_id, body_hash(body), by, None, timezone.now())
        count = ship(plant_id=found.plant_id, no=found.no, sealing=sealing)
        return accepted("ship_left", {"no": found.no, "count": count}, **_again(found))

    return effect


def _again(found: Shipment) -> Answer:
    """The page is another one now: it is loaded again once the answer was read."""
    return {"serial": found.no, "reload": True}


def put_back(found: Shipment, body: Body) -> Effect:
    def effect(event_id: uuid.UUID, by: int) -> Answer:
        drop_pallet(
            plant_id=found.plant_id,
            no=found.no,
            pallet_no=body.get("pallet", ""),
            reason=body.get("reason", ""),
            by=by,
        )
        return accepted()

    return effect


def given_up(found: Shipment, body: Body) -> Effect:
    def effect(event_id: uuid.UUID, by: int) -> Answer:
        reason = body.get("reason", "")
        cancel_shipment(plant_id=found.plant_id, no=found.no, reason=reason, by=by)
        return accepted()

    return effect


def papers_written(found: Shipment, body: Body) -> Effect:
    def effect(event_id: uuid.UUID, by: int) -> Answer:
        write_papers(plant_id=found.plant_id, no=found.no, values=details_of(body))
        return accepted()

    return effect


def details_of(body: Body) -> dict[str, Any]:
    """Papers and load of a form, each as its column has it. Raises Malformed."""
    found: dict[str, Any] = {}
    for name in (*PAPERS, *LOADS):
        if name not in body:
            continue
        value = body[name]
        try:
            if name in ("gd_date", "planned_on"):
                found[name] = date.fromisoformat(value) if value else None
            elif name == "quantity":
                found[name] = int(value) if value else None
            elif name == "fob_unit":
                found[name] = Decimal(value) if value else None
            else:
                found[name] = value[:40]
        except (ValueError, InvalidOperation):
            raise Malformed(f"{name}: this is not what the field takes") from None
    return _sensible(found)


def _sensible(found: dict[str, Any]) -> dict[str, Any]:
    quantity, value = found.get("quantity"), found.get("fob_unit")
    if quantity is not None and not 0 < quantity <= 1_000_000:
        raise Malformed("quantity: 1 to 1,000,000")
    if value is not None and not (value.is_finite() and 0 <= value < 10**9):
        raise Malformed("fob_unit: a value of 0 and more")
    currency = found.get("currency", "").upper()
    if "currency" in found:
        found["currency"] = currency
    if value is not None and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Malformed("currency: three letters beside a value")
    return found
