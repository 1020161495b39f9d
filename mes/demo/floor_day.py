"""One line's units, from their walk to the rows that a plant keeps of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

import orjson

from lines.actions.numbers import next_no, take_numbers
from lines.models import OrderPlace, WorkOrder
from lines.rules.numbers import numbered
from lines.rules.packing import box_no
from mes.demo.axis import Axis
from mes.demo.books import Books
from mes.demo.bulk import Keys, take_keys
from mes.demo.readings import readings, texts
from mes.demo.sim.profile import chances
from mes.demo.walk import Judges, Visit, newcomer, walk
from mes.kernel.ids import uuid7
from plants.models import Person, Station
from plants.queries.facts import route_map
from plants.rules.facts import RouteMap
from quality.models import DefectCode, ImeiRange
from quality.models.released import plan_facts
from quality.rules.imei import imei_of
from quality.rules.plans import PlanFacts

PARTIAL = "End of the shift"


@dataclass(frozen=True, slots=True)
class LineCrew:
    """Who scans, and at which stations; two take turns."""

    people: tuple[int, ...]
    stations: dict[int, list[int]]

    @classmethod
    def of(cls, order: WorkOrder, people: dict[str, Person]) -> "LineCrew":
        names = ("operator", "operator2") if order.plant.code == "LHR" else ("hrp_operator",)
        stations: dict[int, list[int]] = defaultdict(list)
        for station in Station.objects.filter(line=order.line).order_by("position"):
            stations[station.operation_id].append(station.pk)
        return cls(tuple(people[name].pk for name in names), stations)


@dataclass(frozen=True, slots=True)
class Happened:
    """A visit as it is written: where, when, by whom, under which id."""

    visit: Visit
    unit_id: int
    event_id: UUID
    station_id: int
    person_id: int
    at: datetime


@dataclass(slots=True)
class _Made:
    """What one unit was given on its way: its numbers and the row of its box."""

    imeis: list[str] = field(default_factory=list)
    box_id: int | None = None
    box: list[object] = field(default_factory=list)


@dataclass(slots=True)
class Recorder:
    """Walks units of one order and writes down what each visit leaves."""

    order: WorkOrder
    crew: LineCrew
    axis: Axis
    books: Books
    dice: Random
    route: RouteMap = field(init=False)
    judges: Judges = field(init=False)
    _places: list[tuple[int, str]] = field(init=False)
    _defects: dict[str, int] = field(init=False)
    _numbers: list[int] = field(init=False)
    _packed: list[tuple[datetime, list[object]]] = field(init=False, default_factory=list)
    _unit_keys: Keys = field(init=False, default_factory=lambda: Keys("lines_unit"))
    _box_keys: Keys = field(init=False, default_factory=lambda: Keys("lines_handlingunit"))
    _repair_keys: Keys = field(init=False, default_factory=lambda: Keys("quality_repair"))

    def __post_init__(self) -> None:
        order = self.order
        self.route = route_map(order.route_id)
        codes = list(DefectCode.objects.all())
        self._defects = {row.code: row.pk for row in codes}
        plans = {s.operation_id: self._plan(s.operation_id) for s in self.route.steps}
        self.judges = Judges(
            chances=chances(),
            plans={key: plan for key, plan in plans.items() if plan is not None},
            returns={row.code: row.returns_to_id for row in codes},
        )
        free = OrderPlace.objects.filter(order=order, unit=None).order_by("n")
        self._places = list(free.values_list("pk", "serial"))[::-1]
        ranges = ImeiRange.objects.filter(tac__model_id=order.variant.model_id)
        count = order.variant.model.imei_count
        self._numbers = [
            first for row in ranges for first in range(row.span.lower, row.span.upper, count)
        ][::-1]

    def _plan(self, operation_id: int) -> PlanFacts | None:
        return plan_facts(self.route.model_id, operation_id)

    def add(self, *, begin: float, until: float) -> None:
        """One unit, from its start to where it stands at the working second `until`."""
        place_id, serial = self._places[-1]
        begun = newcomer(
            plant_id=self.order.plant_id,
            line_id=self.order.line_id,
            route=self.route,
            serial=serial,
        )
        visits = list(
            walk(
                begun=begun, route=self.route, begin=begin, until=until, judges=self.judges,
                dice=self.dice,
            )
        )  # fmt: skip
        if not visits:
            return
        self._places.pop()
        unit_id = self._unit_keys.take()
        self.books.places.append((place_id, unit_id))
        happened = [self._place(visit, unit_id) for visit in visits]
        box = self._tell(happened, serial)
        last = visits[-1].standing
        order = self.order
        self.books.units.append((
            unit_id, order.plant_id, order.line_id, order.pk, order.variant_id, order.route_id,
            serial, last.state, last.done, last.run, last.repairs, list(last.gates),
            last.version + 1, box, happened[0].at,
        ))  # fmt: skip
        self.books.identifiers.append((order.plant_id, unit_id, "sn", serial))
        self.books.identifiers.append((order.plant_id, unit_id, "board_sn", f"PB-{serial}"))

    def _place(self, visit: Visit, unit_id: int) -> Happened:
        stations = self.crew.stations[visit.step.operation_id]
        return Happened(
            visit=visit,
            unit_id=unit_id,
            event_id=uuid7(),
            station_id=self.dice.choice(stations),
            person_id=self.crew.people[visit.step.position // 10 % len(self.crew.people)],
            at=self.axis.moment(visit.second),
        )

    def _tell(self, happened: list[Happened], serial: str) -> int | None:
        """Write every visit; the key of the box when the unit got one."""
        made = _Made()
        faults: list[Happened] = []
        for one in happened:
            self._move(one)
            kind, is_test = one.visit.kind, one.visit.step.kind == "test"
            if is_test and kind != "repair":
                self._record(one, serial)
            if kind == "fail":
                faults.append(one)
                continue
            if kind == "repair":
                self._repair(faults, one)
            else:
                self._faults(faults, None)
                self._passed(one, serial, made)
            faults = []
        if happened[-1].visit.standing.state == "in_repair":
            self._repair(faults, None)
        else:
            self._faults(faults, None)
        return made.box_id

    def _passed(self, one: Happened, serial: str, made: "_Made") -> None:
        """What a pass leaves beside its move, by the kind of its step."""
        step = one.visit.step
        self._parts(one, serial)
        if step.kind == "imei_write":
            made.imeis = self._written(one)
        elif step.kind == "imei_check":
            self._imei(one, "confirmed", made.imeis, ("read_back", "label"))
            self.books.confirmed += made.imeis
        elif step.kind == "box":
            made.box_id, made.box = self._box(one, serial)
        elif step.kind == "carton":
            self._packed.append((one.at, made.box))

    def _move(self, one: Happened) -> None:
        order, visit = self.order, one.visit
        self.books.moves.append((
            one.event_id, order.plant_id, order.line_id, one.station_id, one.unit_id, order.pk,
            one.person_id, visit.step.position, visit.run, visit.kind,
            visit.step.is_output and visit.kind == "pass", False, False, one.at, one.at, one.at,
            self.dice.randbytes(16),
        ))  # fmt: skip

    def _record(self, one: Happened, serial: str) -> None:
        plan = self.judges.plans[one.visit.step.operation_id]
        fault = one.visit.fault
        said = texts(plan)
        self.books.records.append((
            one.event_id, self.order.plant_id, one.station_id, one.unit_id, plan.id,
            one.person_id, one.visit.run, "failed" if fault else "passed", True, "",
            fault.seq if fault else None, plan.program, plan.program_version, "F1", "1", serial,
            readings(plan, self.dice, failed=fault), orjson.dumps(said).decode() if said else None,
            round(one.visit.step.cycle_seconds, 1), one.at, one.at, self.dice.randbytes(16),
        ))  # fmt: skip

    def _faults(self, faults: list[Happened], repair_id: int | None) -> None:
        for one in faults:
            fault = one.visit.fault
            if fault is not None:
                self.books.defects.append((
                    self.order.plant_id, one.unit_id, self._defects[fault.defect], one.station_id,
                    one.event_id, "", fault.label, one.person_id, one.at, repair_id,
                ))  # fmt: skip

    def _repair(self, faults: list[Happened], mended: Happened | None) -> None:
        if not faults:
            return
        key = self._repair_keys.take()
        last = faults[-1]
        no = next_no(letter="R", day=last.at.date())
        done = (
            ("Contact cleaned", "repaired", mended.visit.step.position)
            if mended
            else ("", "", None)
        )
        self.books.repairs.append((
            key, self.order.plant_id, no, last.unit_id, last.visit.step.position, *done,
            last.person_id, last.at, mended.person_id if mended else None,
            mended.at if mended else None,
        ))  # fmt: skip
        self._faults(faults, key)

    def _parts(self, one: Happened, serial: str) -> None:
        for name in one.visit.step.parts:
            self.books.parts.append((
                self.order.plant_id, one.unit_id, name, f"{name[:4].upper()}-{serial}", "",
                one.station_id, one.person_id, one.event_id, one.at, "",
            ))  # fmt: skip

    def _written(self, one: Happened) -> list[str]:
        first = self._numbers.pop()
        imeis = [imei_of(first + n) for n in range(self.order.variant.model.imei_count)]
        for slot, imei in enumerate(imeis, start=1):
            self.books.identifiers.append((self.order.plant_id, one.unit_id, f"imei{slot}", imei))
            self.books.written.append((imei, one.unit_id))
        self._imei(one, "reserved", imeis, ())
        self._imei(one, "written", imeis, ("read_back",))
        return imeis

    def _imei(self, one: Happened, kind: str, imeis: list[str], seen: tuple[str, ...]) -> None:
        spoken = {str(slot): imei for slot, imei in enumerate(imeis, start=1)}
        evidence = orjson.dumps(dict.fromkeys(seen, spoken)).decode() if seen else None
        event_id = uuid7() if kind == "reserved" else one.event_id
        self.books.imei_events.append((
            event_id, self.order.plant_id, kind, one.unit_id, one.station_id, one.person_id,
            orjson.dumps(imeis).decode(), evidence, "", one.at, one.at, self.dice.randbytes(16),
        ))  # fmt: skip

    def _box(self, one: Happened, serial: str) -> tuple[int, list[object]]:
        key = self._box_keys.take()
        order = self.order
        row: list[object] = [
            key, order.plant_id, box_no(serial), "box", order.pk, order.variant_id,
            one.station_id, None, 1, "closed", "", one.person_id, one.at, one.at,
        ]  # fmt: skip
        self.books.handling.append(row)
        return key, row

    def pack(self) -> None:
        """Put the boxes into cartons in the order they came; the last one may not be full."""
        order, size = self.order, self.order.variant.model.carton_size
        boxes = sorted(self._packed, key=lambda packed: packed[0])
        groups = [boxes[n : n + size] for n in range(0, len(boxes), size)]
        if not groups:
            return
        series = f"C{groups[0][0][0]:%y}"
        first = take_numbers(plant_id=None, series=series, take=len(groups))
        (station,) = self.crew.stations[self.route.steps[-1].operation_id]
        cartons = []
        for number, (key, group) in enumerate(
            zip(take_keys("lines_handlingunit", len(groups)), groups, strict=True)
        ):
            reason = PARTIAL if len(group) < size else ""
            cartons.append((
                key, order.plant_id, numbered(series, first + number, 6), "carton", order.pk,
                order.variant_id, station, None, size, "closed", reason, self.crew.people[0],
                group[0][0], group[-1][0],
            ))  # fmt: skip
            for _at, box in group:
                box[7] = key
        self.books.handling[:0] = cartons
