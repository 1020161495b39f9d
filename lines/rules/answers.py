"""What a unit's passing is answered with, the same when it is told again from the ledger."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from mes.kernel.answers import accepted
from plants.rules.facts import RouteMap

END_OF_ROUTE = "packed goods"
END_OF_ROUTE_UR = "پیک شدہ مال"


def passed_answer(
    *,
    event_id: UUID,
    serial: str,
    route: RouteMap,
    position: int,
    run: int,
    at: datetime,
    clock_off: bool,
) -> dict[str, Any]:
    """The unit passed `position` in its `run`-th run; `next_step` is an operation code or null."""
    return {
        **_words(route, position, clock_off),
        "event_id": str(event_id),
        "unit": serial,
        "run": run,
        "at": iso(at),
    }


@lru_cache(maxsize=4096)
def _words(route: RouteMap, position: int, clock_off: bool) -> dict[str, Any]:  # noqa: FBT001
    step = route.at_position(position)
    following = route.next_after(position)
    return accepted(
        "clock_off" if clock_off else "ok",
        {
            "step": following.name if following else END_OF_ROUTE,
            "step_ur": following.name_ur if following else END_OF_ROUTE_UR,
        },
        step=step.operation_code if step else "",
        position=position,
        max_attempts=step.retest_limit if step else None,
        next_step=following.operation_code if following else None,
    )


def review_answer(*, event_id: UUID, serial: str, at: datetime) -> dict[str, Any]:
    """The event happened out of order while the server was away: kept, and the unit is held."""
    return accepted("needs_review", event_id=str(event_id), unit=serial, at=iso(at))


def iso(moment: datetime) -> str:
    """UTC, to the microsecond, with a Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
