"""Parts from a bin into a phone and out of it again, over HTTP only; the books balance."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from lines.actions.line_side import backflush
from lines.tasks import fold_backflush
from tests.calls import fetch, send
from tests.flows.floor import Floor

SKU = "NOVA-X2-SLT-SKD"
LINES = [
    {"part_no": "PCBA", "per_set": 1},
    {"part_no": "SPK", "per_set": 2, "alternates": ["SPK-B"], "operation": "ASM-01"},
    {"part_no": "SCREW", "per_set": 6, "bulk": True},
    {"part_no": "CAM", "per_set": 1, "position": "camera"},
    {"part_no": "BATT", "per_set": 1, "position": "battery"},
]


@pytest.fixture(autouse=True)
def _all_settled(monkeypatch):
    """The test's own transaction counts as ended, so that one fold sees what was done before."""

    def below() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(backflush, "settled_below", below)


def test_parts_are_picked_built_in_swapped_and_sent_back_and_the_books_balance(
    floor_of: Callable[[str, str], Floor],
) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    store, planner = floor.person("store"), floor.person("planner")
    boss, qa = floor.person("supervisor"), floor.person("qa_lead")
    lots = a_store(store, planner)
    order = an_order(planner, quantity=3)

    made = yes(send(store, "pick-lists", work_order=order))
    no = made["pick_list"]["no"]
    assert made["short"] == [{"part": "SPK", "quantity": 1}]
    lines = [(row["place"], row["part"], row["left"]) for row in made["lines"] if row["left"]]
    assert lines == [
        ("A-01", "PCBA", 3), ("A-01", "SPK", 4), ("A-02", "CAM", 3), ("A-02", "BATT", 3),
        ("B-01", "SPK-B", 1),
    ]  # fmt: skip
    for lot in (lots["PCBA"], lots["SPK"], lots["CAM"], lots["BATT"]):
        yes(send(store, f"pick-lists/{no}/pick", scan=lot))
    done = yes(send(store, f"pick-lists/{no}/pick", scan="B-01"))
    assert (done["code"], done["sets"]) == ("parts_picked_all", 2)
    call = yes(send(boss, "supply-calls", line="LHR-B", part="SCREW", quantity=20))["call"]["no"]
    yes(send(store, f"supply-calls/{call}/acknowledge"))
    brought = {"lot": lots["SCREW"], "place": "B-01", "quantity": 20}
    assert yes(send(store, f"supply-calls/{call}/fill", taken=[brought]))["code"] == "supplied"

    good, bad = (floor.start(order, board=f"MB-{n}")["unit"] for n in (1, 2))
    refused = send(floor.device("ASM-IN"), "units/start", station="LHR-B-ASM-IN", work_order=order)
    assert refused.json()["code"] == "kit_short"
    for unit in (good, bad):
        floor.pass_("ASM-01", unit, part="camera")
    floor.pass_("ASM-02", good, part="battery")
    opened = yes(send(qa, "repairs", station="LHR-B-ASM-02", identifier=good, note="Camera blind"))[
        "repair"
    ]
    swap = {"station": "LHR-B-ASM-02", "identifier": good, "reason": "Blind"}
    yes(
        send(
            floor.device("ASM-02"),
            "parts/replace",
            **swap,
            removed_to="scrap",
            parts=[{"position": "camera", "serial": "CAM-NEW"}],
        )
    )
    yes(send(qa, f"repairs/{opened['no']}/close", result="repaired", action="New camera"))
    crushed = {"station": "LHR-B-ASM-01", "identifier": bad, "reason": "Crushed"}
    yes(send(boss, "units/scrap", **crushed, second=floor.second("qa_lead")))
    fold_backflush()

    here = {
        row["part"]: row["there"] for row in fetch(boss, "lines/LHR-B/material").json()["parts"]
    }
    assert here == {"BATT": 2, "PCBA": 1, "SCREW": 8, "SPK-B": 1}
    yes(send(boss, "lines/LHR-B/material/return", lot=lots["SCREW"], quantity=5, place="B-01"))
    spoilt = {"lot": lots["PCBA"], "quantity": 1, "reason": "Bent"}
    yes(send(boss, "lines/LHR-B/material/scrap", **spoilt))

    books = fetch(store, "material-books").json()
    assert books["balanced"] is True
    rows = {row["key"]: row for row in books["rows"]}
    camera = rows["CAM"]
    assert [camera[name] for name in ("issued", "in_units", "unit_scrap", "line_scrap")] == [
        3, 1, 1, 1,
    ]  # fmt: skip
    assert [rows["PCBA"][name] for name in ("issued", "in_units", "unit_scrap", "line_scrap")] == [
        3, 1, 1, 1,
    ]  # fmt: skip
    screws = rows["SCREW"]
    assert [screws[name] for name in ("issued", "returned", "in_units", "at_line")] == [20, 5, 6, 3]
    for by in ("lot", "consignment"):
        assert fetch(store, "material-books", per=by).json()["balanced"] is True


def a_store(store: Any, planner: Any) -> dict[str, str]:
    """Bins, parts and a lot of each, bought locally; lot numbers by part."""
    for rank, code in enumerate(("A-01", "A-02", "B-01"), start=1):
        yes(send(store, "stock-places", plant="LHR", code=code, kind="store", rank=rank))
    bought = (
        ("PCBA", 9, "A-01"), ("SPK", 4, "A-01"), ("SPK-B", 1, "B-01"), ("SCREW", 500, "B-01"),
        ("CAM", 9, "A-02"), ("BATT", 9, "A-02"),
    )  # fmt: skip
    lots = {}
    for part, pieces, place in bought:
        yes(send(planner, "parts", part_no=part, name=part.title()))
        said = {"plant": "LHR", "part_no": part, "quantity": pieces, "place": place}
        got = yes(
            send(store, "stock/purchase", **said, supplier="Hall Road", purchase=f"PO-{part}")
        )
        lots[part] = str(got["lot"]["no"])
    return lots


def an_order(planner: Any, *, quantity: int) -> str:
    """A released bill of material and an order that is built to it."""
    bom = yes(send(planner, "boms", sku=SKU, lines=LINES))["bom"]
    yes(send(planner, f"boms/{SKU}/{bom['revision']}/release"))
    wish = {"line": "LHR-B", "sku": SKU, "quantity": quantity}
    no = yes(send(planner, "work-orders", **wish))["work_order"]["no"]
    yes(send(planner, f"work-orders/{no}/release"))
    return str(no)


def yes(answer: Any) -> dict[str, Any]:
    """The body of an answer that is a yes."""
    assert answer.status_code in (200, 201), answer.content.decode()
    return dict(answer.json())
