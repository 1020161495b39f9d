"""Where a unit goes after a test record, and how that is said: now, and when it is told again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lines.rules.answers import END_OF_ROUTE, END_OF_ROUTE_UR, iso
from mes.kernel.answers import accepted
from plants.rules.facts import RouteMap, StepFacts

WORDS = ("verdict", "code", "detail", "detail_ur", "next", "next_ur")


@dataclass(frozen=True, slots=True)
class Told:
    """A stored record as its answer needs it.

    `position` 0: it did not count, `code` says why and `facts` fill the sentence. `sent` is
    repair, scrap or empty. `bad` are the names of the steps out of limits.
    """

    event_id: UUID
    serial: str
    outcome: str
    run: int
    at: datetime
    route: RouteMap | None
    position: int = 0
    code: str = ""
    facts: Mapping[str, str] | None = None
    sent: str = ""
    bad: tuple[str, ...] = ()
    clock_off: bool = False

    @property
    def counted(self) -> bool:
        return self.position > 0


def record_answer(told: Told) -> dict[str, Any]:
    """The answer to a record: what became of it, and `routing` for the rig."""
    step = told.route.at_position(told.position) if told.route and told.counted else None
    code = _code(told)
    words = accepted(code, _facts(told, step))
    following = _following(told, step)
    limit = step.retest_limit if step else None
    goes_to = following.operation_code if following else None
    return {
        **words,
        "record": str(told.event_id),
        "event_id": str(told.event_id),
        "unit": told.serial or None,
        "step": step.operation_code if step else None,
        "outcome": told.outcome,
        "failed": list(told.bad),
        "run": told.run,
        "max_runs": limit,
        "max_attempts": limit,
        "at": iso(told.at),
        "next_step": goes_to,
        "routing": {
            "allowed": told.counted,
            "next_station": goes_to,
            **{word: words[word] for word in WORDS if word != "verdict"},
        },
    }


def _code(told: Told) -> str:
    if not told.counted:
        return told.code
    if told.outcome != "passed":
        return {"repair": "to_repair", "scrap": "to_scrap"}.get(told.sent, "test_failed")
    return "clock_off" if told.clock_off else "ok"


def _following(told: Told, step: StepFacts | None) -> StepFacts | None:
    """The step to carry the unit to; after a failed run the same again, unless it left the line."""
    if step is None or told.route is None or told.sent:
        return None
    return step if told.outcome != "passed" else told.route.next_after(told.position)


def _facts(told: Told, step: StepFacts | None) -> dict[str, object]:
    if step is None:
        return dict(told.facts or {})
    following = _following(told, step)
    return {
        "here": step.name,
        "here_ur": step.name_ur,
        "run": told.run,
        "limit": step.retest_limit,
        "step": following.name if following else END_OF_ROUTE,
        "step_ur": following.name_ur if following else END_OF_ROUTE_UR,
    }
