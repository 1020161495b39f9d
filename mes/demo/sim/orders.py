"""Material and an order for a run: announced, received, ordered, released, issued; all by HTTP."""

from dataclasses import dataclass
from random import Random

from mes.demo.sim.asking import must, post
from mes.demo.sim.client import Answer, Client
from mes.demo.sim.picking import pick_all
from mes.demo.sim.receiving import Dock, list_cases, send_list
from mes.demo.sim.stock import MaterialBook
from mes.kernel.ids import uuid7


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be built where; `country` empty: at home."""

    line: str
    plant: str
    sku: str
    kit_type: str
    units: int
    country: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a run needs to know of the order it made; no book where sets were issued whole."""

    no: str
    consignment: str
    book: MaterialBook | None


def make_order(*, client: Client, wanted: Wanted, dice: Random) -> NewOrder:
    """Material in, an order for it on its line, released, and its material issued.

    A SKU with a released bill is received case by case and picked lot by lot; one without, or
    with too few units to lose any, comes and goes in whole sets.
    """
    tag = uuid7().hex[-8:].upper()
    consignment = f"SIM-{tag}"
    opened = {"no": consignment, "kit_type": wanted.kit_type, "gd_number": f"LAPR-HC-{tag}"}
    must(post(client, "/api/v1/consignments", {**opened, "plant": wanted.plant}))
    dock = Dock(client, wanted.sku, tag, wanted.units, dice)
    by_part = wanted.units >= LEAST and _has_bill(client, wanted.sku)
    sets = wanted.units + (dock.spare if by_part else 0)
    cases = list_cases(sku=wanted.sku, tag=tag, sets=sets)
    lot = send_list(client=client, consignment=consignment, sku=wanted.sku, cases=cases)
    book = None
    if by_part:
        book = dock.receive(consignment=consignment, kit_lot=lot, plant=wanted.plant)
    else:
        must(post(client, "/api/v1/kits/receive", {"lot": lot, "sets": sets}))
    order = _ordered(client, wanted, f"SIM-{tag}", lot)
    if book is None:
        issued = {"lot": lot, "work_order": order, "sets": sets}
        must(post(client, "/api/v1/kits/issue", issued))
    else:
        pick_all(client=client, order=order, book=book, short=dice)
    return NewOrder(order, consignment, book)


LEAST = 8


def _has_bill(client: Client, sku: str) -> bool:
    bills = client.every("/api/v1/boms", {"sku": sku})
    return any(bill["sku"] == sku and bill["state"] == "released" for bill in bills)


def _ordered(client: Client, wanted: Wanted, no: str, lot: str) -> str:
    body = {
        "no": no,
        "line": wanted.line,
        "sku": wanted.sku,
        "quantity": wanted.units,
        "kit_lot": lot,
        "country": wanted.country,
        "customer": wanted.customer,
    }
    asked = {name: value for name, value in body.items() if value}
    order = str(must(post(client, "/api/v1/work-orders", asked))["work_order"]["no"])
    must(post(client, f"/api/v1/work-orders/{order}/release", {}))
    return order


def close_order(*, client: Client, order: str) -> Answer:
    """Close the order when its last unit is in a carton or scrapped."""
    return post(client, f"/api/v1/work-orders/{order}/close", {})
