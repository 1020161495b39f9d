"""The second person of a two-person act: named in the same body, proved before the act begins."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from lines.api.base import Asked
from mes.kernel.receipts import was_answered
from plants.actions.people import confirm_second


class SecondShape(serializers.Serializer[Any]):
    """Badge and PIN of who agrees; never kept."""

    badge = serializers.CharField(max_length=24)
    pin = serializers.CharField(max_length=12)


def seconded(asked: Asked, *, act: str, plant_id: int, roles: Collection[str]) -> int | None:
    """The key of the second person of a body; None without one, or when the act was answered.

    Call it once the caller is known to be allowed, before the act's own transaction: wrong tries
    must stay counted. Refuses what `confirm_second` refuses.
    """
    said = asked.said.get("second")
    if said is None or was_answered(kind=act, event_id=asked.event_id):
        return None
    person = confirm_second(
        second=said,
        first_person_id=asked.by,
        plant_id=plant_id,
        roles=roles,
        now=timezone.now(),
    )
    return person.pk
