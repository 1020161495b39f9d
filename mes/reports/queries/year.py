"""M2: the year against its target, the gap, what is needed from here and where it ends."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mes.reports.queries.year_facts import YearFacts, year_facts
from mes.reports.rules.periods import Period, month_end, period_of
from mes.reports.screens import MonthRow, YearNow
from mes.svg import Glide, Span
from plants.models import CalendarDay, DayKind, Plant, ProductModel
from plants.rules.glide import (
    Forecast,
    days_left,
    due_in_month,
    forecast,
    month_rates,
    needed_rate,
    present_rate,
    should_be,
)

RECENT_DAYS = 20


def year_now(
    *, plant: Plant, year: int, today: date, model: str = "", horizon: str = "year"
) -> YearNow:
    """The year to its last closed day; `horizon` narrows the glide path, not the figures."""
    facts = year_facts(plant=plant, year=year, model=model, today=today)
    made_by_day = facts.made_on()
    rate = present_rate(made_by_day, facts.days, facts.closed)
    made = facts.closed_made()
    left = days_left(facts.days, closed=facts.closed, today=today)
    ends = _forecast(facts, made, rate, left.working)
    return YearNow(
        plant=plant.code,
        plant_name=plant.name,
        year=year,
        model=model,
        models=_models(plant),
        closed=facts.closed,
        rest_note=_rest_note(facts, today),
        target=facts.target,
        apart=facts.apart,
        made=made,
        should=should_be(facts.path, facts.closed),
        forecast=ends.units,
        needed_rate=needed_rate(facts.target, made, left.working),
        present_rate=rate,
        present_days=min(RECENT_DAYS, len(_worked(facts, Period(date(year, 1, 1), facts.closed)))),
        rated=plant.day_rating or 0,
        working_days_left=left.working,
        rest_days_left=left.rest,
        holidays_left=left.holidays,
        next_holiday=left.next_holiday,
        months=tuple(_month(facts, month, today) for month in range(1, 13)),
        glide=_glide(plant, facts, made_by_day, period_of(horizon, year, today)),
    )


def _worked(facts: YearFacts, period: Period) -> list[date]:
    return [day.day for day in facts.days if day.weight and period.holds(day.day)]


def _forecast(facts: YearFacts, made: int, rate: int, working_left: int) -> Forecast:
    by_month = {month: facts.month_made(month) for month in range(1, 13)}
    rates = month_rates(by_month, facts.days, facts.closed)
    return forecast(made, rate, rates, working_left)


def _models(plant: Plant) -> tuple[tuple[str, str], ...]:
    """Models with a target or opening figures here, by name."""
    rows = ProductModel.objects.filter(
        pk__in=plant.targets.exclude(model=None).values("model")
    ) | ProductModel.objects.filter(pk__in=plant.openings.values("model"))
    return tuple(rows.distinct().order_by("name").values_list("code", "name"))


def _rest_note(facts: YearFacts, today: date) -> str:
    day = next((each for each in facts.days if each.day == today), None)
    if day is None or day.weight:
        return ""
    name = date_format(today, "l j M")
    if day.off == "holiday":
        return _("%(day)s is a holiday") % {"day": name}
    return _("%(day)s is a rest day") % {"day": name}


def _month(facts: YearFacts, month: int, today: date) -> MonthRow:
    first, last = date(facts.year, month, 1), month_end(facts.year, month)
    if last <= facts.closed:
        phase = "closed"
    else:
        phase = "now" if first <= max(facts.closed, today) else "later"
    return MonthRow(
        first=first,
        made=facts.month_made(month),
        target=facts.months.get(month, 0),
        due=due_in_month(facts.path, month, facts.closed),
        phase=phase,
        opening=facts.opening.get(month, 0),
    )


def _glide(plant: Plant, facts: YearFacts, made_by_day: dict[date, int], period: Period) -> Glide:
    """The period's part of the year, counted from its first day."""
    before = should_be(facts.path, period.first - timedelta(days=1))
    closed = min(facts.closed, period.last)
    target = [
        (period.number(day), units - before) for day, units in facts.path if period.holds(day)
    ]
    made, points = 0, [(0, 0)]
    for number in range(1, max(0, period.number(closed)) + 1):
        made += made_by_day.get(period.first + timedelta(days=number - 1), 0)
        points.append((number, made))
    left = len(_worked(facts, Period(closed + timedelta(days=1), period.last)))
    ends = _forecast(facts, made, present_rate(made_by_day, facts.days, closed), left)
    return Glide(
        days=period.days,
        months=_labels(facts.year, period),
        target=[(0, 0), *target],
        made=points,
        should=max(0, should_be(facts.path, closed) - before),
        goal=target[-1][1] if target else 0,
        forecast=ends.units,
        forecast_low=ends.low,
        forecast_high=ends.high,
        closed_label=_("%(day)s, last closed day") % {"day": date_format(closed, "D j M")},
        spans=_ramadan(plant, period),
    )


def _labels(year: int, period: Period) -> list[tuple[int, str]]:
    """Months, or the first day of each week of a single month."""
    if period.days > 31:
        firsts = [date(year, month, 1) for month in range(1, 13)]
        return [(period.number(day), date_format(day, "M")) for day in firsts if period.holds(day)]
    return [
        (number, date_format(period.first + timedelta(days=number - 1), "j M"))
        for number in range(1, period.days + 1, 7)
    ]


def _ramadan(plant: Plant, period: Period) -> tuple[Span, ...]:
    rows = CalendarDay.objects.filter(
        plant=plant, kind=DayKind.RAMADAN, first__lte=period.last, last__gte=period.first
    )
    return tuple(
        Span(
            max(1, period.number(row.first)),
            min(period.days, period.number(row.last)),
            row.name,
        )
        for row in rows
    )
