"""What a batch of scans leaves behind, written set by set."""

from collections.abc import Collection, Sequence

from django.db import connection

from lines.actions.standing import MoveRow
from lines.rules.route import Standing

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("event_id", "uuid"),
    ("plant_id", "int8"),
    ("line_id", "int8"),
    ("station_id", "int8"),
    ("unit_id", "int8"),
    ("order_id", "int8"),
    ("person_id", "int8"),
    ("token_id", "int8"),
    ("position", "int2"),
    ("run", "int2"),
    ("kind", "varchar"),
    ("output", "bool"),
    ("late", "bool"),
    ("clock_off", "bool"),
    ("at", "timestamptz"),
    ("device_at", "timestamptz"),
    ("received_at", "timestamptz"),
    ("body_hash", "bytea"),
)
_COPY_SQL = (
    f"COPY lines_move ({', '.join(name for name, _ in _COLUMNS)}) FROM STDIN (FORMAT BINARY)"
)
_UNITS_SQL = """
UPDATE lines_unit u SET done = c.done, run = c.run, version = c.version,
  gates = string_to_array(COALESCE(c.gates, ''), chr(30))
FROM unnest(string_to_array(%s, ' ')::bigint[], string_to_array(%s, ' ')::int[],
    string_to_array(%s, ' ')::int[], string_to_array(%s, ' ')::int[], string_to_array(%s, chr(31)))
  AS c(id, done, run, version, gates)
WHERE u.id = c.id
"""


def write_moves(moves: Sequence[tuple[MoveRow, Standing]]) -> None:
    """COPY the moves into the ledger; breaks `lines_move_pkey` when a rival was first with one."""
    if not moves:
        return
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(_COPY_SQL) as copy,
    ):
        copy.set_types([kind for _, kind in _COLUMNS])
        for move, standing in moves:
            copy.write_row(_values(move, standing))


def write_units(units: Collection[Standing]) -> None:
    """Write place, runs, gates and version of locked units in one statement."""
    rows = [(u.unit_id, u.done, u.run, u.version) for u in units]
    if rows:
        # Texts of joined values: psycopg takes five times as long to write the arrays. A gate may
        # be called anything, so that only what no text holds can stand between two of them.
        columns = [" ".join(map(str, column)) for column in zip(*rows, strict=True)]
        gates = chr(31).join(chr(30).join(u.gates) for u in units)
        with connection.cursor() as cursor:
            cursor.execute(_UNITS_SQL, [*columns, gates])


def _values(move: MoveRow, standing: Standing) -> tuple[object, ...]:
    visit = move.visit
    return (
        move.event_id,
        standing.plant_id,
        visit.station.line_id,
        visit.station.id,
        standing.unit_id,
        standing.order_id,
        visit.sender.person_id,
        visit.sender.token_id,
        move.position,
        move.run,
        move.kind,
        move.output,
        move.late,
        visit.when.clock_off,
        visit.when.at,
        visit.when.device_at,
        visit.when.received_at,
        move.body_hash,
    )
