"""May a unit begin at this station?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

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


LINE_CLEAR, FIRST_ARTICLE = "line_clear", "first_article"


@dataclass(frozen=True, slots=True)
class StartAsked:
    """What a line asks of an order before it is built in numbers; by default nothing.

    `articles` units are begun to be judged; a stop over `stop_hours` asks for new ones.
    """

    clearance: bool = False
    first_article: bool = False
    articles: int = 1
    stop_hours: int | None = None


def check_cleared(
    asked: StartAsked, gates: frozenset[str], *, order: str, line: str, changing_to: str = ""
) -> None:
    """Refuse `changeover_open` for an order that the line changes away from, `line_not_cleared`
    where the clearance is asked for and not signed."""
    if changing_to and changing_to != order:
        raise Refusal("changeover_open", line=line, order=changing_to)
    if asked.clearance and LINE_CLEAR not in gates:
        raise Refusal("line_not_cleared", line=line, order=order)


def article_due(
    asked: StartAsked, gates: frozenset[str], *, last_move: datetime | None, now: datetime
) -> bool:
    """No unit but the articles may begin: none is approved, or the line stood too long since."""
    if not asked.first_article:
        return False
    return FIRST_ARTICLE not in gates or stood_too_long(asked, last_move=last_move, now=now)


def stood_too_long(asked: StartAsked, *, last_move: datetime | None, now: datetime) -> bool:
    """Nothing moved on the line for more than `stop_hours`."""
    if asked.stop_hours is None or last_move is None:
        return False
    return now - last_move > timedelta(hours=asked.stop_hours)


def check_article(asked: StartAsked, *, started: int, order: str) -> None:
    """Refuse `first_article_pending` once the units to be judged are begun."""
    if started >= asked.articles:
        raise Refusal("first_article_pending", order=order)
