"""The whole history of one unit, by any name it ever had, in a fixed number of statements."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from lines.models import Hold, Identifier, InstalledPart, Move, Unit
from lines.queries.shipping.shipments import leavings_of
from mes.kernel.models import Refusal
from plants.models import Person, Station
from plants.queries.facts import RouteMap, route_map
from quality.models import Defect, ImeiEvent, Repair, TestRecord
from quality.models.released import plan_by_id
from quality.queries.kept import files_with, raw_kept
from quality.rules.history import (
    BuiltIn,
    FoundFault,
    HeldOnce,
    History,
    ImeiAct,
    KeptFile,
    LeftOn,
    Mended,
    Named,
    Passage,
    RouteStepNow,
    Run,
    measured,
)


@dataclass(frozen=True, slots=True)
class _Names:
    """Codes and names of all stations and people the history mentions, read once."""

    stations: dict[int, tuple[str, str]]
    people: dict[int, str]

    def station(self, key: int | None) -> str:
        return self.stations.get(key or 0, ("", ""))[0]

    def operation(self, key: int | None) -> str:
        return self.stations.get(key or 0, ("", ""))[1]

    def person(self, key: int | None) -> str:
        return self.people.get(key or 0, "")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept beside the records, read once for all of them."""

    files: dict[UUID, tuple[KeptFile, ...]]
    raw: frozenset[UUID]

    @classmethod
    def of(cls, records: list[TestRecord]) -> "_Kept":
        keys = [row.pk for row in records]
        return cls(files_with(keys), raw_kept(keys))


def find_unit(*, plant_ids: Collection[int], code: str) -> Unit | None:
    """The unit that has, or had, this name in one of the plants: SN, board SN, IMEI, MAC, EID."""
    value = code.strip()
    if not value or len(value) > 40 or "\x00" in value:
        return None
    found = (
        Identifier.objects.filter(plant_id__in=plant_ids, value=value)
        .order_by("pk")
        .values_list("unit_id", flat=True)
        .first()
    )
    if found is None:
        return None
    return Unit.objects.select_related(
        "plant", "line", "order__kit_lot", "variant__model", "box__parent__parent"
    ).get(pk=found)


def history_of(unit: Unit) -> History:
    """Everything that happened to a unit of `find_unit`."""
    moves = list(Move.objects.filter(unit_id=unit.pk).order_by("received_at", "event_id"))
    records = list(TestRecord.objects.filter(unit_id=unit.pk).order_by("received_at", "event_id"))
    events = list(ImeiEvent.objects.filter(unit_id=unit.pk).order_by("received_at", "event_id"))
    defects = list(
        Defect.objects.select_related("code", "repair").filter(unit=unit).order_by("found_at", "pk")
    )
    repairs = list(Repair.objects.select_related("cause").filter(unit=unit).order_by("pk"))
    parts = list(InstalledPart.objects.filter(unit=unit).order_by("bound_at", "pk"))
    holds = list(Hold.objects.filter(unit=unit).order_by("placed_at", "pk"))
    kept = _Kept.of(records)
    names = _names(moves, records, events, defects, repairs, parts, holds)
    route = route_map(unit.route_id)
    following = route.next_after(unit.done)
    return History(
        serial=unit.serial,
        plant=unit.plant.code,
        line=unit.line.code,
        order=unit.order.no,
        kit=unit.order.kit_lot.no if unit.order.kit_lot else "",
        model=unit.variant.model.name,
        sku=unit.variant.sku,
        colour=unit.variant.colour,
        state=unit.state,
        done=unit.done,
        next_step=following.operation_code if following else None,
        run=unit.run,
        repair_cycles=unit.repairs,
        gates=tuple(unit.gates),
        started_at=unit.started_at,
        box=unit.box.no if unit.box else "",
        carton=unit.box.parent.no if unit.box and unit.box.parent else "",
        identifiers=tuple(
            Named(row.kind, row.value, row.retired_at) for row in unit.identifiers.order_by("pk")
        ),
        route=_route(route, unit.done),
        moves=tuple(_passage(row, route, names) for row in moves),
        records=tuple(_run(row, names, kept) for row in records),
        defects=tuple(_fault(row, names) for row in defects),
        repairs=tuple(_mended(row, route, names) for row in repairs),
        parts=tuple(_built_in(row, names) for row in parts),
        imei_events=tuple(_imei_act(row, names) for row in events),
        holds=tuple(_held(row, names) for row in holds),
        refusals=Refusal.objects.filter(unit_id=unit.pk).count(),
        pallet=_pallet(unit),
        shipments=tuple(LeftOn(**asdict(row)) for row in leavings_of(unit.pk)),
    )


