"""Parts bound and replaced: a serial lives in one unit, and what comes out is an event."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lines.actions.bind import refusing_parts
from lines.actions.standing import Visit
from lines.actions.under_lock import locked_standing
from lines.models import InstalledPart, Unit
from lines.rules.events import PartScan
from lines.rules.parts import check_may_bind, check_may_replace
from mes.kernel.live import publish_line
from plants.queries.facts import route_map


@transaction.atomic
def bind_parts(
    *, event_id: UUID, identifier: str, parts: Sequence[PartScan], visit: Visit
) -> list[InstalledPart]:
    """Bind parts at the station where the unit's next step asks for them.

    Refuses what entering the step refuses, `unknown_thing` for a position the step has not,
    `position_taken` and `part_in_use`.
    """
    standing = locked_standing(identifier=identifier, visit=visit)
    check_may_bind(standing, route_map(standing.route_id), visit.station, parts)
    return _install(event_id, standing.unit_id, parts, visit)


@transaction.atomic
def replace_parts(
    *, event_id: UUID, identifier: str, parts: Sequence[PartScan], reason: str, visit: Visit
) -> list[InstalledPart]:
    """Take out what stands at each position, with the reason, and bind the new part.

    Allowed on the unit's line, in process or in repair. Refuses `scrapped`, `shipped`,
    `wrong_state`, `wrong_line`, `on_hold`, `reason_needed`, `position_empty` and `part_in_use`.
    """
    standing = locked_standing(identifier=identifier, visit=visit)
    check_may_replace(standing, visit.station, parts, reason)
    out = InstalledPart.objects.filter(
        unit_id=standing.unit_id,
        position__in=[part.position for part in parts],
        removed_at=None,
    )
    for row in out.order_by("pk").select_for_update():
        row.removed_at = timezone.now()
        row.removed_event = event_id
        row.removed_reason = reason.strip()[:200]
        row.save(update_fields=["removed_at", "removed_event", "removed_reason"])
    return _install(event_id, standing.unit_id, parts, visit)


def _install(
    event_id: UUID, unit_id: int, parts: Sequence[PartScan], visit: Visit
) -> list[InstalledPart]:
    plant_id = visit.station.plant_id
    rows = [
        InstalledPart(
            plant_id=plant_id,
            unit_id=unit_id,
            position=part.position,
            serial=part.serial,
            lot=part.lot,
            station_id=visit.station.id,
            person_id=visit.sender.person_id,
            event_id=event_id,
        )
        for part in parts
    ]
    with refusing_parts(tuple(parts), plant_id=plant_id):
        made = InstalledPart.objects.bulk_create(rows)
    Unit.objects.filter(pk=unit_id).update(version=F("version") + 1)
    publish_line(line_code=visit.station.line_code)
    return made
