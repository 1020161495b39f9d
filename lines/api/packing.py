"""Boxes and cartons over HTTP."""

from typing import Any

from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.actions.boxing import Boxing, Mismatch, box_unit
from lines.actions.carton_scans import Packed, Packing, add_to_carton, take_from_carton
from lines.actions.cartons import close_carton, open_carton, reopen_carton
from lines.actions.standing import Visit
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
from lines.api.packing_shapes import (
    HANDLING,
    LABEL_NAMES,
    AddShape,
    CloseShape,
    HandlingAnswer,
    HandlingDetailShape,
    HandlingShape,
    MakeShape,
)
from lines.api.stations import StationWrite, hash_of
from lines.models import HandlingKind, HandlingUnit
from lines.rules.answers import passed_answer
from lines.rules.three_ways import Evidence
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.queries.facts import route_map


class HandlingUnitsView(StationWrite, PlantList):
    """Box a unit, or open a carton; list handling units."""

    act = "handling_unit.create"
    shape = MakeShape
    answer_shape = HandlingAnswer
    queryset = HANDLING
    serializer_class = HandlingShape
    filters = {"kind": "kind", "state": "state", "station": "station__code"}

    def write(self, asked: Asked) -> tuple[int, Answer]:
        visit = self.visit(asked)
        if asked.said["kind"] == HandlingKind.CARTON:
            carton = open_carton(visit=visit, order_no=asked.said["work_order"])
            return 201, accepted(handling_unit=shown(HandlingShape, _fresh(carton)))
        if not asked.said["identifier"]:
            raise Malformed("identifier: a box needs its unit")
        boxing = Boxing(
            asked.event_id,
            hash_of(asked),
            asked.said["identifier"],
            Evidence(*(_read(asked, name) for name in ("label", "device_label", "read_back"))),
            tuple(asked.said["accessories"]),
            asked.said["firmware"],
        )
        made = box_unit(boxing=boxing, visit=visit)
        if isinstance(made, Mismatch):
            no = Refusal("read_back_mismatch", slot=made.slot)
            return no.status, {
                **no.answer(),
                "slot": made.slot,
                "source": made.source,
                "hold": made.hold_no,
            }
        unit = made.units.get()
        answer = passed_answer(
            event_id=asked.event_id,
            serial=unit.serial,
            route=route_map(unit.route_id),
            position=unit.done,
            run=1,
            at=visit.when.at,
            clock_off=visit.when.clock_off,
        )
        return 201, {**answer, "handling_unit": shown(HandlingShape, _fresh(made))}


class HandlingUnitView(GenericAPIView[HandlingUnit]):
    """One handling unit with the boxes and units in it."""

    queryset = HANDLING
    serializer_class = HandlingDetailShape

    def get(self, request: Request, no: str) -> Response:
        found = _handling(caller_at(request).plant_ids, no)
        inside = HandlingUnit.objects.filter(parent=found) | HandlingUnit.objects.filter(
            pk=found.pk, kind=HandlingKind.BOX
        )
        rows = inside.order_by("pk").values_list("no", "units__serial")
        contents = [{"box": box, "unit": unit} for box, unit in rows]
        return Response({"handling_unit": shown(HandlingShape, found), "contents": contents})


class CartonScan(StationWrite):
    """A box scanned at a carton."""

    shape = AddShape
    answer_shape = HandlingAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        visit = self.visit(asked)
        packing = Packing(
            asked.event_id,
            hash_of(asked),
            clean_text(asked.named["no"]),
            asked.said["identifier"],
        )
        done = self.move(packing, visit)
        answer = passed_answer(
            event_id=asked.event_id,
            serial=done.standing.serial,
            route=route_map(done.standing.route_id),
            position=done.done,
            run=1,
            at=visit.when.at,
            clock_off=visit.when.clock_off,
        )
        return 201, {**answer, "handling_unit": shown(HandlingShape, _fresh(done.carton))}

    def move(self, packing: Packing, visit: Visit) -> Packed:
        raise NotImplementedError


class AddView(CartonScan):
    """Put a box into a carton: its unit is packed."""

    act = "handling_unit.add"

    def move(self, packing: Packing, visit: Visit) -> Packed:
        return add_to_carton(packing=packing, visit=visit)


class RemoveView(CartonScan):
    """Take a box out of an open carton."""

    act = "handling_unit.remove"

    def move(self, packing: Packing, visit: Visit) -> Packed:
        return take_from_carton(packing=packing, visit=visit)


class CartonAct(WriteView):
    """What is done to a carton as a whole."""

    answer_shape = HandlingAnswer

    def find(self, asked: Asked) -> int:
        caller = asked.caller
        self.carton = _handling(caller.plant_ids, asked.named["no"])
        bound = caller.token_id is not None and not caller.plant_wide
        if bound and self.carton.station_id != caller.station_id:
            raise Refusal("token_scope", station=str(self.carton.station or "–"))
        return self.carton.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        self.change({"plant_id": self.carton.plant_id, "no": self.carton.no}, asked)
        return 200, accepted(handling_unit=shown(HandlingShape, _fresh(self.carton)))

    def change(self, carton: dict[str, Any], asked: Asked) -> HandlingUnit:
        raise NotImplementedError


class CloseView(CartonAct):
    """Close a carton that is full, or partial with a reason."""

    act = "handling_unit.close"
    shape = CloseShape

    def change(self, carton: dict[str, Any], asked: Asked) -> HandlingUnit:
        return close_carton(
            **carton, event_id=asked.event_id, reason=asked.said["reason"], by=asked.by
        )


class ReopenView(CartonAct):
    """Open a closed carton again."""

    act = "handling_unit.reopen"
    shape = ReasonShape

    def change(self, carton: dict[str, Any], asked: Asked) -> HandlingUnit:
        return reopen_carton(**carton, reason=asked.said["reason"])


def _read(asked: Asked, source: str) -> dict[str, str]:
    """What was read from one source, by identifier kind."""
    said = asked.said.get(source, {})
    return {name: said[name] for name in LABEL_NAMES if name in said}


def _handling(plant_ids: frozenset[int], no: str) -> HandlingUnit:
    rows = HANDLING.filter(plant_id__in=plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="handling unit", no=no[:32]))


def _fresh(handling: HandlingUnit) -> HandlingUnit:
    return HANDLING.get(pk=handling.pk)
