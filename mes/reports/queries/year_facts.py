"""A calendar year of a plant or one of its models: the target and what was made, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from mes.reports.queries.ledger import Filters
from mes.reports.queries.output import openings, output
from mes.reports.rules.periods import spread_opening
from mes.reports.rules.window import day_window
from plants.models import AnnualTarget, Line, Plant, Shift
from plants.queries.calendars import year_days
from plants.rules.glide import YearDay, split_by_month, target_path


@dataclass(frozen=True, slots=True)
class YearFacts:
    """`counted` units of the ledger by production day; `opening` by month, `spread` over its days.

    Both are of the whole year, `closed` is its last closed day. `months` add up to `target`.
    `apart` is what the models' targets together have more than the plant's own, where both are set.
    """

    year: int
    days: list[YearDay]
    closed: date
    target: int
    apart: int
    months: Mapping[int, int]
    path: list[tuple[date, int]]
    counted: Mapping[date, int]
    opening: Mapping[int, int]
    spread: Mapping[date, int]

    def made_on(self) -> dict[date, int]:
        """Counted and opening units by day, the opening ones spread."""
        made = dict(self.counted)
        for day, units in self.spread.items():
            made[day] = made.get(day, 0) + units
        return made

    def closed_counted(self) -> int:
        return sum(units for day, units in self.counted.items() if day <= self.closed)

    def closed_made(self) -> int:
        """Units to the end of the last closed day, opening included."""
        return self.closed_counted() + sum(self.opening.values())

    def month_made(self, month: int) -> int:
        """Of one month, opening included; of the running month to the last closed day."""
        counted = sum(
            units
            for day, units in self.counted.items()
            if day.month == month and day <= self.closed
        )
        return counted + self.opening.get(month, 0)


def year_facts(*, plant: Plant, year: int, model: str, today: date) -> YearFacts:
    """Everything M2 and the target report are made of."""
    zone = ZoneInfo(plant.timezone)
    days = _days(plant, year)
    closed = min(max(last_closed_day(plant, today), date(year - 1, 12, 31)), date(year, 12, 31))
    filters = Filters(
        plant_id=plant.pk,
        zone=plant.timezone,
        line_ids=list(Line.objects.filter(plant=plant).values_list("pk", flat=True)),
        window=day_window(date(year, 1, 1), date(year + 1, 1, 1), zone),
        model=model,
    )
    counted = {row.day: row.made for row in output(by="day", filters=filters) if row.day}
    opening: dict[int, int] = {}
    for row in openings(filters):
        if row.month <= today:
            opening[row.month.month] = opening.get(row.month.month, 0) + row.units
    target, apart, months = _target(plant, year, model, days)
    return YearFacts(
        year=year,
        days=days,
        closed=closed,
        target=target,
        apart=apart,
        months=months,
        path=target_path(days, months),
        counted=counted,
        opening=opening,
        spread=spread_opening(opening, counted, days, closed),
    )


def _days(plant: Plant, year: int) -> list[YearDay]:
    """The plant's calendar; where it describes no working day at all, every day counts alike."""
    days = year_days(plant, year)
    if any(day.weight for day in days):
        return days
    return [YearDay(day.day, 1) for day in days]


def today_of(plant: Plant) -> date:
    """The plant's calendar date now."""
    return timezone.now().astimezone(ZoneInfo(plant.timezone)).date()


def last_closed_day(plant: Plant, today: date) -> date:
    """Yesterday, or the day before while a shift of yesterday still runs."""
    yesterday = today - timedelta(days=1)
    running = Shift.objects.filter(
        line__plant=plant, date=yesterday, span__endswith__gt=timezone.now()
    )
    return yesterday - timedelta(days=1) if running.exists() else yesterday


def _target(
    plant: Plant, year: int, model: str, days: list[YearDay]
) -> tuple[int, int, dict[int, int]]:
    """The plant's own target, else the sum of its models'; if not split, by the calendar.

    Months that do not add up to their year the database refuses; models may differ from the plant.
    """
    rows = AnnualTarget.objects.filter(plant=plant, year=year).prefetch_related("months")
    apart = 0
    if model:
        chosen = list(rows.filter(model__code=model))
    else:
        every = list(rows)
        own = [row for row in every if row.model_id is None]
        chosen = own or every
        if own and len(every) > len(own):
            apart = sum(row.units for row in every) - 2 * sum(row.units for row in own)
    months = dict.fromkeys(range(1, 13), 0)
    for row in chosen:
        split = {part.month: part.units for part in row.months.all()}
        for month, units in (split or split_by_month(row.units, days)).items():
            months[month] += units
    return sum(row.units for row in chosen), apart, months
