"""Where a repaired unit goes on: at the first step that its repair has put in doubt."""

from dataclasses import dataclass

from lines.rules.route import Change
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap, StepFacts

AFTER_A_NEW_BOARD = "CAL"
"""A board is calibrated before anything else is measured on it; where a route has no such step,
its first test comes first."""

ZONES = tuple(f"Z{n}" for n in range(1, 13))
"""The twelve zones of a phone's outline, from the top left."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A unit on the bench as its row says; `gates` its own, `repairs` the cycles behind it."""

    serial: str
    state: str
    done: int
    repairs: int
    gates: tuple[str, ...]


def may_open(bench: Bench, route: RouteMap) -> StepFacts:
    """The step the unit fails at: its next one. Refuses a unit that is packed, gone or finished."""
    if bench.state in ("scrapped", "shipped"):
        raise Refusal(bench.state)
    if bench.state not in ("in_process", "in_repair"):
        raise Refusal("wrong_state", what=bench.serial, state=bench.state)
    step = route.next_after(bench.done)
    if step is None:
        raise Refusal("route_finished")
    return step


def may_close(bench: Bench, route: RouteMap, *, failed_position: int, scrap: bool) -> None:
    """Refuse `not_in_repair`, and `repair_limit` unless the unit is scrapped."""
    if bench.state != "in_repair":
        raise Refusal("not_in_repair")
    step = route.at_position(failed_position)
    if not scrap and step is not None and bench.repairs >= step.repair_limit:
        raise Refusal("repair_limit", repairs=bench.repairs)


def check_location(location: str, repairs: int, *, limit: int) -> None:
    """Refuse `location_limit` for a place of the phone that was repaired that often."""
    if repairs >= limit:
        raise Refusal("location_limit", location=location, repairs=repairs)


def return_position(
    route: RouteMap,
    *,
    failed_position: int,
    returns_to: int | None,
    new_board: bool,
    lacks_imeis: bool,
) -> int:
    """The earliest of: where it failed, the fault's own step, CAL for a new board, IMEI write.

    `returns_to` is the operation that the fault's code names, if the route has it.
    """
    places = [failed_position]
    forced = route.at_operation(returns_to) if returns_to is not None else None
    if forced is not None:
        places.append(forced.position)
    if new_board:
        places += _new_board(route)
    if lacks_imeis:
        places += [step.position for step in route.steps if step.kind == "imei_write"]
    return min(places)


def back_at(bench: Bench, route: RouteMap, position: int) -> Change:
    """The unit before `position` again, the gates of that step and of all after it shut."""
    before = [step.position for step in route.steps if step.position < position]
    shut = {step.grants for step in route.steps if step.position >= position}
    return Change(
        state="in_process",
        done=max(before, default=0),
        run=0,
        repairs=bench.repairs + 1,
        gates=tuple(gate for gate in bench.gates if gate not in shut),
    )


def _new_board(route: RouteMap) -> list[int]:
    tests = [step for step in route.steps if step.kind == "test"]
    named = [step for step in tests if step.operation_code == AFTER_A_NEW_BOARD]
    return [step.position for step in (named or tests)[:1]]
