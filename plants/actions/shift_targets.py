"""The plan of a day shared over the shifts of a line that have not ended."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from plants.models import Line, Shift, ShiftState
from plants.rules.pace import working_seconds
from plants.rules.shares import share_out
from plants.rules.shifts import Break, Span


@transaction.atomic
def share_day_target(*, line: Line, day: date, units: int | None) -> int:
    """Spread the day's units by working time; `None` or 0: back to the line's pace.

    What ended shifts were asked for stays and is taken off first. How many shifts changed.
    """
    shifts = list(Shift.objects.select_for_update().filter(line=line, date=day).order_by("span"))
    ended = sum(shift.target for shift in shifts if shift.state == ShiftState.CLOSED)
    living = [shift for shift in shifts if shift.state != ShiftState.CLOSED]
    seconds = [_seconds(shift) for shift in living]
    if units:
        shares = share_out(max(0, units - ended), [round(each) for each in seconds])
    else:
        shares = [round(line.uph * each / 3600) for each in seconds]
    changed = 0
    for shift, share in zip(living, shares, strict=True):
        if shift.target != share:
            Shift.objects.filter(pk=shift.pk).update(target=share)
            changed += 1
    return changed


def _seconds(shift: Shift) -> float:
    zone = ZoneInfo("UTC")
    breaks = [
        Break(datetime.fromisoformat(start), datetime.fromisoformat(end), name)
        for start, end, name in shift.breaks
    ]
    span = Span(shift.span.lower.astimezone(zone), shift.span.upper.astimezone(zone))
    return working_seconds(span, breaks, span.end)
