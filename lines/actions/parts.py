"""Parts bound, taken out and replaced: a serial lives in one unit, what comes out is an event."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lines.actions.bind import refusing_parts
from lines.actions.line_side.benching import Bench, at_the_bench, put_in, take_out
from lines.actions.standing import Visit
from lines.actions.under_lock import locked_standing
from lines.models import Identifier, InstalledPart, RemovedTo, Unit
from lines.models.emptied import emptied
from lines.rules.events import PartScan
from lines.rules.parts import check_may_bind, check_may_remove, check_may_replace
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
    *,
    event_id: UUID,
    identifier: str,
    parts: Sequence[PartScan],
    reason: str,
    visit: Visit,
    to: RemovedTo = RemovedTo.LINE,
) -> list[InstalledPart]:
    """Take out what stands at each position, with the reason, and bind the new part.

    A position that was emptied before is only filled. What comes out goes `to` scrap, the store
    or stays at the line. Allowed on the unit's line, in process or in repair. Refuses `scrapped`,
    `shipped`, `wrong_state`, `wrong_line`, `on_hold`, `reason_needed`, `position_empty` and
    `part_in_use`.
    """
    positions = [part.position for part in parts]
    bench = _bench(identifier, positions, visit)
    standing = locked_standing(identifier=identifier, visit=visit)
    empty = emptied(standing.unit_id)
    check_may_replace(standing, visit.station, parts, reason, emptied=empty)
    _remove(
        event_id=event_id,
        unit_id=standing.unit_id,
        positions=positions,
        to=to,
        reason=reason,
        visit=visit,
        bench=bench,
    )
    made = _install(event_id, standing.unit_id, parts, visit)
    if bench is not None:
        put_in(bench=bench, event_id=event_id, parts=made, by=visit.sender.person_id)
    return made


@transaction.atomic
def remove_parts(
    *,
    event_id: UUID,
    identifier: str,
    positions: Sequence[str],
    reason: str,
    visit: Visit,
    to: RemovedTo,
) -> list[InstalledPart]:
    """Take parts out of a unit on the bench; it does not leave the bench before they are replaced.

    Refuses what replacing refuses, and `not_in_repair`.
    """
    bench = _bench(identifier, positions, visit)
    standing = locked_standing(identifier=identifier, visit=visit)
    check_may_remove(standing, visit.station, positions, reason)
    out = _remove(
        event_id=event_id,
        unit_id=standing.unit_id,
        positions=positions,
        to=to,
        reason=reason,
        visit=visit,
        bench=bench,
    )
    Unit.objects.filter(pk=standing.unit_id).update(version=F("version") + 1)
    publish_line(line_code=visit.station.line_code)
    return out


def _bench(identifier: str, positions: Sequence[str], visit: Visit) -> Bench | None:
    """What must be locked before the unit, found by a read of its own."""
    names = Identifier.objects.filter(
        plant_id=visit.station.plant_id, value=identifier.strip(), retired_at__isnull=True
    )
    unit_id = names.values_list("unit_id", flat=True).first()
    return at_the_bench(unit_id=unit_id, positions=positions) if unit_id is not None else None


def _remove(
    *,
    event_id: UUID,
    unit_id: int,
    positions: Sequence[str],
    to: RemovedTo,
    reason: str,
    visit: Visit,
    bench: Bench | None,
) -> list[InstalledPart]:
    out = InstalledPart.objects.filter(unit_id=unit_id, position__in=positions, removed_at=None)
    rows = list(out.order_by("pk").select_for_update())
    for row in rows:
        row.removed_at = timezone.now()
        row.removed_event = event_id
        row.removed_reason = reason.strip()[:200]
        row.removed_to = to
        row.save(update_fields=["removed_at", "removed_event", "removed_reason", "removed_to"])
    if bench is not None and rows:
        take_out(
            bench=bench,
            event_id=event_id,
            parts=rows,
            to=to,
            reason=reason,
            by=visit.sender.person_id,
        )
    return rows


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
    with refusing_parts(tuple(parts), unit_id=unit_id, visit=visit):
        made = InstalledPart.objects.bulk_create(rows)
    Unit.objects.filter(pk=unit_id).update(version=F("version") + 1)
    publish_line(line_code=visit.station.line_code)
    return made
