from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test import Client

from mes.kernel.refusals import Refusal
from plants.actions.calendars import DayWish, declare_days, move_days, take_days_back
from plants.actions.routes import draft_route, release_route, retire_route
from plants.actions.targets import set_target
from plants.models import AnnualTarget, CalendarDay, MonthTarget, RouteStep
from plants.rules.routes import StepWish
from tests.factories import make_operation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOOD = [
    StepWish(10, "ASM-IN"),
    StepWish(20, "MMI1", grants="mmi1"),
    StepWish(30, "CTN", gates=("mmi1",), is_output=True),
]


@pytest.fixture
def model(works):
    return works.model


def test_a_route_is_drafted_as_the_next_version_and_released_once(model) -> None:
    route = draft_route(model=model, kit_type="skd", steps=GOOD)
    assert (route.version, route.state) == (2, "draft")
    assert release_route(route_id=route.pk, now=NOW).state == "released"
    with pytest.raises(Refusal, match="wrong_state"):
        release_route(route_id=route.pk, now=NOW)
    assert retire_route(route_id=route.pk).state == "retired"


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([], "no steps"),
        (GOOD[1:], "begin"),
        (GOOD[:2], "output"),
        ([GOOD[0], GOOD[2]], "mmi1"),
        ([GOOD[0], StepWish(15, "CPL", gates=("mmi1",)), *GOOD[1:]], "CPL asks for mmi1"),
    ],
)
def test_a_route_that_cannot_be_walked_is_not_released(model, steps, fault) -> None:
    route = draft_route(model=model, kit_type="skd", steps=steps)
    with pytest.raises(Refusal, match="bad_route") as refused:
        release_route(route_id=route.pk, now=NOW)
    assert fault in str(refused.value.facts["fault"])


def change(works, what: str) -> None:
    step = works.route.steps.first()
    if what == "route":
        works.route.version = 9
        works.route.save()
    elif what == "step":
        RouteStep.objects.filter(pk=step.pk).update(gates=[])
    elif what == "new":
        step.pk, step.position, step.operation = None, 999, make_operation("X", "move")
        step.save(force_insert=True)
    else:
        step.delete()


@pytest.mark.parametrize("what", ["route", "step", "new", "gone"])
def test_the_database_keeps_a_released_route_as_it_is(works, what) -> None:
    name = "plants_route_frozen" if what == "route" else "plants_routestep_frozen"
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        change(works, what)
    assert broken.value.__cause__.diag.constraint_name == name


def test_months_that_do_not_add_up_are_refused_and_nothing_is_kept(works) -> None:
    with pytest.raises(Refusal, match="months_differ"):
        set_target(plant=works.plant, year=2027, units=1200, months=[99] * 12)
    assert not AnnualTarget.objects.exists()


def test_the_database_refuses_months_that_do_not_add_up(works) -> None:
    set_target(plant=works.plant, year=2027, units=1200, months=[100] * 12)
    MonthTarget.objects.filter(month=1).update(units=101)
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    MonthTarget.objects.filter(month=1).update(units=100)
    assert broken.value.__cause__.diag.constraint_name == "plants_monthtarget_add_up"


def test_a_changed_target_says_why_and_the_log_keeps_the_months_before(works) -> None:
    set_target(plant=works.plant, year=2027, units=1200, months=[100] * 12, by=works.chen)
    with pytest.raises(Refusal, match="reason_needed"):
        set_target(plant=works.plant, year=2027, units=2400, months=[200] * 12, by=works.chen)
    set_target(
        plant=works.plant, year=2027, units=2400, months=[200] * 12, by=works.chen,
        reason="Export lot",
    )  # fmt: skip
    assert sum(MonthTarget.objects.values_list("units", flat=True)) == 2400
    last = LogEntry.objects.first()
    assert "Export lot" in last.change_message
    assert str([100] * 12) in last.change_message


