"""When a unit that a power cut caught may be begun again, and a learner's work be looked at."""

from lines.rules.route import Standing
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap, StationFacts, StepFacts


def check_may_restart(standing: Standing, route: RouteMap, station: StationFacts) -> int:
    """The position that is begun again here. Refuses `nothing_due`, `record_needed`,
    `out_of_sequence`.

    A test is not begun again by hand: its next record is the retest.
    """
    step = route.at_position(standing.retest) if standing.retest else None
    if step is None:
        raise Refusal("nothing_due", what=standing.serial)
    if step.kind == "test":
        raise Refusal("record_needed", here=step.name, here_ur=step.name_ur)
    _check_here(standing, step, station)
    return step.position


def check_may_check(standing: Standing, route: RouteMap, station: StationFacts) -> int:
    """The position whose work an expert looks at here. Refuses `nothing_due`, `out_of_sequence`."""
    step = route.at_position(standing.check_due) if standing.check_due else None
    if step is None:
        raise Refusal("nothing_due", what=standing.serial)
    _check_here(standing, step, station)
    return step.position


def _check_here(standing: Standing, step: StepFacts, station: StationFacts) -> None:
    if step.operation_id != station.operation_id or standing.line_id != station.line_id:
        raise Refusal(
            "out_of_sequence",
            here=station.operation_name,
            here_ur=station.operation_name_ur,
            step=step.name,
            step_ur=step.name_ur,
        )
