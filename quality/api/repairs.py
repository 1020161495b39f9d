"""Repairs over HTTP: opened by a scan, closed with what was done, listed by unit."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.generics import RetrieveAPIView

from lines.actions.place import Occasion
from lines.api.base import (
    Answer,
    Asked,
    PlantList,
    WriteView,
    clean_text,
    shown,
    the_one,
)
from lines.api.seconds import seconded, signed_by
from lines.models import Identifier
from lines.rules.events import hashed
from mes.kernel.answers import accepted
from mes.kernel.live import publish_line
from mes.kernel.receipts import body_hash
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller, caller_of, station_for
from plants.models import Station
from plants.queries.facts import route_map
from quality.actions.defects import Fault
from quality.actions.repairs import Work, close_repair, open_repair
from quality.api.permissions import ALLOWED, check_allowed
from quality.api.repair_shapes import CloseRepairShape, OpenShape, RepairAnswer, RepairShape
from quality.models import Repair, RepairResult
from quality.queries.history import find_unit

REPAIRS = Repair.objects.select_related(
    "unit__line", "plant", "cause", "opened_by", "closed_by", "second"
).prefetch_related("defects__code", "defects__station")


class _RepairWrite(WriteView):
    answer_shape = RepairAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)


class RepairsView(_RepairWrite, PlantList):
    """Send a unit to repair by a scan; list repairs, those of one unit by any of its names."""

    act = "repair.open"
    shape = OpenShape
    queryset = REPAIRS
    serializer_class = RepairShape

    def get_queryset(self) -> QuerySet[Repair]:
        rows = super().get_queryset()
        asked = self.request.query_params
        code = asked.get("identifier", "") or asked.get("unit", "")
        if not code:
            return rows
        unit = find_unit(plant_ids=caller_of(self.request).plant_ids, code=code)
        return rows.filter(unit=unit) if unit else rows.none()

    def find(self, asked: Asked) -> int:
        self.station = station_for(asked.caller, asked.said["station"])
        value = clean_text(asked.said["identifier"].strip())
        names = Identifier.objects.select_related("unit__line").filter(
            plant_id=self.station.plant_id, value=value, retired_at__isnull=True
        )
        self.unit = the_one(names, Refusal("unknown_unit", identifier=value)).unit
        return self.station.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        fault = Fault(asked.said["defect"], asked.said["location"], asked.said["note"])
        repair = open_repair(
            unit_id=self.unit.pk,
            occasion=occasion_of(asked, self.station.id),
            faults=[fault] if any((fault.code, fault.location, fault.note)) else [],
        )
        return 201, accepted(repair=_shown(repair), unit=self.unit.serial)

    def written(self, asked: Asked) -> None:
        publish_line(line_code=self.unit.line.code)


class RepairView(RetrieveAPIView[Repair]):
    """One repair with its faults."""

    queryset = REPAIRS
    serializer_class = RepairShape

    def get_object(self) -> Repair:
        return _repair(caller_of(self.request), self.kwargs["no"])


class CloseView(_RepairWrite):
    """Close a repair: back to its return step, or scrap."""

    act = "repair.close"
    shape = CloseRepairShape

    def find(self, asked: Asked) -> int:
        self.repair = _repair(asked.caller, asked.named["no"])
        self.station_id = self._station(asked)
        plant_id = self.repair.plant_id
        check_allowed(asked.caller, plant_id, self.act)
        if asked.said["result"] == RepairResult.SCRAP:
            check_allowed(asked.caller, plant_id, "repair.scrap")
        self.signer_id = signed_by(
            asked, act=self.act, plant_id=plant_id, roles=ALLOWED[self.act].roles
        )
        self.second_id = seconded(
            asked,
            act=self.act,
            plant_id=plant_id,
            roles=ALLOWED[seconded_by(asked.said["result"])].roles,
            first=self.signer_id,
        )
        return plant_id

    def _station(self, asked: Asked) -> int:
        """Where the bench is; without one named, where the unit failed."""
        if asked.said["station"]:
            return station_for(asked.caller, asked.said["station"]).id
        found = self.repair.defects.order_by("-found_at").values_list("station_id", flat=True)
        first = found.first()
        if first is not None:
            return int(first)
        lines = Station.objects.filter(line_id=self.repair.unit.line_id).order_by("pk")
        return int(lines.values_list("pk", flat=True)[0])

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        work = Work(
            result=RepairResult(said["result"]),
            action=said["action"],
            cause=said["cause"],
            board=said["board"].strip(),
            method=said["method"],
            location=said["location"].strip(),
        )
        repair = close_repair(
            repair_id=self.repair.pk,
            occasion=replace(occasion_of(asked, self.station_id), person_id=self.signer_id),
            work=work,
            second_id=self.second_id,
        )
        return 200, _closed(repair)

    def written(self, asked: Asked) -> None:
        publish_line(line_code=self.repair.unit.line.code)


def seconded_by(result: str) -> str:
    """The act whose roles a second person must have: scrapping a unit, or burning its IMEIs."""
    return "repair.scrap" if result == RepairResult.SCRAP else "imei.void"


def occasion_of(asked: Asked, station_id: int) -> Occasion:
    """The write as the ledgers name it."""
    return Occasion(
        event_id=asked.event_id,
        body_hash=body_hash(hashed(asked.said)),
        station_id=station_id,
        person_id=asked.by,
        token_id=asked.caller.token_id,
        at=timezone.now(),
    )


def _closed(repair: Repair) -> Answer:
    step = route_map(repair.unit.route_id).at_position(repair.return_position or 0)
    own: Answer = {
        "repair": _shown(repair),
        "unit": repair.unit.serial,
        "return_position": repair.return_position,
        "next_step": step.operation_code if step else None,
    }
    if step is None:
        return accepted("saved", **own)
    return accepted("ok", {"step": step.name, "step_ur": step.name_ur}, **own)


def _shown(repair: Repair) -> Answer:
    return shown(RepairShape, REPAIRS.get(pk=repair.pk))


def _repair(caller: Caller, no: str) -> Repair:
    rows = REPAIRS.filter(plant_id__in=caller.plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="repair", no=no[:24]))
