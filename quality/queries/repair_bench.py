"""What the repair bench sees: who waits, and the unit on the bench with what was found on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from lines.models import InstalledPart, Unit, UnitState
from lines.models.emptied import emptied
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts, StepFacts
from quality.models import Defect, DefectCode, Imei, ImeiState, Repair
from quality.queries.test_bench import defect_name
from quality.rules.repairs import return_position
from quality.rules.screens import DefectTile, FaultRow, RepairPage, WaitingRow

LIVE = (ImeiState.RESERVED, ImeiState.WRITTEN, ImeiState.CONFIRMED)
MOST_WAITING = 8


def waiting_at(station: StationFacts) -> tuple[int, tuple[WaitingRow, ...]]:
    """How many units of the line wait for repair, and those that wait longest."""
    rows = (
        Repair.objects.filter(closed_at=None, unit__line_id=station.line_id)
        .select_related("unit")
        .prefetch_related("defects__code")
        .order_by("opened_at", "pk")
    )
    shown = [
        WaitingRow(
            serial=repair.unit.serial,
            since=repair.opened_at,
            what=", ".join(defect_name(defect.code) for defect in repair.defects.all()),
        )
        for repair in rows[:MOST_WAITING]
    ]
    return rows.count(), tuple(shown)


def on_the_bench(*, plant_id: int, code: str) -> RepairPage | None:
    """The open repair of the unit that answers to `code`; None when it has none."""
    repair = (
        Repair.objects.filter(
            plant_id=plant_id,
            closed_at=None,
            unit__identifiers__value=code,
            unit__identifiers__retired_at=None,
        )
        .select_related("unit__variant__model", "unit__order")
        .first()
    )
    if repair is None:
        return None
    unit = repair.unit
    faults = list(
        repair.defects.select_related("code__fault_class", "station", "found_by").order_by(
            "found_at"
        )
    )
    confirmed = Imei.objects.filter(unit=unit, state=ImeiState.CONFIRMED).exists()
    return RepairPage(
        no=repair.no,
        serial=unit.serial,
        model=unit.variant.model.name,
        order=unit.order.no,
        cycle=unit.repairs + 1,
        failed=_at(repair, repair.failed_position),
        returns_to=_at(repair, _return(repair, faults)),
        faults=tuple(_fault(row) for row in faults),
        causes=_causes(faults),
        second_for_board=confirmed,
        in_repair=unit.state == UnitState.IN_REPAIR,
    )


def _return(repair: Repair, faults: Sequence[Defect]) -> int:
    """The step that the faults alone lead back to; a cause or a new board may lead further back."""
    states = set(Imei.objects.filter(unit_id=repair.unit_id).values_list("state", flat=True))
    lacks = bool(states) and states.isdisjoint(LIVE)
    return min(
        return_position(
            route_map(repair.unit.route_id),
            failed_position=repair.failed_position,
            returns_to=operation_id,
            new_board=False,
            lacks_imeis=lacks,
        )
        for operation_id in {None, *(_forced(row.code) for row in faults)}
    )


def _forced(code: DefectCode) -> int | None:
    return code.returns_to_id or (code.fault_class.returns_to_id if code.fault_class else None)


def _at(repair: Repair, position: int) -> str:
    step: StepFacts | None = route_map(repair.unit.route_id).at_position(position)
    return step.operation_code if step else ""


def _fault(row: Defect) -> FaultRow:
    return FaultRow(
        code=row.code.code,
        name=defect_name(row.code),
        station=row.station.code,
        at=row.found_at,
        by=row.found_by.name if row.found_by else "",
        note=" · ".join(text for text in (row.location, row.note) if text),
    )


def _causes(faults: Sequence[Defect]) -> tuple[DefectTile, ...]:
    """What was reported first, then the causes that repairs name most."""
    told = {row.code_id for row in faults}
    rows = DefectCode.objects.filter(Q(active=True) | Q(pk__in=told))
    named = dict(
        Repair.objects.filter(cause__isnull=False)
        .values_list("cause_id")
        .annotate(times=Count("pk"))
    )
    codes = sorted(rows, key=lambda row: (row.pk not in told, -named.get(row.pk, 0), row.code))
    return tuple(DefectTile(row.code, defect_name(row), row.grade) for row in codes)


@dataclass(frozen=True, slots=True)
class Place:
    """A position of the unit on the bench and what is in it; empty when it was taken out."""

    position: str
    part: str


def places_of(unit_id: int) -> tuple[Place, ...]:
    """Where parts can be changed: what is built in, and what a bench took out."""
    rows = InstalledPart.objects.filter(unit_id=unit_id, removed_at=None)
    inside = {row.position: row.serial or row.lot for row in rows}
    names = sorted({*inside, *emptied(unit_id)})
    return tuple(Place(name, inside.get(name, "")) for name in names)


def may_enter(*, plant_id: int, code: str) -> str:
    """The serial of a unit of the line that may be sent to repair; empty when there is none."""
    units = Unit.objects.filter(
        plant_id=plant_id,
        state=UnitState.IN_PROCESS,
        identifiers__value=code,
        identifiers__retired_at=None,
    )
    return units.values_list("serial", flat=True).first() or ""


def fault_codes() -> tuple[DefectTile, ...]:
    """All active codes, by name."""
    rows = DefectCode.objects.filter(active=True).order_by("name")
    return tuple(DefectTile(row.code, defect_name(row), row.grade) for row in rows)
