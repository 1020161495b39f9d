"""One life for each stop, and which of two at one station are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mes.kernel.refusals import Malformed, Refusal


@dataclass(frozen=True, slots=True)
class OpenStop:
    """An open stop or call at the same place of the line; `key` is its event id as text."""

    key: str
    group: str
    halts: bool


def same_stop(open_ones: Iterable[OpenStop], *, group: str, halts: bool) -> OpenStop | None:
    """The open stop that a new one is only told again of.

    A place stands still once, whatever the cause; a call joins an open call or stop of its group.
    """
    for stop in open_ones:
        if stop.halts and (halts or stop.group == group):
            return stop
        if not stop.halts and not halts and stop.group == group:
            return stop
    return None


def overtaken(open_ones: Iterable[OpenStop], *, group: str, halts: bool) -> OpenStop | None:
    """The open call of the same group that a stop now takes the place of."""
    return next((s for s in open_ones if halts and not s.halts and s.group == group), None)


def check_still_open(no: str, *, ended: bool) -> None:
    """Refuse `wrong_state` for a stop that has ended."""
    if ended:
        raise Refusal("wrong_state", what=f"Stop {no}", state="ended")


def check_not_said(no: str, *, said: bool, what: str) -> None:
    """Refuse `wrong_state` for what is written once and was."""
    if said:
        raise Refusal("wrong_state", what=f"Stop {no}", state=what)


def check_hour(hour: datetime, now: datetime) -> None:
    """Raise Malformed unless `hour` is a full hour that has begun, within the last year."""
    if hour.minute or hour.second or hour.microsecond:
        raise Malformed("hour: not the beginning of an hour")
    if not now - timedelta(days=366) <= hour <= now:
        raise Malformed("hour: not in the last year")
