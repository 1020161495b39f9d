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


def signed_by(asked: Asked, *, act: str, plant_id: int, roles: Collection[str]) -> int | None:
    """Who does it: the signed-in person; at a device the `signer` of the body, proved by a PIN."""
    if asked.by is not None:
        return asked.by
    return _proved(asked, "signer", act=act, plant_id=plant_id, roles=roles, other=None)


def seconded(
    asked: Asked, *, act: str, plant_id: int, roles: Collection[str], first: int | None = None
) -> int | None:
    """The key of the second person of a body; None without one, or when the act was answered.

    `first` is who signed at a device. Call it once the caller is known to be allowed, before the
    act's own transaction: wrong tries must stay counted. Refuses what `confirm_second` refuses.
    """
    return _proved(
        asked, "second", act=act, plant_id=plant_id, roles=roles, other=first or asked.by
    )


def _proved(
    asked: Asked,
    field: str,
    *,
    act: str,
    plant_id: int,
    roles: Collection[str],
    other: int | None,
) -> int | None:
    said = asked.said.get(field)
    if said is None or was_answered(kind=act, event_id=asked.event_id):
        return None
    person = confirm_second(
        second=said,
        first_person_id=other,
        plant_id=plant_id,
        roles=roles,
        now=timezone.now(),
        device=asked.caller.rig,
    )
    return person.pk
