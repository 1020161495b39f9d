"""The first pass of the four weeks before today, to compare a shift with."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from lines.queries.line_facts import LineFacts
from lines.queries.throughput import FirstPass, line_first_pass

WEEKS = timedelta(weeks=4)
BELIEVED_SECONDS = 600.0

_SQL = """
SELECT t.line_id, o.code, sum(t.first_runs), sum(t.first_passes)
FROM lines_tally t
JOIN plants_station st ON st.id = t.station_id
JOIN plants_operation o ON o.id = st.operation_id
WHERE t.line_id = ANY(%s) AND t.hour >= %s AND t.hour < %s
GROUP BY t.line_id, o.code
"""

_kept: dict[tuple[int, datetime], tuple[float, float | None]] = {}


def forget_baselines() -> None:
    """Ask the database at the next question; for tests."""
    _kept.clear()


def first_pass_before(lines: Sequence[LineFacts], moment: datetime) -> dict[int, float | None]:
    """First pass in per cent of the 28 local days before the day of `moment`, from the tallies.

    By line id, None without data. It moves only when a day ends, so it is believed for ten
    minutes; one statement for all lines of a zone that are not remembered.
    """
    now = time.monotonic()
    found: dict[int, float | None] = {}
    asked: dict[datetime, list[int]] = {}
    for line in lines:
        today = midnight(moment, line.timezone)
        kept = _kept.get((line.id, today))
        if kept is not None and kept[0] > now:
            found[line.id] = kept[1]
        else:
            asked.setdefault(today, []).append(line.id)
    for today, ids in asked.items():
        for line_id, value in _read(ids, today).items():
            found[line_id] = value
            _kept[line_id, today] = (now + BELIEVED_SECONDS, value)
    return found


def midnight(moment: datetime, zone: str) -> datetime:
    """The first instant of the local day of `moment`."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _read(line_ids: list[int], today: datetime) -> dict[int, float | None]:
    if len(_kept) > 1000:
        _kept.clear()
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [line_ids, today - WEEKS, today])
        parts = [FirstPass(*row) for row in cursor.fetchall()]
    return {
        line_id: line_first_pass([part for part in parts if part.line_id == line_id])
        for line_id in line_ids
    }
