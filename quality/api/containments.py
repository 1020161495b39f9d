"""Containment over HTTP: counted first, then held in one act, inspected to zero, closed."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lines.api.base import (
    Answer,
    Asked,
    PlantList,
    WriteView,
    caller_at,
    clean_text,
    shown,
    the_one,
)
from lines.api.orders import ReasonShape
from lines.api.seconds import seconded
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller, caller_of, station_for
from plants.api.drf import first_fault
from plants.models import Person, Station
from quality.actions.containment.inspecting import (
    Finding,
    close_containment,
    inspect_unit,
    release_rest,
)
from quality.actions.containment.opening import open_containment
from quality.actions.defects import Fault
from quality.api.containment_shapes import (
    ContainmentAnswer,
    ContainmentPage,
    ContainmentShape,
    InspectShape,
    OpenContainmentShape,
    PreviewShape,
)
from quality.api.permissions import ALLOWED, check_allowed
from quality.api.repairs import occasion_of
from quality.models import Containment, Inspected
from quality.models.suspects import suspects
from quality.queries.history import find_unit
from quality.queries.suspicion import SuspicionShape, check_criteria, criteria_named
from quality.rules.containment import added_up

CONTAINMENTS = Containment.objects.select_related(
    "plant", "line", "station", "model", "owner", "opened_by", "closed_by"
)


class PreviewView(APIView):
    """What a suspicion touches, before anything is held."""

    @extend_schema(
        parameters=[SuspicionShape], responses=PreviewShape, operation_id="containment_preview"
    )
    def get(self, request: Request) -> Response:
        shaped = SuspicionShape(data=request.query_params)
        if not shaped.is_valid():
            raise Malformed(first_fault(shaped.errors))
        caller = caller_at(request)
        criteria = criteria_named(caller, shaped.validated_data)
        check_allowed(caller, criteria.plant_id, "containment.read")
        check_criteria(criteria)
        return Response(PreviewShape(added_up(suspects(criteria))).data)


class _ContainmentWrite(WriteView):
    answer_shape = ContainmentAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        self.row = containment_named(asked.caller, asked.named["no"])
        return self.row.plant_id


class ContainmentsView(_ContainmentWrite, PlantList):
    """Hold everything a suspicion touches, in one act; list containments, newest first."""

    act = "containment.open"
    shape = OpenContainmentShape
    queryset = CONTAINMENTS
    serializer_class = ContainmentShape
    filters = {"kind": "kind"}

    def find(self, asked: Asked) -> int:
        self.criteria = criteria_named(asked.caller, asked.said)
        self.owner_id = _owner(asked, self.criteria.plant_id)
        return self.criteria.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = open_containment(
            criteria=self.criteria,
            reason=asked.said["reason"],
            owner_id=self.owner_id,
            by=asked.by,
        )
        return 201, _told(row)


class ContainmentView(RetrieveAPIView[Containment]):
    """One containment with its progress."""

    queryset = CONTAINMENTS
    serializer_class = ContainmentPage

    def get_object(self) -> Containment:
        return containment_named(caller_of(self.request), self.kwargs["no"])


class InspectView(_ContainmentWrite):
    """Say of one contained unit: good, to repair, or scrap."""

    act = "containment.inspect"
    shape = InspectShape

    def find(self, asked: Asked) -> int:
        plant_id = super().find(asked)
        code = clean_text(asked.said["identifier"].strip())
        unit = find_unit(plant_ids=frozenset({plant_id}), code=code)
        if unit is None:
            raise Refusal("unknown_unit", identifier=code)
        self.unit = unit
        self.station_id = _station(asked, unit.line_id)
        self.second_id = self._second(asked, plant_id)
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        inspect_unit(
            containment_id=self.row.pk,
            unit_id=self.unit.pk,
            finding=Finding(
                Inspected(said["result"]), said["note"], Fault(said["defect"], "", said["note"])
            ),
            occasion=occasion_of(asked, self.station_id),
            second_id=self.second_id,
        )
        return 200, {**_told(self.row), "unit": self.unit.serial}

    def _second(self, asked: Asked, plant_id: int) -> int | None:
        if asked.said["result"] != Inspected.SCRAP:
            return None
        check_allowed(asked.caller, plant_id, "repair.scrap")
        return seconded(asked, act=self.act, plant_id=plant_id, roles=ALLOWED["repair.scrap"].roles)


class ReleaseView(_ContainmentWrite):
    """Let every unit go that is left; not by whoever opened it."""

    act = "containment.release"
    shape = ReasonShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        freed = release_rest(containment_id=self.row.pk, reason=asked.said["reason"], by=asked.by)
        return 200, {**_told(self.row), "released": freed}


class CloseView(_ContainmentWrite):
    """End a containment with nothing left to inspect."""

    act = "containment.close"
    shape = ReasonShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = close_containment(
            containment_id=self.row.pk, reason=asked.said["reason"], by=asked.by
        )
        return 200, _told(row)


def containment_named(caller: Caller, no: str) -> Containment:
    """The containment of this number in the caller's plants."""
    rows = CONTAINMENTS.filter(plant_id__in=caller.plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="containment", no=no[:24]))


def _owner(asked: Asked, plant_id: int) -> int | None:
    name = clean_text(asked.said["owner"])
    if not name:
        return asked.by
    rows = Person.objects.filter(username=name, memberships__plant_id=plant_id)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Refusal("unknown_thing", what="person", no=name)
    return found


def _station(asked: Asked, line_id: int) -> int:
    """Where it was inspected; without one named, the line's first station."""
    if asked.said["station"]:
        return station_for(asked.caller, asked.said["station"]).id
    return int(
        Station.objects.filter(line_id=line_id).order_by("pk").values_list("pk", flat=True)[0]
    )


def _told(row: Containment) -> Answer:
    return accepted(containment=shown(ContainmentPage, CONTAINMENTS.get(pk=row.pk)))
