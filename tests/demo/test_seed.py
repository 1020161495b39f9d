import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lines.models import Move, Unit, WorkOrder
from mes.demo.history import PACE
from mes.demo.seed import NotEmpty, seed
from mes.kernel.models import Installation
from mes.verify.checks import run
from plants.models import AnnualTarget, Line, OpeningOutput, Person, Route, Shift, Station
from plants.queries.facts import route_map
from quality.models import Imei, TestPlan
from tests.factories import make_plant

pytestmark = pytest.mark.django_db
PKT = ZoneInfo("Asia/Karachi")
SATURDAY = datetime(2026, 11, 21, 14, 3, tzinfo=PKT)


@pytest.fixture
def small(monkeypatch) -> None:
    """The same demo with less to load."""
    monkeypatch.setattr("mes.demo.stock.PHONES", {"NOVA-X2": 900, "NOVA-A5": 900, "TARA-10": 900})
    monkeypatch.setattr("mes.demo.stock.SETS", 1000)
    monkeypatch.setattr("mes.demo.history.UNITS_A_DAY", 4)
    monkeypatch.setattr("mes.demo.history.PACE", dict.fromkeys(PACE, 0.05))


def test_the_demo_is_what_it_says(tmp_path: Path, small) -> None:
    assert seed(now=SATURDAY, home=tmp_path)
    assert list(Line.objects.values_list("code", flat=True)) == [
        "LHR-A", "LHR-B", "LHR-F", "HRP-C",
    ]  # fmt: skip
    assert Station.objects.filter(code="LHR-B-MMI1-2").exists()
    assert Route.objects.filter(state="released").count() == 4
    tests = {
        (step.route.model.pk, step.operation.pk)
        for route in Route.objects.all()
        for step in route.steps.filter(operation__kind="test")
    }
    planned = TestPlan.objects.filter(state="released").values_list("model", "operation")
    assert tests == set(planned)
    assert Imei.objects.filter(range__tac__demo=True).count() == 5400
    assert WorkOrder.objects.count() == 4
    assert Installation.objects.get().demo


def test_the_ledger_of_the_past_days_holds_every_invariant(tmp_path: Path, small) -> None:
    seed(now=SATURDAY, home=tmp_path)
    assert Move.objects.filter(output=True).count() > 100
    assert Move.objects.filter(kind="fail").exists()
    assert Unit.objects.filter(state="in_process").exists()
    broken = [
        (outcome.check.name, outcome.bad)
        for outcome in run(["lines", "quality", "plants"])
        if outcome.bad is not None and "tall" not in outcome.check.name
    ]
    assert broken == []


def test_every_unit_of_the_past_may_go_on_where_it_stands(tmp_path: Path, small) -> None:
    seed(now=SATURDAY, home=tmp_path)
    for unit in Unit.objects.filter(state="in_process").select_related("route"):
        route = route_map(unit.route_id)
        step = route.next_after(unit.done)
        assert step is not None
        assert step.gates <= set(unit.gates)
        assert unit.identifiers.filter(kind="imei1").exists() == (
            bool(unit.variant.model.imei_count)
            and unit.done >= unit.route.steps.get(operation__code="IMEIW").position
        )


def test_nothing_of_the_past_happened_in_a_break_or_in_the_future(tmp_path: Path, small) -> None:
    seed(now=SATURDAY, home=tmp_path)
    assert not Move.objects.filter(at__gt=SATURDAY).exists()
    for shift in Shift.objects.exclude(breaks=[]):
        for start, end, _name in shift.breaks:
            inside = Move.objects.filter(line_id=shift.line_id, at__gt=start, at__lt=end)
            assert not inside.exists()


def test_a_second_seed_changes_nothing(tmp_path: Path, small) -> None:
    seed(now=SATURDAY, home=tmp_path)
    before = (tmp_path / "demo.json").read_bytes()
    assert not seed(now=SATURDAY, home=tmp_path)
    assert (tmp_path / "demo.json").read_bytes() == before


def test_a_plant_of_somebody_is_never_seeded(tmp_path: Path) -> None:
    make_plant("KHI")
    with pytest.raises(NotEmpty):
        seed(now=SATURDAY, home=tmp_path)
    assert not (tmp_path / "demo.json").exists()
    assert not Installation.objects.filter(demo=True).exists()


def test_everybody_of_the_demo_has_what_they_need_to_sign_in(tmp_path: Path, small) -> None:
    seed(now=SATURDAY, home=tmp_path)
    file = tmp_path / "demo.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "simulator.token").stat().st_mode & 0o777 == 0o600
    people = {row["username"]: row for row in json.loads(file.read_text())["people"]}
    for person in Person.objects.all():
        assert people[person.username]["badge"] == person.badge
    assert Person.objects.get(username="manager").check_password(people["manager"]["password"])
    assert set(json.loads((tmp_path / "simulator.token").read_text())) == {"LHR", "HRP"}


def test_the_year_stands_where_the_drawn_one_does(tmp_path: Path, small) -> None:
    seed(now=datetime(2026, 11, 22, 9, tzinfo=PKT), home=tmp_path)
    target = AnnualTarget.objects.get(plant__code="LHR", year=2026)
    assert sum(month.units for month in target.months.all()) == target.units == 2_700_000
    made = sum(OpeningOutput.objects.filter(plant__code="LHR").values_list("units", flat=True))
    assert 2_150_000 < made < 2_280_000


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 12, tzinfo=PKT),  # Sunday
        datetime(2026, 3, 21, 10, tzinfo=PKT),  # Eid
        datetime(2026, 11, 24, 3, tzinfo=PKT),  # night
        datetime(2026, 2, 27, 13, 15, tzinfo=PKT),  # Friday prayer in Ramadan
        datetime(2027, 1, 1, 0, 0, tzinfo=PKT),
        datetime(2029, 5, 5, 9, tzinfo=PKT),
    ],
)
def test_at_any_hour_every_line_has_a_running_shift(tmp_path: Path, small, moment) -> None:
    seed(now=moment, home=tmp_path)
    running = Shift.objects.filter(state="open", span__contains=moment)
    assert running.count() == 4
    assert all(shift.target > 0 for shift in running)
