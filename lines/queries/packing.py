"""What a packing table shows: the unit behind a code, what it went through, the carton."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count

from lines.models import (
    HandlingKind,
    HandlingState,
    HandlingUnit,
    Identifier,
    LabelSetting,
    Move,
    MoveKind,
    Unit,
)
from lines.rules.packing_table import imei_values
from lines.rules.screens import CartonNow
from plants.models import OperationKind, Person, Station
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts, StepFacts

TOLD = frozenset({OperationKind.TEST, OperationKind.IMEI_CHECK})
MOST_TOLD = 3
MOST_CLOSED = 5

_NEXT_SIZE = """
SELECT m.carton_size FROM lines_workorder w
JOIN plants_productvariant v ON v.id = w.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
WHERE w.line_id = %s AND w.state IN ('running', 'released')
ORDER BY w.state = 'running' DESC, w.priority, w.released_at, w.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The unit behind a code: its live identifiers by kind, and how many IMEIs it needs."""

    unit_id: int
    serial: str
    route_id: int
    known: dict[str, str]
    imeis: int

    @property
    def numbers(self) -> tuple[str, ...]:
        return imei_values(self.known)


@dataclass(frozen=True, slots=True)
class Passed:
    """A step that the unit passed, when and by whom."""

    step: StepFacts
    at: datetime
    by: str


def found_by(plant_id: int, code: str) -> Found | None:
    """The unit of a live identifier, or of a box number, in the plant."""
    names = Identifier.objects.filter(plant_id=plant_id, value=code, retired_at=None)
    units = Unit.objects.filter(plant_id=plant_id).select_related("variant__model")
    unit = units.filter(pk__in=names.values("unit_id")).first()
    if unit is None:
        unit = units.filter(box__no=code, box__kind=HandlingKind.BOX).first()
    if unit is None:
        return None
    live = Identifier.objects.filter(unit=unit, retired_at=None)
    return Found(
        unit_id=unit.pk,
        serial=unit.serial,
        route_id=unit.route_id,
        known=dict(live.values_list("kind", "value")),
        imeis=unit.variant.model.imei_count,
    )


def passed_lately(found: Found) -> list[Passed]:
    """The last checks that the unit passed, newest first: what a packer may rely on."""
    route = route_map(found.route_id)
    moves = list(Move.objects.filter(unit_id=found.unit_id, kind=MoveKind.PASS).order_by("-at"))
    names = dict(
        Person.objects.filter(pk__in={move.person_id for move in moves}).values_list("pk", "name")
    )
    told: list[Passed] = []
    for move in moves:
        step = route.at_position(move.position)
        if step is not None and step.kind in TOLD and len(told) < MOST_TOLD:
            told.append(Passed(step, move.at, names.get(move.person_id or 0, "")))
    return told


def carton_now(station: StationFacts) -> CartonNow:
    """The carton begun last here; at a box station the one at the line's carton station."""
    cartons = HandlingUnit.objects.filter(kind=HandlingKind.CARTON, state=HandlingState.OPEN)
    if station.kind == OperationKind.CARTON:
        cartons = cartons.filter(station_id=station.id)
    else:
        cartons = cartons.filter(station__line_id=station.line_id)
    carton = cartons.annotate(count=Count("contents")).order_by("-made_at").first()
    printer, state = carton_printer(station.line_id)
    if carton is None:
        size = _next_size(station.line_id)
        return CartonNow(no="", filled=0, size=size, printer=printer, printer_state=state)
    return CartonNow(carton.no, carton.count, carton.capacity, printer, state)


def carton_printer(line_id: int) -> tuple[str, str]:
    """The printer of the line's carton labels and how it is, in the reader's language."""
    setting = LabelSetting.objects.filter(line_id=line_id, kind="carton").select_related("printer")
    found = setting.first()
    return (found.printer.code, found.printer.get_state_display()) if found else ("", "")


def closed_lately(station_id: int) -> list[HandlingUnit]:
    """The station's cartons that were closed last and stand on no pallet."""
    cartons = HandlingUnit.objects.filter(
        station_id=station_id, kind=HandlingKind.CARTON, state=HandlingState.CLOSED, parent=None
    )
    return list(cartons.order_by("-closed_at")[:MOST_CLOSED])


def carton_station(line_id: int) -> str:
    """The code of the line's first carton station; empty when it has none."""
    stations = Station.objects.filter(
        line_id=line_id, operation__kind=OperationKind.CARTON, active=True
    )
    return stations.order_by("position", "code").values_list("code", flat=True).first() or ""


def line_imeis(line_id: int) -> int:
    """How many IMEIs the phones of the line's order carry."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SIZE.replace("m.carton_size", "m.imei_count"), [line_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _next_size(line_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SIZE, [line_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
