"""The gift box: label, phone and ledger agree, or the phone is held."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from lines.actions.boxing_checks import check_accessories, check_evidence, check_firmware
from lines.actions.holds import place_hold
from lines.actions.labels.queue import queue_label
from lines.actions.standing import MoveRow, Visit
from lines.actions.under_lock import locked_standing, move_locked
from lines.actions.weighing import Weighed, rule_of, weigh
from lines.actions.working import second_check_due
from lines.models import (
    HandlingKind,
    HandlingState,
    HandlingUnit,
    HoldSubject,
    Identifier,
    LabelKind,
    MoveKind,
    PackingRule,
    Unit,
)
from lines.rules.packing import box_no
from lines.rules.route import Standing, may_enter, passed
from lines.rules.three_ways import Evidence
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import OperationKind
from plants.queries.facts import route_map


@dataclass(frozen=True, slots=True)
class Boxing:
    """A phone on the packing table, and what was read from it, from its label and from its box.

    `accessories`: codes scanned or confirmed; `firmware`: what the phone says it runs, if asked.
    """

    event_id: UUID
    body_hash: bytes
    identifier: str
    evidence: Evidence = field(default_factory=Evidence)
    accessories: tuple[str, ...] = ()
    firmware: str = ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Not boxed: `slot` of the `source` is not the unit's. The unit is held."""

    slot: str
    hold_no: str
    source: str = "label"


@transaction.atomic
def box_unit(*, boxing: Boxing, visit: Visit) -> HandlingUnit | Mismatch:
    """Put a unit into its gift box, pass the box step and queue the box's label.

    A reading that is not this unit's gives a Mismatch, and the hold that goes with it stays.
    Refuses `wrong_call` elsewhere than at a box station, `slots_missing`, `accessory_missing`,
    `wrong_firmware`, what `weigh` refuses where the line weighs, and whatever entering the step
    refuses.
    """
    station = visit.station
    if station.kind != OperationKind.BOX:
        raise Refusal("wrong_call", here=station.operation_name, here_ur=station.operation_name_ur)
    box = _locked_box(station.plant_id, boxing.identifier)
    standing = locked_standing(identifier=boxing.identifier, visit=visit)
    route = route_map(standing.route_id)
    step = may_enter(standing, route, station)
    check = second_check_due(visit, model_id=route.model_id)
    unit = Unit.objects.select_related("variant__model", "order").get(pk=standing.unit_id)
    rule = rule_of(station.line_id)
    source, slot = check_evidence(boxing.evidence, unit, rule)
    if slot:
        return Mismatch(slot, _hold(standing, visit, source, slot), source)
    check_accessories(unit, boxing.accessories, rule)
    box = _filled(box, standing, visit, check_firmware(unit, boxing.firmware))
    _weighed(box, unit, boxing, visit, rule)
    Unit.objects.filter(pk=standing.unit_id).update(box=box)
    move = MoveRow(
        event_id=boxing.event_id,
        body_hash=boxing.body_hash,
        kind=MoveKind.PASS,
        position=step.position,
        run=standing.run + 1,
        visit=visit,
        output=step.is_output,
        check=check,
    )
    move_locked(standing, passed(standing, step), move)
    queue_label(
        kind=LabelKind.BOX,
        event_id=boxing.event_id,
        unit_id=standing.unit_id,
        by=visit.sender.person_id,
        station_id=station.id,
    )
    publish_line(line_code=station.line_code)
    return box


def _weighed(
    box: HandlingUnit, unit: Unit, boxing: Boxing, visit: Visit, rule: PackingRule
) -> None:
    if not rule.weigh_boxes:
        return
    names = unit.identifiers.filter(retired_at=None).values_list("value", flat=True)
    weighed = Weighed("box", box, (*names, box.no), unit_id=unit.pk)
    weigh(weighed=weighed, event_id=boxing.event_id, station_id=visit.station.id, rule=rule)


_SAID = {"label": "Box label", "device_label": "Device label", "device": "Read-back"}


def _hold(standing: Standing, visit: Visit, source: str, slot: str) -> str:
    hold = place_hold(
        plant_id=standing.plant_id,
        subject=HoldSubject.UNIT,
        subject_id=standing.unit_id,
        cause="read_back_mismatch",
        reason=f"{_SAID[source]} at {visit.station.code}: {slot} is not this unit's",
        by=visit.sender.person_id,
    )
    publish_line(line_code=visit.station.line_code)
    return hold.no


def _locked_box(plant_id: int, identifier: str) -> HandlingUnit | None:
    """The box that this unit was in before its repair, locked ahead of the unit."""
    serial = (
        Identifier.objects.filter(plant_id=plant_id, value=identifier.strip(), retired_at=None)
        .values_list("unit__serial", flat=True)
        .first()
    )
    if serial is None:
        return None
    boxes = HandlingUnit.objects.filter(plant_id=plant_id, no=box_no(serial), kind=HandlingKind.BOX)
    return boxes.select_for_update().first()


def _filled(
    box: HandlingUnit | None, standing: Standing, visit: Visit, firmware: str
) -> HandlingUnit:
    no = box_no(standing.serial)
    if box is not None and box.parent_id is not None:
        raise Refusal("already_boxed", no=no)
    if box is None:
        box = HandlingUnit(
            plant_id=standing.plant_id,
            no=no,
            kind=HandlingKind.BOX,
            variant_id=standing.variant_id,
            order_id=standing.order_id,
            capacity=1,
            made_by_id=visit.sender.person_id,
        )
    box.station_id = visit.station.id
    box.firmware = firmware
    box.state = HandlingState.CLOSED
    box.closed_at = visit.when.at
    with refusing({"lines_handlingunit_no_once": Refusal("exists", no=no)}):
        box.save()
    return box
