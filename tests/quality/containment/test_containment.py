"""Containment over HTTP: counted, held, inspected to zero by somebody else, closed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lines.models import Hold, MaterialLot, PartMove, StockPlace, Unit
from quality.actions.containment.catching import catch_all
from quality.models import ContainedUnit, Containment, Repair, TestRecord
from tests import factories
from tests.calls import fetch, send
from tests.ledgers import a_move
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.containment.suspects import boxed, contain, glue, shipped, with_lot
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(works: PlantAtWork, client_for):
    return client_for(works.bo)


@pytest.fixture
def chen(works: PlantAtWork, client_for):
    return client_for(works.chen)


@pytest.fixture
def lead(works: PlantAtWork, client_for):
    return client_for(factories.make_person("lina", works.plant, "qa_lead"))


def test_a_bad_lot_is_counted_held_inspected_to_zero_and_closed(works, bo, chen, lead) -> None:
    line, packed = with_lot(works, "L-7"), boxed(works, with_lot(works, "L-7"), carton="CT-1")
    gone, other = shipped(works, with_lot(works, "L-7"), shipment="SH-1"), with_lot(works, "L-8")

    seen = fetch(bo, "containments/preview", plant="LHR", kind="lot", value="L-7").json()
    assert (seen["total"], seen["in_line"], seen["boxed"], seen["shipped"]) == (3, 1, 1, 1)
    assert seen["cartons"] == [{"no": "CT-1", "of": "", "units": 1}]
    assert seen["shipments"] == [{"no": "SH-1", "of": "Airlink PK", "units": 1}]
    assert not Hold.objects.exists()

    made = contain(bo, works)
    assert (made["progress"]["total"], made["progress"]["left"], made["owner"]) == (3, 3, "Bo")
    scanner = Scanner(works)
    assert scanner.scan("MMI1", line.serial).code == "on_hold"
    assert scanner.scan("MMI1", other.serial).code != "on_hold"
    assert Unit.objects.get(pk=line.pk).version == 1

    path = f"containments/{made['no']}"
    mine = send(bo, f"{path}/inspect", identifier=line.serial, result="ok")
    assert (mine.status_code, mine.json()["code"]) == (409, "same_person")
    early = send(lead, f"{path}/close", reason="Fine")
    assert early.json()["code"] == "containment_open"
    good = send(chen, f"{path}/inspect", identifier=line.serial, result="ok", note="Sharp")
    assert good.json()["containment"]["progress"]["left"] == 2
    assert scanner.scan("MMI1", line.serial).code != "on_hold"
    rest = send(lead, f"{path}/release", reason="Sample of 20 was good")
    assert (rest.json()["released"], rest.json()["containment"]["progress"]["ok"]) == (2, 3)
    closed = send(lead, f"{path}/close", reason="Supplier sorted the lot")
    assert closed.status_code == 200
    assert closed.json()["containment"]["closed_at"]
    assert not Hold.objects.filter(released_at=None).exists()
    assert ContainedUnit.objects.filter(unit=packed.pk, found="boxed", carton__no="CT-1").exists()
    assert ContainedUnit.objects.filter(unit=gone.pk, shipment__no="SH-1").exists()


def test_a_bad_unit_goes_to_repair_or_is_scrapped_by_two(works, bo, chen) -> None:
    faulty, dead = with_lot(works, "L-7"), with_lot(works, "L-7")
    path = f"containments/{contain(bo, works)['no']}/inspect"
    sent = send(chen, path, identifier=faulty.serial, result="repair", note="Blurred edge")
    assert sent.status_code == 200, sent.content
    assert Repair.objects.get(unit=faulty).closed_at is None
    alone = send(chen, path, identifier=dead.serial, result="scrap")
    assert alone.json()["code"] == "second_needed"
    assert Hold.objects.filter(unit=dead, released_at=None).exists()
    fay = works.people["fay"]
    second = {"badge": fay.badge, "pin": factories.PIN}
    done = send(chen, path, identifier=dead.serial, result="scrap", second=second)
    assert done.status_code == 200, done.content
    told = done.json()["containment"]["progress"]
    assert (told["left"], told["repair"], told["scrap"]) == (0, 1, 1)
    assert Unit.objects.get(pk=dead.pk).state == "scrapped"
    again = send(chen, path, identifier=dead.serial, result="ok")
    assert again.json()["code"] == "wrong_state"


def test_a_unit_that_comes_to_match_is_held_until_the_containment_is_closed(
    works, bo, lead
) -> None:
    made = contain(bo, works)
    assert made["progress"]["total"] == 0
    late = with_lot(works, "L-7")
    assert (catch_all(), catch_all()) == (1, 0)
    assert Scanner(works).scan("MMI1", late.serial).code == "on_hold"
    send(lead, f"containments/{made['no']}/release", reason="Good")
    assert catch_all() == 0
    assert send(lead, f"containments/{made['no']}/close", reason="Good").status_code == 200
    with_lot(works, "L-7")
    assert catch_all() == 0


def test_a_lot_that_no_unit_names_is_found_by_its_order_and_is_not_issued_again(works, bo) -> None:
    unit, named = a_unit(works, past="AGE"), a_unit(works, past="AGE")
    lot = MaterialLot.objects.create(
        plant=works.plant, no="ML-1", part=glue(), purchase="PO-1", supplier="Ravi",
        supplier_lot="R-1",
    )  # fmt: skip
    store = StockPlace.objects.create(plant=works.plant, code="S1", kind="store")
    side = StockPlace.objects.create(
        plant=works.plant, code="LS", kind="line_side", line=works.line
    )
    given = {"plant": works.plant, "lot": lot, "part": lot.part, "quantity": 10}
    PartMove.objects.create(key=uuid4(), event_id=uuid4(), kind="received", to_place=store, **given)
    PartMove.objects.create(
        key=uuid4(), event_id=uuid4(), kind="issued", from_place=store, to_place=side,
        order=works.order, **given,
    )  # fmt: skip
    made = contain(bo, works, kind="supplier", value="ravi")
    held = set(ContainedUnit.objects.values_list("unit_id", flat=True))
    assert held == {unit.pk, named.pk}
    hold = Hold.objects.get(material=lot)
    assert (hold.cause, hold.reason) == ("containment", f"{made['no']}: Blurred")


def test_a_fixture_an_operator_and_a_time_find_what_they_touched(works, bo) -> None:
    tested, moved, neither = (a_unit(works, past="AGE") for _ in range(3))
    now = timezone.now()
    TestRecord.objects.create(
        event_id=uuid4(), plant_id=works.plant.pk, station_id=works.station("MMI1").pk,
        unit_id=tested.pk, person_id=works.ana.pk, outcome="passed", counted=True, fixture="FX-3",
        at=now, body_hash=b"0" * 16,
    )  # fmt: skip
    a_move(works, "AGE", unit_id=moved.pk, order_id=works.order.pk, person_id=works.chen.pk, at=now)
    since = (now - timedelta(hours=1)).isoformat()

    def found(**asked: object) -> list[str]:
        answer = fetch(bo, "containments/preview", plant="LHR", since=since, **asked)
        assert answer.status_code == 200, answer.content
        return answer.json()["serials"]

    assert found(kind="fixture", value="FX-3") == [tested.serial]
    assert found(kind="operator", value="ana") == [tested.serial]
    assert found(kind="operator", value="chen") == [moved.serial]
    assert found(kind="window", station=works.station("AGE").code) == [moved.serial]
    assert found(kind="window", line=works.line.code, model=works.model.code) == [moved.serial]
    assert neither.serial not in found(kind="window", line=works.line.code)


def test_a_firmware_finds_the_orders_units_and_the_boxes_that_run_it(works, bo) -> None:
    unit = a_unit(works, past="AGE")
    works.order.firmware = "V14.0.2"
    works.order.save()
    boxed(works, a_unit(works, past="AGE"), carton="CT-1", firmware="V14.0.3")
    asked = {"plant": "LHR", "kind": "firmware", "value": "V14.0.2"}
    assert fetch(bo, "containments/preview", **asked).json()["serials"] == [unit.serial]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "lot"}, "malformed"),
        ({"kind": "fixture", "value": "F"}, "malformed"),
        ({"kind": "window", "since": "2026-03-02T00:00Z"}, "malformed"),
        ({"kind": "supplier", "value": "Nobody"}, "unknown_thing"),
        ({"kind": "lot", "value": "L", "station": "HRP-X"}, "unknown_thing"),
        ({"kind": "weather", "value": "L"}, "malformed"),
        ({"kind": "lot", "value": "L\x00'; --"}, "malformed"),
    ],
)
def test_what_says_too_little_is_refused_alike_when_counted_and_held(works, bo, said, code) -> None:
    asked = {"plant": "LHR", **said}
    assert fetch(bo, "containments/preview", **asked).json()["code"] == code
    answer = send(bo, "containments", reason="Why", **asked)
    assert (answer.json()["code"], Containment.objects.count()) == (code, 0)


def test_the_statements_do_not_grow_with_the_units(bo) -> None:
    works = a_plant("ISB", quantity=60)
    boss = factories.make_person("boss", works.plant, "qa_lead")
    bo.force_login(boss)
    counts = []
    for lot, units in (("L-1", 2), ("L-2", 40)):
        for _ in range(units):
            with_lot(works, lot)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            made = contain(bo, works, value=lot)
        assert made["progress"]["total"] == units
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_stranger_sees_nothing_of_it(works, bo, client_for) -> None:
    made = contain(bo, works)
    far = a_plant("HRP")
    stranger = client_for(far.bo)
    assert fetch(stranger, f"containments/{made['no']}").json()["code"] == "unknown_thing"
    assert fetch(stranger, "containments").json()["results"] == []
    assert stranger.get(f"/containments/LHR/{made['no']}/").status_code == 404
    operator = client_for(works.ana)
    assert (
        send(operator, "containments", plant="LHR", kind="lot", value="L", reason="x").json()[
            "code"
        ]
        == "not_allowed"
    )


def test_the_pages_count_hold_and_show_what_is_left(works, bo, client_for) -> None:
    packed = boxed(works, with_lot(works, "L-7"), carton="CT-1")
    page = bo.get("/containments/LHR/", {"kind": "lot", "value": "L-7"})
    assert page.status_code == 200
    assert b"Hold all 1" in page.content
    assert b"CT-1" in page.content
    empty = bo.get("/containments/LHR/", {"kind": "supplier", "value": "Nobody"})
    assert empty.status_code == 200
    made = contain(bo, works)
    one = client_for(works.chen).get(f"/containments/LHR/{made['no']}/")
    assert packed.serial[-4:].encode() in one.content
    assert b"/inspect" in one.content
    assert bo.get("/containments/LHR/NONE/").status_code == 404
