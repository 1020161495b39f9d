"""Business time: the device's clock corrected, unless it is plainly wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Stamp:
    """All three times are kept; `at` is the one that counts. `clock_off`: `at` is receive time."""

    at: datetime
    device_at: datetime | None
    received_at: datetime
    clock_off: bool


def stamp(
    *,
    received_at: datetime,
    device_at: datetime | None,
    offset: timedelta = timedelta(0),
) -> Stamp:
    """Business time is `device_at + offset` when within 24 h of receive time, else receive time.

    `offset` is server minus device, measured at contact; zero when nothing was measured.
    """
    if device_at is None:
        return Stamp(received_at, None, received_at, clock_off=False)
    corrected = device_at + offset
    if abs(corrected - received_at) > TOLERANCE:
        return Stamp(received_at, device_at, received_at, clock_off=True)
    return Stamp(min(corrected, received_at), device_at, received_at, clock_off=False)
