"""How much of an order a line is to build on a day: the sum of the day is its plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from lines.actions.orders import locked_order
from lines.models import DayRelease, WorkOrder
from lines.rules.orders import ISSUABLE, check_day
from mes.kernel.constraints import refusing
from mes.kernel.ids import derived
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.actions.shift_targets import share_day_target
from plants.models import Line


@dataclass(frozen=True, slots=True)
class DayWish:
    """Units for one local day of one line; negative takes some of them back."""

    line: Line
    day: date
    units: int


@transaction.atomic
def release_days(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    days: Iterable[DayWish],
    by: int | None,
    reason: str = "",
) -> list[DayRelease]:
    """Add to the plan of these days, all or none; the shifts of each day share the new sum.

    Refuses `order_state`, `day_over`, `day_under` and `reason_needed` for taking back.
    """
    order = locked_order(plant_id=plant_id, no=no)
    if order.state not in ISSUABLE:
        raise Refusal("order_state", order=order.no, state=order.state)
    wishes = list(days)
    if not reason.strip() and any(wish.units < 0 for wish in wishes):
        raise Refusal("reason_needed")
    made = [
        _release(
            order,
            wish,
            DayRelease(
                event_id=event_id if number == 0 else derived(str(event_id), str(number)),
                reason=reason.strip()[:200],
                person_id=by,
            ),
        )
        for number, wish in enumerate(wishes)
    ]
    for line, day in {(wish.line, wish.day) for wish in wishes}:
        share_day_target(line=line, day=day, units=day_plan(line_id=line.pk, day=day))
        publish_line(line_code=line.code)
    return made


def day_plan(*, line_id: int, day: date) -> int | None:
    """Units released to the line for the day; None when nobody released any."""
    rows = DayRelease.objects.filter(line_id=line_id, day=day)
    total: int | None = rows.aggregate(sum=Sum("units"))["sum"]
    return total


def share_plans(*, today: date, until: date) -> int:
    """Give the shifts made since their share of each planned day; how many were changed."""
    rows = (
        DayRelease.objects.filter(day__range=(today, until))
        .values("line_id", "day")
        .annotate(units=Sum("units"))
        .order_by("line_id", "day")
    )
    lines = Line.objects.in_bulk({row["line_id"] for row in rows})
    return sum(
        share_day_target(line=lines[row["line_id"]], day=row["day"], units=row["units"])
        for row in rows
    )


def _release(order: WorkOrder, wish: DayWish, made: DayRelease) -> DayRelease:
    """Read anew for each: two wishes of one request add up."""
    rows = DayRelease.objects.filter(order=order)
    sums = rows.aggregate(sum=Sum("units"))["sum"] or 0
    here = rows.filter(line=wish.line, day=wish.day).aggregate(sum=Sum("units"))["sum"] or 0
    if wish.units == 0:
        raise Refusal("malformed", fault="units is 0")
    check_day(
        order.no,
        wish.units,
        left=order.quantity + order.over_build - sums,
        planned=here,
        day=wish.day.isoformat(),
    )
    made.order, made.line, made.day, made.units = order, wish.line, wish.day, wish.units
    with refusing({"lines_dayrelease_pkey": Refusal("event_id_reused")}):
        made.save(force_insert=True)
    return made
