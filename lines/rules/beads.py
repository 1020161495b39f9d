"""A unit's way to this station in five beads: what is done, what is missing, and here."""

from lines.rules.route import Standing
from plants.rules.facts import RouteMap, StationFacts, StepFacts

MOST = 5


def beads(standing: Standing, route: RouteMap, station: StationFacts) -> list[dict[str, str]]:
    """Up to five of `{code, state: done, missing or here}`, in route order; empty off the route."""
    here = route.at_operation(station.operation_id)
    if here is None:
        return []
    before = [step for step in route.steps if step.position < here.position]
    missing = [step for step in before if _is_missing(step, standing, here)][: MOST - 2]
    done = [step for step in before if step.position <= standing.done and step not in missing]
    shown = sorted([*done[len(missing) - MOST + 1 :], *missing], key=lambda step: step.position)
    return [
        *({"code": step.operation_code, "state": _state(step, missing)} for step in shown),
        {"code": here.operation_code, "state": "here"},
    ]


def _is_missing(step: StepFacts, standing: Standing, here: StepFacts) -> bool:
    """Not passed yet, or passed without the gate that is asked for here."""
    if step.position > standing.done:
        return True
    needed = here.gates - frozenset(standing.gates) - standing.clearances
    return bool(step.grants) and step.grants in needed


def _state(step: StepFacts, missing: list[StepFacts]) -> str:
    return "missing" if step in missing else "done"
