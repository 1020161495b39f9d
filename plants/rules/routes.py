"""What makes a route one that a unit can walk from its start to its carton."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepWish:
    """One step as it is asked for; `operation` by code, `cycle_seconds` of one unit."""

    position: int
    operation: str
    gates: tuple[str, ...] = ()
    grants: str = ""
    parts: tuple[str, ...] = ()
    retest_limit: int = 3
    repair_limit: int = 3
    is_output: bool = False
    cycle_seconds: float = 20.0


def check_route(steps: Sequence[StepWish], kinds: Mapping[str, str], *, start: str) -> str:
    """What is wrong with the steps, in position order; empty when nothing is.

    `kinds` is the kind of each operation, `start` the kind that a route begins with.
    """
    if not steps:
        return "it has no steps"
    if kinds[steps[0].operation] != start:
        return "it must begin with a line input"
    outputs = [step for step in steps if step.is_output]
    if outputs != [steps[-1]]:
        return "its last step must be its one output"
    granted: set[str] = set()
    for step in steps:
        if unearned := sorted(set(step.gates) - granted):
            return f"{step.operation} asks for {unearned[0]}, which no step before it grants"
        granted |= {step.grants} - {""}
    return ""
