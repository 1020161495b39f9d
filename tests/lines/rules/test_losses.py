"""What a shift lost, and to what: one minute is lost once."""

from datetime import UTC, datetime, timedelta

import pytest

from lines.rules.losses import Plan, SaidLoss, StopSpan, losses, stopped_seconds
from lines.rules.now import Loss
from plants.rules.shifts import Break, Span

EIGHT = datetime(2026, 11, 21, 3, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


LUNCH = Break(at(300), at(330), "lunch")
PLAN = Plan(Span(EIGHT, at(540)), (LUNCH,), rate=0.1)  # six units a working minute
NOW = at(400)


def lost(*stops: StopSpan, said: tuple[SaidLoss, ...] = (), now: datetime = NOW) -> list[Loss]:
    return list(losses(stops, said, PLAN, now))


def test_a_stop_costs_its_working_minutes_at_the_planned_rate() -> None:
    assert lost(StopSpan("CPL", "jig", at(60), at(76))) == [Loss("CPL", "jig", 96, 16)]


def test_an_open_stop_costs_until_now_and_says_so() -> None:
    assert lost(StopSpan("CPL", "jig", at(390), None)) == [Loss("CPL", "jig", 60, 10, open=True)]


def test_a_break_inside_a_stop_is_no_loss() -> None:
    assert lost(StopSpan("CPL", "jig", at(290), at(340))) == [Loss("CPL", "jig", 120, 20)]


def test_a_stop_is_cut_to_the_shift() -> None:
    assert lost(StopSpan("CPL", "jig", at(-30), at(10))) == [Loss("CPL", "jig", 60, 10)]
    later = lost(StopSpan("CPL", "jig", at(530), at(600)), now=at(700))
    assert later == [Loss("CPL", "jig", 60, 10)]


def test_of_two_stops_at_once_the_first_has_the_minutes() -> None:
    stops = (StopSpan("CPL", "jig", at(60), at(80)), StopSpan("LHR-B", "power", at(70), at(90)))
    assert lost(*stops) == [Loss("CPL", "jig", 120, 20), Loss("LHR-B", "power", 60, 10)]
    assert stopped_seconds(stops, PLAN, NOW) == 30 * 60


def test_a_stop_hidden_by_another_costs_nothing_but_stays_on_the_list_while_open() -> None:
    stops = (StopSpan("CPL", "jig", at(60), None), StopSpan("AUD", "chart", at(70), None))
    assert [(loss.station, loss.units, loss.open) for loss in lost(*stops)] == [
        ("CPL", 6 * 310, True),
        ("AUD", 0, True),
    ]


def test_a_stop_of_a_few_seconds_is_no_row() -> None:
    assert lost(StopSpan("CPL", "jig", at(60), at(60.05))) == []


def test_the_same_place_and_cause_is_one_row() -> None:
    stops = [StopSpan("LHR-B", "Load-shedding", at(m), at(m + 5)) for m in (10, 100, 200)]
    assert lost(*stops) == [Loss("LHR-B", "Load-shedding", 90, 15)]


@pytest.mark.parametrize(("units", "more"), [(100, 40), (60, 0), (20, 0)])
def test_units_said_for_an_hour_count_only_beyond_what_its_stop_cost(units: int, more: int) -> None:
    stop = StopSpan("CPL", "jig", at(60), at(70), key=7)
    said = SaidLoss("LHR-B", "Jig", units, Span(at(60), at(120)), key=7)
    found = {loss.cause: loss.units for loss in lost(stop, said=(said,))}
    assert found == ({"jig": 60, "Jig": more} if more else {"jig": 60})


def test_a_reason_without_a_stop_counts_as_it_was_said() -> None:
    said = SaidLoss("LHR-B", "Kit late", 25, Span(at(60), at(120)), key=3)
    assert lost(said=(said,)) == [Loss("LHR-B", "Kit late", 25, 4)]


def test_a_shift_without_a_target_loses_minutes_and_no_units() -> None:
    plan = Plan(PLAN.span, PLAN.breaks, rate=0.0)
    stop = StopSpan("CPL", "jig", at(60), at(76))
    assert losses([stop], [], plan, NOW) == (Loss("CPL", "jig", 0, 16),)
