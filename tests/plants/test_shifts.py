from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mes.kernel.models import Installation
from plants.actions.shifts import make_shifts, open_and_close, remake_shifts
from plants.models import (
    CalendarDay,
    Line,
    PatternBreak,
    Plant,
    Presence,
    Shift,
    ShiftPattern,
)
from plants.queries.shifts import forget_shifts, shift_at, shifts_of_day
from plants.tasks import open_and_close_shifts
from tests.factories import make_line, make_plant

PKT = ZoneInfo("Asia/Karachi")
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=PKT)


@pytest.fixture
def plant(db: None) -> Plant:
    forget_shifts()
    plant = make_plant()
    for code, starts, ends in (("A", time(8), time(17)), ("B", time(17), time(0))):
        pattern = ShiftPattern.objects.create(
            plant=plant, code=code, name=code, starts=starts, ends=ends,
            weekdays=[1, 2, 3, 4, 5, 6],
        )  # fmt: skip
        PatternBreak.objects.create(pattern=pattern, name="Tea", starts=time(10), minutes=15)
    return plant


@pytest.fixture
def line(plant: Plant) -> Line:
    return make_line(plant)


def test_a_shift_is_open_from_its_first_instant_to_before_its_last(line) -> None:
    open_and_close(now=at(SATURDAY, "07:59:59"))
    assert set(Shift.objects.values_list("state", flat=True)) == {"planned", "closed"}
    open_and_close(now=at(SATURDAY, "08:00"))
    assert Shift.objects.get(state="open").code == "A"
    open_and_close(now=at(SATURDAY, "17:00"))
    assert Shift.objects.get(state="open").code == "B"
    assert Shift.objects.get(date=SATURDAY, code="A").closed_at == at(SATURDAY, "17:00")


def test_a_second_round_changes_nothing(line) -> None:
    first = open_and_close(now=at(SATURDAY, "09:00"))
    again = open_and_close(now=at(SATURDAY, "09:00"))
    assert first.made == 2 * 8
    assert (again.made, again.opened, again.closed) == (0, 0, 0)


def test_a_server_that_slept_closes_what_it_missed(line) -> None:
    open_and_close(now=at(SATURDAY, "09:00"))
    open_and_close(now=at(SATURDAY, "09:00") + timedelta(days=3))
    assert not Shift.objects.filter(date=SATURDAY).exclude(state="closed").exists()
    assert shift_at(line.pk, at(SATURDAY, "09:00") + timedelta(days=3)).state == "open"


def test_the_target_is_the_pace_over_the_working_time(line) -> None:
    make_shifts(plant=line.plant, first=SATURDAY, last=SATURDAY)
    a, b = shifts_of_day(line_id=line.pk, day=SATURDAY)
    assert (a.code, a.target) == ("A", round(180 * 8.75))
    assert (b.code, b.target) == ("B", 180 * 7)
    assert sum(hour.plan for hour in a.hours()) == a.target


def test_a_moment_has_at_most_one_shift(line) -> None:
    make_shifts(plant=line.plant, first=SATURDAY, last=SUNDAY)
    assert shift_at(line.pk, at(SATURDAY, "16:59:59")).code == "A"
    assert shift_at(line.pk, at(SATURDAY, "17:00")).code == "B"
    assert shift_at(line.pk, at(SUNDAY, "00:00")) is None


def test_nobody_works_a_holiday_declared_for_tomorrow(line) -> None:
    monday = SUNDAY + timedelta(days=1)
    now = at(SATURDAY, "09:00")
    open_and_close(now=now)
    CalendarDay.objects.create(
        plant=line.plant, first=monday, last=monday, kind="holiday", name="Eid"
    )
    remake_shifts(plant=line.plant, first=monday, last=monday, now=now)
    assert shifts_of_day(line_id=line.pk, day=monday) == []
    CalendarDay.objects.all().delete()
    remake_shifts(plant=line.plant, first=monday, last=monday, now=now)
    assert [shift.code for shift in shifts_of_day(line_id=line.pk, day=monday)] == ["A", "B"]


def test_a_running_shift_is_not_taken_away_by_a_holiday_of_the_same_day(line) -> None:
    now = at(SATURDAY, "18:00")
    open_and_close(now=now)
    CalendarDay.objects.create(
        plant=line.plant, first=SATURDAY, last=SATURDAY, kind="holiday", name="Moon"
    )
    remake_shifts(plant=line.plant, first=SATURDAY, last=SATURDAY, now=now)
    assert [s.code for s in shifts_of_day(line_id=line.pk, day=SATURDAY)] == ["A", "B"]


@pytest.mark.parametrize("clock", ["00:00", "03:10", "12:00", "23:59"])
def test_a_demo_works_overtime_at_any_hour_of_a_sunday(line, clock) -> None:
    Installation.objects.create(server_no=1, demo=True)
    now = at(SUNDAY, clock)
    open_and_close(now=now)
    shift = shift_at(line.pk, now)
    assert shift.overtime
    assert shift.state == "open"
    assert shift.target > 0


def test_overtime_goes_on_after_overtime_until_the_next_shift(line) -> None:
    Installation.objects.create(server_no=1, demo=True)
    now = at(SUNDAY, "00:30")
    while now < at(SUNDAY + timedelta(days=1), "09:00"):
        open_and_close(now=now)
        assert shift_at(line.pk, now) is not None
        now += timedelta(hours=1)
    assert shift_at(line.pk, at(SUNDAY + timedelta(days=1), "08:30")).code == "A"


def test_a_real_plant_rests_on_sunday(line) -> None:
    Installation.objects.create(server_no=1, demo=False)
    open_and_close(now=at(SUNDAY, "12:00"))
    assert shift_at(line.pk, at(SUNDAY, "12:00")) is None


def test_the_task_closes_shifts_and_ends_silent_presences_and_may_run_twice(works) -> None:
    Presence.objects.create(
        person=works.ana,
        station=works.station("MMI1"),
        device="d",
        started_at=at(SATURDAY, "08:00"),
        seen_at=at(SATURDAY, "08:00"),
    )
    open_and_close_shifts()
    open_and_close_shifts()
    assert Presence.objects.get().ended_at is not None
