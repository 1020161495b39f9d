"""M3 and M4 on one shift counted by hand: 100 asked, 70 made, and where the other 30 went."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lines.models import ShiftStart
from lines.rules.now import Loss
from mes.models import ShiftReport
from mes.reports.queries.period import period_totals
from mes.reports.rules.waterfall import PlannedHour, ShiftLoss, late_start, waterfall
from plants.models import ShiftState
from quality.models import YieldSum
from tests.ledger import EIGHT, a_shift
from tests.plant import PlantAtWork
from tests.quality.gates.test_desk_pages import page, rows, sentence, words

NINE = EIGHT + timedelta(hours=1)


def at(minutes: int) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def test_a_late_start_costs_what_its_hours_planned_and_no_minute_twice() -> None:
    hours = [PlannedHour(EIGHT, 20), PlannedHour(NINE, 40)]
    assert late_start(hours=hours, start=EIGHT, begun=None, stops=[]) == (0, 0)
    assert late_start(hours=hours, start=EIGHT, begun=at(-5), stops=[]) == (0, 0)
    assert late_start(hours=hours, start=EIGHT, begun=at(15), stops=[]) == (5, 15)
    assert late_start(hours=hours, start=EIGHT, begun=at(75), stops=[]) == (30, 75)
    stood = [(at(-10), at(3)), (at(10), at(30))]
    assert late_start(hours=hours, start=EIGHT, begun=at(15), stops=stood) == (2, 7)
    # A shift that begins at half past has its hour's plan in thirty minutes.
    assert late_start(hours=hours, start=at(30), begun=at(45), stops=[]) == (10, 15)


def test_the_bars_go_from_the_target_to_what_was_made_to_the_unit() -> None:
    day = EIGHT.date()
    first = ShiftLoss("LHR-B", day, "A", 100, 70, stops=12, late=3, rejects=2)
    again = ShiftLoss("LHR-B", day, "B", 50, 55, stops=10)
    assert (first.slow, again.slow) == (13, -15)
    fall = waterfall([first, again])
    assert [(step.key, step.units, step.bottom, step.top) for step in fall.steps] == [
        ("stops", 22, 128, 150),
        ("slow", -2, 128, 130),
        ("rejects", 2, 128, 130),
        ("late", 3, 125, 128),
    ]
    assert (fall.target, fall.good, fall.most) == (150, 125, 150)
    assert fall.biggest is not None
    assert fall.biggest.key == "stops"
    assert waterfall([]).biggest is None


@pytest.fixture
def a_shift_told(works: PlantAtWork) -> PlantAtWork:
    shift = a_shift(works.line, target=100, state=ShiftState.CLOSED)
    ShiftStart.objects.create(
        event_id=uuid4(), plant=works.plant, line=works.line, shift=shift, made_by=works.chen,
        made_at=at(15), crew=[{"station": "LHR-B-MMI1", "person": "ana"}],
    )  # fmt: skip
    stop = {"no": "S-1", "group": "machine", "place": "LHR-B-MMI1", "cause": "Jig worn"}
    ended = {"started": at(10).isoformat(), "ended": at(30).isoformat()}
    hour = {"good": 70, "gap": -30, "reasons": [], "note": ""}
    ShiftReport.objects.create(
        shift=shift,
        revision=1,
        basis=b"0" * 16,
        figures={
            "line": "LHR-B", "model": "NOVA-5G", "order": "", "shift": "A", "plant": "LHR",
            "date": str(EIGHT.date()), "start": EIGHT.isoformat(), "end": at(540).isoformat(),
            "target": 100, "good": 70, "gap": -30, "ng": 4, "first_pass": 90.0,
            "first_passes": [{"operation": "MMI1", "inspected": 10, "good": 7}],
            "hours": [{"start": EIGHT.isoformat(), "plan": 20, **hour}],
            "losses": [{"place": "LHR-B-MMI1", "cause": "Jig worn", "units": 12, "minutes": 20}],
            "stops": [{**stop, **ended, "halts": True}],
        },
    )  # fmt: skip
    YieldSum.objects.create(
        plant_id=works.plant.pk, line_id=works.line.pk, order_id=works.order.pk,
        station_id=works.station("MMI1").pk, shift_id=shift.pk, day=EIGHT.date(),
        entered=10, first_run=7, final=8,
    )  # fmt: skip
    return works


@pytest.mark.django_db
def test_the_losses_of_a_shift_add_up_and_open_below(a_shift_told, client_for) -> None:
    client = client_for(a_shift_told.people["fay"])
    day = EIGHT.date()
    html = page(client, f"/losses/LHR/?first={day}&last={day}")
    assert sentence(html) == "70 of 100 made; most went to Ran slow: 13 ."
    assert [row[:2] for row in rows(html)] == [
        ["Target", "100"],
        ["Stops", "−12"],
        ["Ran slow", "−13"],
        ["Rejects", "−2"],
        ["Started late", "−3"],
        ["Made", "70"],
    ]
    for key in ("stops", "slow", "rejects", "late"):
        assert f'<a href="#{key}">' in html
        assert f'<section id="{key}">' in html
    told = words(html)
    assert "S-1 LHR-B 2026-11-21 A LHR-B-MMI1 Jig worn 2026-11-21 08:10 20" in told
    assert "what=not_final" in html
    assert 'href="/lines/LHR-B/hours/?day=2026-11-21&amp;shift=A"' in html
    empty = page(client, "/losses/LHR/?first=2025-01-01&last=2025-01-01")
    assert sentence(empty) == "No shift in this window"


@pytest.mark.django_db
def test_a_period_stands_beside_the_one_before_and_is_exported(a_shift_told, client_for) -> None:
    client = client_for(a_shift_told.people["fay"])
    day, next_day = EIGHT.date(), EIGHT.date() + timedelta(days=1)
    html = page(client, f"/period/LHR/?first={next_day}&last={next_day}&line=LHR-B")
    assert rows(html) == [
        ["Good units", "0", "70"],
        ["Target", "0", "100"],
        ["First pass, all tests, %", "–", "70.0"],
        ["Minutes stopped", "0", "20"],
        ["Faults", "0", "0"],
        ["People at stations", "0", "1"],
    ]
    html = page(client, f"/period/LHR/?first={day}&last={day}")
    assert sentence(html) == "70 of 100 made."
    address = next(a for a in html.split('"') if "format=xlsx" in a)
    assert page_of_file(client, address).startswith(b"PK")


@pytest.mark.django_db
def test_a_period_reads_of_its_reports_no_hours_stops_and_yields(a_shift_told) -> None:
    """Ninety days of three lines are some five hundred reports, asked for twice a page."""
    asked = {"line_ids": [a_shift_told.line.pk], "first": EIGHT.date(), "last": EIGHT.date()}
    with CaptureQueriesContext(connection) as ran:
        told = period_totals(**asked, now=timezone.now())
    assert (told.target, told.good, told.minutes, told.people) == (100, 70, 20, 1)
    assert told.stops == ()
    assert told.losses == (Loss("LHR-B-MMI1", "Jig worn", 12, 20),)
    assert len(ran) == 3  # reports, running shifts, who started them
    with connection.cursor() as cursor:
        cursor.execute(ran[0]["sql"])
        (row,) = cursor.fetchall()
    kept = json.loads(row[1])
    assert not {"hours", "stops", "first_passes"} & set(kept)
    assert {"line", "date", "shift", "target", "good", "losses"} <= set(kept)


def page_of_file(client, address: str) -> bytes:
    answer = client.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200
    return bytes(answer.content)
