"""One unit's way along its route, by the same rules the floor is judged by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from lines.rules.route import Standing, after, failed, passed
from mes.demo.readings import failing_step
from mes.demo.sim.profile import ALWAYS, Chance
from plants.rules.facts import RouteMap, StepFacts
from quality.rules.plans import PlanFacts, PlanStepFacts
from quality.rules.repairs import Bench, back_at, return_position

BENCH_SECONDS = (600, 1500)
WAIT_SECONDS = (1, 9)


@dataclass(frozen=True, slots=True)
class Visit:
    """What happened at `second` of the working axis: kind start, pass, fail or repair.

    `fault` is the measurement that a failed run broke.
    """

    second: float
    kind: str
    step: StepFacts
    run: int
    standing: Standing
    fault: PlanStepFacts | None = None


@dataclass(frozen=True, slots=True)
class Judges:
    """What decides over a unit: chances by operation, plans by operation id, and where the faults
    of a defect code send a repaired unit (operation id or None).
    """

    chances: Mapping[str, Chance]
    plans: Mapping[int, PlanFacts]
    returns: Mapping[str, int | None]


def newcomer(*, plant_id: int, line_id: int, route: RouteMap, serial: str) -> Standing:
    """A unit that has just passed its first step."""
    first = route.steps[0]
    return Standing(
        unit_id=0, version=0, plant_id=plant_id, line_id=line_id, line_code="", order_id=0,
        order_no="", order_state="running", variant_id=0, route_id=route.id, serial=serial,
        state="in_process", done=first.position, run=0, repairs=0,
        gates=(first.grants,) if first.grants else (), clearances=frozenset(), parts=frozenset(),
        hold=None, box_id=None,
    )  # fmt: skip


def walk(
    *, begun: Standing, route: RouteMap, begin: float, until: float, judges: Judges, dice: Random
) -> Iterator[Visit]:
    """Every visit before `until`, the first at `begin`; the last one's standing is where it is."""
    now, standing, faults = begin, begun, list[PlanStepFacts]()
    if now < until:
        yield Visit(now, "start", route.steps[0], 1, standing)
    while (step := route.next_after(standing.done)) is not None:
        if standing.state == "in_repair":
            now += dice.uniform(*BENCH_SECONDS)
            visit = _mended(now, standing, route, step, [judges.returns[f.defect] for f in faults])
            faults = []
        else:
            now += step.cycle_seconds * dice.uniform(0.85, 1.15) + dice.uniform(*WAIT_SECONDS)
            visit = _run(now, standing, step, judges, dice)
            faults = [*faults, visit.fault] if visit.fault else []
        if now >= until:
            return
        standing = visit.standing
        yield visit


def _run(now: float, standing: Standing, step: StepFacts, judges: Judges, dice: Random) -> Visit:
    run = standing.run + 1
    plan = judges.plans.get(step.operation_id) if step.kind == "test" else None
    chance = judges.chances.get(step.operation_code, ALWAYS) if plan else ALWAYS
    good = dice.random() < (chance.first if run == 1 else chance.retest)
    if plan is not None and not good:
        change = failed(standing, step, to_repair=False)
        return Visit(now, "fail", step, run, after(standing, change), failing_step(plan, dice))
    standing = after(standing, passed(standing, step))
    if step.is_output:
        standing = standing._replace(state="packed")
    return Visit(now, "pass", step, run, standing)


def _mended(
    now: float, standing: Standing, route: RouteMap, step: StepFacts, forced: list[int | None]
) -> Visit:
    bench = Bench(standing.serial, standing.state, standing.done, standing.repairs, standing.gates)
    position = min(
        return_position(
            route,
            failed_position=step.position,
            returns_to=operation,
            new_board=False,
            lacks_imeis=False,
        )
        for operation in [None, *forced]
    )
    standing = after(standing, back_at(bench, route, position))
    back = route.at_position(position) or step
    return Visit(now, "repair", back, 1, standing)
