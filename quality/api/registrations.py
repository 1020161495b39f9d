"""Packs for the regulator over HTTP: made of packed goods, listed, followed to the end."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    caller_at,
    clean_text,
    shown,
    the_one,
)
from lines.models import HandlingUnit, WorkOrder
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import Caller
from quality.actions.registration.decide import change_state
from quality.actions.registration.history import Who
from quality.actions.registration.packs import Wish, make_registration
from quality.api.permissions import check_allowed
from quality.models import (
    Registration,
    RegistrationEvent,
    RegistrationKind,
    RegistrationLine,
    RegistrationState,
)

REGISTRATIONS = Registration.objects.select_related("plant", "model", "made_by")
GOODS = {"pallets": "pallet", "cartons": "carton"}


class RegistrationShape(serializers.ModelSerializer[Registration]):
    """A request; `files` by profile with name, rows, bytes and SHA-256, null while it is made."""

    plant = serializers.CharField(source="plant.code", read_only=True)
    model = serializers.CharField(source="model.code", read_only=True)
    made_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Registration
        fields: tuple[str, ...] = (
            "no", "plant", "kind", "model", "state", "reference", "imei_per_device",
            "device_count", "demo", "form", "files", "made_by", "made_at",
        )  # fmt: skip
        read_only_fields = fields


class RegistrationWish(EventShape):
    """Packed goods of one model: pallets, cartons, or what an order has packed and not yet sent.

    Counts, when declared, must be those that are found. `user_id` and `user_name` are those of the
    plant's account at the register; whose pack it is, where the request names none.
    """

    kind = serializers.ChoiceField(choices=RegistrationKind.choices, default="register")
    pallets = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, default=list, max_length=500
    )
    cartons = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, default=list, max_length=5000
    )
    work_order = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    model = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    device_count = serializers.IntegerField(required=False, min_value=0, max_value=10_000_000)
    imei_per_device = serializers.IntegerField(required=False, min_value=0, max_value=100)
    operating_system = serializers.CharField(
        max_length=1000, required=False, default="", allow_blank=True
    )
    user_id = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    user_name = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class RegistrationAnswerShape(AnswerShape):
    registration = RegistrationShape()


class RegistrationsView(WriteView, PlantList):
    """Make a pack of packed goods (202 when it is large and waits); list packs by `state`."""

    act = "registration.make"
    shape = RegistrationWish
    answer_shape = RegistrationAnswerShape
    queryset = REGISTRATIONS
    serializer_class = RegistrationShape
    filters = {"state": "state", "model": "model__code", "kind": "kind", "plant": "plant__code"}

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        said, plants = asked.said, asked.caller.plant_ids
        found: set[int] = set()
        keys: list[int] = []
        for name, kind in GOODS.items():
            for no in dict.fromkeys(said[name]):
                rows = HandlingUnit.objects.filter(plant_id__in=plants, kind=kind, no=no)
                one = the_one(rows, Refusal("unknown_thing", what=kind, no=no))
                keys.append(one.pk)
                found.add(one.plant_id)
        order = None
        if no := said["work_order"]:
            orders = WorkOrder.objects.filter(plant_id__in=plants, no=no)
            order = the_one(orders, Refusal("unknown_order", order=no))
            found.add(order.plant_id)
        if len(found) != 1:
            raise Malformed("name pallets, cartons or a work_order of one plant")
        self.wish = _wish(said, keys, order.pk if order else None)
        (self.plant_id,) = found
        return self.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = make_registration(
            event_id=asked.event_id,
            plant_id=self.plant_id,
            wish=self.wish,
            who=who_of(asked.caller),
        )
        status = 202 if made.state == RegistrationState.PROCESSING else 201
        return status, answer_of(made)


def _wish(said: dict[str, Any], handling: list[int], order_id: int | None) -> Wish:
    return Wish(
        kind=said["kind"],
        handling_ids=handling,
        order_id=order_id,
        model=said["model"],
        device_count=said.get("device_count"),
        imei_per_device=said.get("imei_per_device"),
        operating_system=said["operating_system"],
        user_id=said["user_id"],
        user_name=said["user_name"],
        names={name: said[name] for name in (*GOODS, "work_order") if said[name]},
    )


class EventRowShape(serializers.ModelSerializer[RegistrationEvent]):
    class Meta:
        model = RegistrationEvent
        fields: tuple[str, ...] = ("state", "reference", "note", "facts", "at")
        read_only_fields = fields


class RegistrationWhole(RegistrationShape):
    """With its history, oldest first, and its rows counted by state."""

    events = serializers.SerializerMethodField()
    lines = serializers.SerializerMethodField()

    class Meta(RegistrationShape.Meta):
        fields = (*RegistrationShape.Meta.fields, "events", "lines")

    def get_events(self, row: Registration) -> list[dict[str, Any]]:
        events = RegistrationEvent.objects.filter(registration_id=row.pk)
        return list(EventRowShape(events.order_by("received_at"), many=True).data)

    def get_lines(self, row: Registration) -> dict[str, int]:
        states = row.lines.values_list("state", flat=True)
        found: dict[str, int] = {}
        for state in states:
            found[state] = found.get(state, 0) + 1
        return found


class RegistrationView(GenericAPIView[Registration]):
    """One pack with its history."""

    serializer_class = RegistrationWhole

    @extend_schema(responses=RegistrationWhole, operation_id="registration_read")
    def get(self, request: Request, no: str) -> Response:
        return Response(RegistrationWhole(registration_at(request, no)).data)


class RegistrationLineShape(serializers.ModelSerializer[RegistrationLine]):
    class Meta:
        model = RegistrationLine
        fields: tuple[str, ...] = ("n", "serial", "imeis", "state")
        read_only_fields = fields


class RegistrationLines(PlantList):
    """The rows of a pack with what was decided of each, `?state=` one of the states."""

    queryset = RegistrationLine.objects.all()
    serializer_class = RegistrationLineShape
    filters = {"state": "state", "serial": "serial"}

    def get_queryset(self) -> Any:  # noqa: ANN401  as its base class
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.filter(registration=registration_at(self.request, self.kwargs["no"]))


class StateWish(EventShape):
    state = serializers.ChoiceField(choices=RegistrationState.choices)
    reference = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class StateView(WriteView):
    """Mirror the state that the regulator's system shows, with its reference number."""

    act = "registration.state"
    shape = StateWish
    answer_shape = RegistrationAnswerShape

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        self.registration = _named(asked.caller, asked.named["no"])
        return self.registration.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        row = change_state(
            event_id=asked.event_id,
            registration_id=self.registration.pk,
            state=said["state"],
            reference=said["reference"],
            note=said["note"],
            who=who_of(asked.caller),
        )
        return 200, answer_of(row)


def registration_at(request: Request, no: str) -> Registration:
    """The pack of this number, for whoever may make one in its plant."""
    caller = caller_at(request)
    row = _named(caller, no)
    check_allowed(caller, row.plant_id, "registration.read")
    return row


def _named(caller: Caller, no: str) -> Registration:
    no = clean_text(no)
    rows = REGISTRATIONS.filter(plant_id__in=caller.plant_ids, no=no)
    return the_one(rows, Refusal("unknown_thing", what="registration", no=no))


def who_of(caller: Caller) -> Who:
    return Who(caller.person_id, caller.token_id)


def answer_of(row: Registration) -> Answer:
    return accepted(registration=shown(RegistrationShape, REGISTRATIONS.get(pk=row.pk)))
