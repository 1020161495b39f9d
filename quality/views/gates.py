"""The quality desk: now, yields, causes, control charts, and what does not conform."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import Hold
from lines.queries.baseline import midnight
from lines.queries.permissions import ALLOWED as LINE_ALLOWED
from lines.views.doors import person_of, plant_for
from plants.models import Line, Operation, OperationKind, Person, Plant, Station
from plants.queries.memberships import roles_of
from plants.queries.people import face_of
from quality.models import ActionKind, Disposition, GateRule, NcrEvent, NcrState, Nonconformance
from quality.models.gates.carried import waits_to_be_carried
from quality.queries.gates.charts import chart_of
from quality.queries.gates.now import cells_now, pareto, worst
from quality.queries.gates.spc import numeric_steps
from quality.queries.gates.units import units_of
from quality.queries.gates.yields import KEY_SQL, Span, rolled_yield, yield_figures
from quality.queries.permissions import ALLOWED

SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}
PARETOS = ("failure", "measurement", "location")
SHOWN = 100


@never_cache
@require_GET
@login_required
def now(request: HttpRequest, plant: str) -> HttpResponse:
    """Q1: first pass today by operation and line, the spike, and what fails there."""
    here = plant_for(request, plant)
    lines = list(Line.objects.filter(plant=here).order_by("code"))
    moment = timezone.now()
    today = midnight(moment, here.timezone)
    cells = cells_now(plant_id=here.pk, line_ids=[line.pk for line in lines], today=today)
    spike = worst(cells)
    about = [line for line in lines if spike is None or line.code == spike.line]
    shares = pareto(plant_id=here.pk, line_ids=[line.pk for line in about], start=today, end=moment)
    by_cell = {(cell.operation, cell.line): cell for cell in cells}
    operations = {cell.operation: cell for cell in cells}
    floor = min((cell.share for cell in cells if cell.share is not None), default=90.0)
    context = {
        "lines": lines,
        "rows": [
            (first, [by_cell.get((code, line.code)) for line in lines])
            for code, first in operations.items()
        ],
        "rolled": [_rolled([c for c in cells if c.line == line.code]) for line in lines],
        "floor": min(90.0, floor - 1),
        "spike": spike,
        "about": about[0] if spike else None,
        "shares": shares[:6],
        "others": sum(share.count for share in shares[6:]),
        "total": sum(share.count for share in shares),
        "runs": sum(cell.runs for cell in cells),
    }
    return render(request, "quality/gates/now.html", _frame(request, here, "quality_now", context))


@never_cache
@require_GET
@login_required
def yields(request: HttpRequest, plant: str) -> HttpResponse:
    """Q2: three yields and what is lost, by what was asked; each row opens into its units."""
    here = plant_for(request, plant)
    span, words = _span(request, here)
    by = words["by"] if words["by"] in KEY_SQL else "operation"
    operations = yield_figures(span=span, by="operation")
    context = {
        **words,
        "by": by,
        "kinds": [kind for kind in KEY_SQL if kind != "total"],
        "rows": operations if by == "operation" else yield_figures(span=span, by=by),
        "rolled": rolled_yield(operations),
        "opens": by in ("station", "operation"),
        "first": span.first,
        "last": span.until - timedelta(days=1),
        "spans": SPANS,
    }
    return render(request, "quality/gates/yields.html", _frame(request, here, "yields", context))


@never_cache
@require_GET
@login_required
def units(request: HttpRequest, plant: str) -> HttpResponse:
    """The units behind a row: those whose first run was there, with what became of them."""
    here = plant_for(request, plant)
    span, words = _span(request, here)
    rows = units_of(span=span, station=words["station"], what=words["what"])
    context = {**words, "rows": rows, "first": span.first, "last": span.until - timedelta(days=1)}
    return render(request, "quality/gates/units.html", _frame(request, here, "yields", context))


@never_cache
@require_GET
@login_required
def causes(request: HttpRequest, plant: str) -> HttpResponse:
    """Q3: a Pareto by failure, measurement or place of the phone."""
    here = plant_for(request, plant)
    span, words = _span(request, here)
    by = words["by"] if words["by"] in PARETOS else "failure"
    zone = ZoneInfo(here.timezone)
    shares = pareto(
        plant_id=here.pk,
        line_ids=span.line_ids,
        start=_moment(span.first, zone),
        end=_moment(span.until, zone),
        by=by,
        operation=span.operation,
    )
    context = {
        **words,
        "by": by,
        "kinds": PARETOS,
        "shares": shares[:SHOWN],
        "most": shares[0].count if shares else 0,
        "total": sum(share.count for share in shares),
        "spans": SPANS,
    }
    return render(request, "quality/gates/causes.html", _frame(request, here, "causes", context))


@never_cache
@require_GET
@login_required
def spc(request: HttpRequest, plant: str) -> HttpResponse:
    """Q4: one measurement of one station on its control chart; the hold is placed from it."""
    here = plant_for(request, plant)
    stations = Station.objects.filter(
        line__plant=here, active=True, operation__kind=OperationKind.TEST
    ).select_related("operation", "line")
    stations = stations.order_by("line__code", "position", "code")
    station = stations.filter(code=_text(request, "station")).first() or stations.first()
    context: dict[str, Any] = {"stations": stations, "station": station}
    if station is not None:
        steps = numeric_steps(operation_id=station.operation_id)
        asked = _text(request, "step")
        step = next((row for row in steps if str(row.pk) == asked), steps[0] if steps else None)
        size = int(asked) if (asked := _text(request, "size")) in ("2", "3", "4", "5", "6") else 1
        chart = chart_of(station_id=station.pk, step=step, size=size) if step else None
        held = (
            Hold.objects.filter(station=station, released_at=None)
            .select_related("placed_by")
            .first()
        )
        context |= {"steps": steps, "step": step, "size": size, "chart": chart, "held": held}
    context |= {
        "sizes": range(1, 7),
        "may_hold": _may(request, here, "hold.place"),
        "may_release": _may(request, here, "hold.release"),
    }
    return render(request, "quality/gates/spc.html", _frame(request, here, "spc", context))


@never_cache
@require_GET
@login_required
def nonconformances(request: HttpRequest, plant: str) -> HttpResponse:
    """Q5: open nonconformances by due day, the holds without one, and when stations stop."""
    here = plant_for(request, plant)
    rows = Nonconformance.objects.filter(plant=here).select_related("unit", "hold", "owner")
    closed = _text(request, "closed") == "1"
    shown = rows.filter(state=NcrState.CLOSED) if closed else rows.exclude(state=NcrState.CLOSED)
    today = timezone.localdate(timezone=ZoneInfo(here.timezone))
    context = {
        "rows": shown.order_by("due", "pk")[:SHOWN],
        "closed": closed,
        "late": rows.exclude(state=NcrState.CLOSED).filter(due__lt=today).count(),
        "today": today,
        "week": today + timedelta(days=7),
        "people": _people(here),
        "holds": Hold.objects.filter(plant=here, released_at=None)
        .exclude(pk__in=rows.exclude(hold=None).values("hold_id"))
        .select_related("unit", "order", "lot", "material", "station", "line")
        .order_by("-placed_at")[:SHOWN],
        "rules": {rule.operation_id: rule for rule in GateRule.objects.filter(plant=here)},
        "operations": _with_rules(here),
        "may_write": _may(request, here, "ncr.write"),
        "may_set": _may(request, here, "gate.set"),
    }
    return render(request, "quality/gates/ncrs.html", _frame(request, here, "ncrs", context))


@never_cache
@require_GET
@login_required
def nonconformance(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """One of them: what was done, what is left, and the board's decision by two people."""
    here = plant_for(request, plant)
    found = Nonconformance.objects.filter(plant=here, no=no.replace("\x00", "")[:24])
    row = found.select_related("unit", "hold", "station", "owner", "decided_by", "second").first()
    if row is None:
        raise Http404
    events = NcrEvent.objects.filter(nonconformance_id=row.pk).order_by("received_at")
    people = Person.objects.in_bulk({event.person_id for event in events} - {None})
    context = {
        "row": row,
        "actions": row.actions.select_related("owner", "done_by").order_by("n"),
        "events": [(event, people.get(event.person_id)) for event in events],
        "kinds": ActionKind.choices,
        "dispositions": Disposition.choices,
        "people": _people(here),
        "week": timezone.localdate() + timedelta(days=7),
        "may_write": _may(request, here, "ncr.write"),
        "may_decide": _may(request, here, "ncr.decide"),
        "may_carry": _may(request, here, "ncr.carry"),
        "to_carry": row.state == NcrState.DECIDED and waits_to_be_carried(row),
    }
    return render(request, "quality/gates/ncr.html", _frame(request, here, "ncrs", context))


