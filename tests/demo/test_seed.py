"""The demo of Saturday 21 November 2026, 14:03, seeded once for the questions asked of it."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from lines.models import Move, Unit, WorkOrder
from mes.demo.seed import NotEmpty, seed
from mes.demo.size import SMALL
from mes.kernel.models import Installation
from mes.verify.checks import run
from plants.models import AnnualTarget, Line, OpeningOutput, Person, Route, Shift, Station
from plants.queries.facts import forget_facts, route_map
from quality.models import Imei, TestPlan
from quality.models.released import forget_plans
from tests.factories import make_plant

pytestmark = pytest.mark.django_db
PKT = ZoneInfo("Asia/Karachi")
SATURDAY = datetime(2026, 11, 21, 14, 3, tzinfo=PKT)


@pytest.fixture(scope="module")
def home(
    django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """MES_HOME of a demo that is seeded once and rolled back when the module is done."""
    path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # as Django's own test cases mark theirs
        outer.__enter__()
        try:
            assert seed(now=SATURDAY, home=path, size=SMALL)
            yield path
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            forget_facts()
            forget_plans()


def test_the_demo_is_what_it_says(home: Path) -> None:
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
    assert WorkOrder.objects.filter(state="running").count() == 4
    assert Installation.objects.get().demo


def test_the_ledger_of_the_past_days_holds_every_invariant(home: Path) -> None:
    assert Move.objects.filter(output=True).count() > 100
    assert Move.objects.filter(kind="fail").exists()
    assert Unit.objects.filter(state="in_process").exists()
    broken = [
        (outcome.check.name, outcome.bad)
        for outcome in run(["lines", "quality", "plants"])
        if outcome.bad is not None and "tall" not in outcome.check.name
    ]
    assert broken == []


def test_every_unit_of_the_past_may_go_on_where_it_stands(home: Path) -> None:
    for unit in Unit.objects.filter(state="in_process").select_related("route", "variant__model"):
        route = route_map(unit.route_id)
        step = route.next_after(unit.done)
        assert step is not None
        assert step.gates <= set(unit.gates)
        if unit.variant.model.imei_count:
            written = unit.route.steps.get(operation__code="IMEIW").position <= unit.done
            assert unit.identifiers.filter(kind="imei1").exists() == written


def test_nothing_of_the_past_happened_in_a_break_or_in_the_future(home: Path) -> None:
    assert not Move.objects.filter(at__gt=SATURDAY).exists()
    for shift in Shift.objects.exclude(breaks=[]):
        for start, end, _name in shift.breaks:
            inside = Move.objects.filter(line_id=shift.line_id, at__gt=start, at__lt=end)
            assert not inside.exclude(station_id=0).exists()  # the dock keeps no line's breaks


def test_everybody_of_the_demo_has_what_they_need_to_sign_in(home: Path) -> None:
    file, tokens = home / "demo.json", home / "simulator.token"
    assert file.stat().st_mode & 0o777 == 0o600
    assert tokens.stat().st_mode & 0o777 == 0o600
    people = {row["username"]: row for row in json.loads(file.read_text())["people"]}
    for person in Person.objects.all():
        assert people[person.username]["badge"] == person.badge
    assert Person.objects.get(username="manager").check_password(people["manager"]["password"])
    assert set(json.loads(tokens.read_text())) == {"LHR", "HRP"}


def test_the_year_stands_where_the_drawn_one_does(home: Path) -> None:
    target = AnnualTarget.objects.get(plant__code="LHR", year=2026)
    assert sum(month.units for month in target.months.all()) == target.units == 2_700_000
    made = sum(OpeningOutput.objects.filter(plant__code="LHR").values_list("units", flat=True))
    assert 2_150_000 < made < 2_280_000


def test_a_second_seed_changes_nothing(home: Path) -> None:
    before = (home / "demo.json").read_bytes()
    assert not seed(now=SATURDAY, home=home)
    assert (home / "demo.json").read_bytes() == before


def test_a_plant_of_somebody_is_never_seeded(home: Path, tmp_path: Path) -> None:
    Installation.objects.update(demo=False)
    make_plant("KHI")
    with pytest.raises(NotEmpty):
        seed(now=SATURDAY, home=tmp_path)
    assert not (tmp_path / "demo.json").exists()
    assert not Installation.objects.filter(demo=True).exists()
