"""A consignment from its packing list to the supplier's claim, over HTTP alone."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from PIL import Image

from tests.calls import fetch, send
from tests.flows.floor import Floor
from tests.sheets import COLUMNS, csv_of, row_of

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
