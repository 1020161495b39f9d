"""Good units by hour, shift, day, month, line or model; beside them those made before go-live."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from mes.reports.queries.ledger import Filters, counted
from plants.models import OpeningOutput

GRAINS = ("hour", "shift", "day", "month", "line", "model")

_MONTH = "date_trunc('month', day)::date"
_GROUPS = {
    "hour": {"hour": "hour"},
    "shift": {"day": "day", "line_position": "", "line": "line", "shift": "shift"},
    "day": {"day": "day"},
    "month": {_MONTH: "day"},
    "line": {"line_position": "", "line": "line"},
    "model": {"model": "line", "model_name": "label"},
}
"""What each grain groups by, in order, and as which column of OutputRow it is read."""


def bucket_select(by: str, measures: str, *, also: str = "") -> str:
    """SELECT line, shift, day, hour, label and the measures, by the grain and `also`."""
    group = _GROUPS[by]
    shown = {name: expression for expression, name in group.items() if name}
    empty = {"line": "text", "shift": "text", "day": "date", "hour": "timestamptz", "label": "text"}
    columns = ", ".join(shown.get(name, f"NULL::{kind}") for name, kind in empty.items())
    keys = ", ".join([*group, also] if also else group)
    return f"SELECT {columns}, {measures} FROM rows GROUP BY {keys} ORDER BY {keys}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class OutputRow:
    """Good units of one bucket. `name` is its line or model, `shift` and `day` where it has them.

    `made` counts the ledger; `opening` was made before this server counted and is never in `made`.
    """

    key: str
    made: int
    opening: int = 0
    name: str = ""
    shift: str = ""
    day: date | None = None
    hour: datetime | None = None


def output(*, by: str, filters: Filters) -> list[OutputRow]:
    """The buckets that have units, in their natural order; one statement, two with openings."""
    sql = counted(output_only=True) + bucket_select(by, "sum(output)")
    with connection.cursor() as cursor:
        cursor.execute(sql, filters.values())
        found = cursor.fetchall()
    zone = ZoneInfo(filters.zone)
    rows: dict[str, OutputRow] = {}
    for name, shift, day, hour, label, made in found:
        local = hour.astimezone(zone) if hour else None
        key = bucket_key(by, name, shift, day, local)
        rows[key] = OutputRow(
            key=key,
            made=int(made),
            name=label or name or "",
            shift=shift or "",
            day=day,
            hour=local,
        )
    return _with_openings(by, filters, rows)


def bucket_key(
    by: str, name: str | None, shift: str | None, day: date | None, hour: datetime | None
) -> str:
    """What a bucket is called: `2026-11-21`, `2026-11`, `LHR-B`, `LHR-B 2026-11-21 A`, …"""
    if by == "hour" and hour is not None:
        return hour.isoformat(timespec="minutes")
    if by == "shift":
        return f"{name} {day} {shift}"
    if by == "month" and day is not None:
        return f"{day:%Y-%m}"
    return name or str(day)


def openings(filters: Filters) -> list[OpeningOutput]:
    """Opening figures of the months whose first day lies in the window; none of a single line's."""
    first, until = filters.window.first, filters.window.until
    narrowed = filters.line or filters.shift or filters.work_order
    if first is None or until is None or narrowed:
        return []
    rows = OpeningOutput.objects.filter(
        plant_id=filters.plant_id, month__gte=first, month__lt=until
    ).select_related("model")
    if filters.model:
        rows = rows.filter(model__code=filters.model)
    return list(rows.order_by("month", "model__code"))


def _with_openings(by: str, filters: Filters, rows: dict[str, OutputRow]) -> list[OutputRow]:
    if by not in ("month", "model"):
        return list(rows.values())
    for opening in openings(filters):
        by_month = by == "month"
        key = f"{opening.month:%Y-%m}" if by_month else opening.model.code
        known = rows.get(key) or OutputRow(
            key=key,
            made=0,
            name="" if by_month else opening.model.name,
            day=opening.month if by_month else None,
        )
        rows[key] = OutputRow(
            key=key,
            made=known.made,
            opening=known.opening + opening.units,
            name=known.name,
            day=known.day,
        )
    return [rows[key] for key in sorted(rows)]
