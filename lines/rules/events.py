"""One event as it came in, with every field checked for its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from mes.kernel.refusals import Malformed
from plants.rules.signers import SIGNERS

NOT_HASHED = SIGNERS | {"late", "offset_ms"}
"""May differ between the first sending of an event and its repeat: what a tablet's outbox adds at
each, and who signs by a PIN, of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class PartScan:
    """A part brought to a position: its serial, the lot it came from, or both."""

    position: str
    serial: str
    lot: str


class Event(NamedTuple):
    """What every scan, record and IMEI event carries. `offset` is server minus device clock."""

    event_id: UUID
    station: str
    identifier: str
    at: datetime | None
    offset: timedelta
    late: bool


def event_of(body: Mapping[str, Any]) -> Event:
    """The common fields of an event. Raises Malformed."""
    return Event(
        event_id=uuid_of(body, "event_id"),
        station=text_of(body, "station", 60, needed=True),
        identifier=text_of(body, "identifier", 400, needed=True),
        at=moment_of(body, "at"),
        offset=offset_of(body),
        late=flag_of(body, "late"),
    )


def hashed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a body that must be equal in a repeat."""
    return {key: value for key, value in body.items() if key not in NOT_HASHED}


def uuid_of(body: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(body.get(name))
    except (ValueError, TypeError, AttributeError):  # anything else than a text ends here too
        raise Malformed(f"{name} is not a UUID") from None


def text_of(body: Mapping[str, Any], name: str, longest: int, *, needed: bool = False) -> str:
    """A text of at most `longest` characters; a missing or null one is empty."""
    value = body.get(name)
    if value is None:
        if needed:
            raise Malformed(f"{name} is missing")
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name} is not a text")
    if len(value) > longest:
        raise Malformed(f"{name} is longer than {longest} characters")
    return value


def flag_of(body: Mapping[str, Any], name: str) -> bool:
    value = body.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Malformed(f"{name} is not true or false")
    return value


def moment_of(body: Mapping[str, Any], name: str) -> datetime | None:
    """An ISO 8601 time with its offset from UTC; a local time could mean any hour."""
    value = body.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise Malformed(f"{name} is not an ISO 8601 time") from None
    if moment.tzinfo is None:
        raise Malformed(f"{name} has no offset from UTC")
    if not 1970 <= moment.year <= 2999:  # neither a clock nor PostgreSQL's reader goes there
        raise Malformed(f"{name} is not a time a device can have")
    return moment


def offset_of(body: Mapping[str, Any]) -> timedelta:
    """`offset_ms`: milliseconds by which the server's clock is ahead of the device's."""
    value = body.get("offset_ms")
    if value is None:
        return timedelta(0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e13:
        raise Malformed("offset_ms is not a number of milliseconds")
    return timedelta(milliseconds=value)


def parts_of(body: Mapping[str, Any]) -> tuple[PartScan, ...]:
    """`parts`: a list of {position, serial, lot}, one of the two or both, at most 40."""
    value = body.get("parts")
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > 40:
        raise Malformed("parts is not a list of at most 40")
    return tuple(_part(part) for part in value)


def _part(part: object) -> PartScan:
    if not isinstance(part, dict):
        raise Malformed("a part is not an object")
    made = PartScan(
        position=text_of(part, "position", 20, needed=True).strip(),
        serial=text_of(part, "serial", 60).strip(),
        lot=text_of(part, "lot", 60).strip(),
    )
    if not made.position or not (made.serial or made.lot):
        raise Malformed("a part needs a position and a serial or a lot")
    return made
