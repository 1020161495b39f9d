"""May whoever stands here work on this model, and must an expert look at it afterwards?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from mes.kernel.refusals import Refusal
from plants.rules.facts import StationFacts

EXPERT = 4
THIS_PERSON, THIS_PERSON_UR = "This person", "اس کارکن"


def check_worker(
    station: StationFacts, *, model_id: int, person_id: int | None, at: datetime
) -> bool:
    """Whether a second check is due after the work; an event of no person is the whole crew's.

    Refuses `not_qualified`, `read_instruction`, and `nobody_here` when skills or reading are asked
    for and nobody is signed in or assigned.
    """
    demands = station.demands
    needs = [need for need in demands.needs if need.model_id in (None, model_id)]
    readings = [one for one in demands.readings if one.model_id in (None, model_id)]
    if not needs and not readings:
        return False
    here = {"here": station.operation_name, "here_ur": station.operation_name_ur}
    people = station.crew if person_id is None else (person_id,)
    if not people:
        raise Refusal("nobody_here", **here)
    day = at.astimezone(ZoneInfo(station.timezone)).date()
    checked = False
    for person in people:
        until = demands.let.get(person)
        let = until is not None and at < until
        for need in needs:
            level = demands.level_of(person, need.skill_id, day)
            if level < need.level and not let:
                raise Refusal(
                    "not_qualified",
                    person=THIS_PERSON,
                    person_ur=THIS_PERSON_UR,
                    skill=need.name,
                    skill_ur=need.name_ur or need.name,
                    **here,
                )
            checked = checked or level < need.check_below
        for reading in readings:
            if person not in reading.readers:
                raise Refusal(
                    "read_instruction",
                    title=reading.title,
                    title_ur=reading.title_ur or reading.title,
                    **here,
                )
    return checked


def check_reason(reason: str) -> None:
    """Refuse `reason_needed` for a blank one, before anything is kept under the form's id."""
    if not reason.strip():
        raise Refusal("reason_needed")


def check_expert(station: StationFacts, *, model_id: int, person_id: int, at: datetime) -> None:
    """Refuse `expert_needed` unless the person teaches every skill that asks for second checks."""
    day = at.astimezone(ZoneInfo(station.timezone)).date()
    for need in station.demands.needs:
        if need.model_id not in (None, model_id) or not need.check_below:
            continue
        if station.demands.level_of(person_id, need.skill_id, day) < EXPERT:
            raise Refusal(
                "expert_needed", here=station.operation_name, here_ur=station.operation_name_ur
            )
