"""The hour board of a day that is over: its last shift, seen from its end."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lines.queries.board import boards, line_now
from lines.queries.line_facts import lines_at
from lines.rules.now import LineNow
from plants.queries.shifts import shifts_of_day


def local_day(moment: datetime, zone: str) -> date:
    """The plant's calendar date at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def line_then(*, line_id: int, day: date, moment: datetime, code: str = "") -> LineNow:
    """The line in the shift `code` of the local date `day`, or in its last; as it is at the end.

    A shift that still runs is seen at `moment`; a day without one has no hours at all.
    """
    shifts = [each for each in shifts_of_day(line_id=line_id, day=day) if code in ("", each.code)]
    if not shifts:
        facts = lines_at([line_id], moment)[0]
        return boards([replace(facts, shift=None)], [], moment)[0]
    shift = shifts[-1]
    if shift.span.holds(moment):
        return line_now(line_id=line_id, moment=moment)
    facts = lines_at([line_id], shift.end, past=True)[0]
    return boards([replace(facts, shift=shift)], [shift], min(shift.end, moment))[0]


def shift_codes(*, line_id: int, day: date, until: datetime) -> list[str]:
    """The codes of the line's shifts of the day that have begun, in order."""
    shifts = shifts_of_day(line_id=line_id, day=day)
    return [shift.code for shift in shifts if shift.start <= until]
