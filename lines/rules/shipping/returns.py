"""A unit that comes back: what may be decided, and how it stands afterwards."""

from lines.rules.route import RETURNED, Change
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap, StepFacts


def came_back(*, done: int, repairs: int, gates: tuple[str, ...]) -> Change:
    """In the plant again, nowhere yet; the mark stays with the unit for ever."""
    marked = gates if RETURNED in gates else (*gates, RETURNED)
    return Change("returned", done, 0, repairs, marked)


def rework_step(route: RouteMap, operation: str) -> StepFacts:
    """The step a returned unit goes on at. Refuses `not_on_route`."""
    code = operation.strip().upper()
    found = next((step for step in route.steps if step.operation_code == code), None)
    if found is None or found == route.steps[0]:
        first = route.steps[1] if len(route.steps) > 1 else route.steps[0]
        raise Refusal(
            "not_on_route", here=code, here_ur=code, step=first.name, step_ur=first.name_ur
        )
    return found


def back_before(route: RouteMap, step: StepFacts, change: Change) -> Change:
    """On the line again before `step`; the gates of it and of all steps after it are shut."""
    before = [one.position for one in route.steps if one.position < step.position]
    shut = {one.grants for one in route.steps if one.position >= step.position}
    gates = tuple(gate for gate in change.gates if gate not in shut)
    return Change("in_process", max(before, default=0), 0, change.repairs, gates)
