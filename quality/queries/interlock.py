"""The interlock (CFX *ValidateUnits*): the same rules as the scan or the record that follows."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from lines.actions.standing import SCANS, read_standing
from lines.rules.crew import check_worker
from lines.rules.identifiers import check_identifier
from lines.rules.route import Standing, may_enter
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.queries.facts import StationFacts, StepFacts, route_map
from plants.rules.equipment import check_tools
from quality.models.gates.elsewhere import ELSEWHERE
from quality.models.released import plan_facts
from quality.rules.records import check_program

_ASKED = replace(SCANS, more=ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks about which unit, and with which test program loaded."""

    identifier: str
    program: str
    program_version: str
    by_person: bool
    person_id: int | None = None
    fixture: str = ""
    slot: str = ""


def may_be_worked_on(question: Question, station: StationFacts) -> dict[str, Any]:
    """`allowed` and why; `attempt` is the run that would follow, of at most `max_attempts`."""
    standing = None
    step = None
    try:
        check_identifier(question.identifier)
        standing, elsewhere = _standing(question, station)
        step = may_enter(standing, route_map(standing.route_id), station)
        if elsewhere and step.kind == "test":
            raise Refusal("other_station_needed", here=step.name, here_ur=step.name_ur)
        _check_plan(question, standing, step, station)
        check_worker(
            station,
            model_id=route_map(standing.route_id).model_id,
            person_id=question.person_id,
            at=timezone.now(),
        )
    except Refusal as refusal:
        words: dict[str, Any] = dict(refusal.answer())
    else:
        words = accepted("ready", {"here": step.name, "here_ur": step.name_ur})
    here = step or (standing and route_map(standing.route_id).at_operation(station.operation_id))
    return {
        "allowed": words["verdict"] == "ok",
        **words,
        "unit": standing.serial if standing else None,
        "work_order": standing.order_no if standing else None,
        "attempt": standing.run + 1 if standing else None,
        "max_attempts": here.retest_limit if here else None,
    }


def _standing(question: Question, station: StationFacts) -> tuple[Standing, bool]:
    reading = read_standing(
        plant_id=station.plant_id,
        station_id=station.id,
        identifier=question.identifier.strip(),
        event_id=None,
        ledger=_ASKED,
    )
    if reading.standing is None:
        raise Refusal("unknown_unit", identifier=question.identifier.strip())
    return reading.standing, bool(reading.more)


def _check_plan(
    question: Question, standing: Standing, step: StepFacts, station: StationFacts
) -> None:
    if step.kind != "test":
        return
    plan = plan_facts(route_map(standing.route_id).model_id, step.operation_id, standing.variant_id)
    if plan is None:
        raise Refusal("no_plan", here=step.name, here_ur=step.name_ur)
    check_program(
        plan,
        program=question.program or plan.program,
        version=question.program_version or plan.program_version,
        by_person=question.by_person,
    )
    check_tools(
        station.tools,
        zone=station.timezone,
        fixture=question.fixture,
        slot=question.slot,
        at=timezone.now(),
    )
