"""What a station's operation asks of people, as plain values; ids, dates and times only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple


class Need(NamedTuple):
    """A skill that the operation asks for; `model_id` None: of whatever model."""

    model_id: int | None
    skill_id: int
    level: int
    check_below: int
    name: str
    name_ur: str


class Held(NamedTuple):
    """A certificate: its level, and the last day on which it counts (None: for ever)."""

    level: int
    expires_on: date | None


class Reading(NamedTuple):
    """A released instruction that must have been read, and by whom it was."""

    model_id: int | None
    title: str
    title_ur: str
    readers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Demands:
    """Everything that decides who may work at a station; `let` are overrides by person."""

    needs: tuple[Need, ...] = ()
    held: Mapping[tuple[int, int], Held] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    let: Mapping[int, datetime] = field(default_factory=dict)

    def level_of(self, person_id: int, skill_id: int, day: date) -> int:
        """The certified level on that day; 0 for none, or one that has run out."""
        held = self.held.get((person_id, skill_id))
        if held is None or (held.expires_on is not None and held.expires_on < day):
            return 0
        return held.level


NO_DEMANDS = Demands()


def demands_of(told: Mapping[str, Any]) -> Demands:
    """The demands from the JSON that the station's statement builds."""
    needs, readings = told.get("needs") or (), told.get("read") or ()
    if not needs and not readings:
        return NO_DEMANDS
    return Demands(
        needs=tuple(Need(*row) for row in needs),
        held={
            (person, skill): Held(level, date.fromisoformat(until) if until else None)
            for person, skill, level, until in told.get("held") or ()
        },
        readings=tuple(
            Reading(model, title, title_ur, frozenset(people))
            for model, title, title_ur, people in readings
        ),
        let={person: datetime.fromisoformat(until) for person, until in told.get("let") or ()},
    )
