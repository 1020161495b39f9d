"""Reports equal the straight sums of the move ledger, and every figure opens into its units."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from lines.models import MoveKind
from mes.reports.queries.ledger import Filters
from mes.reports.queries.output import GRAINS, output
from mes.reports.queries.units import BEGINNING, made_units
from mes.reports.rules.window import Window, day_window
from plants.models import OpeningOutput
from tests.ledger import EIGHT, a_shift, fold_everything, made_by_sql, moved
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
KARACHI = ZoneInfo("Asia/Karachi")
DAY = date(2026, 11, 21)


def filters(works: PlantAtWork, window: Window | None = None, **fields: str) -> Filters:
    return Filters(
        plant_id=works.plant.pk,
        zone="Asia/Karachi",
        line_ids=[works.line.pk],
        window=window or day_window(DAY, DAY + timedelta(days=1), KARACHI),
        **fields,
    )


@pytest.fixture
def a_day(works: PlantAtWork) -> PlantAtWork:
    """A shift with 40 units, one undone, two outside the shift, a night shift over midnight."""
    a_shift(works.line)
    a_shift(works.line, start=EIGHT + timedelta(hours=12), code="B")
    unit = a_unit(works, past="WGT")
    for minute in range(40):
        moved(works, "CTN", EIGHT + timedelta(minutes=7 * minute), unit_id=unit.pk)
    moved(works, "CTN", EIGHT + timedelta(hours=5), kind=MoveKind.UNDO, unit_id=unit.pk)
    for hours in (10, 11):
        moved(works, "CTN", EIGHT + timedelta(hours=hours), unit_id=unit.pk)
    for hours in (13, 17, 18):  # 21:00, 01:00 and 02:00 of the next local day
        moved(works, "CTN", EIGHT + timedelta(hours=hours), unit_id=unit.pk)
    moved(works, "CTN", EIGHT - timedelta(hours=9), unit_id=unit.pk)  # 23:00 the day before
    return works


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("by", GRAINS)
def test_the_buckets_of_a_day_add_up_to_the_ledger(
    a_day: PlantAtWork, *, by: str, folded: bool
) -> None:
    if folded:
        fold_everything()
    rows = output(by=by, filters=filters(a_day))
    assert sum(row.made for row in rows) == made_by_sql("at >= %s", EIGHT) == 44


def test_a_night_shift_is_one_day_and_what_no_shift_owns_is_unscheduled(
    a_day: PlantAtWork,
) -> None:
    rows = output(by="shift", filters=filters(a_day))
    assert {row.key: row.made for row in rows} == {
        "LHR-B 2026-11-21 A": 39,
        "LHR-B 2026-11-21 B": 3,
        "LHR-B 2026-11-21 unscheduled": 2,
    }
    (before,) = output(
        by="day", filters=filters(a_day, day_window(date(2026, 11, 20), DAY, KARACHI))
    )
    assert (before.key, before.made) == ("2026-11-20", 1)


def test_the_range_is_half_open_to_the_instant(works: PlantAtWork) -> None:
    unit = a_unit(works, past="WGT")
    for at in (EIGHT, EIGHT + timedelta(minutes=59, seconds=59), EIGHT + timedelta(hours=1)):
        moved(works, "CTN", at, unit_id=unit.pk)
    hour = filters(works, Window(None, None, EIGHT, EIGHT + timedelta(hours=1)))
    assert [row.made for row in output(by="hour", filters=hour)] == [2]
    assert len(made_units(hour, after=BEGINNING, most=10)) == 2


@pytest.mark.parametrize("by", GRAINS)
def test_every_row_opens_into_units_that_add_up_to_it(a_day: PlantAtWork, by: str) -> None:
    total = sum(row.made for row in output(by=by, filters=filters(a_day)))
    units = made_units(filters(a_day), after=BEGINNING, most=500)
    assert sum(unit.counts for unit in units) == total
    assert {unit.kind for unit in units} == {"pass", "undo"}


def test_pages_of_units_join_without_a_gap_or_a_double(a_day: PlantAtWork) -> None:
    whole = made_units(filters(a_day), after=BEGINNING, most=500)
    read, after = [], BEGINNING
    while page := made_units(filters(a_day), after=after, most=7):
        read += page
        after = page[-1]
    assert read == whole


def test_a_planted_difference_is_found_by_the_straight_sum(a_day: PlantAtWork) -> None:
    fold_everything()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lines_tally SET output = output - 1 WHERE output > 1")
    made = sum(row.made for row in output(by="day", filters=filters(a_day)))
    assert made != made_by_sql("at >= %s", EIGHT)


def test_opening_output_stands_beside_what_was_made_and_never_in_it(a_day: PlantAtWork) -> None:
    OpeningOutput.objects.create(
        plant=a_day.plant, model=a_day.model, month=date(2026, 11, 1), units=150_000
    )
    year = day_window(date(2026, 1, 1), date(2027, 1, 1), KARACHI)
    (november,) = output(by="month", filters=filters(a_day, year))
    assert (november.key, november.made, november.opening) == ("2026-11", 45, 150_000)
    (model,) = output(by="model", filters=filters(a_day, year))
    assert (model.key, model.made, model.opening) == ("NOVA-5G", 45, 150_000)
    (line,) = output(by="line", filters=filters(a_day, year))
    assert (line.made, line.opening) == (45, 0)


def test_other_models_and_shifts_are_filtered_out(a_day: PlantAtWork) -> None:
    assert output(by="day", filters=filters(a_day, model="TARA-10")) == []
    (night,) = output(by="day", filters=filters(a_day, shift="B"))
    assert night.made == 3


def test_times_are_of_the_plant(a_day: PlantAtWork) -> None:
    rows = output(by="hour", filters=filters(a_day))
    assert rows[0].key == "2026-11-21T08:00+05:00"
    assert rows[0].hour == datetime(2026, 11, 21, 8, tzinfo=KARACHI)
