"""The year's target: who set it, why, and how it is spread over the months."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from mes.kernel.refusals import Refusal
from plants.models import (
    AnnualTarget,
    CalendarDay,
    MonthTarget,
    Person,
    Plant,
    ProductModel,
    ShiftPattern,
)
from plants.rules.glide import YearDay, split_by_month
from plants.rules.shifts import day_seconds


def set_target(
    *,
    plant: Plant,
    year: int,
    units: int,
    months: Sequence[int] | None = None,
    model: ProductModel | None = None,
    reason: str = "",
    by: Person | None = None,
) -> AnnualTarget:
    """Set the year's units for the plant or one of its models; what stood before is logged.

    Without `months` (twelve, in units) they are shared by working time. Refuses `months_differ`
    when they do not add up, `reason_needed` for a change without a reason.
    """
    shares = list(months) if months is not None else _by_working_time(plant, year, units)
    if len(shares) != 12 or sum(shares) != units:
        raise Refusal("months_differ", sum=sum(shares), units=units)
    with transaction.atomic():
        found = AnnualTarget.objects.select_for_update().filter(plant=plant, model=model, year=year)
        target = found.first()
        if target is not None and not reason.strip():
            raise Refusal("reason_needed")
        before = _spread(target) if target else []
        target = target or AnnualTarget(plant=plant, model=model, year=year)
        target.units, target.reason, target.set_by = units, reason[:200], by
        target.save()
        MonthTarget.objects.bulk_create(
            [
                MonthTarget(annual=target, month=month, units=share)
                for month, share in enumerate(shares, start=1)
            ],
            update_conflicts=True,
            unique_fields=["annual", "month"],
            update_fields=["units"],
        )
        if by is not None:
            _log(target, before, shares, by)
    return target


def _by_working_time(plant: Plant, year: int, units: int) -> list[int]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    patterns = ShiftPattern.objects.rules(plant.pk)
    rules = CalendarDay.objects.rules(plant.pk, first, last)
    zone = ZoneInfo(plant.timezone)
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    weighed = [YearDay(day, day_seconds(day, patterns, rules, zone)) for day in days]
    months = split_by_month(units, weighed)
    return list(months.values()) if sum(months.values()) == units else [0] * 11 + [units]


def _spread(target: AnnualTarget) -> list[int]:
    return list(target.months.order_by("month").values_list("units", flat=True))


def _log(target: AnnualTarget, before: list[int], after: list[int], by: Person) -> None:
    said = {"changed": {"before": before, "after": after, "reason": target.reason}}
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(AnnualTarget),
        object_id=str(target.pk),
        object_repr=f"{target.plant.code} {target.year}",
        action_flag=CHANGE if before else ADDITION,
        change_message=str(said),
    )
