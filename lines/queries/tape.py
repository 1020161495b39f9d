"""A station's own shift: what it passed, what it refused, and the last eight of both."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lines.queries.tail import TAIL
from lines.rules.screens import TapeRow
from lines.rules.verdicts import QUESTIONS, SOFT, kind_of, seen_before

ROWS = 8

_COUNTS = f"""
WITH {TAIL}, counted AS (
  SELECT passes + started AS good, fails FROM lines_tally
  WHERE shift_id = %(shift)s AND station_id = %(station)s AND hour >= %(hour)s
  UNION ALL
  SELECT passes + started, fails FROM tail
  WHERE shift_id = %(shift)s AND station_id = %(station)s AND hour >= %(hour)s
)
SELECT COALESCE(sum(good), 0), COALESCE(sum(fails), 0),
  (SELECT count(*) FROM kernel_refusal f
   WHERE f.station_id = %(station)s AND f.received_at >= %(since)s
     AND f.answer->>'verdict' = 'refused' AND f.code <> ALL(%(soft)s))
FROM counted
"""  # noqa: S608  (constants)

_TAPE = """
(SELECT m.kind, u.serial, m.received_at, '' AS verdict, '' AS code
 FROM lines_move m JOIN lines_unit u ON u.id = m.unit_id
 WHERE m.line_id = %(line)s AND m.station_id = %(station)s AND m.received_at >= %(since)s
 ORDER BY m.received_at DESC LIMIT %(rows)s)
UNION ALL
(SELECT 'no', COALESCE(u.serial, left(f.body->>'identifier', 40), ''), f.received_at,
   f.answer->>'verdict', f.code
 FROM kernel_refusal f LEFT JOIN lines_unit u ON u.id = f.unit_id
 WHERE f.station_id = %(station)s AND f.received_at >= %(since)s AND f.code <> ALL(%(questions)s)
 ORDER BY f.received_at DESC LIMIT %(rows)s)
ORDER BY 3 DESC LIMIT %(rows)s
"""


@dataclass(frozen=True, slots=True)
class StationShift:
    """The station `station` of `line` in shift `shift` (0: none) that began at `since`."""

    line: int
    station: int
    shift: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """`good` passed or started here; `ng` failed runs and hard refusals."""

    good: int
    ng: int


def counts_of(here: StationShift) -> Counts:
    """What the station did in its shift; one statement."""
    since = here.since.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS,
            {
                "lines": [here.line],
                "shift": here.shift,
                "station": here.station,
                "hour": since,
                "since": here.since,
                "soft": [*sorted(SOFT), *sorted(QUESTIONS)],
            },
        )
        good, fails, refused = cursor.fetchone()
    return Counts(int(good), int(fails) + int(refused))


def tape_of(here: StationShift) -> tuple[TapeRow, ...]:
    """The last eight scans of the shift, newest first, those that were refused among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TAPE,
            {
                "line": here.line,
                "station": here.station,
                "since": here.since,
                "rows": ROWS,
                "questions": sorted(QUESTIONS),
            },
        )
        return tuple(_row(*row) for row in cursor.fetchall())


def _row(kind: str, serial: str, at: datetime, verdict: str, code: str) -> TapeRow:
    if kind in ("pass", "start"):
        return TapeRow("ok", serial, at)
    if kind == "no":
        shape = kind_of(verdict, code)
        return TapeRow(shape, serial, at, _word(shape, code))
    if kind == "fail":
        return TapeRow("ng", serial, at, _("test failed"))
    if kind == "review":
        return TapeRow("hold", serial, at, _word("hold", "needs_review"))
    words = {"undo": _("taken back"), "unpack": _("taken out"), "repair": _("repaired")}
    return TapeRow("ng" if kind == "scrap" else "dup", serial, at, words.get(kind, _("scrapped")))


def _word(shape: str, code: str) -> str:
    """The short word of a refusal; its code says it in English."""
    if shape == "dup":
        return _("Repeat") if seen_before(code) else _("not known")
    if get_language() == "ur":
        return _("held") if shape == "hold" else _("failed")
    return code.replace("_", " ")
