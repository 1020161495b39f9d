"""Days that differ: declared, moved when the moon is sighted, taken back; each change is logged."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from mes.kernel.refusals import Refusal
from plants.actions.shifts import remake_shifts
from plants.models import CalendarDay, Person, Plant


@dataclass(frozen=True, slots=True)
class DayWish:
    """First to last inclusive; `kind` one of DayKind."""

    first: date
    last: date
    kind: str
    name: str
    tentative: bool = False


def declare_days(*, plant: Plant, wish: DayWish, by: Person | None, now: datetime) -> CalendarDay:
    """Add days to the plant's calendar; shifts not yet begun follow. Refuses `exists`."""
    _check(wish)
    with transaction.atomic():
        Plant.objects.select_for_update().get(pk=plant.pk)
        if CalendarDay.objects.filter(plant=plant, first=wish.first, kind=wish.kind).exists():
            raise Refusal("exists", no=f"{wish.first} {wish.kind}")
        day = CalendarDay(plant=plant)
        _write(day, wish)
        remake_shifts(plant=plant, first=wish.first, last=wish.last, now=now)
        _log(day, ADDITION, f"{wish}", by)
    return day


def move_days(*, day_id: int, wish: DayWish, by: Person | None, now: datetime) -> CalendarDay:
    """Change declared days, such as Eid once the moon is seen; also on the day itself."""
    _check(wish)
    with transaction.atomic():
        day = CalendarDay.objects.select_for_update().select_related("plant").get(pk=day_id)
        first, last = min(day.first, wish.first), max(day.last, wish.last)
        before = f"{day.first} to {day.last} {day.kind} {day.name}"
        _write(day, wish)
        remake_shifts(plant=day.plant, first=first, last=last, now=now)
        _log(day, CHANGE, f"was {before}", by)
    return day


def take_days_back(*, day_id: int, by: Person | None, now: datetime) -> None:
    """Make declared days usual ones again; the log keeps what they were."""
    with transaction.atomic():
        day = CalendarDay.objects.select_for_update().select_related("plant").get(pk=day_id)
        first, last, plant = day.first, day.last, day.plant
        _log(day, DELETION, f"was {first} to {last} {day.kind} {day.name}", by)
        day.delete()
        remake_shifts(plant=plant, first=first, last=last, now=now)


def _check(wish: DayWish) -> None:
    if wish.last < wish.first:
        raise Refusal("malformed", fault="the last day is before the first")


def _write(day: CalendarDay, wish: DayWish) -> None:
    day.first, day.last, day.kind = wish.first, wish.last, wish.kind
    day.name, day.tentative = wish.name[:80], wish.tentative
    day.save()


def _log(day: CalendarDay, flag: int, said: str, by: Person | None) -> None:
    if by is None:
        return
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(CalendarDay),
        object_id=str(day.pk),
        object_repr=str(day)[:200],
        action_flag=flag,
        change_message=said,
    )
