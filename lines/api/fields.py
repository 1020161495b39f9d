"""Fields of a body that DRF's own are too generous with."""

from datetime import datetime
from math import isfinite

from rest_framework import serializers


class MomentField(serializers.DateTimeField):
    """An ISO 8601 time; neither a clock nor PostgreSQL's reader goes beyond 1970 to 2999."""

    def to_internal_value(self, value: object) -> datetime:
        moment: datetime = super().to_internal_value(value)  # type: ignore[arg-type]  # any JSON
        if not 1970 <= moment.year <= 2999:
            message = "not a time a device can have"
            raise serializers.ValidationError(message)
        return moment


class OffsetField(serializers.FloatField):
    """Milliseconds by which the server's clock is ahead of the device's; a number, not NaN."""

    def to_internal_value(self, data: object) -> float:
        value: float = super().to_internal_value(data)  # type: ignore[arg-type]  # any JSON
        if not isfinite(value) or abs(value) > 1e12:
            message = "not a number of milliseconds"
            raise serializers.ValidationError(message)
        return value
