"""What a line's history leaves in the tables, gathered unit by unit and written set by set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from mes.demo.bulk import copy_rows

MOVE = (
    "event_id", "plant_id", "line_id", "station_id", "unit_id", "order_id", "person_id",
    "position", "run", "kind", "output", "late", "clock_off", "at", "device_at", "received_at",
    "body_hash",
)  # fmt: skip
RECORD = (
    "event_id", "plant_id", "station_id", "unit_id", "plan_id", "person_id", "run", "outcome",
    "counted", "code", "failed_step", "program", "program_version", "fixture", "slot",
    "identifier", "values", "texts", "seconds", "at", "received_at", "body_hash",
)  # fmt: skip
UNIT = (
    "id", "plant_id", "line_id", "order_id", "variant_id", "route_id", "serial", "state", "done",
    "run", "repairs", "gates", "version", "box_id", "started_at",
)  # fmt: skip
IDENTIFIER = ("plant_id", "unit_id", "kind", "value")
PART = (
    "plant_id", "unit_id", "position", "serial", "lot", "station_id", "person_id", "event_id",
    "bound_at", "removed_reason",
)  # fmt: skip
HANDLING = (
    "id", "plant_id", "no", "kind", "order_id", "variant_id", "station_id", "parent_id",
    "capacity", "state", "partial_reason", "made_by_id", "made_at", "closed_at",
)  # fmt: skip
IMEI_EVENT = (
    "event_id", "plant_id", "kind", "unit_id", "station_id", "person_id", "imeis", "evidence",
    "reason", "at", "received_at", "body_hash",
)  # fmt: skip
DEFECT = (
    "plant_id", "unit_id", "code_id", "station_id", "event_id", "location", "note",
    "found_by_id", "found_at", "repair_id",
)  # fmt: skip
REPAIR = (
    "id", "plant_id", "no", "unit_id", "failed_position", "action", "result", "return_position",
    "opened_by_id", "opened_at", "closed_by_id", "closed_at",
)  # fmt: skip

Row = Sequence[object]

_TAKE_PLACES = """
UPDATE lines_orderplace p SET unit_id = t.unit
FROM unnest(%s::bigint[], %s::bigint[]) AS t(place, unit) WHERE p.id = t.place
"""
_RESERVE = """
UPDATE quality_imei m SET state = 'reserved', unit_id = t.unit
FROM unnest(%s::text[], %s::bigint[]) AS t(imei, unit) WHERE m.imei = t.imei
"""
_STEP = "UPDATE quality_imei SET state = %s WHERE imei = ANY(%s::text[])"


@dataclass(slots=True)
class Books:
    """Rows by table, in the order their columns are named above."""

    moves: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    identifiers: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    handling: list[Row] = field(default_factory=list)
    imei_events: list[Row] = field(default_factory=list)
    defects: list[Row] = field(default_factory=list)
    repairs: list[Row] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    written: list[tuple[str, int]] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Put everything into the tables, what is referred to before what refers."""
        copy_rows("lines_handlingunit", HANDLING, self.handling)
        copy_rows("lines_unit", UNIT, self.units)
        copy_rows("lines_identifier", IDENTIFIER, self.identifiers)
        copy_rows("lines_installedpart", PART, self.parts)
        copy_rows("lines_move", MOVE, sorted(self.moves, key=_by_time))
        copy_rows("quality_testrecord", RECORD, self.records)
        copy_rows("quality_imeievent", IMEI_EVENT, self.imei_events)
        copy_rows("quality_repair", REPAIR, self.repairs)
        copy_rows("quality_defect", DEFECT, self.defects)
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_PLACES, _columns(self.places))
            cursor.execute(_RESERVE, _columns(self.written))
            cursor.execute(_STEP, ["written", [imei for imei, _ in self.written]])
            cursor.execute(_STEP, ["confirmed", self.confirmed])


def _by_time(row: Row) -> tuple[datetime, UUID]:
    at, event_id = row[MOVE.index("at")], row[0]
    assert isinstance(at, datetime) and isinstance(event_id, UUID)  # noqa: S101, PT018
    return at, event_id


def _columns(pairs: Sequence[tuple[object, object]]) -> list[list[object]]:
    return [[first for first, _ in pairs], [second for _, second in pairs]]
