"""A unit moved under its lock, for acts that are no scan: repair, scrap."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lines.models import Move, Unit
from lines.rules.route import Change
from plants.models import Station


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event that moves a unit: its id and body, where, by whom and when."""

    event_id: UUID
    body_hash: bytes
    station_id: int
    person_id: int | None
    token_id: int | None
    at: datetime


def lock_one(*, unit_id: int) -> Unit:
    """The unit as it is now, held until the end of the transaction."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def place_unit(
    *, unit: Unit, change: Change, occasion: Occasion, kind: str, position: int, run: int = 1
) -> Move:
    """Write the change and the move that says so. The caller holds the unit's lock.

    The move is of the line where it happened: a bench may serve more lines than its own.
    """
    unit.state, unit.done, unit.run = change.state, change.done, change.run
    unit.repairs, unit.gates = change.repairs, list(change.gates)
    unit.version += 1
    unit.save(update_fields=["state", "done", "run", "repairs", "gates", "version"])
    return Move.objects.create(
        event_id=occasion.event_id,
        plant_id=unit.plant_id,
        line_id=Station.objects.values_list("line_id", flat=True).get(pk=occasion.station_id),
        station_id=occasion.station_id,
        unit_id=unit.pk,
        order_id=unit.order_id,
        person_id=occasion.person_id,
        token_id=occasion.token_id,
        position=position,
        run=run,
        kind=kind,
        at=occasion.at,
        received_at=occasion.at,
        body_hash=occasion.body_hash,
    )
