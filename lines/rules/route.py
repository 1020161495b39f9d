"""May this unit do this step now, and how does it stand afterwards? No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lines.rules.events import PartScan
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap, StationFacts, StepFacts

SUPERVISOR, SUPERVISOR_UR = "the supervisor", "سپروائزر"
RUNNING_ORDERS = frozenset({"released", "running", "completed"})
RETURNED = "returned"
"""Beside a unit's gates: it came back from a customer. It counts as made already, and goes on
although its order is closed."""


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """The first open hold that stops a unit here; `subject` unit, order, lot, station or line."""

    subject: str
    reason: str


class Standing(NamedTuple):
    """A unit as one statement saw it: place, gates, holds and what is built in.

    `gates` are the unit's own, `clearances` those of its order, its line and the station asked for.
    `version` is what a write must still find. A tuple, for a batch makes a thousand of them.
    """

    unit_id: int
    version: int
    plant_id: int
    line_id: int
    line_code: str
    order_id: int
    order_no: str
    order_state: str
    variant_id: int
    route_id: int
    serial: str
    state: str
    done: int
    run: int
    repairs: int
    gates: tuple[str, ...]
    clearances: frozenset[str]
    parts: frozenset[str]
    hold: HoldFacts | None
    box_id: int | None
    retest: int = 0
    check_due: int = 0


class Change(NamedTuple):
    """The columns of a unit that a move writes; `version` rises by itself."""

    state: str
    done: int
    run: int
    repairs: int
    gates: tuple[str, ...]


def may_enter(standing: Standing, route: RouteMap, station: StationFacts) -> StepFacts:
    """The step this unit may do at this station, next in its route.

    Refuses scrapped, shipped, in_repair, wrong_state, wrong_line, on_hold, station_blocked,
    second_check_needed, retest_after_cut, not_on_route, already_passed, route_finished,
    out_of_sequence, gate_missing, retest_limit.
    """
    _check_state(standing)
    if standing.line_id != station.line_id:
        raise Refusal("wrong_line", found=standing.line_code)
    _check_holds(standing, station)
    _check_marks(standing, route)
    step = retested_here(standing, route, station) or next_here(standing, route, station)
    check_gates(standing, route, step)
    if standing.run >= step.retest_limit:
        raise Refusal("retest_limit", here=step.name, here_ur=step.name_ur, runs=standing.run)
    return step


def retested_here(standing: Standing, route: RouteMap, station: StationFacts) -> StepFacts | None:
    """The step that a power cut put in doubt, when this is its station; None when nothing is due.

    A unit that was sent back behind that step meets it again on its way, and may go on to it.
    """
    if not standing.retest or standing.done < standing.retest:
        return None
    step = route.at_operation(station.operation_id)
    if step is not None and step.position == standing.retest:
        return step
    raise _retest(route, standing.retest)


def next_here(standing: Standing, route: RouteMap, station: StationFacts) -> StepFacts:
    """The unit's next step, when it is the station's operation."""
    following = route.next_after(standing.done)
    step = route.at_operation(station.operation_id)
    if following is None:
        raise Refusal("route_finished")
    if step is None:
        raise Refusal(
            "not_on_route",
            here=station.operation_name,
            here_ur=station.operation_name_ur,
            step=following.name,
            step_ur=following.name_ur,
        )
    if step.position <= standing.done:
        raise Refusal("already_passed", **_names(step, following))
    if step.position != following.position:
        raise Refusal("out_of_sequence", **_names(step, following))
    return step


def check_gates(standing: Standing, route: RouteMap, step: StepFacts) -> None:
    """Refuse `gate_missing`, naming the first step of the route whose pass would clear a gate."""
    missing = step.gates - standing.clearances - frozenset(standing.gates)
    if not missing:
        return
    granting = [found for gate in sorted(missing) if (found := route.granting(gate))]
    first = min(granting, key=lambda found: found.position, default=None)
    if first is None:
        gate = sorted(missing)[0].upper()
        raise Refusal(
            "gate_missing", gate=gate, here=step.name, here_ur=step.name_ur, step=SUPERVISOR,
            step_ur=SUPERVISOR_UR,
        )  # fmt: skip
    raise Refusal("gate_missing", gate=first.name, gate_ur=first.name_ur, **_names(step, first))


def check_not_begun_again(standing: Standing, route: RouteMap, step: StepFacts) -> None:
    """Refuse `retest_after_cut` for a timed step that a cut broke off and nobody began again."""
    if standing.retest and standing.retest == step.position:
        raise _retest(route, standing.retest)


def may_pass_by_scan(step: StepFacts, route: RouteMap) -> None:
    """Refuse `record_needed` where a test record is the move, `wrong_call` where another call is.

    A line input that is not the first step (CKD: the board meets its housing) is a plain move.
    """
    if step.kind == "test":
        raise Refusal("record_needed", here=step.name, here_ur=step.name_ur)
    if step.kind == "move" or (step.kind == "start" and step != route.steps[0]):
        return
    raise Refusal("wrong_call", here=step.name, here_ur=step.name_ur)


def parts_complete(standing: Standing, step: StepFacts, brought: frozenset[str]) -> None:
    """Refuse `part_missing` for the first position of the step that is bound by nothing."""
    for position in step.parts:
        if position not in standing.parts and position not in brought:
            raise Refusal("part_missing", position=position)


def step_by_scan(
    standing: Standing, route: RouteMap, station: StationFacts, parts: Sequence[PartScan]
) -> StepFacts:
    """The step that a plain scan at this station passes, with the parts it brings."""
    step = may_enter(standing, route, station)
    may_pass_by_scan(step, route)
    check_not_begun_again(standing, route, step)
    if not parts:
        parts_complete(standing, step, frozenset())
        return step
    known = {position for each in route.steps for position in each.parts}
    brought: set[str] = set()
    for part in parts:
        if part.position not in known:
            raise Refusal("unknown_thing", what="position", no=part.position)
        if part.position in standing.parts or part.position in brought:
            raise Refusal("position_taken", position=part.position)
        brought.add(part.position)
    parts_complete(standing, step, frozenset(brought))
    return step


def passed(standing: Standing, step: StepFacts) -> Change:
    """After a pass: the step is done, its gate is open, runs count anew."""
    gates = standing.gates
    if step.grants and step.grants not in gates:
        gates = (*gates, step.grants)
    # A step done again after a power cut leaves the unit where it stands.
    done = max(standing.done, step.position)
    return Change(standing.state, done, 0, standing.repairs, gates)


def failed(standing: Standing, step: StepFacts, *, to_repair: bool) -> Change:
    """After a failed run: the gate is shut; at the retest limit, or when asked, off to repair."""
    run = standing.run + 1
    repair = to_repair or run >= step.retest_limit
    return Change(
        state="in_repair" if repair else standing.state,
        done=standing.done,
        run=run,
        repairs=standing.repairs,
        gates=tuple(gate for gate in standing.gates if gate != step.grants),
    )


def unchanged(standing: Standing) -> Change:
    """The same place again: for a move that only tells."""
    return Change(standing.state, standing.done, standing.run, standing.repairs, standing.gates)


def after(standing: Standing, change: Change) -> Standing:
    """The standing once the change is written."""
    return standing._replace(
        version=standing.version + 1,
        state=change.state,
        done=change.done,
        run=change.run,
        repairs=change.repairs,
        gates=change.gates,
    )


def _check_marks(standing: Standing, route: RouteMap) -> None:
    if standing.check_due:
        step = route.at_position(standing.check_due)
        raise Refusal(
            "second_check_needed",
            step=step.name if step else "–",
            step_ur=step.name_ur if step else "–",
        )


def _retest(route: RouteMap, position: int) -> Refusal:
    step = route.at_position(position)
    return Refusal(
        "retest_after_cut",
        step=step.name if step else "–",
        step_ur=step.name_ur if step else "–",
    )


def _names(here: StepFacts, step: StepFacts) -> dict[str, str]:
    return {
        "here": here.name,
        "here_ur": here.name_ur,
        "step": step.name,
        "step_ur": step.name_ur,
    }


def _check_state(standing: Standing) -> None:
    if standing.state in ("scrapped", "shipped", "in_repair"):
        raise Refusal(standing.state)
    if standing.state == "packed":
        raise Refusal("route_finished")
    if standing.state != "in_process":
        raise Refusal("wrong_state", what=standing.serial, state=standing.state)


def _check_holds(standing: Standing, station: StationFacts) -> None:
    hold = standing.hold
    if hold is not None and hold.subject in ("station", "line"):
        here = station.code if hold.subject == "station" else station.line_code
        raise Refusal("station_blocked", here=here, reason=hold.reason)
    if hold is not None:
        raise Refusal("on_hold", reason=hold.reason)
    if standing.order_state == "held":
        raise Refusal("on_hold", reason=f"order {standing.order_no} is held")
    if standing.order_state not in RUNNING_ORDERS and RETURNED not in standing.gates:
        raise Refusal("order_state", order=standing.order_no, state=standing.order_state)
