"""Faults found on a unit, and the repair that a unit is sent to with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from lines.actions.numbers import next_no
from lines.models import Move, MoveKind
from quality.models import Defect, DefectCode, Repair

UNSORTED = "UNSORTED"
"""What a fault is called until somebody says what it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as it was reported; `code` may be unknown here, and is then kept in the note."""

    code: str = ""
    location: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where, when and by which event faults were found on a unit."""

    plant_id: int
    unit_id: int
    station_id: int
    event_id: UUID
    person_id: int | None
    at: datetime


def note_defects(*, found: Found, faults: Sequence[Fault]) -> list[Defect]:
    """Write down what was found, in the transaction of the event that found it."""
    if not faults:
        return []
    known = DefectCode.objects.select_related("merged_into").in_bulk(
        {fault.code.upper() for fault in faults if fault.code}, field_name="code"
    )
    rows = [_defect(found, fault, known) for fault in faults]
    return Defect.objects.bulk_create(rows)


def send_to_repair(*, found: Found, position: int, faults: Sequence[Fault] = ()) -> Repair:
    """The open repair of a unit that failed at `position`, with the faults since its last pass.

    The caller has made the unit `in_repair` in the same transaction and so holds its lock.
    """
    note_defects(found=found, faults=faults)
    loose = Defect.objects.filter(unit_id=found.unit_id, repair__isnull=True)
    passed = Move.objects.filter(unit_id=found.unit_id, kind=MoveKind.PASS).order_by("-at").first()
    if passed is not None:
        loose = loose.filter(found_at__gt=passed.at)
    if not loose.exists():
        note_defects(found=found, faults=[Fault()])
    repair = Repair.objects.filter(unit_id=found.unit_id, closed_at__isnull=True).first()
    if repair is None:
        day = timezone.localdate(found.at)
        repair = Repair.objects.create(
            plant_id=found.plant_id,
            no=next_no(letter="R", day=day),
            unit_id=found.unit_id,
            failed_position=position,
            opened_by_id=found.person_id,
            opened_at=found.at,
        )
    loose.update(repair=repair)
    return repair


def _defect(found: Found, fault: Fault, known: dict[str, DefectCode]) -> Defect:
    code = known.get(fault.code.upper())
    note = fault.note
    if code is None:
        code, _ = DefectCode.objects.get_or_create(
            code=UNSORTED, defaults={"name": "Not yet sorted", "name_ur": "ابھی طے نہیں"}
        )
        note = f"{fault.code} {note}".strip()
    return Defect(
        plant_id=found.plant_id,
        unit_id=found.unit_id,
        code=code.merged_into or code,
        station_id=found.station_id,
        event_id=found.event_id,
        location=fault.location[:20],
        note=note[:200],
        found_by_id=found.person_id,
        found_at=found.at,
    )
