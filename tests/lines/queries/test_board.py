"""The line's board says what the ledger says, whether the fold has taken a move or not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lines.models import HourReason, MoveKind, Stop, StopReason, UnitState
from lines.queries.baseline import forget_baselines
from lines.queries.board import line_now, lines_now
from lines.rules.now import LineNow
from mes.kernel.ids import uuid7
from plants.queries.facts import forget_facts
from plants.queries.shifts import forget_shifts
from tests import factories
from tests.ledger import EIGHT, a_shift, fold_everything, made_by_sql, moved
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
NOON = EIGHT + timedelta(hours=4, minutes=20)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    forget_baselines()
    forget_facts()
    forget_shifts()


def the_line(works: PlantAtWork) -> LineNow:
    return line_now(line_id=works.line.pk, moment=NOON)


def a_stop(works: PlantAtWork, **fields: object) -> Stop:
    return Stop.objects.create(
        **{
            "event_id": uuid7(),
            "plant": works.plant,
            "line": works.line,
            "no": f"ST-{Stop.objects.count() + 1}",
            "group": "machine",
            "started_at": NOON - timedelta(minutes=6, seconds=41),
            **fields,
        }
    )


def test_good_units_are_the_passes_at_the_output_less_those_undone(works: PlantAtWork) -> None:
    a_shift(works.line)
    for minute in range(30):
        moved(works, "CTN", EIGHT + timedelta(minutes=minute), unit_id=minute)
    moved(works, "CTN", EIGHT + timedelta(minutes=40), kind=MoveKind.UNDO)
    moved(works, "CTN", EIGHT - timedelta(minutes=1), unit_id=99)  # before the shift
    line = the_line(works)
    assert line.good == 29
    assert line.good == made_by_sql("at >= %s", EIGHT)
    assert [hour.good for hour in line.hours][:2] == [29, 0]


def test_a_planted_difference_between_ledger_and_board_is_found(works: PlantAtWork) -> None:
    a_shift(works.line)
    moved(works, "CTN", EIGHT)
    fold_everything()
    assert the_line(works).good == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lines_tally SET output = output + 1")
    assert the_line(works).good != made_by_sql("at >= %s", EIGHT)


def test_the_hours_of_the_plan_add_up_and_the_dues_to_what_should_be(works: PlantAtWork) -> None:
    a_shift(works.line, target=485)
    line = the_line(works)
    assert sum(hour.plan for hour in line.hours) == 485
    assert sum(hour.due for hour in line.hours if hour.phase != "later") == line.should
    assert [hour.label for hour in line.hours] == [f"{h:02}" for h in range(8, 17)]
    assert line.hours[5].note == "lunch 30 min"
    assert line.hours[5].plan < line.hours[4].plan
    assert line.hours[4].phase == "now"


def test_the_running_gap_ends_at_the_gap(works: PlantAtWork) -> None:
    a_shift(works.line)
    for minute in range(100):
        moved(works, "CTN", EIGHT + timedelta(minutes=2 * minute), unit_id=minute)
    line = the_line(works)
    now = next(hour for hour in line.hours if hour.phase == "now")
    assert now.running_gap == line.gap == 100 - line.should


def test_first_pass_is_the_product_of_the_stations_first_runs(works: PlantAtWork) -> None:
    a_shift(works.line)
    for unit in range(10):
        kind = MoveKind.FAIL if unit == 0 else MoveKind.PASS
        moved(works, "MMI1", EIGHT, kind=kind, unit_id=unit)
    moved(works, "MMI1-2", EIGHT, run=2, unit_id=0)
    for unit in range(10, 14):
        kind = MoveKind.FAIL if unit == 10 else MoveKind.PASS
        moved(works, "CPL", EIGHT, kind=kind, unit_id=unit)
    line = the_line(works)
    assert line.first_pass == pytest.approx(90 * 0.75)
    assert line.ng == 2


def test_a_line_without_a_test_has_no_first_pass_rather_than_zero(works: PlantAtWork) -> None:
    a_shift(works.line)
    assert the_line(works).first_pass is None


def test_units_wait_in_front_of_their_next_station(works: PlantAtWork) -> None:
    a_shift(works.line)
    a_unit(works, past="ASM-IN")
    a_unit(works, past="AGE")
    a_unit(works, past="AGE")
    a_unit(works, past="AGE", state=UnitState.IN_REPAIR)
    nodes = {node.code: node for node in the_line(works).stations}
    assert list(nodes) == list(works.operations)
    assert (nodes["ASM-01"].waiting, nodes["MMI1"].waiting, nodes["CPL"].waiting) == (1, 2, 0)


def test_a_halting_stop_stops_the_line_names_the_station_and_costs_units(
    works: PlantAtWork,
) -> None:
    a_shift(works.line, target=510)  # a unit a working minute
    a_stop(works, station=works.station("CPL"), note="shield box 2", raised_by=works.ana)
    line = the_line(works)
    assert (line.state, line.why) == ("stopped", "CPL shield box 2")
    assert line.since == NOON - timedelta(minutes=6, seconds=41)
    assert {node.code: node.state for node in line.stations}["CPL"] == "stopped"
    (loss,) = line.losses
    assert (loss.station, loss.cause, loss.units, loss.minutes, loss.open) == (
        "LHR-B-CPL", "shield box 2", 7, 7, True,
    )  # fmt: skip
    (call,) = line.calls
    assert (call.kind, call.station, call.caller, call.coming) == (
        "Machine",
        "LHR-B-CPL",
        "Ana",
        "",
    )


def test_load_shedding_is_a_loss_of_its_own(works: PlantAtWork) -> None:
    a_shift(works.line, target=510)
    cut = StopReason.objects.create(code="LOADSHEDDING", group="power", name="Load-shedding")
    for hour in (1, 2):
        start = EIGHT + timedelta(hours=hour)
        a_stop(works, group="power", reason=cut, note=f"cut {hour}", started_at=start,
               ended_at=start + timedelta(minutes=30))  # fmt: skip
    a_stop(works, station=works.station("CPL"), note="jig", started_at=EIGHT,
           ended_at=EIGHT + timedelta(minutes=10))  # fmt: skip
    found = [(loss.station, loss.cause, loss.units) for loss in the_line(works).losses]
    assert found == [("LHR-B", "Load-shedding", 60), ("LHR-B-CPL", "jig", 10)]


def test_a_changeover_is_not_called_a_stop(works: PlantAtWork) -> None:
    a_shift(works.line)
    reason = StopReason.objects.create(code="CHANGEOVER", group="other", name="Change of model")
    a_stop(works, group="other", reason=reason)
    assert the_line(works).state == "changeover"


def test_a_missed_hour_asks_for_a_reason_until_one_is_given(works: PlantAtWork) -> None:
    a_shift(works.line)
    assert the_line(works).unexplained.start == EIGHT
    late = StopReason.objects.create(code="LATE-START", group="people", name="Late start")
    HourReason.objects.create(line=works.line, hour=EIGHT, reason=late, units=8)
    line = the_line(works)
    assert line.unexplained.start == EIGHT + timedelta(hours=1)
    assert [(reason.text, reason.units) for reason in line.hours[0].reasons] == [("Late start", 8)]
    assert [(loss.cause, loss.units) for loss in line.losses] == [("Late start", 8)]


def test_a_line_that_sends_nothing_shows_no_data_and_one_that_does_runs(
    works: PlantAtWork,
) -> None:
    a_shift(works.line)
    assert the_line(works).state == "nodata"
    for minute in range(20):
        moved(works, "CTN", NOON - timedelta(minutes=minute), unit_id=minute)
    line = the_line(works)
    assert (line.state, line.uph) == ("running", 20)
    assert line.takt_now == pytest.approx(60)


def test_a_line_under_its_rate_for_twenty_minutes_is_slow(works: PlantAtWork) -> None:
    a_shift(works.line)
    for minute in range(0, 20, 2):
        moved(works, "CTN", NOON - timedelta(minutes=minute), unit_id=minute)
    assert the_line(works).state == "slow"


def test_without_a_shift_the_line_is_off_and_asks_nothing(works: PlantAtWork) -> None:
    line = the_line(works)
    assert (line.state, line.target, line.hours, line.should) == ("off", 0, (), 0)


def test_a_second_line_costs_no_further_statement(works: PlantAtWork) -> None:
    a_shift(works.line)
    lines_now(line_ids=[works.line.pk], moment=NOON)  # a released route is remembered for ever
    forget_baselines()
    moved(works, "MMI1", EIGHT)
    with CaptureQueriesContext(connection) as alone:
        lines_now(line_ids=[works.line.pk], moment=NOON)
    other = factories.make_line(works.plant, "LHR-A")
    a_shift(other)
    forget_baselines()
    with CaptureQueriesContext(connection) as both:
        found = lines_now(line_ids=[works.line.pk, other.pk], moment=NOON)
    assert [line.code for line in found] == ["LHR-A", "LHR-B"]
    assert len(alone) == 6
    assert len(both) == len(alone)
