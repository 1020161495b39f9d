"""Writes that happen at a station: who may speak for it, and when it was."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from lines.actions.standing import Visit
from lines.api.base import Asked, EventShape, WriteView, compared
from lines.api.fields import MomentField, OffsetField
from lines.rules.events import PartScan
from mes.kernel.clock import stamp
from mes.kernel.receipts import body_hash
from mes.kernel.refused import Sender
from plants.api.callers import station_for
from plants.queries.badges import person_of_badge
from plants.rules.facts import StationFacts


class StationEventShape(EventShape):
    """`at`: the device's clock; `offset_ms`: by how much the server's clock is ahead of it.

    `operator`: the badge of who works the device; a signed-in person speaks for nobody else.
    """

    station = serializers.CharField(max_length=60)
    operator = serializers.CharField(
        max_length=24, required=False, default="", allow_blank=True, allow_null=True
    )
    at = MomentField(required=False, allow_null=True, default=None)
    offset_ms = OffsetField(required=False, default=0)


class ScannedPartShape(serializers.Serializer[Any]):
    """A part at a position: its own serial, the lot it came from, or both."""

    position = serializers.CharField(max_length=20)
    serial = serializers.CharField(max_length=60, required=False, default="")
    lot = serializers.CharField(max_length=60, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs["serial"] or attrs["lot"]):
            message = "a part needs a serial or a lot"
            raise serializers.ValidationError(message)
        return attrs


class StationWrite(WriteView):
    """A write whose body names a station of the caller's."""

    shape = StationEventShape
    station: StationFacts

    def find(self, asked: Asked) -> int:
        self.station = station_for(asked.caller, asked.said["station"])
        return self.station.plant_id

    def visit(self, asked: Asked) -> Visit:
        """Where, by whom and when."""
        when = stamp(
            received_at=timezone.now(),
            device_at=asked.said["at"],
            offset=timedelta(milliseconds=asked.said["offset_ms"]),
        )
        plant_id, caller = self.station.plant_id, asked.caller
        person_id, badge = caller.person_id, (asked.said["operator"] or "").strip()
        if caller.token_id is not None and badge:
            person_id = person_of_badge(badge, plant_id=plant_id)
        sender = Sender(plant_id, self.station.id, person_id, caller.token_id)
        return Visit(self.station, sender, when)


def hash_of(asked: Asked) -> bytes:
    """The body's hash, as ledger rows keep it."""
    return body_hash(compared(asked.body))


def parts_said(asked: Asked) -> tuple[PartScan, ...]:
    """The parts of a body."""
    return tuple(PartScan(**part) for part in asked.said.get("parts", ()))
