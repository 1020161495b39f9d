"""What happened before the first page was opened: three days of each line, and its running shift.

Written set by set, but by the floor's own rules: the ledger, the units and the IMEIs agree as if
every scan had been made.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from lines.actions.stops import Alarm, acknowledge_stop, end_stop, raise_stop
from lines.models import OrderState, StopGroup, WorkOrder
from mes.demo.axis import Axis, without
from mes.demo.books import Books
from mes.demo.floor_day import LineCrew, Recorder
from mes.demo.size import Size
from mes.kernel.ids import uuid7
from plants.actions.shifts import make_shifts
from plants.models import CalendarDay, Person, Plant, Shift, ShiftPattern, Station
from plants.rules.shifts import Span, patterns_on

DAYS = 3
LOOK_BACK = 21
FLOW_SECONDS = 420.0
"""About how long a unit is on the line."""
PACE = {"LHR-A": 0.99, "LHR-B": 0.95, "LHR-F": 0.97, "HRP-C": 0.98}
"""Units begun of those planned, stops apart."""


def make_past_shifts(plant: Plant, now: datetime) -> list[date]:
    """Shifts of the last three working days before today; their dates."""
    today = now.astimezone(ZoneInfo(plant.timezone)).date()
    first = today - timedelta(days=LOOK_BACK)
    patterns = ShiftPattern.objects.rules(plant.pk)
    rules = CalendarDay.objects.rules(plant.pk, first, today)
    days = [today - timedelta(days=number) for number in range(1, LOOK_BACK + 1)]
    worked = [day for day in days if patterns_on(day, patterns, rules)][:DAYS]
    for day in worked:
        make_shifts(plant=plant, first=day, last=day)
    return worked


def make_history(
    orders: dict[str, WorkOrder], *, people: dict[str, Person], now: datetime, size: Size
) -> None:
    """Fill the ledger of every line up to `now`; the orders run from here on."""
    books = Books()
    for number, (code, order) in enumerate(orders.items()):
        dice = Random(f"{code} {now:%Y-%m-%d %H}")  # noqa: S311  # chance, not secrecy
        crew = LineCrew.of(order, people)
        shifts = list(Shift.objects.filter(line=order.line, span__startswith__lt=now))
        shifts.sort(key=lambda shift: shift.span.lower)
        stops = _stops(order, shifts, number, people, now)
        axis = Axis(without(_worked(shifts, now), stops))
        recorder = Recorder(order=order, crew=crew, axis=axis, books=books, dice=dice)
        for begin in _begins(order, shifts, axis, now, size):
            recorder.add(begin=begin, until=axis.until(now))
        recorder.pack()
    books.write()
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders.values()]).update(
        state=OrderState.RUNNING
    )


def _worked(shifts: Iterable[Shift], now: datetime) -> list[Span]:
    """The shifts up to now without their breaks."""
    spans: list[Span] = []
    for shift in shifts:
        holes = [
            Span(datetime.fromisoformat(start), datetime.fromisoformat(end))
            for start, end, _name in shift.breaks
        ]
        spans += without([Span(shift.span.lower, min(shift.span.upper, now))], holes)
    return spans


def _begins(
    order: WorkOrder, shifts: list[Shift], axis: Axis, now: datetime, size: Size
) -> Iterable[float]:
    """When units enter the line: some on past days, at the line's pace in the running shift."""
    dates = sorted({shift.date for shift in shifts if shift.span.upper <= now})
    for day in dates:
        of_day = [s for s in shifts if s.date == day and s.span.upper <= now]
        first, last = axis.until(of_day[0].span.lower), axis.until(of_day[-1].span.upper)
        for number in range(size.units_a_day):
            yield first + (last - first) * number / size.units_a_day
    running = [s for s in shifts if s.span.lower <= now < s.span.upper]
    if running:
        takt = 3600 / order.line.uph / PACE[order.line.code] / size.begun
        second = max(0.0, axis.until(running[0].span.lower) - FLOW_SECONDS)
        while second < axis.length:
            yield second
            second += takt


def _stops(
    order: WorkOrder, shifts: list[Shift], number: int, people: dict[str, Person], now: datetime
) -> list[Span]:
    """A power cut or a fixture in each shift that is long enough, ended and with its reason."""
    supervisor = people["supervisor" if order.plant.code == "LHR" else "hrp_supervisor"]
    holes = []
    for index, shift in enumerate(shifts):
        end = min(shift.span.upper, now)
        worked = (end - shift.span.lower).total_seconds()
        if worked < 3600:
            continue
        start = shift.span.lower + timedelta(seconds=int(worked * (0.3 + 0.1 * (number % 4))))
        power = (index + number) % 2 == 0
        hole = Span(start, start + timedelta(seconds=260 + 45 * number if power else 410))
        _stop(order, hole, supervisor, power=power)
        holes.append(hole)
    return holes


def _stop(order: WorkOrder, hole: Span, by: Person, *, power: bool) -> None:
    bench = order.route.steps.filter(operation__kind="test").order_by("?").first()
    station = None
    if not power and bench is not None:
        station = Station.objects.filter(line=order.line, operation=bench.operation).first()
    stop, _ = raise_stop(
        alarm=Alarm(
            event_id=uuid7(),
            line_id=order.line_id,
            station_id=station.pk if station else None,
            group=StopGroup.POWER if power else StopGroup.MACHINE,
            halts=True,
            reason="LOADSHEDDING" if power else "FIXTURE",
        ),
        started_at=hole.start,
        by=by.pk,
    )
    acknowledge_stop(
        plant_id=order.plant_id, no=stop.no, by=by.pk, now=hole.start + timedelta(seconds=50)
    )
    end_stop(plant_id=order.plant_id, no=stop.no, by=by.pk, now=hole.end)
