"""The demo's dock: pallets of packed goods in the warehouse, one load that has left already."""

from datetime import datetime, timedelta

from lines.actions.shipping.pallet_scans import add_to_pallet
from lines.actions.shipping.pallets import close_pallet, place_pallet
from lines.actions.shipping.policy import set_policy
from lines.actions.shipping.returns import AtDock, take_back
from lines.actions.shipping.ship import Sealing, check_shipment, ship
from lines.actions.shipping.shipments import create_shipment, pick_pallet
from lines.models import HandlingKind, HandlingState, HandlingUnit, ShippedUnit, WorkOrder
from lines.rules.shipping.shipments import Wish
from mes.demo.inspecting import make_inspections
from mes.kernel.ids import uuid7
from plants.models import Person, Plant

PREFIXES = {"LHR": 1, "HRP": 2}
"""SSCC extension digit by plant: both share one company prefix."""
COMPANY = "8964000"
CUSTOMERS = {
    "LHR-A": "Airlink Communication",
    "LHR-B": "Muller & Phipps",
    "LHR-F": "Advance Telecom",
}
PALLETS, CARTONS = 2, 2
LEFT, BACK = timedelta(hours=3), timedelta(hours=1)
HASH = b"\x00" * 16


def make_dock(
    plants: dict[str, Plant],
    orders: dict[str, WorkOrder],
    *,
    people: dict[str, Person],
    now: datetime,
) -> None:
    """Each line's first cartons on two pallets; the first pallet of one line is with its customer.

    Goods of the demo leave without inspection and registration; a plant's own rule is stricter.
    """
    for code, plant in plants.items():
        set_policy(
            plant_id=plant.pk,
            values={
                "gs1_prefix": COMPANY,
                "extension": PREFIXES[code],
                "oqc_before_ship": False,
                "registered_before_ship": False,
            },
        )
    by = people["store"].pk
    for code, customer in CUSTOMERS.items():
        pallets = _pallets(orders[code], by)
        wish = Wish("domestic", customer, "PK", {"planned_on": now.date(), "truck": "LES-4711"})
        no = create_shipment(plant_id=orders[code].plant_id, wish=wish, by=by).no
        if code == "LHR-B" and pallets:
            _send_off(orders[code], no, pallets[0], by, now)
    make_inspections(plants["LHR"], by=people["qa"].pk)


def _pallets(order: WorkOrder, by: int) -> list[str]:
    """Numbers of the order's pallets, closed and put away."""
    cartons = HandlingUnit.objects.filter(
        order=order, kind=HandlingKind.CARTON, state=HandlingState.CLOSED, parent=None
    )
    names = list(cartons.order_by("pk").values_list("no", flat=True)[: PALLETS * CARTONS])
    made = []
    for number in range(0, len(names), CARTONS):
        no = ""
        for carton in names[number : number + CARTONS]:
            done = add_to_pallet(plant_id=order.plant_id, pallet_no=no, carton_no=carton, by=by)
            no = done.pallet.no
        close_pallet(plant_id=order.plant_id, no=no, event_id=uuid7(), by=by)
        place = f"FG-{order.line.code[-1]}-{number // CARTONS + 1:02}"
        place_pallet(plant_id=order.plant_id, no=no, place=place, by=by)
        made.append(no)
    return made


def _send_off(order: WorkOrder, no: str, pallet: str, by: int, now: datetime) -> None:
    """The pallet leaves, and one unit of it is back already."""
    plant = order.plant_id
    pick_pallet(plant_id=plant, no=no, pallet_no=pallet, by=by)
    check_shipment(plant_id=plant, no=no, by=by, now=now - LEFT)
    ship(plant_id=plant, no=no, sealing=Sealing(uuid7(), HASH, by, None, now - LEFT))
    unit = ShippedUnit.objects.filter(shipment__no=no, plant_id=plant).order_by("pk")[0].unit
    take_back(
        plant_id=plant,
        identifier=unit.serial,
        cause="refused",
        note="Box dented",
        event=AtDock(uuid7(), HASH, by, None, now - BACK),
    )
