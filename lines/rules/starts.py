"""May a unit begin at this station?"""

from lines.rules.route import SUPERVISOR, SUPERVISOR_UR
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap, StationFacts, StepFacts


def check_first_step(
    route: RouteMap,
    station: StationFacts,
    *,
    clearances: frozenset[str],
    brought: frozenset[str],
) -> StepFacts:
    """The first step of the route, when the station does it, it is clear and its parts are there.

    Refuses `wrong_call`, `out_of_sequence`, `not_on_route`, `gate_missing` and `part_missing`.
    """
    first = route.steps[0]
    if station.operation_id != first.operation_id:
        raise _elsewhere(route, station, first)
    if missing := first.gates - clearances:
        raise Refusal(
            "gate_missing",
            gate=sorted(missing)[0].upper(),
            here=first.name,
            here_ur=first.name_ur,
            step=SUPERVISOR,
            step_ur=SUPERVISOR_UR,
        )
    for position in first.parts:
        if position not in brought:
            raise Refusal("part_missing", position=position)
    return first


def _elsewhere(route: RouteMap, station: StationFacts, first: StepFacts) -> Refusal:
    names = {
        "here": station.operation_name,
        "here_ur": station.operation_name_ur or station.operation_name,
        "step": first.name,
        "step_ur": first.name_ur,
    }
    on_route = route.at_operation(station.operation_id) is not None
    return Refusal("out_of_sequence" if on_route else "not_on_route", **names)
