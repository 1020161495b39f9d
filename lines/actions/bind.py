"""Parts that come with a scan, bound in the statement that moves the unit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from lines.actions.material.floor_life import check_lots
from lines.actions.standing import MoveRow, Visit
from lines.models import InstalledPart, RemovedTo
from lines.rules.events import PartScan
from mes.kernel.constraints import broken
from mes.kernel.refusals import Refusal

_BIND_SQL = """, bound AS (
  INSERT INTO lines_installedpart (plant_id, unit_id, position, serial, lot, station_id,
    person_id, event_id, removed_reason)
  SELECT c.plant_id, c.id, p.position, p.serial, p.lot, %s, %s::bigint, %s, ''
  FROM changed c, unnest(%s::text[], %s::text[], %s::text[]) AS p(position, serial, lot)
)"""


def binding(parts: tuple[PartScan, ...], move: MoveRow) -> tuple[str, list[Any]]:
    """More of the move's statement: one installed part for each part scanned."""
    columns = [[p.position for p in parts], [p.serial for p in parts], [p.lot for p in parts]]
    visit = move.visit
    return _BIND_SQL, [visit.station.id, visit.sender.person_id, move.event_id, *columns]


@contextmanager
def refusing_parts(parts: tuple[PartScan, ...], *, unit_id: int, visit: Visit) -> Iterator[None]:
    """Read the two constraints on installed parts as `part_in_use` and `position_taken`.

    A lot that is named must have been good at the event's own time: else `lot_rejected`,
    `lot_held`, `material_expired`.
    """
    plant_id = visit.station.plant_id
    check_lots(parts, plant_id=plant_id, unit_id=unit_id, at=visit.when.at)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = broken(error)
        if name == "lines_installedpart_position_once":
            raise Refusal("position_taken", position=parts[0].position) from error
        if name == "lines_installedpart_serial_lives_once":
            raise part_in_use(parts, plant_id=plant_id) from error
        raise


def part_in_use(parts: tuple[PartScan, ...], *, plant_id: int) -> Refusal:
    """Which of the serials lives in which unit, or was scrapped out of which."""
    for part in parts:
        owner = (
            InstalledPart.objects.filter(
                Q(removed_at__isnull=True) | Q(removed_to=RemovedTo.SCRAP),
                plant_id=plant_id,
                position=part.position,
                serial=part.serial,
            )
            .exclude(serial="")
            .values_list("unit__serial", "removed_at")
            .first()
        )
        if owner is not None:
            code = "part_in_use" if owner[1] is None else "part_scrapped"
            return Refusal(code, serial=part.serial, unit=owner[0], position=part.position)
    return Refusal("part_in_use", serial=parts[0].serial, position=parts[0].position)
