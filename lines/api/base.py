"""What the API's views share: shape first, then who, then once."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from lines.api.permissions import check_allowed
from lines.rules.events import hashed
from mes.kernel.receipts import once
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.dead_letters import keep_dead_letter
from plants.api.bodies import parsed_body
from plants.api.callers import Caller, caller_of
from plants.api.drf import first_fault
from plants.models import Plant

Answer = dict[str, Any]
M = TypeVar("M", bound=Model)
BODY_LIMIT = 65536


class EventShape(serializers.Serializer[Any]):
    """Every write carries an id that its client made; the same id again gets the same answer."""

    event_id = serializers.UUIDField()


class AnswerShape(serializers.Serializer[Any]):
    """What every write answers, a yes or a no."""

    verdict = serializers.ChoiceField(choices=["ok", "refused", "duplicate", "hold"])
    code = serializers.CharField()
    detail = serializers.CharField()
    detail_ur = serializers.CharField()
    next = serializers.CharField()
    next_ur = serializers.CharField()
    replay = serializers.BooleanField(required=False)


@dataclass(frozen=True)
class Asked:
    """One write as it came: who, the checked body, and the names in its address."""

    caller: Caller
    said: dict[str, Any]
    named: dict[str, str]
    body: dict[str, Any]

    @property
    def by(self) -> int | None:
        """The person's key, None for a device."""
        return self.caller.person_id

    @property
    def event_id(self) -> UUID:
        value: UUID = self.said["event_id"]
        return value


class WriteView(GenericAPIView[Any]):
    """POST: `find` says in which plant, the table who may, `once` that it happens once."""

    act: ClassVar[str]
    shape: ClassVar[type[serializers.Serializer[Any]]] = EventShape
    answer_shape: ClassVar[type[serializers.Serializer[Any]]] = AnswerShape
    body_limit: ClassVar[int] = BODY_LIMIT

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "act" not in cls.__dict__:
            return

        def post(self: WriteView, request: Request, **named: str) -> Response:
            return self.answer(request, named)

        cls.post = extend_schema(  # type: ignore[method-assign]
            request=cls.shape,
            responses={200: cls.answer_shape, 201: cls.answer_shape, 409: AnswerShape},
            operation_id=cls.act.replace(".", "_"),
            summary=(cls.__doc__ or "").split("\n", maxsplit=1)[0],
        )(post)

    def post(self, request: Request, **named: str) -> Response:
        raise NotImplementedError

    def answer(self, request: Request, named: dict[str, str]) -> Response:
        """The five beats of a write around its `find` and `write`."""
        caller = caller_at(request)
        try:
            asked = self.asked(caller, request, named)
        except (APIException, Malformed) as error:
            return _unread(caller, request, error)
        self.allow(caller, self.find(asked))
        receipt = once(
            kind=self.act,
            event_id=asked.event_id,
            body={**compared(asked.body), **named},
            effect=partial(self.write, asked),
            person_id=caller.person_id,
            token_id=caller.token_id,
        )
        if receipt.status < 300 and not receipt.answer.get("replay"):
            self.written(asked)
        return Response(receipt.answer, status=receipt.status)

    def asked(self, caller: Caller, request: Request, named: dict[str, str]) -> Asked:
        """The body, every field checked for its form."""
        body = parsed_body(request._request, self.body_limit)
        shaped = self.shape(data=body)
        shaped.is_valid(raise_exception=True)
        return Asked(caller, dict(shaped.validated_data), named, body)

    def allow(self, caller: Caller, plant_id: int) -> None:
        """Refuse whom the table of this app does not let do the act."""
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        """The plant this write belongs to; refuses what does not exist for the caller."""
        raise NotImplementedError

    def write(self, asked: Asked) -> tuple[int, Answer]:
        """Do it, inside the transaction of its receipt."""
        raise NotImplementedError

    def written(self, asked: Asked) -> None:
        """After the commit of a first yes: tell who watches."""


def compared(body: dict[str, Any]) -> dict[str, Any]:
    """What a repeat must have in common: not what a tablet adds at each sending, and no PIN."""
    return hashed(body)


def _unread(caller: Caller, request: Request, error: APIException | Malformed) -> Response:
    """What nobody can read is kept as it came; the answer names the number it is kept under."""
    if isinstance(error, APIException):
        error = Malformed(storable(first_fault(error.detail)))
    number = keep_dead_letter(
        path=request.path,
        content_type=request.META.get("CONTENT_TYPE", ""),
        body=request._request.body,
        error=str(error.facts["fault"]),
        token_id=caller.token_id,
        person_id=caller.person_id,
    )
    return Response({**error.answer(), "dead_letter": number}, status=error.status)


class PlantList(ListAPIView[Any]):
    """GET: the rows of the caller's plants, newest first, by cursor.

    `plant_path` leads from a row to its plant; empty for what all plants share (models, plans).
    """

    plant_path: ClassVar[str] = "plant_id"
    filters: ClassVar[dict[str, str]] = {}

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset().none()
        plants, rows = caller_at(self.request).plant_ids, super().get_queryset()
        if self.plant_path:
            rows = rows.filter(**{f"{self.plant_path}__in": plants})
        for name, path in self.filters.items():
            if value := self.request.query_params.get(name, ""):
                rows = rows.filter(**{path: clean_text(value)})
        return rows


def check_size(request: Request, limit: int) -> None:
    """Refuse `too_large` before the body is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise Refusal("too_large", limit=f"{limit // 1024} KB")


def clean_text(value: str) -> str:
    """A name from an address or a query, as PostgreSQL can look for it."""
    return storable(value)[:60]


def storable(text: str) -> str:
    """Without what neither UTF-8 nor PostgreSQL knows: half a surrogate pair, NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def caller_at(request: Request) -> Caller:
    """The caller, within the plant of `?plant=` when the address names one."""
    caller = caller_of(request)
    code = clean_text(request.query_params.get("plant", ""))
    if not code:
        return caller
    named = Plant.objects.filter(pk__in=caller.plant_ids, code=code)
    return replace(caller, plant_ids=frozenset(named.values_list("pk", flat=True)))


def the_one(rows: QuerySet[M], refusal: Refusal) -> M:
    """The only row. Raises Malformed when two plants of the caller have one of that name."""
    found = list(rows.order_by("pk")[:2])
    if not found:
        raise refusal
    if len(found) > 1:
        raise Malformed("two of your plants have one of that name: add ?plant= to the address")
    return found[0]


def shown(shape: type[BaseSerializer[M]], row: M) -> Answer:
    """The row as the answer carries it."""
    return dict(shape(row).data)
