"""Material and orders for a run: packing list, receipt, order, release and issue, all by HTTP."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from mes.demo.sim.client import Answer, Client
from mes.kernel.ids import uuid7

COLUMNS = (
    "container",
    "case",
    "box",
    "sku",
    "part_no",
    "description",
    "supplier_lot",
    "per_set",
    "quantity",
)
PARTS = (
    ("PCBA", "Main board", 1),
    ("DISP", "Display module", 1),
    ("BATT", "Battery", 1),
    ("CAM", "Camera set", 1),
    ("SPK", "Speaker", 2),
    ("BOX", "Gift box", 1),
)


class RunRefused(Exception):
    """The plant would not even let the run begin; the text is its own sentence."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a run needs to know of the order it made."""

    no: str
    lot: str
    consignment: str
    sets: int


def packing_list(*, sku: str, sets: int, lot: str) -> bytes:
    """A packing list of `sets` sets as CSV, the parts in cases of at most 500."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for part, name, per_set in PARTS:
        for case, first in enumerate(range(0, sets, 500), 1):
            count = min(500, sets - first) * per_set
            where = ("CNT-1", f"{part}-{case}", "1")
            rows.writerow([*where, sku, f"{sku}-{part}", name, f"{lot}-{part}", per_set, count])
    return text.getvalue().encode()


def make_order(*, client: Client, line: str, sku: str, kit_type: str, units: int) -> NewOrder:
    """Kits in by packing list, an order for them on `line`, released and its sets issued."""
    tag = uuid7().hex[-8:].upper()
    consignment = f"SIM-{tag}"
    opened = {"no": consignment, "kit_type": kit_type, "gd_number": f"LAPR-HC-{tag}"}
    _must(_post(client, "/api/v1/consignments", opened))
    path = f"/api/v1/consignments/{consignment}/packing-list?commit=1"
    content = packing_list(sku=sku, sets=units, lot=tag)
    listed = _must(client.put_file(path, f"{consignment}.csv", content, str(uuid7())))
    lot = str(listed["lots"][0]["no"])
    _must(_post(client, "/api/v1/kits/receive", {"lot": lot, "sets": units}))
    wanted = {"no": f"SIM-{tag}", "line": line, "sku": sku, "quantity": units, "kit_lot": lot}
    order = str(_must(_post(client, "/api/v1/work-orders", wanted))["work_order"]["no"])
    _must(_post(client, f"/api/v1/work-orders/{order}/release", {}))
    issued = {"lot": lot, "work_order": order, "sets": units}
    _must(_post(client, "/api/v1/kits/issue", issued))
    return NewOrder(order, lot, consignment, units)


def close_order(*, client: Client, order: str) -> Answer:
    """Close the order when its last unit is in a carton or scrapped."""
    return _post(client, f"/api/v1/work-orders/{order}/close", {})


def _post(client: Client, path: str, body: dict[str, Any]) -> Answer:
    return client.post(path, {"event_id": str(uuid7()), **body})


def _must(answer: Answer) -> dict[str, Any]:
    if not answer.ok:
        detail = answer.body.get("detail", answer.body)
        message = f"{answer.status} {answer.code}: {detail}"
        raise RunRefused(message)
    return answer.body