def test_eid_moves_by_a_day_and_the_log_keeps_what_it_was(works) -> None:
    wish = DayWish(date(2026, 11, 24), date(2026, 11, 25), "holiday", "Eid", tentative=True)
    day = declare_days(plant=works.plant, wish=wish, by=works.chen, now=NOW)
    with pytest.raises(Refusal, match="exists"):
        declare_days(plant=works.plant, wish=wish, by=works.chen, now=NOW)
    seen = DayWish(date(2026, 11, 25), date(2026, 11, 26), "holiday", "Eid")
    assert not move_days(day_id=day.pk, wish=seen, by=works.chen, now=NOW).tentative
    assert "2026-11-24 to 2026-11-25" in LogEntry.objects.first().change_message
    take_days_back(day_id=day.pk, by=works.chen, now=NOW)
    assert not CalendarDay.objects.exists()


def rows(client: Client, path: str) -> list[dict]:
    return client.get(f"/api/v1/{path}").json()["results"]


def test_a_device_reads_its_plant_and_not_the_other(works, other_works, device_client) -> None:
    client = device_client(works.station("MMI1"))
    assert [row["code"] for row in rows(client, "plants")] == ["LHR"]
    assert [row["code"] for row in rows(client, "lines")] == ["LHR-B"]
    codes = {row["code"] for row in rows(client, "stations?page_size=200")}
    assert "LHR-B-MMI1-2" in codes
    assert not [code for code in codes if code.startswith("HRP")]
    assert client.get("/api/v1/lines/LHR-B").json()["uph"] == 180
    foreign, none = client.get("/api/v1/lines/HRP-B"), client.get("/api/v1/lines/NO-SUCH")
    assert (foreign.status_code, foreign.content) == (none.status_code, none.content)


def test_a_route_is_shown_with_its_steps_in_order(works, device_client) -> None:
    client = device_client(works.station("MMI1"))
    (route,) = rows(client, "routes?model=NOVA-5G&state=released")
    assert [step["position"] for step in route["steps"]] == sorted(works.positions.values())
    assert route["steps"][-1]["is_output"]
    assert rows(client, "variants")[0]["model"] == "NOVA-5G"


@pytest.mark.parametrize("query", ["shifts?date=yesterday", "targets?year=x", "shifts?line=%00"])
def test_a_senseless_filter_is_no_crash(works, device_client, query) -> None:
    answer = device_client(works.station("MMI1")).get(f"/api/v1/{query}")
    assert answer.status_code in (200, 422)


def test_nobody_reads_master_data_without_signing_in(works) -> None:
    answer = Client().get("/api/v1/lines")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


def post_target(client: Client, **fields: object):
    body = {"event_id": str(uuid4()), "plant": "LHR", "year": 2027, "units": 1200, **fields}
    return client.post("/api/v1/targets", body, content_type="application/json")


def test_a_planner_sets_a_target_and_hears_the_same_again(works, client_for) -> None:
    client, event = client_for(works.people["esa"]), str(uuid4())
    first = post_target(client, event_id=event, months=[100] * 12)
    again = post_target(client, event_id=event, months=[100] * 12)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["target"]["months"] == [100] * 12
    assert again.json()["replay"]
    assert AnnualTarget.objects.count() == 1


def test_an_operator_sets_no_target_and_another_plant_has_none(works, other_works, client_for):
    assert post_target(client_for(works.ana)).status_code == 403
    assert post_target(client_for(works.people["esa"]), plant="HRP").status_code == 404
    assert not AnnualTarget.objects.exists()


def test_a_supervisor_unlocks_over_the_api(works, client_for) -> None:
    answer = client_for(works.chen).post(
        "/api/v1/people/ana/unlock", {"plant": "LHR"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["verdict"]) == (200, "ok")
    operator = client_for(works.ana).post(
        "/api/v1/people/bo/unlock", {"plant": "LHR"}, content_type="application/json"
    )
    assert operator.status_code == 403
