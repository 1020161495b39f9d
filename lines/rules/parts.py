"""Which parts may go where: what a step asks for, and what repair may take out."""

from collections.abc import Sequence

from lines.rules.events import PartScan
from lines.rules.route import Standing, may_enter
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap, StationFacts


def check_may_bind(
    standing: Standing, route: RouteMap, station: StationFacts, parts: Sequence[PartScan]
) -> None:
    """Refuse unless the unit may enter its step here and the step has each position, empty."""
    step = may_enter(standing, route, station)
    brought: set[str] = set()
    for part in parts:
        if part.position not in step.parts:
            raise Refusal("unknown_thing", what="position", no=part.position)
        if part.position in standing.parts or part.position in brought:
            raise Refusal("position_taken", position=part.position)
        brought.add(part.position)


def check_may_replace(
    standing: Standing,
    station: StationFacts,
    parts: Sequence[PartScan],
    reason: str,
    *,
    emptied: frozenset[str] = frozenset(),
) -> None:
    """Refuse unless the unit is on this line, in process or repair, and each position is filled,
    or was until its part was taken out.
    """
    _check_workable(standing, station, reason)
    _check_filled(standing, [part.position for part in parts], emptied)


def check_may_remove(
    standing: Standing, station: StationFacts, positions: Sequence[str], reason: str
) -> None:
    """Refuse unless the unit lies on the bench of this line and each position is filled."""
    _check_workable(standing, station, reason)
    if standing.state != "in_repair":
        raise Refusal("not_in_repair", unit=standing.serial)
    _check_filled(standing, positions, frozenset())


def _check_workable(standing: Standing, station: StationFacts, reason: str) -> None:
    if standing.state in ("scrapped", "shipped"):
        raise Refusal(standing.state)
    if standing.state not in ("in_process", "in_repair"):
        raise Refusal("wrong_state", what=standing.serial, state=standing.state)
    if standing.line_id != station.line_id:
        raise Refusal("wrong_line", found=standing.line_code)
    if standing.hold is not None:
        raise Refusal("on_hold", reason=standing.hold.reason)
    if not reason.strip():
        raise Refusal("reason_needed")


def _check_filled(standing: Standing, positions: Sequence[str], emptied: frozenset[str]) -> None:
    for position in positions:
        if position not in standing.parts and position not in emptied:
            raise Refusal("position_empty", position=position)
        if positions.count(position) > 1:
            raise Refusal("position_taken", position=position)
