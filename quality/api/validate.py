"""`POST /api/v1/units/validate`: may this unit be worked on here? Asked before, decides nothing."""

from typing import Any

from lines.rules.events import text_of
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from quality.queries.interlock import Question, may_be_worked_on


@hot_view()
def validate(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """200 `{allowed, verdict, code, …, unit, work_order, attempt, max_attempts}`."""
    station = station_for(caller, text_of(body, "station", 60, needed=True))
    question = Question(
        identifier=text_of(body, "identifier", 400, needed=True),
        program=text_of(body, "program", 60),
        program_version=text_of(body, "program_version", 30),
        by_person=caller.token_id is None,
        person_id=caller.person_id,
        fixture=text_of(body, "fixture", 40),
        slot=text_of(body, "slot", 12),
    )
    return 200, may_be_worked_on(question, station)
