"""A leader lets a locked person try again."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.actions.people import unlock_person
from plants.api.callers import caller_of
from plants.models import Person, Plant


class UnlockWish(serializers.Serializer[Any]):
    plant = serializers.CharField(max_length=8)


class Unlock(APIView):
    """Forgive the wrong PINs of a person; supervisor, manager or administrator of the plant."""

    @extend_schema(request=UnlockWish, responses={200: None})
    def post(self, request: Request, username: str) -> Response:
        caller = caller_of(request)
        wish = UnlockWish(data=request.data)
        wish.is_valid(raise_exception=True)
        code = wish.validated_data["plant"]
        plant = Plant.objects.filter(pk__in=caller.plant_ids, code=code).first()
        if plant is None:
            raise Refusal("unknown_thing", what="plant", no=code)
        if caller.person_id is None:
            raise Refusal("not_allowed", who="the supervisor")
        by = Person.objects.get(pk=caller.person_id)
        name = username.replace("\x00", "")
        person = unlock_person(username=name, by=by, plant_id=plant.pk)
        return Response(accepted(username=person.username))
