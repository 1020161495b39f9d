"""A consignment from its packing list to the supplier's claim, over HTTP alone."""

import io
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from tests import pango
from tests.calls import fetch, send
from tests.flows.floor import Answer, Floor
from tests.sheets import COLUMNS, csv_of, row_of, xlsx_of

SKU = "NOVA-X2-SLT-SKD"


def a_list() -> bytes:
    rows = [
        [*row_of(SKU, "PCBA-1", 100, case="C1", box="B1"), "", "41.5"],
        [*row_of(SKU, "SPK-L", 100, case="C1", box="B2"), "", "1.2"],
        [*row_of(SKU, "SPK-L", 100, case="C2", box="B3"), "", "1.2"],
        [*row_of(SKU, "PCBA-1", 100, case="C2", box="B4"), "", "41.5"],
        [*row_of(SKU, "GLUE", 400, case="C3", box="B5", per_set=2), "2031-01-31", ""],
    ]
    return csv_of(*rows, header=(*COLUMNS, "expires_on", "unit_value"))


def a_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "maroon").save(out, "JPEG")
    return out.getvalue()


def test_a_consignment_is_counted_in_claimed_and_built_from(
    floor_of: Callable[[str, str], Floor],
) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    store, planner = floor.person("store"), floor.person("planner")
    papers = {
        "plant": "LHR", "kit_type": "skd", "gd_number": "LAPR-HC-9", "ioco_ref": "IOCO-9",
        "supplier": "Shenzhen Parts Co", "cf_value": "8900.00", "currency": "USD",
    }  # fmt: skip
    assert send(store, "consignments", no="CN-9", **papers).status_code == 201
    for query, status in (("", 200), ("?commit=1", 201)):
        form = {"file": SimpleUploadedFile("list.csv", a_list()),
                "event_id": "018f0000-0000-7000-8000-000000000009"}  # fmt: skip
        shown = store.post(f"/api/v1/consignments/CN-9/packing-list{query}", form)
        assert shown.status_code == status, shown.content.decode()
    lot = shown.json()["lots"][0]["no"]
    assert shown.json()["lots"][0]["sets"] == 200

    # Case 1 is as listed, of the second speakers 9 are broken and 3 are missing.
    found = fetch(store, "receiving/label?plant=LHR&label=C1").json()["found"]
    assert found == [{"consignment": "CN-9", "container": "TCLU1234567", "case": "C1", "box": ""}]
    assert send(store, "consignments/CN-9/receipts", case="C1").status_code == 201
    again = send(store, "consignments/CN-9/receipts", case="C1", box="B1")
    assert (again.status_code, again.json()["code"]) == (409, "already_counted")
    differs = [{"row": 4, "good": 88, "damaged": 9}]
    counted = send(store, "consignments/CN-9/receipts", case="C2", differences=differs)
    assert counted.json()["receipt"]["differences"] == [
        {"row": 4, "part_no": "SPK-L", "listed": 100, "good": 88, "damaged": 9, "short": 3,
         "surplus": 0}
    ]  # fmt: skip
    receipt = counted.json()["receipt"]["event_id"]
    photo = store.post(
        f"/api/v1/receipts/{receipt}/photos",
        {"file": SimpleUploadedFile("broken.jpg", a_photo()), "row": 4},
    )
    assert photo.status_code == 201, photo.content.decode()
    shown = store.get(f"/api/v1/damage-photos/{photo.json()['photo']}")
    assert (shown["Content-Type"], shown.content) == ("image/jpeg", a_photo())

    # The glue is not there yet, so no set is whole; then it comes, ten tubes too many.
    assert fetch(store, "kits?consignment=CN-9").json()["results"][0]["stock"] == 0
    more = [{"row": 6, "good": 410}]
    glue = send(store, "consignments/CN-9/receipts", case="C3", differences=more)
    assert glue.json()["receipt"]["differences"][0]["surplus"] == 10
    assert fetch(store, "kits?consignment=CN-9").json()["results"][0]["stock"] == 188
    sets = fetch(store, f"buildable-sets?plant=LHR&sku={SKU}&target=200").json()["sets"][0]
    assert (sets["sets"], sets["limits"][0]["part_no"], sets["limits"][0]["pieces"]) == (
        188, "SPK-L", 12,
    )  # fmt: skip

    closed = send(store, "consignments/CN-9/close").json()
    assert closed["progress"]["percent"] == 100
    claim = closed["claim"]
    assert [(one["part_no"], one["damaged"], one["short"]) for one in claim["lines"]] == [
        ("SPK-L", 9, 3)
    ]
    sheet = store.get(f"/api/v1/claims/{claim['no']}/sheet")
    book = load_workbook(io.BytesIO(sheet.content)).active
    assert [cell.value for cell in book[2]][4:7] == [9, 3, 12]
    assert send(store, f"claims/{claim['no']}/send").status_code == 200
    settled = send(store, f"claims/{claim['no']}/settle", settlement="Credit note 77")
    assert settled.json()["claim"]["settlement"] == "Credit note 77"

    wish = {"line": floor.line, "sku": SKU, "quantity": 188, "kit_lot": lot}
    order = send(planner, "work-orders", **wish).json()["work_order"]["no"]
    assert send(planner, f"work-orders/{order}/release").status_code == 200
    issued = send(store, "kits/issue", lot=lot, work_order=order, sets=188)
    assert issued.json()["lot"]["stock"] == 0
    left = {row["part_no"]: row["quantity"]
            for row in fetch(store, "stock?plant=LHR").json()["stock"]}  # fmt: skip
    assert left == {"PCBA-1": 12, "GLUE": 34, "SPK-L": 9}


