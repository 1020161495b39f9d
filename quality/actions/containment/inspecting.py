"""Looking at contained units one by one, or letting the rest go; nobody frees what he held."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lines.actions.holds import note_scrap, release_units
from lines.actions.place import Occasion, lock_one, place_unit
from lines.models import MoveKind, UnitState
from lines.rules.holds import check_may_release
from lines.rules.route import Change
from lines.rules.two_people import check_two
from mes.kernel.refusals import Refusal
from quality.actions.defects import Fault
from quality.actions.repairs import open_repair
from quality.models import ContainedUnit, Containment, Inspected


@dataclass(frozen=True, slots=True)
class Finding:
    """What the inspector says of one unit."""

    result: Inspected
    note: str
    fault: Fault


@transaction.atomic
def inspect_unit(
    *,
    containment_id: int,
    unit_id: int,
    finding: Finding,
    occasion: Occasion,
    second_id: int | None = None,
) -> ContainedUnit:
    """Release a unit, send it to repair, or scrap it; its hold ends with it.

    Refuses `unknown_thing` for a unit that is not contained, `wrong_state` (inspected already,
    closed, or to repair and scrap what is packed or gone), `same_person`, `reason_needed`, and
    `second_needed` for scrap.
    """
    containment = _open_one(containment_id)
    unit = lock_one(unit_id=unit_id)
    row = (
        ContainedUnit.objects.select_for_update(of=("self",))
        .select_related("hold")
        .filter(containment=containment, unit_id=unit_id)
        .first()
    )
    if row is None:
        raise Refusal("unknown_thing", what=f"unit in {containment.no}", no=unit.serial)
    if row.result:
        raise Refusal("wrong_state", what=unit.serial, state=row.get_result_display())
    reason = finding.note.strip() or str(Inspected(finding.result).label)
    if row.hold.released_at is None:
        check_may_release(
            no=row.hold.no,
            open_=True,
            reason=reason,
            placed_by=row.hold.placed_by_id,
            by=occasion.person_id,
        )
        release_units(
            holds={unit_id: row.hold_id},
            reason=f"{containment.no}: {reason}",
            by=occasion.person_id,
            now=occasion.at,
        )
    if finding.result == Inspected.REPAIR and unit.state != UnitState.IN_REPAIR:
        open_repair(unit_id=unit_id, occasion=occasion, faults=[finding.fault])
    elif finding.result == Inspected.SCRAP:
        _scrap(unit_id, finding, occasion, second_id)
    row.result, row.note = finding.result, reason[:200]
    row.decided_by_id, row.decided_at = occasion.person_id, occasion.at
    row.save(update_fields=["result", "note", "decided_by", "decided_at"])
    return row


@transaction.atomic
def release_rest(*, containment_id: int, reason: str, by: int | None) -> int:
    """Let every unit go that is not inspected yet; how many. Not by whoever opened it.

    Refuses `wrong_state` when closed, `reason_needed`, `same_person`.
    """
    containment = _open_one(containment_id)
    check_may_release(
        no=containment.no,
        open_=True,
        reason=reason,
        placed_by=containment.opened_by_id,
        by=by,
    )
    rows = ContainedUnit.objects.filter(containment=containment, hold__released_at=None)
    holds = dict(rows.exclude(unit__state=UnitState.SCRAPPED).values_list("unit_id", "hold_id"))
    if not holds:
        return 0
    now = timezone.now()
    freed = release_units(holds=holds, reason=f"{containment.no}: {reason}", by=by, now=now)
    ContainedUnit.objects.filter(hold_id__in=freed, result="").update(
        result=Inspected.OK, note=reason.strip()[:200], decided_by=by, decided_at=now
    )
    return len(freed)


@transaction.atomic
def close_containment(*, containment_id: int, reason: str, by: int | None) -> Containment:
    """End it once nothing is left to inspect. Refuses `containment_open` and `reason_needed`."""
    containment = _open_one(containment_id)
    if not reason.strip():
        raise Refusal("reason_needed")
    left = ContainedUnit.objects.filter(containment=containment, hold__released_at=None).exclude(
        unit__state=UnitState.SCRAPPED
    )
    if count := left.count():
        raise Refusal("containment_open", no=containment.no, units=count)
    containment.closed_at, containment.closed_by_id = timezone.now(), by
    containment.close_reason = reason.strip()[:200]
    containment.save(update_fields=["closed_at", "closed_by", "close_reason"])
    return containment


def _open_one(containment_id: int) -> Containment:
    row = Containment.objects.select_for_update(no_key=True).get(pk=containment_id)
    if row.closed_at is not None:
        raise Refusal("wrong_state", what=row.no, state="closed")
    return row


def _scrap(unit_id: int, finding: Finding, occasion: Occasion, second_id: int | None) -> None:
    """Out for good; a unit on the bench ends there, with its repair."""
    check_two(by=occasion.person_id, second=second_id)
    unit = lock_one(unit_id=unit_id)
    if unit.state != UnitState.IN_PROCESS:
        raise Refusal("wrong_state", what=unit.serial, state=unit.state)
    place_unit(
        unit=unit,
        change=Change(UnitState.SCRAPPED, unit.done, unit.run, unit.repairs, tuple(unit.gates)),
        occasion=occasion,
        kind=MoveKind.SCRAP,
        position=unit.done,
        run=unit.run + 1,
    )
    note_scrap(
        plant_id=unit.plant_id,
        unit_id=unit_id,
        reason=finding.note.strip() or str(Inspected.SCRAP.label),
        by=occasion.person_id,
        second=second_id,
    )
