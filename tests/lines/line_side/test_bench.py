"""Parts out and in at the bench, in the unit and in the books."""

import pytest
from django.db import connection
from django.test import Client

from lines.actions.line_side import backflush
from lines.actions.line_side.backflush import fold_backflush
from lines.models import InstalledPart, OrderPlace, PartMove, StockLevel, Unit
from quality.actions.defects import Fault, Found, send_to_repair
from quality.models import Repair
from tests.calls import send
from tests.lines.line_side.material import Stores, stores_of
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_settled(monkeypatch):
    def below() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(backflush, "settled_below", below)


@pytest.fixture
def stores(works) -> Stores:
    stores = stores_of(works)
    for part, pieces in (("board", 5), ("speaker", 10), ("screw", 100), ("camera", 5)):
        stores.issue(stores.lot(part, pieces), pieces, order=works.order)
    OrderPlace.objects.update(kitted=True)
    return stores


@pytest.fixture
def unit(stores: Stores) -> Unit:
    """Assembled with camera CAM-1, then on the bench."""
    works, scanner = stores.works, Scanner(stores.works)
    body = {"station": "LHR-B-ASM-IN", "work_order": works.order.no}
    made = send(scanner.client, "units/start", **body).json()["unit"]
    scanner.scan("ASM-01", made, parts=[{"position": "camera", "serial": "CAM-1"}])
    found = Unit.objects.get(serial=made)
    event = PartMove.objects.values_list("event_id", flat=True).first()
    Unit.objects.filter(pk=found.pk).update(state="in_repair")
    send_to_repair(
        found=Found(works.plant.pk, found.pk, works.station("MMI1").pk, event, None,
                    found.started_at),
        position=works.position("MMI1"),
        faults=[Fault(note="Black spot")],
    )  # fmt: skip
    return found


def bench(unit: Unit, path: str, client: Client, **more):
    said = {"station": "LHR-B-ASM-01", "identifier": unit.serial, "reason": "Black spot"}
    return send(client, path, **{**said, **more})


def kinds(stores: Stores) -> list[tuple[str, int]]:
    rows = PartMove.objects.filter(part=stores.parts["camera"]).exclude(kind="received")
    return [(row.kind, row.quantity) for row in rows.order_by("at", "kind")]


def level(place, stores: Stores) -> int:
    rows = StockLevel.objects.filter(place=place, lot__part=stores.parts["camera"])
    return sum(row.quantity for row in rows)


def test_a_part_that_was_built_in_is_taken_out_to_scrap_and_another_put_in(
    stores: Stores, unit: Unit
):
    client = Scanner(stores.works).client
    fold_backflush()
    answer = bench(
        unit, "parts/replace", client, removed_to="scrap",
        parts=[{"position": "camera", "serial": "CAM-2"}],
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    old = InstalledPart.objects.get(serial="CAM-1")
    assert (old.removed_to, old.removed_reason) == ("scrap", "Black spot")
    assert sorted(kinds(stores)) == [
        ("built", 1), ("built", 1), ("issued", 5), ("line_scrap", 1), ("removed", 1),
    ]  # fmt: skip
    assert (level(stores.side, stores), level(stores.scrap, stores)) == (3, 1)
    fold_backflush()
    assert len(kinds(stores)) == 5


def test_a_part_that_was_not_counted_in_yet_is_scrapped_from_the_line(stores: Stores, unit: Unit):
    client = Scanner(stores.works).client
    bench(unit, "parts/replace", client, removed_to="scrap",
          parts=[{"position": "camera", "serial": "CAM-2"}])  # fmt: skip
    fold_backflush()
    assert sorted(kinds(stores)) == [("built", 1), ("issued", 5), ("line_scrap", 1)]
    assert (level(stores.side, stores), level(stores.scrap, stores)) == (3, 1)


def test_a_part_taken_out_keeps_the_unit_on_the_bench_until_one_is_put_in(
    stores: Stores, unit: Unit, client_for
):
    client = Scanner(stores.works).client
    fold_backflush()
    out = bench(unit, "parts/remove", client, positions=["camera"], removed_to="store")
    assert out.status_code == 201, out.content
    quarantine = StockLevel.objects.get(place__kind="quarantine")
    assert (quarantine.quantity, level(stores.side, stores)) == (1, 4)
    fold_backflush()
    assert level(stores.side, stores) == 4

    repair = Repair.objects.get(unit=unit)
    close = {"result": "repaired", "action": "New camera", "station": "LHR-B-ASM-01"}
    bo = client_for(stores.works.bo)
    refused = send(bo, f"repairs/{repair.no}/close", **close)
    assert refused.json()["code"] == "part_missing"

    new = bench(unit, "parts/replace", client, parts=[{"position": "camera", "serial": "CAM-9"}])
    assert new.status_code == 201, new.content
    assert level(stores.side, stores) == 3
    assert send(bo, f"repairs/{repair.no}/close", **close).status_code == 200
    fold_backflush()
    assert level(stores.side, stores) == 3


def test_a_scrapped_part_goes_into_no_other_unit(stores: Stores, unit: Unit):
    client = Scanner(stores.works).client
    bench(unit, "parts/replace", client, removed_to="scrap",
          parts=[{"position": "camera", "serial": "CAM-2"}])  # fmt: skip
    again = bench(unit, "parts/replace", client, parts=[{"position": "camera", "serial": "CAM-1"}])
    assert (again.status_code, again.json()["code"]) == (409, "part_scrapped")
    assert "CAM-1 was scrapped" in again.json()["detail"]


def test_a_part_scrapped_at_the_bench_leaves_a_set_short(stores: Stores, unit: Unit):
    client = Scanner(stores.works).client
    order = stores.works.order
    bench(unit, "parts/replace", client, removed_to="scrap",
          parts=[{"position": "camera", "serial": "CAM-2"}])  # fmt: skip
    places = OrderPlace.objects.filter(order=order, unit=None)
    assert (places.filter(kitted=True).count(), places.count()) == (3, 4)


def test_parts_come_out_only_on_the_bench(stores: Stores, unit: Unit):
    Unit.objects.filter(pk=unit.pk).update(state="in_process")
    client = Scanner(stores.works).client
    answer = bench(unit, "parts/remove", client, positions=["camera"], removed_to="scrap")
    assert answer.json()["code"] == "not_in_repair"