def yes(answer: Any, status: int = 201) -> Answer:
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def no(answer: Any) -> str:
    assert answer.status_code >= 400, answer.content.decode()
    return str(answer.json()["code"])


def revision(planner: Any, *alternates: str) -> int:
    """The next revision of the phone's bill, released: a camera and two speakers."""
    speaker = {"part_no": "SPK", "per_set": 2, "alternates": list(alternates)}
    lines = [{"part_no": "CAM", "position": "camera"}, speaker]
    number = int(yes(send(planner, "boms", sku=SKU, lines=lines))["bom"]["revision"])
    yes(send(planner, f"boms/{SKU}/{number}/release"), 200)
    return number


def an_order(planner: Any) -> str:
    wish = {"line": "LHR-B", "sku": SKU, "quantity": 4}
    order = str(yes(send(planner, "work-orders", **wish))["work_order"]["no"])
    yes(send(planner, f"work-orders/{order}/release"), 200)
    return order


def a_consignment(store: Any) -> dict[str, str]:
    """CN-10 from a workbook, counted in two speakers short; the lots' numbers by part."""
    made = {"plant": "LHR", "kit_type": "skd", "supplier": "Shenzhen Parts Co"}
    yes(send(store, "consignments", no="CN-10", **made))
    soon = (timezone.localdate() + timedelta(days=20)).isoformat()
    rows = [
        [*row_of(SKU, "CAM", 20, case="C1", box="B1"), None],
        [*row_of(SKU, "SPK", 40, case="C1", box="B2", per_set=2), None],
        [*row_of(SKU, "GLUE", 20, case="C1", box="B3"), soon],
    ]
    header = (*COLUMNS, "expires_on")
    for content, query, status in (
        (xlsx_of(*rows, [*row_of("NOT-A-SKU", "CAM", 1), None], header=header), "", 422),
        (xlsx_of(*rows, header=header), "", 200),
        (xlsx_of(*rows, header=header), "?commit=1", 201),
    ):
        form = {"file": SimpleUploadedFile("list.xlsx", content),
                "event_id": "018f0000-0000-7000-8000-000000000010"}  # fmt: skip
        told = store.post(f"/api/v1/consignments/CN-10/packing-list{query}", form)
        assert told.status_code == status, told.content.decode()
        if status == 422:
            fault = told.json()["faults"][0]
            assert (fault["line"], fault["column"]) == (5, "sku")
    short = [{"row": 3, "good": 38}]
    yes(send(store, "consignments/CN-10/receipts", case="C1", differences=short))
    lots = fetch(store, "material-lots", plant="LHR").json()["results"]
    return {row["part_no"]: row["no"] for row in lots}