def _pallet(unit: Unit) -> str:
    """The pallet its carton stands on now."""
    carton = unit.box.parent if unit.box else None
    return carton.parent.no if carton and carton.parent else ""


def _names(*ledgers: list[Any]) -> _Names:
    stations: set[int] = set()
    people: set[int] = set()
    for row in (row for ledger in ledgers for row in ledger):
        stations.add(getattr(row, "station_id", None) or 0)
        for field in (
            "person_id", "second_id", "found_by_id", "opened_by_id", "closed_by_id",
            "placed_by_id", "released_by_id",
        ):  # fmt: skip
            people.add(getattr(row, field, None) or 0)
    places = Station.objects.filter(pk__in=stations).values_list("pk", "code", "operation__code")
    found = Person.objects.filter(pk__in=people).values_list("pk", "name")
    return _Names({key: (code, operation) for key, code, operation in places}, dict(found))


def _route(route: RouteMap, done: int) -> tuple[RouteStepNow, ...]:
    following = route.next_after(done)
    here = following.position if following else 0
    return tuple(
        RouteStepNow(
            step.position,
            step.operation_code,
            step.name,
            step.name_ur,
            step.kind,
            step.retest_limit,
            "done" if step.position <= done else "here" if step.position == here else "todo",
        )
        for step in route.steps
    )


def _code_at(route: RouteMap, position: int | None) -> str:
    step = route.at_position(position or 0)
    return step.operation_code if step else ""


def _passage(row: Move, route: RouteMap, names: _Names) -> Passage:
    return Passage(
        event_id=str(row.event_id),
        at=row.at,
        kind=row.kind,
        position=row.position,
        step=_code_at(route, row.position),
        run=row.run,
        station=names.station(row.station_id),
        person=names.person(row.person_id),
        output=row.output,
        late=row.late,
        clock_off=row.clock_off,
        device_at=row.device_at,
        received_at=row.received_at,
    )


def run_of(record: TestRecord) -> Run:
    """One record by itself, as the history tells it."""
    return _run(record, _names([record]), _Kept.of([record]))


def _run(row: TestRecord, names: _Names, kept: _Kept) -> Run:
    plan = plan_by_id(row.plan_id) if row.plan_id else None
    return Run(
        event_id=str(row.event_id),
        at=row.at,
        station=names.station(row.station_id),
        operation=names.operation(row.station_id),
        person=names.person(row.person_id),
        outcome=row.outcome,
        counted=row.counted,
        code=row.code,
        run=row.run,
        program=row.program,
        program_version=row.program_version,
        fixture=row.fixture,
        slot=row.slot,
        seconds=row.seconds,
        failed_step=row.failed_step,
        measurements=measured(plan, row.values, row.texts, row.extras),
        files=kept.files.get(row.pk, ()),
        raw=row.pk in kept.raw,
    )


def _fault(row: Defect, names: _Names) -> FoundFault:
    return FoundFault(
        code=row.code.code,
        name=row.code.name,
        grade=row.code.grade,
        station=names.station(row.station_id),
        location=row.location,
        note=row.note,
        person=names.person(row.found_by_id),
        at=row.found_at,
        repair=row.repair.no if row.repair else "",
    )


def _mended(row: Repair, route: RouteMap, names: _Names) -> Mended:
    return Mended(
        no=row.no,
        cause=row.cause.code if row.cause else "",
        action=row.action,
        result=row.result,
        failed_at=_code_at(route, row.failed_position),
        back_to=_code_at(route, row.return_position),
        opened_by=names.person(row.opened_by_id),
        opened_at=row.opened_at,
        closed_by=names.person(row.closed_by_id),
        closed_at=row.closed_at,
    )


def _built_in(row: InstalledPart, names: _Names) -> BuiltIn:
    return BuiltIn(
        position=row.position,
        serial=row.serial,
        lot=row.lot,
        station=names.station(row.station_id),
        person=names.person(row.person_id),
        bound_at=row.bound_at,
        removed_at=row.removed_at,
        removed_reason=row.removed_reason,
    )


def _imei_act(row: ImeiEvent, names: _Names) -> ImeiAct:
    return ImeiAct(
        event_id=str(row.event_id),
        at=row.at,
        kind=row.kind,
        imeis=tuple(row.imeis),
        station=names.station(row.station_id),
        person=names.person(row.person_id),
        second=names.person(row.second_id),
        reason=row.reason,
        evidence=row.evidence,
    )


def _held(row: Hold, names: _Names) -> HeldOnce:
    return HeldOnce(
        no=row.no,
        cause=row.cause,
        reason=row.reason,
        placed_by=names.person(row.placed_by_id),
        placed_at=row.placed_at,
        released_by=names.person(row.released_by_id),
        released_at=row.released_at,
        release_reason=row.release_reason,
    )
