"""Which levels a waiting call has reached. Minutes run from when it was raised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a ladder: after `minutes`, `role` is told, unless the call was `unless`."""

    line_id: int | None
    group: str
    level: int
    minutes: int
    role: str
    unless: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call as far as its escalation is concerned; `reached` are the levels it has had."""

    line_id: int
    group: str
    started_at: datetime
    acknowledged: bool
    reached: frozenset[int]


def ladder_of(rungs: Iterable[Rung], *, line_id: int, group: str) -> list[Rung]:
    """The rungs for a line and group: the most exact set that exists, never a mixture."""
    found: dict[int, list[Rung]] = {}
    for rung in rungs:
        if rung.line_id not in (None, line_id) or rung.group not in ("", group):
            continue
        exact = 2 * (rung.line_id is not None) + bool(rung.group)
        found.setdefault(exact, []).append(rung)
    best = found[max(found)] if found else []
    return sorted(best, key=lambda rung: rung.level)


def due(call: Waiting, ladder: Sequence[Rung], moment: datetime) -> list[tuple[Rung, datetime]]:
    """The rungs that the call has come to by `moment` and not yet had, with when each was due."""
    reached = []
    for rung in ladder:
        if rung.level in call.reached or (rung.unless == "acknowledged" and call.acknowledged):
            continue
        when = call.started_at + timedelta(minutes=rung.minutes)
        if when <= moment:
            reached.append((rung, when))
    return reached
