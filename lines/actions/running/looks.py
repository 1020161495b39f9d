"""A marked unit is begun again at its timed step, or an expert looks at a learner's work."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lines.actions.insist import lock_unit
from lines.actions.standing import read_standing
from lines.models import Look, LookKind, Unit
from lines.rules.crew import check_expert
from lines.rules.identifiers import check_identifier
from lines.rules.looks import check_may_check, check_may_restart
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import Person
from plants.queries.facts import StationFacts, route_map


@transaction.atomic
def look_at_unit(
    *,
    event_id: UUID,
    station: StationFacts,
    identifier: str,
    kind: LookKind,
    person: Person,
    now: datetime,
) -> Look:
    """Clear a unit's mark, at a station of the step in question, with a row that says who did it.

    Refuses `unknown_unit`, `nothing_due`, `record_needed`, `out_of_sequence` and `expert_needed`.
    """
    value = check_identifier(identifier)
    lock_unit(plant_id=station.plant_id, identifier=value)
    standing = read_standing(
        plant_id=station.plant_id, station_id=station.id, identifier=value, event_id=None
    ).standing
    if standing is None:
        raise Refusal("unknown_unit", identifier=value)
    route = route_map(standing.route_id)
    if kind == LookKind.RESTART:
        position = check_may_restart(standing, route, station)
        cleared = {"retest": 0}
    else:
        position = check_may_check(standing, route, station)
        check_expert(station, model_id=route.model_id, person_id=person.pk, at=now)
        cleared = {"check_due": 0}
    Unit.objects.filter(pk=standing.unit_id).update(version=standing.version + 1, **cleared)
    look = Look.objects.create(
        event_id=event_id,
        plant_id=station.plant_id,
        unit_id=standing.unit_id,
        station_id=station.id,
        person=person,
        kind=kind,
        position=position,
    )
    publish_line(line_code=station.line_code)
    return look
