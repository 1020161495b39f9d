"""L7 as it stands: what runs, what comes next, what is left, which points are looked at."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lines.models import (
    FIRST_ARTICLE,
    LINE_CLEAR,
    Changeover,
    Clearance,
    ClearanceItem,
    ClearanceSubject,
    OrderState,
    StartCheck,
    WorkOrder,
)
from lines.models.leftovers import Leftover, leftovers
from lines.rules.changeovers import due_at
from plants.models import Line, StartRule


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the checklist; `by` is empty while nobody looked."""

    item: str
    label: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeoverNow:
    """`seconds_left` counts down to the planned end and is negative after it.

    `step` is what is to be done next: begin, run_out, points, sign, article, start.
    """

    line: str
    running: Changeover | None
    next_orders: tuple[WorkOrder, ...]
    left: tuple[Leftover, ...] = ()
    aside: tuple[Leftover, ...] = ()
    points: tuple[PointRow, ...] = ()
    due: datetime | None = None
    seconds_left: int = 0
    cleared: bool = False
    asks_article: bool = False
    approved: bool = False
    last_check: StartCheck | None = None

    @property
    def next_point(self) -> PointRow | None:
        return next((point for point in self.points if not point.by), None)

    @property
    def step(self) -> str:
        if self.running is None:
            return "begin"
        if self.cleared:
            return "article" if self.asks_article and not self.approved else "start"
        if self.next_point is not None:
            return "points"
        return "run_out" if self.left else "sign"


def changeover_now(*, line: Line, moment: datetime) -> ChangeoverNow:
    """The line's open changeover, else the orders it could change to."""
    rows = Changeover.objects.select_related(
        "from_order__variant__model", "to_order__variant__model", "stop", "started_by"
    )
    running = rows.filter(line=line, stop__ended_at=None).order_by("-pk").first()
    if running is None:
        return ChangeoverNow(line.code, None, _next_orders(line))
    order = running.to_order
    standing = leftovers(line_id=line.pk, order_id=order.pk)
    gates = _gates(line, order)
    due = due_at(running.stop.started_at, running.planned_minutes)
    checks = StartCheck.objects.filter(line=line, order=order).select_related("person")
    return ChangeoverNow(
        line=line.code,
        running=running,
        next_orders=(),
        left=tuple(unit for unit in standing if not unit.aside),
        aside=tuple(unit for unit in standing if unit.aside),
        points=_points(running),
        due=due,
        seconds_left=int((due - moment).total_seconds()),
        cleared=LINE_CLEAR in gates,
        asks_article=_asks_article(line, order),
        approved=FIRST_ARTICLE in gates,
        last_check=checks.order_by("-at").first(),
    )


def _next_orders(line: Line) -> tuple[WorkOrder, ...]:
    here = Q(line=line) | Q(days__line=line)
    rows = WorkOrder.objects.filter(here, state__in=[OrderState.RELEASED, OrderState.RUNNING])
    order = ("priority", "rank", "pk")
    return tuple(rows.select_related("variant__model").order_by(*order).distinct()[:12])


def _points(running: Changeover) -> tuple[PointRow, ...]:
    ticks = {tick.item: tick for tick in running.ticks.select_related("person")}
    return tuple(
        PointRow(
            item,
            str(label),
            by=str(ticks[item].person or "–") if item in ticks else "",
            at=ticks[item].at if item in ticks else None,
        )
        for item, label in ClearanceItem.choices
    )


def _gates(line: Line, order: WorkOrder) -> frozenset[str]:
    rows = Clearance.objects.filter(
        subject=ClearanceSubject.ORDER, line=line, order=order, revoked_at=None
    )
    return frozenset(rows.values_list("gate", flat=True))


def _asks_article(line: Line, order: WorkOrder) -> bool:
    rules = StartRule.objects.filter(line=line)
    model_id = order.variant.model_id
    rule = rules.filter(model_id=model_id).first() or rules.filter(model=None).first()
    return rule is not None and rule.first_article