def picked(store: Any, order: str) -> tuple[dict[str, int], dict[str, int]]:
    """What a pick list of the order takes by part, and what it is short of."""
    made = yes(send(store, "pick-lists", work_order=order))
    no_ = made["pick_list"]["no"]
    found = {row["part"]: row["left"] for row in made["lines"] if row["left"]}
    yes(send(store, f"pick-lists/{no_}/cancel", reason="Only looked"), 200)
    return found, {row["part"]: row["quantity"] for row in made["short"]}


def test_lots_wait_are_judged_held_and_run_out_and_two_revisions_stand_side_by_side(
    floor_of: Callable[[str, str], Floor],
) -> None:
    floor = floor_of("LHR-B", "NOVA-X2")
    store, planner, qa = (floor.person(name) for name in ("store", "planner", "qa"))
    yes(send(planner, "parts", part_no="CAM", name="Camera", inspected=True))
    for part in ("SPK", "SPK-B", "GLUE"):
        yes(send(planner, "parts", part_no=part, name=part.title()))
    first = revision(planner)
    old = an_order(planner)
    second = revision(planner, "SPK-B")
    new = an_order(planner)
    assert second == first + 1
    lots = a_consignment(store)

    # Cameras wait for quality: no list has them until a sample was good.
    assert picked(store, old) == ({"SPK": 8}, {"CAM": 4})
    sample = {"sample_size": 8, "defects": 0, "plan": "GB/T 2828.1 II 1.0"}
    judge = f"material-lots/{lots['CAM']}/judge"
    assert no(send(store, judge, judgement="accepted", **sample)) == "not_allowed"
    yes(send(qa, judge, judgement="accepted", **sample), 200)
    assert picked(store, old) == ({"CAM": 4, "SPK": 8}, {})

    # The speakers' lot is held: the new revision takes its alternate, the old one has none.
    bought = {"plant": "LHR", "part_no": "SPK-B", "quantity": 8, "purchase": "PO-1"}
    yes(send(store, "stock/purchase", **bought, supplier="Hall Road"))
    held = yes(send(qa, "holds", material_lot=lots["SPK"], reason="Rattle"))["hold"]["no"]
    assert picked(store, old) == ({"CAM": 4}, {"SPK": 8})
    assert picked(store, new) == ({"CAM": 4, "SPK-B": 8}, {})
    free = yes(send(floor.person("qa_lead"), f"holds/{held}/release", reason="Sorted"), 200)
    assert free["hold"]["released_at"] is not None
    assert picked(store, old) == ({"CAM": 4, "SPK": 8}, {})
    bills = fetch(planner, "boms", sku=SKU).json()["results"]
    assert {row["revision"]: row["state"] for row in bills} == {
        first: "retired",
        second: "released",
    }

    # The glue runs out in twenty days.
    gone = fetch(store, "stock/expiring", plant="LHR", days="30").json()["stock"]
    assert [(row["part_no"], row["quantity"]) for row in gone] == [("GLUE", 20)]
    assert fetch(store, "stock/expiring", plant="LHR", days="10").json()["stock"] == []

    claim = yes(send(store, "consignments/CN-10/close"), 200)["claim"]
    sheet = store.get(f"/api/v1/claims/{claim['no']}/sheet")
    book = load_workbook(io.BytesIO(sheet.content)).active
    assert [cell.value for cell in book[2]][4:7] == [0, 2, 2]
    if pango.missing():
        assert not os.environ.get("CI"), "Pango is not installed"
        pytest.skip("Pango is not installed")
    paper = store.get(f"/api/v1/claims/{claim['no']}/print")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")
