"""Moves written straight into the ledger, and its sums asked in plain SQL: the reports' witness."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from lines.models import Move, MoveKind
from lines.models.counting import BESIDE, COLUMNS, COUNTED, GROUPED, SUMS
from mes.kernel.ids import uuid7
from plants.models import Line, Shift, ShiftState
from tests.plant import PlantAtWork

EIGHT = datetime(2026, 11, 21, 3, tzinfo=UTC)
"""08:00 in Karachi on a Saturday, when the tests' shift begins."""


def a_shift(line: Line, *, target: int = 480, **fields: object) -> Shift:
    """08:00 to 17:00 with half an hour of lunch at 13:00: 8.5 working hours."""
    start = fields.pop("start", EIGHT)
    lunch = start + timedelta(hours=5)
    return Shift.objects.create(
        **{
            "line": line,
            "code": "A",
            "date": start.date(),
            "span": DateTimeTZRange(start, start + timedelta(hours=9)),
            "breaks": [[lunch.isoformat(), (lunch + timedelta(minutes=30)).isoformat(), "lunch"]],
            "target": target,
            "state": ShiftState.OPEN,
            **fields,
        }
    )


def moved(
    works: PlantAtWork,
    operation: str,
    at: datetime,
    *,
    kind: str = MoveKind.PASS,
    run: int = 1,
    unit_id: int = 1,
    line: Line | None = None,
    **fields: object,
) -> Move:
    """One move at a station of the operation; `output` where the route makes its units."""
    line = line or works.line
    station = works.station(operation)
    return Move.objects.create(
        **{
            "event_id": uuid7(),
            "plant_id": works.plant.pk,
            "line_id": line.pk,
            "station_id": station.pk,
            "unit_id": unit_id,
            "order_id": works.order.pk,
            "position": works.position(operation.removesuffix("-2")),
            "run": run,
            "kind": kind,
            "output": operation == "CTN" and kind in (MoveKind.PASS, MoveKind.UNDO),
            "at": at,
            "received_at": at,
            "body_hash": b"0" * 16,
            **fields,
        }
    )


def made_by_sql(where: str = "true", *values: object) -> int:
    """Good units of the ledger rows that meet `where`: passes at the output less those undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE kind IN ('start', 'pass'))"
            " - count(*) FILTER (WHERE kind IN ('undo', 'unpack', 'scrap'))"
            f" FROM lines_move m WHERE output AND {where}",
            values,
        )
        return int(cursor.fetchone()[0])


def fold_everything() -> None:
    """Fold as if this test's own transaction had settled, which it has not."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO lines_tally ({COLUMNS}) SELECT {SUMS} FROM ("
            f"SELECT {COUNTED} FROM lines_move m {BESIDE}) counted GROUP BY {GROUPED}"
        )
        cursor.execute(
            "INSERT INTO lines_tallymark (id, xid_below, received_before)"
            " VALUES (1, (pg_current_xact_id()::text::bigint + 1)::text::xid8, now())"
        )
