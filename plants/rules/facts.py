"""A station and a route as plain values, for rules that know no database."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from plants.rules.crew import NO_DEMANDS, Demands
from plants.rules.equipment import Tool


@dataclass(frozen=True, slots=True)
class StationFacts:
    """A station with its line, plant and operation; `kind` is the operation's.

    `crew` are the people signed in or assigned there, `demands` what is asked of them; a rise of
    `crew_version` is the only time at which the demands are read anew. `tools` are the instruments
    and fixtures that may not be used today or tomorrow.
    """

    id: int
    code: str
    name: str
    line_id: int
    line_code: str
    plant_id: int
    plant_code: str
    timezone: str
    operation_id: int
    operation_code: str
    operation_name: str
    operation_name_ur: str
    kind: str
    offline_policy: str
    crew: tuple[int, ...] = ()
    crew_version: int = -1
    demands: Demands = NO_DEMANDS
    tools: tuple[Tool, ...] = ()


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of a route, as `plants.RouteStep` describes it."""

    position: int
    operation_id: int
    operation_code: str
    name: str
    name_ur: str
    kind: str
    gates: frozenset[str]
    grants: str
    parts: tuple[str, ...]
    retest_limit: int
    repair_limit: int
    is_output: bool
    cycle_seconds: float


@dataclass(frozen=True, eq=False)
class RouteMap:
    """A route in the order of its positions; equal only to itself, so that it may key a cache."""

    id: int
    model_id: int
    steps: tuple[StepFacts, ...]

    @cached_property
    def _positions(self) -> tuple[int, ...]:
        return tuple(step.position for step in self.steps)

    @cached_property
    def _by_position(self) -> dict[int, StepFacts]:
        return {step.position: step for step in self.steps}

    @cached_property
    def _by_operation(self) -> dict[int, StepFacts]:
        return {step.operation_id: step for step in self.steps}

    @cached_property
    def _by_grant(self) -> dict[str, StepFacts]:
        return {step.grants: step for step in self.steps if step.grants}

    def next_after(self, done: int) -> StepFacts | None:
        """The step a unit that has passed position `done` must do next; None at the end."""
        index = bisect_right(self._positions, done)
        return self.steps[index] if index < len(self.steps) else None

    def at_operation(self, operation_id: int) -> StepFacts | None:
        """The step at which the route does this operation; an operation occurs once."""
        return self._by_operation.get(operation_id)

    def at_position(self, position: int) -> StepFacts | None:
        return self._by_position.get(position)

    def granting(self, gate: str) -> StepFacts | None:
        """The step whose pass clears `gate`."""
        return self._by_grant.get(gate)
