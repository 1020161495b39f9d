"""Today, the year and the plant's wall screen: figures, walls and costs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import Hold
from lines.queries.baseline import forget_baselines
from mes.reports.queries.today import plant_today, plants_now
from mes.reports.queries.year import year_now
from mes.reports.queries.year_share import forget_year_shares
from plants.models import AnnualTarget, CalendarDay, OpeningOutput, ShiftPattern
from plants.queries.tokens import forget_tokens
from tests.factories import make_line, make_token
from tests.ledger import a_shift, moved
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
PAGES = ["/today/{}/", "/today/{}/now/", "/year/{}/"]
BOARDS = ["/boards/plant/{}/", "/boards/plant/{}/now/"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    forget_baselines()
    forget_tokens()
    forget_year_shares()


@pytest.fixture
def fay(works: PlantAtWork, client_for: object) -> Client:
    return client_for(works.people["fay"])  # type: ignore[operator]


@pytest.fixture
def running(works: PlantAtWork) -> PlantAtWork:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    a_shift(works.line, start=now - timedelta(hours=2))
    for number in range(36):
        moved(works, "CTN", now - timedelta(seconds=number), unit_id=number)
    return works


@pytest.fixture
def a_year(works: PlantAtWork) -> PlantAtWork:
    """Six working days a week, a target, ten months of opening output, ten days of ledger."""
    ShiftPattern.objects.create(
        plant=works.plant, code="A", name="Day", starts="08:00", ends="17:00",
        weekdays=[1, 2, 3, 4, 5, 6],
    )  # fmt: skip
    CalendarDay.objects.create(
        plant=works.plant, first=date(2026, 2, 18), last=date(2026, 3, 19), kind="ramadan",
        name="Ramadan",
    )  # fmt: skip
    AnnualTarget.objects.create(plant=works.plant, year=2026, units=313_000)
    for month in range(1, 11):
        OpeningOutput.objects.create(
            plant=works.plant, model=works.model, month=date(2026, month, 1), units=26_000
        )
    for day in range(2, 12):
        moved(works, "CTN", datetime(2026, 11, day, 9, tzinfo=ZoneInfo("Asia/Karachi")))
    return works


def test_a_year_without_a_target_says_where_to_set_one_and_one_that_differs_by_how_much(
    works: PlantAtWork, fay: Client
) -> None:
    page = fay.get("/year/LHR/?year=2026").content.decode()
    assert '<a href="/data/LHR/targets/"><b>Set targets</b></a>' in page
    own = AnnualTarget.objects.create(plant=works.plant, year=2026, units=313_000)
    page = fay.get("/year/LHR/?year=2026").content.decode()
    assert "Set targets" not in page
    model = AnnualTarget.objects.create(
        plant=works.plant, model=works.model, year=2026, units=310_000
    )
    page = fay.get("/year/LHR/?year=2026").content.decode()
    assert "The models' targets add up to 3,000 less than the plant's." in page
    assert year_now(plant=works.plant, year=2026, today=date(2026, 11, 11)).target == own.units
    AnnualTarget.objects.filter(pk=model.pk).update(units=313_000)
    assert "Set targets" not in fay.get("/year/LHR/?year=2026").content.decode()


def test_the_year_adds_opening_output_and_ledger_to_the_last_closed_day(
    a_year: PlantAtWork,
) -> None:
    year = year_now(plant=a_year.plant, year=2026, today=date(2026, 11, 11))
    assert year.closed == date(2026, 11, 10)
    assert year.made == 260_000 + 9
    assert [month.opening for month in year.months] == [26_000] * 10 + [0, 0]
    assert sum(month.made for month in year.months) == year.made
    assert sum(month.target for month in year.months) == year.target == 313_000
    assert year.glide.last == (314, 260_009)
    assert year.glide.target[-1] == (365, 313_000)
    assert year.glide.goal == 313_000
    assert [month.phase for month in year.months] == ["closed"] * 10 + ["now", "later"]
    assert year.glide.spans[0].name == "Ramadan"


def test_what_is_needed_from_here_is_spread_over_the_working_days_left(
    a_year: PlantAtWork,
) -> None:
    year = year_now(plant=a_year.plant, year=2026, today=date(2026, 11, 11))
    assert year.working_days_left == 18 + 26
    assert year.needed_rate == -(-(313_000 - 260_009) // 44)
    assert year.made + year.short > 0
    assert year.rest_days_left == 3 + 4


def test_a_month_and_a_quarter_are_counted_from_their_first_day(a_year: PlantAtWork) -> None:
    today = date(2026, 11, 11)
    month = year_now(plant=a_year.plant, year=2026, today=today, horizon="month")
    assert (month.glide.days, month.glide.last) == (30, (10, 9))
    assert month.glide.goal == month.months[10].target
    quarter = year_now(plant=a_year.plant, year=2026, today=today, horizon="quarter")
    assert (quarter.glide.days, quarter.glide.last) == (92, (41, 26_009))
    assert quarter.glide.goal == sum(row.target for row in quarter.months[9:])
    assert quarter.made == month.made


def test_a_model_is_measured_by_its_own_target(a_year: PlantAtWork) -> None:
    AnnualTarget.objects.create(plant=a_year.plant, model=a_year.model, year=2026, units=1000)
    today = date(2026, 11, 11)
    assert year_now(plant=a_year.plant, year=2026, today=today).target == 313_000
    own = year_now(plant=a_year.plant, year=2026, today=today, model=a_year.model.code)
    assert (own.target, own.made) == (1000, 260_009)
    assert own.models == (("NOVA-5G", "Nova-5G"),)


def test_a_year_without_a_target_says_so_and_divides_by_nothing(
    works: PlantAtWork, fay: Client
) -> None:
    assert "has no target yet" in fay.get("/year/LHR/").content.decode()


@pytest.mark.parametrize("horizon", ["year", "quarter", "month", "decade"])
def test_the_year_page_draws_every_horizon(a_year: PlantAtWork, fay: Client, horizon: str) -> None:
    page = fay.get(f"/year/LHR/?year=2026&horizon={horizon}&model=").content.decode()
    assert 'class="glide"' in page


def test_today_reads_all_plants_of_the_person_in_one_go(running: PlantAtWork, fay: Client) -> None:
    (now,) = plants_now(plants=[running.plant], moment=timezone.now())
    assert (now.good, now.target) == (36, 480)
    assert now.shift == "A"
    page = fay.get("/today/LHR/").content.decode()
    assert ">36<" in page
    assert "LHR-B" in page


def test_today_names_the_holds_that_wait_and_the_orders_that_run(running: PlantAtWork) -> None:
    unit = a_unit(running, past="AGE")
    Hold.objects.create(
        plant=running.plant, no="H-1", subject="unit", unit=unit, cause="manual",
        reason="Scratched", placed_by=running.bo,
    )  # fmt: skip
    (now,) = plants_now(plants=[running.plant], moment=timezone.now())
    today = plant_today(plant=running.plant, now=now)
    assert [item.title for item in today.waiting] == [f"Hold on unit {unit.serial}"]
    assert today.waiting[0].detail.startswith("Scratched · 0 h 00")
    (order,) = today.leaving
    assert order.detail == "36 of 5 packed"


@pytest.mark.parametrize("path", PAGES + BOARDS)
def test_another_plant_is_answered_as_none(
    running: PlantAtWork, other_works: PlantAtWork, fay: Client, path: str
) -> None:
    assert fay.get(path.format("LHR")).status_code == 200
    theirs, nobodys = fay.get(path.format("HRP")), fay.get(path.format("XXX"))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


@pytest.mark.parametrize("path", PAGES + BOARDS)
def test_a_stranger_is_sent_to_sign_in(running: PlantAtWork, client: Client, path: str) -> None:
    assert client.get(path.format("LHR"))["Location"].startswith("/sign-in/")


def test_the_plants_wall_screen_needs_no_person(running: PlantAtWork, client: Client) -> None:
    _, bearer = make_token(running.plant, plant_wide=True)
    assert client.get(f"/boards/plant/LHR/?token={bearer}")["Location"] == "/boards/plant/LHR/"
    page = client.get("/boards/plant/LHR/now/").content.decode()
    assert 'data-line="LHR-B"' in page


def test_more_lines_cost_no_more_statements(
    running: PlantAtWork, fay: Client, django_assert_num_queries: object
) -> None:
    for path, statements in [("/today/LHR/now/", 14), ("/boards/plant/LHR/now/", 10)]:
        for lines in (1, 4):
            while running.plant.lines.count() < lines:
                a_shift(make_line(running.plant, f"LHR-{running.plant.lines.count()}"))
            fay.get(path)
            with django_assert_num_queries(statements):  # type: ignore[operator]
                fay.get(path)
