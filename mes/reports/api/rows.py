"""Rows of the reports as the API shows them, each with the address it opens at."""

from datetime import timedelta

from mes.reports.api.asked import Asked
from mes.reports.queries.output import OutputRow


def head(want: Asked) -> dict[str, object]:
    """What every report says of itself; `to` is the first day or moment that is not in it."""
    window = want.filters.window
    by_day = window.first is not None and not want.plain["from"][10:]
    return {
        "plant": want.plant.code,
        "from": window.first if by_day else window.start,
        "to": window.until if by_day else window.end,
        "by": want.by,
    }


def output_row(want: Asked, row: OutputRow) -> dict[str, object]:
    return {
        "key": row.key,
        "name": row.name,
        "shift": row.shift,
        "day": row.day,
        "hour": row.hour,
        "made": row.made,
        "opening": row.opening,
        "has_opening": row.opening > 0,
        "units": want.units_url(**_narrower(want, row)),
    }


def _narrower(want: Asked, row: OutputRow) -> dict[str, str]:
    """The filters that single out one bucket."""
    window = want.filters.window
    if row.hour is not None:
        days = f"{window.first}/{window.until}" if window.first else ""
        end = row.hour + timedelta(hours=1)
        return {"from": row.hour.isoformat(), "to": end.isoformat(), "day": days}
    if want.by == "line":
        return {"line": row.key}
    if want.by == "model":
        return {"model": row.key}
    if row.day is None:
        return {}
    line = {"line": row.name, "shift": row.shift} if want.by == "shift" else {}
    return {**line, **_days(want, row)}


def _days(want: Asked, row: OutputRow) -> dict[str, str]:
    """A day or month cut to the range that was asked for; within hours, the days of the hours."""
    window, first = want.filters.window, row.day
    if first is None:
        return {}
    last = first + timedelta(days=1)
    if want.by == "month":
        last = (first + timedelta(days=32)).replace(day=1)
    if window.first is not None and window.until is not None:
        first, last = max(first, window.first), min(last, window.until)
    if want.plain["from"][10:]:
        return {"day": f"{first}/{last}"}
    return {"from": str(first), "to": str(last), "day": ""}
