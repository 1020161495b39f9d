"""Units that come back from a customer: taken in by scan, then reworked, restocked or scrapped."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.cartons import carton_facts, locked_carton
from lines.actions.holds import note_scrap
from lines.actions.numbers import next_no
from lines.models import (
    HandlingKind,
    HandlingUnit,
    Identifier,
    Move,
    MoveKind,
    ReturnDecision,
    ShippedUnit,
    Unit,
    UnitReturn,
    UnitState,
)
from lines.rules.packing import check_room, check_same_goods
from lines.rules.route import Change
from lines.rules.shipping.returns import back_before, came_back, rework_step
from lines.rules.two_people import check_two
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.queries.facts import route_map


@dataclass(frozen=True, slots=True)
class AtDock:
    """The event that moves a unit at the dock: there is no station, only who and when."""

    event_id: UUID
    body_hash: bytes
    person_id: int | None
    token_id: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of a returned unit. `step` an operation for rework; `carton` for restocking, a
    new one when empty; `second_id` who agreed to scrap.
    """

    decision: str
    reason: str
    step: str = ""
    carton: str = ""
    second_id: int | None = None


@transaction.atomic
def take_back(
    *, plant_id: int, identifier: str, cause: str, note: str, event: AtDock
) -> UnitReturn:
    """A shipped unit is in the plant again; its box is taken out of the carton it left in.

    Refuses `unknown_unit` and `not_shipped`.
    """
    unit = _locked_unit(plant_id, identifier)
    shipped = ShippedUnit.objects.filter(unit=unit, returned_at=None).first()
    if unit.state != UnitState.SHIPPED or shipped is None:
        raise Refusal("not_shipped", identifier=identifier.strip()[:40])
    change = came_back(done=unit.done, repairs=unit.repairs, gates=tuple(unit.gates))
    _move(unit, change, event, MoveKind.RETURN, unit.done)
    HandlingUnit.objects.filter(units=unit).update(parent=None)
    shipped.returned_at, shipped.returned_event = event.now, event.event_id
    shipped.save(update_fields=["returned_at", "returned_event"])
    return UnitReturn.objects.create(
        plant_id=plant_id,
        no=next_no(letter="RT", day=timezone.localdate(event.now)),
        shipped=shipped,
        unit=unit,
        cause=cause,
        note=note.strip()[:200],
        taken_by_id=event.person_id,
        taken_at=event.now,
    )


@transaction.atomic
def decide_return(*, plant_id: int, no: str, ruling: Ruling, event: AtDock) -> UnitReturn:
    """Say what becomes of a returned unit, once; scrap by two people.

    Refuses `unknown_thing`, `wrong_state`, `reason_needed`, `not_on_route`, for scrap
    `second_needed` and `same_person`, and for restocking what a carton refuses.
    """
    found = UnitReturn.objects.select_related("unit").filter(plant_id=plant_id, no=no).first()
    if found is None:
        raise Refusal("unknown_thing", what="return", no=no[:24])
    if not ruling.reason.strip():
        raise Refusal("reason_needed")
    restock = ruling.decision == ReturnDecision.RESTOCK
    carton = _carton_for(found.unit, ruling.carton, event.person_id) if restock else None
    unit = _locked_unit(plant_id, found.unit.serial)
    back = UnitReturn.objects.select_for_update().get(pk=found.pk)
    if back.decided_at is not None or unit.state != UnitState.RETURNED:
        raise Refusal("wrong_state", what=f"Return {no}", state=back.decision or unit.state)
    scrap = ruling.decision == ReturnDecision.SCRAP
    if scrap:
        check_two(by=event.person_id, second=ruling.second_id)
    change, kind, position = _after(unit, ruling)
    _move(unit, change, event, kind, position)
    if carton is not None:
        mixed = Refusal("mixed_carton", no=carton.no, wanted=carton.variant.sku, found=unit.serial)
        with refusing({"lines_handlingunit_one_kind": mixed}):
            HandlingUnit.objects.filter(units=unit).update(parent=carton)
    if scrap:
        note_scrap(
            plant_id=plant_id,
            unit_id=unit.pk,
            reason=f"{back.no}: {ruling.reason}",
            by=event.person_id,
            second=ruling.second_id,
        )
    back.decision, back.decide_reason = ruling.decision, ruling.reason.strip()[:200]
    back.step = ruling.step.strip().upper()[:12]
    back.carton, back.decided_by_id, back.decided_at = carton, event.person_id, event.now
    back.save()
    return back


def _after(unit: Unit, ruling: Ruling) -> tuple[Change, MoveKind, int]:
    """How the unit stands then, by which kind of move, at which position of its route."""
    now = Change(unit.state, unit.done, 0, unit.repairs, tuple(unit.gates))
    if ruling.decision == ReturnDecision.REWORK:
        route = route_map(unit.route_id)
        step = rework_step(route, ruling.step)
        return back_before(route, step, now), MoveKind.REWORK, step.position
    if ruling.decision == ReturnDecision.RESTOCK:
        return now._replace(state=UnitState.PACKED.value), MoveKind.STOCK, unit.done
    return now._replace(state=UnitState.SCRAPPED.value), MoveKind.SCRAP, unit.done


def _carton_for(unit: Unit, no: str, by: int | None) -> HandlingUnit:
    """The open carton of this number, locked, if the unit may go in; else a new one."""
    order, firmware = unit.order, unit.box.firmware if unit.box else ""
    if not no.strip():
        return HandlingUnit.objects.create(
            plant_id=unit.plant_id,
            no=next_no(letter="C", day=timezone.localdate(), digits=6),
            kind=HandlingKind.CARTON,
            order=order,
            variant_id=unit.variant_id,
            capacity=unit.variant.model.carton_size,
            made_by_id=by,
            firmware=firmware,
        )
    carton = locked_carton(plant_id=unit.plant_id, no=no)
    facts = carton_facts(carton)
    check_room(facts)
    check_same_goods(
        facts,
        variant_id=unit.variant_id,
        sku=unit.variant.sku,
        country=order.country,
        firmware=firmware,
    )
    if not facts.count and carton.firmware != firmware:
        HandlingUnit.objects.filter(pk=carton.pk).update(firmware=firmware)
    return carton


def _locked_unit(plant_id: int, identifier: str) -> Unit:
    """The unit behind a live identifier, its box locked before it."""
    value = identifier.strip()
    names = Identifier.objects.filter(plant_id=plant_id, value=value, retired_at=None)
    found = names.values_list("unit_id", "unit__box_id").first()
    if found is None:
        raise Refusal("unknown_unit", identifier=value[:40])
    list(HandlingUnit.objects.filter(pk=found[1]).select_for_update())
    return Unit.objects.select_for_update(no_key=True).get(pk=found[0])


def _move(unit: Unit, change: Change, event: AtDock, kind: MoveKind, position: int) -> None:
    """Write the change and its move; station 0: the dock is none."""
    unit.state, unit.done, unit.run = change.state, change.done, change.run
    unit.repairs, unit.gates = change.repairs, list(change.gates)
    unit.version += 1
    unit.save(update_fields=["state", "done", "run", "repairs", "gates", "version"])
    with refusing({"lines_move_pkey": Refusal("event_id_reused")}):
        Move.objects.create(
            event_id=event.event_id,
            plant_id=unit.plant_id,
            line_id=unit.line_id,
            station_id=0,
            unit_id=unit.pk,
            order_id=unit.order_id,
            person_id=event.person_id,
            token_id=event.token_id,
            position=position,
            kind=kind,
            at=event.now,
            received_at=event.now,
            body_hash=event.body_hash,
        )
