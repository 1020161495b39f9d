"""The repair bench: a unit comes with a fault and goes back to the step its repair put in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from lines.actions.identifiers import bind_identifier, retire_identifiers
from lines.actions.place import Occasion, lock_one, place_unit
from lines.models import IdentifierKind, LabelKind, MoveKind, Unit, UnitState
from lines.models.emptied import emptied
from lines.rules.route import Change
from lines.rules.two_people import check_two
from mes.kernel.refusals import Refusal
from plants.queries.facts import RouteMap, route_map
from quality.actions.board_labels import print_again
from quality.actions.defects import Fault, Found, send_to_repair
from quality.actions.imei_void import LIVE, burn_imeis
from quality.models import (
    Defect,
    DefectCode,
    Disposition,
    GateRule,
    Imei,
    Nonconformance,
    Repair,
    RepairResult,
)
from quality.rules.repairs import (
    Bench,
    back_at,
    check_location,
    may_close,
    may_open,
    return_position,
)


@dataclass(frozen=True, slots=True)
class Work:
    """What the bench did. `cause` a defect code, `board` the serial of a new one, both optional.

    `method` is what was done in one word, `location` one of the phone's zones or a reference.
    """

    result: RepairResult
    action: str = ""
    cause: str = ""
    board: str = ""
    method: str = ""
    location: str = ""


@transaction.atomic
def open_repair(*, unit_id: int, occasion: Occasion, faults: Sequence[Fault]) -> Repair:
    """Take a unit out of the line for a fault that somebody saw; one in repair gets the fault too.

    Refuses `scrapped`, `shipped`, `wrong_state` and `route_finished`.
    """
    unit = lock_one(unit_id=unit_id)
    step = may_open(bench_of(unit), route_map(unit.route_id))
    found = Found(
        plant_id=unit.plant_id,
        unit_id=unit.pk,
        station_id=occasion.station_id,
        event_id=occasion.event_id,
        person_id=occasion.person_id,
        at=occasion.at,
    )
    # No move: nothing was run and the unit's place is the same. The repair and its fault tell it.
    unit.state = UnitState.IN_REPAIR
    unit.version += 1
    unit.save(update_fields=["state", "version"])
    return send_to_repair(found=found, position=step.position, faults=faults)


@transaction.atomic
def close_repair(
    *, repair_id: int, occasion: Occasion, work: Work, second_id: int | None = None
) -> Repair:
    """Send the unit back to its return step, or scrap it; a new board burns the old one's IMEIs.

    Refuses `wrong_state` when closed already, `not_in_repair`, `repair_limit` and
    `location_limit` unless it is scrapped or the board let it be reworked once more,
    `part_missing` where one was taken out and none put in, `unknown_thing` (cause),
    `duplicate_identifier` (board), `second_needed` to scrap and to burn confirmed IMEIs.
    """
    if work.result == RepairResult.SCRAP:
        check_two(by=occasion.person_id, second=second_id)
    repair = Repair.objects.get(pk=repair_id)
    unit = lock_one(unit_id=repair.unit_id)
    repair = Repair.objects.select_for_update().get(pk=repair_id)
    if repair.closed_at is not None:
        raise Refusal("wrong_state", what=repair.no, state="closed")
    scrap = work.result == RepairResult.SCRAP
    route, bench = route_map(unit.route_id), bench_of(unit)
    granted = Nonconformance.objects.filter(unit=unit, disposition=Disposition.REWORK).count()
    counted = replace(bench, repairs=max(0, bench.repairs - granted))
    may_close(counted, route, failed_position=repair.failed_position, scrap=scrap)
    if not scrap:
        _check_locations(repair, route, granted)
    repair.cause = cause = _cause(work.cause)
    if scrap:
        change = Change(UnitState.SCRAPPED, unit.done, unit.run, unit.repairs, tuple(unit.gates))
        kind, position = MoveKind.SCRAP, repair.failed_position
    else:
        for empty in sorted(emptied(unit.pk)):
            raise Refusal("part_missing", position=empty)
        if work.board:
            _swap_board(unit, repair, occasion, work, second_id)
        position = _return(unit, route, repair, cause, new_board=bool(work.board))
        change, kind = back_at(bench, route, position), MoveKind.REPAIR
        repair.return_position = position
    place_unit(unit=unit, change=change, occasion=occasion, kind=kind, position=position)
    _settle(repair, occasion, work, second_id)
    return repair


def _settle(repair: Repair, occasion: Occasion, work: Work, second_id: int | None) -> None:
    """Write what was done, once and for good."""
    repair.result, repair.action = work.result, work.action
    repair.method, repair.location = work.method, work.location
    repair.second_id = second_id
    repair.closed_by_id, repair.closed_at = occasion.person_id, occasion.at
    repair.save()


def _check_locations(repair: Repair, route: RouteMap, granted: int) -> None:
    """How often each place of the phone named in this repair was mended before."""
    places = set(Defect.objects.filter(repair=repair).values_list("location", flat=True)) - {""}
    if not places:
        return
    step = route.at_position(repair.failed_position)
    rule = GateRule.objects.filter(
        plant_id=repair.plant_id, operation_id=step.operation_id if step else 0
    ).first()
    for place in sorted(places):
        before = Repair.objects.filter(
            unit_id=repair.unit_id, closed_at__isnull=False, defects__location=place
        )
        times = before.distinct().count()
        check_location(place, times, limit=(rule.location_limit if rule else 3) + granted)


def bench_of(unit: Unit) -> Bench:
    return Bench(unit.serial, unit.state, unit.done, unit.repairs, tuple(unit.gates))


def returns_to(code: DefectCode) -> int | None:
    """The operation that a fault leads back to: its own code's, else that of its class."""
    if code.returns_to_id is not None or code.fault_class is None:
        return code.returns_to_id
    return code.fault_class.returns_to_id


def _cause(code: str) -> DefectCode | None:
    if not code:
        return None
    rows = DefectCode.objects.select_related("merged_into", "fault_class", "returns_to")
    found = rows.filter(code=code.upper()).first()
    if found is None:
        raise Refusal("unknown_thing", what="defect code", no=code)
    return found.merged_into or found


def _swap_board(
    unit: Unit, repair: Repair, occasion: Occasion, work: Work, second_id: int | None
) -> None:
    retire_identifiers(unit_id=unit.pk, kinds=[IdentifierKind.BOARD_SN], now=occasion.at)
    bind_identifier(
        plant_id=unit.plant_id,
        unit_id=unit.pk,
        kind=IdentifierKind.BOARD_SN,
        value=work.board,
    )
    burn_imeis(
        unit_id=unit.pk,
        occasion=occasion,
        reason=f"Board changed in {repair.no}",
        second_id=second_id,
    )
    repair.board = work.board
    print_again(
        repair=repair, kinds=[LabelKind.BOARD], event_id=occasion.event_id, by=occasion.person_id
    )


def _return(
    unit: Unit, route: RouteMap, repair: Repair, cause: DefectCode | None, *, new_board: bool
) -> int:
    """Of all faults' forced steps the earliest counts."""
    faults = Defect.objects.filter(repair=repair).select_related("code__fault_class")
    codes = [fault.code for fault in faults] + ([cause] if cause else [])
    forced: set[int | None] = {None, *(returns_to(code) for code in codes)}
    states = set(Imei.objects.filter(unit=unit).values_list("state", flat=True))
    return min(
        return_position(
            route,
            failed_position=repair.failed_position,
            returns_to=operation_id,
            new_board=new_board,
            lacks_imeis=bool(states) and states.isdisjoint(LIVE),
        )
        for operation_id in forced
    )
