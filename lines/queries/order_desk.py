"""The orders of a plant as a planner looks at them: the queue of each line, and one order whole."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Sum

from lines.models import DayRelease, OrderEvent, WorkOrder
from plants.models import Line, Plant

# Units are counted for orders that are worked, of which a line has a handful.
_QUEUE = """
SELECT l.code, l.name, o.no, m.name, v.sku, v.colour, o.quantity, o.over_build, o.state,
  o.priority, o.due, o.country, o.customer, COALESCE(u.started, 0), COALESCE(u.made, 0),
  COALESCE(d.units, 0)
FROM plants_line l
LEFT JOIN lines_workorder o ON o.line_id = l.id
  AND o.state IN ('draft', 'released', 'running', 'held')
LEFT JOIN plants_productvariant v ON v.id = o.variant_id
LEFT JOIN plants_productmodel m ON m.id = v.model_id
LEFT JOIN LATERAL (
  SELECT count(*) AS started,
    count(*) FILTER (WHERE state IN ('packed', 'shipped', 'returned')) AS made
  FROM lines_unit WHERE order_id = o.id
) u ON o.id IS NOT NULL
LEFT JOIN LATERAL (
  SELECT sum(units) AS units FROM lines_dayrelease WHERE line_id = l.id AND order_id = o.id
    AND day = %(today)s
) d ON o.id IS NOT NULL
WHERE l.plant_id = %(plant)s AND l.active
ORDER BY l.position, l.code, o.priority, o.rank, o.id
"""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An order in its line's queue; `today` are the units released to the line for this day."""

    no: str
    model: str
    sku: str
    colour: str
    quantity: int
    over_build: int
    state: str
    priority: int
    due: date | None
    country: str
    customer: str
    started: int
    made: int
    today: int

    @property
    def export(self) -> bool:
        return self.country != "PK"

    @property
    def percent(self) -> int:
        return min(100, self.made * 100 // max(1, self.quantity))


@dataclass(frozen=True, slots=True)
class LineQueue:
    code: str
    name: str
    orders: tuple[QueueRow, ...]

    @property
    def left(self) -> int:
        """Units still to be made on the line."""
        return sum(max(0, row.quantity - row.made) for row in self.orders)


def queues(plant: Plant, *, today: date) -> list[LineQueue]:
    """Every line with its orders in the order they are worked, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"plant": plant.pk, "today": today})
        rows = cursor.fetchall()
    names = {(row[0], row[1]): None for row in rows}
    return [
        LineQueue(
            code, name, tuple(QueueRow(*row[2:]) for row in rows if row[0] == code and row[2])
        )
        for code, name in names
    ]


@dataclass(frozen=True, slots=True)
class DayRow:
    """What one line is to build of an order on one day."""

    day: date
    line: str
    units: int


def days_of(order: WorkOrder) -> list[DayRow]:
    """The days of an order with their sums, earliest first; days taken back whole are left out."""
    rows = (
        DayRelease.objects.filter(order=order)
        .values("day", "line__code")
        .annotate(sum=Sum("units"))
        .order_by("day", "line__code")
    )
    return [DayRow(row["day"], row["line__code"], row["sum"]) for row in rows if row["sum"]]


def events_of(order: WorkOrder, *, most: int = 50) -> list[OrderEvent]:
    """The newest events of an order."""
    rows = OrderEvent.objects.filter(order=order).select_related("other", "person")
    return list(rows.order_by("-at")[:most])


@dataclass(frozen=True, slots=True)
class ClosedRow:
    no: str
    sku: str
    quantity: int
    closed_at: datetime


def lately_closed(plant: Plant, *, most: int = 20) -> list[ClosedRow]:
    """The orders that were closed last."""
    rows = WorkOrder.objects.filter(plant=plant, closed_at__isnull=False).order_by("-closed_at")
    values = rows.values_list("no", "variant__sku", "quantity", "closed_at")[:most]
    return [ClosedRow(no, sku, n, at) for no, sku, n, at in values if at is not None]


def lines_of(plant: Plant) -> list[Line]:
    return list(Line.objects.filter(plant=plant, active=True))
