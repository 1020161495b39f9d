"""The shift report: written once at the end, revised by a late record, true to the ledger."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from lines.models import HourReason, MoveKind, Stop, StopReason
from mes.kernel.ids import uuid7
from mes.models import ShiftReport
from mes.reports.actions.shift_reports import revise_reports, write_missing_reports
from mes.reports.queries.shift_reports import kept_report
from mes.reports.tasks import revise_shift_reports, write_shift_reports
from plants.models import Shift, ShiftState
from tests.factories import make_order
from tests.ledger import EIGHT, a_shift, made_by_sql, moved
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db
END = EIGHT + timedelta(hours=9)
LATER = END + timedelta(minutes=1)


@pytest.fixture
def ended(works: PlantAtWork) -> PlantAtWork:
    """1,108 is too many to write: 30 of 510, a fixture that stood an hour, one NG."""
    shift = a_shift(works.line, target=510)
    for number in range(30):
        moved(works, "CTN", EIGHT + timedelta(minutes=number), unit_id=number)
    moved(works, "MMI1", EIGHT, kind=MoveKind.FAIL, unit_id=1)
    moved(works, "MMI1", EIGHT, unit_id=2)
    Stop.objects.create(
        event_id=uuid7(), plant=works.plant, no="ST-1", line=works.line,
        station=works.station("CPL"), group="machine", note="FT-02 fixture",
        started_at=EIGHT + timedelta(hours=1), ended_at=EIGHT + timedelta(minutes=121),
    )  # fmt: skip
    Shift.objects.filter(pk=shift.pk).update(state=ShiftState.CLOSED, closed_at=END)
    return works


def the_report(works: PlantAtWork):
    return kept_report(line_id=works.line.pk, day=EIGHT.date(), code="A")


def test_a_shift_is_reported_once_however_often_the_clock_asks(ended: PlantAtWork) -> None:
    assert write_missing_reports(now=LATER) == 1
    assert write_missing_reports(now=LATER) == 0
    assert revise_reports(now=LATER) == 0
    assert ShiftReport.objects.count() == 1


def test_its_sentence_says_made_short_and_the_largest_loss(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    assert the_report(ended).sentence == (
        "Line LHR-B made 30 of 510, 480 short; 61 lost to LHR-B-CPL FT-02 fixture."
    )


def test_its_figures_are_the_ledgers(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    figures = the_report(ended).figures
    assert figures["good"] == made_by_sql() == sum(hour["good"] for hour in figures["hours"])
    assert sum(hour["plan"] for hour in figures["hours"]) == figures["target"] == 510
    assert figures["models"] == [{"model": "Nova-5G", "made": 30}]
    assert figures["first_passes"] == [
        {"operation": "CTN", "inspected": 30, "good": 30},
        {"operation": "MMI1", "inspected": 2, "good": 1},
    ]
    assert (figures["ng"], figures["first_pass"], figures["late"]) == (1, 50.0, 0)
    assert [stop["cause"] for stop in figures["stops"]] == ["FT-02 fixture"]


def test_a_late_record_adds_a_revision_that_says_what_moved(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    moved(ended, "CTN", EIGHT + timedelta(hours=8), received_at=END + timedelta(hours=3))
    assert revise_reports(now=END + timedelta(hours=4)) == 1
    report = the_report(ended)
    assert (report.revision, report.figures["good"]) == (2, 31)
    assert report.moved == {"good": (30, 31), "late": (0, 1)}
    assert ShiftReport.objects.get(revision=1).figures["good"] == 30


def test_the_next_order_on_the_line_makes_no_revision(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    order = make_order(ended.route, ended.variant, ended.line, state="running")
    moved(ended, "CTN", END + timedelta(hours=1), order_id=order.pk)
    type(order).objects.filter(pk=ended.order.pk).update(state="closed")
    assert revise_reports(now=END + timedelta(hours=2)) == 0
    assert the_report(ended).figures["order"] == ended.order.no


def test_a_reason_given_after_the_shift_is_a_revision_too(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    reason = StopReason.objects.create(code="KIT-LATE", group="material", name="Kit late")
    HourReason.objects.create(line=ended.line, hour=EIGHT, reason=reason, units=25)
    assert revise_reports(now=LATER) == 1
    assert the_report(ended).figures["hours"][0]["reasons"] == [{"text": "Kit late", "units": 25}]


def test_a_shift_that_runs_or_was_left_behind_long_ago_is_not_revised(ended: PlantAtWork) -> None:
    a_shift(ended.line, start=END, code="B")
    assert write_missing_reports(now=LATER) == 1
    moved(ended, "CTN", EIGHT + timedelta(hours=8))
    assert revise_reports(now=END + timedelta(days=3)) == 0


def test_a_report_is_never_changed(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        ShiftReport.objects.update(revision=9)


def test_a_revision_number_is_taken_once(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    first = ShiftReport.objects.get()
    with (
        pytest.raises(IntegrityError, match="mes_shiftreport_revision_once"),
        transaction.atomic(),
    ):
        ShiftReport.objects.create(shift=first.shift, revision=1, basis=b"x", figures={})
    with (
        pytest.raises(IntegrityError, match="mes_shiftreport_revision_positive"),
        transaction.atomic(),
    ):
        ShiftReport.objects.create(shift=first.shift, revision=0, basis=b"x", figures={})


def test_the_tasks_do_what_the_clock_asks(ended: PlantAtWork) -> None:
    write_shift_reports()
    revise_shift_reports()
    assert ShiftReport.objects.count() == 1


def test_a_line_that_sent_nothing_is_not_said_to_have_made_none(works: PlantAtWork) -> None:
    shift = a_shift(works.line, target=510)
    Shift.objects.filter(pk=shift.pk).update(state=ShiftState.CLOSED, closed_at=END)
    write_missing_reports(now=LATER)
    assert the_report(works).sentence == "Line LHR-B sent no data; its target was 510."


def test_no_sentence_is_invented_where_nothing_was_lost(works: PlantAtWork) -> None:
    shift = a_shift(works.line, target=2)
    for number in range(3):
        moved(works, "CTN", EIGHT + timedelta(minutes=number), unit_id=number)
    Shift.objects.filter(pk=shift.pk).update(state=ShiftState.CLOSED, closed_at=END)
    write_missing_reports(now=LATER)
    assert the_report(works).sentence == "Line LHR-B made 3 of 2, 1 over."
    assert isinstance(the_report(works).made_at, datetime)


def test_the_sentence_is_urdu_for_who_reads_urdu(ended: PlantAtWork) -> None:
    write_missing_reports(now=LATER)
    with override("ur"):
        said = the_report(ended).sentence
    assert said.startswith("لائن \u2068LHR-B\u2069")
    assert "\u2068480\u2069" in said