def _with_rules(here: Plant) -> list[tuple[Operation, GateRule | None]]:
    rules = {rule.operation_id: rule for rule in GateRule.objects.filter(plant=here)}
    operations = Operation.objects.filter(
        kind=OperationKind.TEST, pk__in=Station.objects.filter(line__plant=here).values("operation")
    )
    return [(operation, rules.get(operation.pk)) for operation in operations.order_by("code")]


def _people(here: Plant) -> list[Person]:
    people = Person.objects.filter(memberships__plant=here, is_active=True)
    return list(people.distinct().order_by("name"))


def _rolled(cells: list[Any]) -> tuple[float | None, float | None]:
    """The line's first pass today, and how far it is from the four weeks', in per cent."""
    now_, usual = 1.0, 1.0
    known = [cell for cell in cells if cell.share is not None]
    for cell in known:
        now_ *= cell.share / 100
        usual *= (cell.usual if cell.usual is not None else cell.share) / 100
    return (100 * now_, 100 * (now_ - usual)) if known else (None, None)


def _span(request: HttpRequest, here: Plant) -> tuple[Span, dict[str, str]]:
    """The days and things asked for; today when nothing is."""
    names = ("span", "by", "line", "model", "operation", "station", "what")
    words = {name: _text(request, name) for name in names}
    words["span"] = words["span"] if words["span"] in SPANS else "day"
    until = timezone.localdate(timezone=ZoneInfo(here.timezone)) + timedelta(days=1)
    lines = Line.objects.filter(plant=here)
    if words["line"]:
        lines = lines.filter(code=words["line"])
    span = Span(
        plant_id=here.pk,
        line_ids=list(lines.values_list("pk", flat=True)),
        first=until - timedelta(days=SPANS[words["span"]]),
        until=until,
        model=words["model"],
        operation=words["operation"],
    )
    return span, words


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:60]


def _may(request: HttpRequest, plant: Plant, act: str) -> bool:
    roles = roles_of(person_of(request).pk).get(plant.pk, frozenset())
    allowed = LINE_ALLOWED.get(act) or ALLOWED[act]
    return not roles.isdisjoint(allowed.roles)


def _frame(
    request: HttpRequest, plant: Plant, tab: str, context: Mapping[str, object]
) -> dict[str, object]:
    return {
        **context,
        "plant": plant,
        "now": timezone.now(),
        "me": face_of(person_of(request), plant_id=plant.pk),
        "plant_code": plant.code,
        "tab": tab,
    }
