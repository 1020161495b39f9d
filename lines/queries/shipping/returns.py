"""What lies on the returns desk, and what waits there for a decision."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from lines.models import HandlingUnit, Identifier, ShippedUnit, Unit, UnitReturn, UnitState
from plants.queries.facts import route_map


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A unit on the desk. `no` its undecided return; `may_take` when it has been shipped.

    `steps` are operations it may go on at, (code, name); `cartons` open ones it would fit into.
    """

    serial: str
    state: str
    model: str
    sku: str
    shipment: str
    customer: str
    left_at: datetime | None
    may_take: bool
    no: str = ""
    cause: str = ""
    note: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    cartons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingReturn:
    no: str
    serial: str
    cause: str
    customer: str
    since: datetime


def on_desk(*, plant_id: int, code: str) -> OnDesk | None:
    """The unit of this name, with what is known of its shipment and its open return."""
    named = Identifier.objects.filter(plant_id=plant_id, value=code, retired_at=None).first()
    if named is None:
        return None
    unit = Unit.objects.select_related("variant__model", "order").get(pk=named.unit_id)
    left = ShippedUnit.objects.select_related("shipment").filter(unit=unit).order_by("pk").last()
    back = UnitReturn.objects.filter(unit=unit, decided_at=None).first()
    return OnDesk(
        serial=unit.serial,
        state=str(unit.get_state_display()),
        model=unit.variant.model.name,
        sku=unit.variant.sku,
        shipment=left.shipment.no if left else "",
        customer=left.shipment.customer if left else "",
        left_at=left.shipment.shipped_at if left else None,
        may_take=unit.state == UnitState.SHIPPED,
        no=back.no if back else "",
        cause=str(back.get_cause_display()) if back else "",
        note=back.note if back else "",
        steps=_steps(unit) if back else (),
        cartons=_cartons(unit) if back else (),
    )


def waiting_returns(plant_id: int) -> tuple[int, tuple[WaitingReturn, ...]]:
    """How many returns wait for a decision, and the oldest of them."""
    rows = UnitReturn.objects.filter(plant_id=plant_id, decided_at=None)
    listed = rows.select_related("unit", "shipped__shipment").order_by("taken_at")[:40]
    return rows.count(), tuple(
        WaitingReturn(
            no=row.no,
            serial=row.unit.serial,
            cause=str(row.get_cause_display()),
            customer=row.shipped.shipment.customer,
            since=row.taken_at,
        )
        for row in listed
    )


def _steps(unit: Unit) -> tuple[tuple[str, str], ...]:
    urdu = get_language() == "ur"
    steps = route_map(unit.route_id).steps[1:]
    return tuple((step.operation_code, step.name_ur if urdu else step.name) for step in steps)


def _cartons(unit: Unit) -> tuple[str, ...]:
    rows = HandlingUnit.objects.filter(
        plant_id=unit.plant_id, kind="carton", state="open", variant_id=unit.variant_id
    )
    return tuple(rows.filter(order__country=unit.order.country).values_list("no", flat=True)[:20])
