"""Numbers and material to build with: TACs and ranges, consignments with kits, released orders."""

from datetime import date, datetime

from lines.actions.consignments import commit_packing_list, create_consignment
from lines.actions.kits import issue_kits, receive_kits
from lines.actions.orders import OrderWish, create_order, release_order
from lines.models import KitLot, WorkOrder
from lines.rules.packing_list import ListedPart
from mes.demo.files import rows
from mes.demo.size import Size
from mes.kernel.ids import uuid7
from plants.models import Line, Person, Plant, ProductModel, ProductVariant
from quality.actions.ranges import load_range, load_tac
from quality.rules.imei import parse_run

PARTS = (
    ("PCBA", "Main board", 1),
    ("DISP", "Display module", 1),
    ("BATT", "Battery", 1),
    ("CAM", "Camera set", 1),
    ("SPK", "Speaker", 2),
    ("BOX", "Gift box", 1),
)


def make_numbers(plant: Plant, models: dict[str, ProductModel], by: Person, *, size: Size) -> None:
    """Demo TACs with a range of adjacent pairs each."""
    for row in rows("models"):
        model = models[row["code"]]
        if not model.imei_count:
            continue
        load_tac(tac=row["tac"], model_id=model.pk, owner="Nobody (demo)", demo=True)
        last = size.phones[model.code] * model.imei_count - 1
        load_range(
            event_id=uuid7(),
            plant_id=plant.pk,
            model_id=model.pk,
            runs=[parse_run(row["tac"], "000000", f"{last:06}")],
            person_id=by.pk,
        )


def make_orders(
    lines: dict[str, Line], *, people: dict[str, Person], now: datetime, sets: int
) -> dict[str, WorkOrder]:
    """A consignment, received whole, and a released order on it with its sets issued; by line."""
    store, planner = people["store"].pk, people["planner"].pk
    orders = {}
    for number, row in enumerate(rows("lines"), start=1):
        line = lines[row["code"]]
        variant = ProductVariant.objects.get(sku=row["sku"])
        lot = _receive(line, variant, f"{now:%y%m}-{number:02}", sets, by=store, now=now)
        order = create_order(
            line=line,
            wish=OrderWish(sku=variant.sku, quantity=sets, kit_lot=lot.no, priority=1),
            by=planner,
        )
        release_order(plant_id=line.plant_id, no=order.no, now=now)
        issue_kits(
            event_id=uuid7(),
            plant_id=line.plant_id,
            lot_no=lot.no,
            order_no=order.no,
            sets=sets,
            by=store,
        )
        order.refresh_from_db()
        orders[line.code] = order
    return orders


def _receive(
    line: Line, variant: ProductVariant, tag: str, sets: int, *, by: int, now: datetime
) -> KitLot:
    papers: dict[str, str | date | None] = {
        "gd_number": f"LAPR-HC-{tag}",
        "gd_date": now.date(),
        "ioco_ref": f"IOCO-{tag}",
        "invoice": f"INV-{tag}",
        "hs_code": "8517.1390",
    }
    consignment = create_consignment(
        plant_id=line.plant_id,
        no=f"CN-{line.code}-{tag}",
        kit_type=variant.kit_type,
        papers=papers,
        by=by,
    )
    (lot,) = commit_packing_list(
        consignment_id=consignment.pk, parts=_packing_list(variant, tag, sets), now=now
    )
    receive_kits(event_id=uuid7(), plant_id=line.plant_id, lot_no=lot.no, sets=lot.sets, by=by)
    return lot


def _packing_list(variant: ProductVariant, tag: str, sets: int) -> list[ListedPart]:
    listed: list[ListedPart] = []
    for part, name, per_set in PARTS:
        for case in range(sets // 1000):
            listed.append(
                ListedPart(
                    row=len(listed) + 2,
                    container="CNT-1",
                    case=f"{part}-{case + 1}",
                    box="1",
                    sku=variant.sku,
                    part_no=f"{variant.sku[:24]}-{part}",
                    description=name,
                    supplier_lot=f"{part}-{tag}",
                    per_set=per_set,
                    quantity=1000 * per_set,
                )
            )
    return listed
