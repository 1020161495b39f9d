"""Back-flush: a unit uses its parts up once, whatever happens to it afterwards."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client

from lines.actions.line_side import backflush
from lines.actions.line_side.backflush import fold_backflush
from lines.models import Backflush, Move, OrderPlace, PartMove, StockLevel, Unit
from tests.calls import send
from tests.factories import signed
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import a_plant
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_settled(monkeypatch):
    """Every transaction has ended here, the test's own too; what is folded once stays folded."""

    def below() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(backflush, "settled_below", below)


@pytest.fixture
def stores() -> Stores:
    """Everything for five sets at the line, and places that may be started."""
    stores = stores_of(a_plant())
    for part, pieces in (("board", 5), ("speaker", 10), ("screw", 100), ("camera", 5)):
        lot = stores.lot(part, pieces)
        stores.issue(lot, pieces, order=stores.works.order)
    OrderPlace.objects.update(kitted=True)
    return stores


def begun(stores: Stores) -> tuple[Scanner, str]:
    scanner = Scanner(stores.works)
    body = {"event_id": uuid4(), "station": "LHR-B-ASM-IN", "work_order": stores.works.order.no}
    return scanner, scanner.post("units/start", body).body["unit"]


def assembled(stores: Stores, serial: str = "CAM-1", **part: str) -> tuple[Scanner, str]:
    scanner, unit = begun(stores)
    parts = [{"position": "camera", **(part or {"serial": serial})}]
    assert scanner.scan("ASM-01", unit, parts=parts).status == 201
    return scanner, unit


def net(kind: str) -> dict[str, int]:
    rows = PartMove.objects.filter(kind=kind).values_list("part__name")
    return dict(rows.annotate(n=Sum("quantity")).order_by("part__name"))


def at_line(stores: Stores) -> dict[str, int]:
    rows = StockLevel.objects.filter(place=stores.side).values_list("lot__part__name")
    return dict(rows.annotate(n=Sum("quantity")).order_by("lot__part__name"))


def test_a_start_uses_what_the_first_step_takes(stores: Stores):
    begun(stores)
    fold_backflush()
    assert net("built") == {"board": 1, "screw": 6}
    assert at_line(stores) == {"board": 4, "camera": 5, "screw": 94, "speaker": 10}


def test_a_step_uses_what_is_built_in_there_and_a_bound_part_names_its_unit(stores: Stores):
    assembled(stores)
    fold_backflush()
    assert net("built") == {"board": 1, "camera": 1, "screw": 6, "speaker": 2}
    camera = PartMove.objects.get(kind="built", part=stores.parts["camera"])
    assert (camera.unit, camera.order) == (Unit.objects.get(), stores.works.order)


def test_a_fold_done_twice_uses_nothing_twice(stores: Stores):
    assembled(stores)
    fold_backflush()
    before = PartMove.objects.count()
    for _ in range(3):
        assert fold_backflush().rows == 0
    assert PartMove.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_step_taken_back_gives_its_parts_back_and_passed_again_uses_them_once(stores: Stores):
    scanner, unit = assembled(stores)
    fold_backflush()
    last = Move.objects.order_by("-received_at").values_list("event_id", flat=True).first()
    undone = send(
        _supervisor(stores), "scans/undo", station="LHR-B-ASM-01", identifier="", undo=str(last)
    )
    assert undone.status_code == 201, undone.content
    fold_backflush()
    assert net("unbuilt") == {"camera": 1, "speaker": 2}
    assert at_line(stores)["speaker"] == 10
    assert scanner.scan("ASM-01", unit).status == 201
    fold_backflush()
    assert net("built") == {"board": 1, "camera": 2, "screw": 6, "speaker": 4}
    assert at_line(stores) == {"board": 4, "camera": 4, "screw": 94, "speaker": 8}


def test_a_scrapped_unit_takes_its_parts_to_scrap(stores: Stores):
    _, unit = assembled(stores)
    chen = _supervisor(stores)
    scrapped = send(
        chen, "units/scrap", station="LHR-B-ASM-01", identifier=unit, reason="Crushed",
        second=signed(stores.works.people["fay"]),
    )  # fmt: skip
    assert scrapped.status_code == 201, scrapped.content
    fold_backflush()
    assert net("unit_scrap") == {"board": 1, "camera": 1, "screw": 6, "speaker": 2}
    scrap = StockLevel.objects.filter(place=stores.scrap).aggregate(n=Sum("quantity"))["n"]
    assert scrap == 10
    fold_backflush()
    assert net("unit_scrap") == {"board": 1, "camera": 1, "screw": 6, "speaker": 2}


def test_what_the_line_has_not_got_stays_wanted_and_is_taken_when_it_comes(stores: Stores):
    lot = stores.lot("speaker", 20, place="A-02")
    empty = StockLevel.objects.get(place=stores.side, lot__part=stores.parts["speaker"])
    stores.move("line_scrap", empty.lot, 10, out=stores.side, into=stores.scrap)
    assembled(stores)
    fold_backflush()
    assert "speaker" not in net("built")
    stores.issue(lot, 20, place="A-02")
    fold_backflush()
    assert net("built")["speaker"] == 2
    assert at_line(stores)["speaker"] == 18


def test_an_alternate_is_used_where_the_part_has_run_out(stores: Stores):
    own = StockLevel.objects.get(place=stores.side, lot__part=stores.parts["speaker"])
    stores.move("line_scrap", own.lot, 9, out=stores.side, into=stores.scrap)
    stores.issue(stores.lot("buzzer", 9), 9)
    assembled(stores)
    fold_backflush()
    assert net("built")["speaker"] == 1
    assert net("built")["buzzer"] == 1


def test_the_lot_that_was_scanned_is_the_lot_that_was_used(stores: Stores):
    second = stores.lot("camera", 3, place="B-01")
    stores.issue(second, 3, place="B-01")
    assembled(stores, serial="CAM-7", **{"lot": second.no})
    _, other = begun(stores)
    Scanner(stores.works).scan(
        "ASM-01", other, parts=[{"position": "camera", "serial": "CAM-8", "lot": second.no}]
    )
    fold_backflush()
    used = PartMove.objects.filter(kind="built", part=stores.parts["camera"])
    assert [row.lot for row in used] == [second, second]


def test_units_are_kept_with_the_rows_that_used_their_parts(stores: Stores):
    for n in range(3):
        assembled(stores, serial=f"CAM-{n}")
    fold_backflush()
    rows = {row.position: row for row in Backflush.objects.all()}
    assert sorted(rows[10].units) == sorted(Unit.objects.values_list("pk", flat=True))
    assert net("built") == {"board": 3, "camera": 3, "screw": 18, "speaker": 6}


def _supervisor(stores: Stores):

    client = Client()
    client.force_login(stores.works.chen)
    return client
