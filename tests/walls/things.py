"""One thing of every kind in a plant, by the name it is called over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from lines.models import (
    Claim,
    Consignment,
    HandlingUnit,
    Hold,
    KitLot,
    LabelPrint,
    MaterialLot,
    PickList,
    PrintJob,
    Receipt,
    Stop,
    SupplyCall,
)
from plants.models import Bom, Part, PhysicalAsset, Shift
from quality.models import (
    Containment,
    FaiSheet,
    InspectionLot,
    Nonconformance,
    Registration,
    Repair,
)
from tests import factories
from tests.ledgers import a_move, a_record
from tests.lines.labels.making import make_layout, make_printer
from tests.plant import PlantAtWork, a_unit
from tests.walls.dock import at_the_dock
from tests.walls.running import DAY, running_of

# Rows of a bill, a brand's name, a number within a receipt.
NO_NAMES = {("lines", "boms"), ("owner", "tacs"), ("row", "photos")}


@dataclass(frozen=True)
class Things:
    """Names by what asks for them: a parameter of an address, a field of a body, a query."""

    names: dict[str, str]

    def called(self, slot: str, route: str) -> str | None:
        """The name for a slot; what `no` and `code` mean depends on the address."""
        if slot in ("no", "code"):
            kinds = [kind for kind in self.names if f"/{kind}/" in f"/{route}"]
            return self.names[kinds[0]] if kinds else None
        if slot == "station" and "handling-units" in route:
            return self.names["packing"]
        if (slot, route.rpartition("/")[2]) in NO_NAMES:
            return None
        if slot == "lot" and "/stock/" in route:
            return self.names["material-lots"]
        return self.names.get(slot)


def things_of(works: PlantAtWork, mark: str) -> Things:
    """Make them; every name carries `mark`, so that one plant's names are nobody else's."""
    unit = a_unit(works, serial=f"SER-{mark}-1")
    lot = _lot(works, mark)
    order = works.order
    order.no = f"WO-{mark}"
    order.save()
    move = a_move(works, "AGE", unit_id=unit.pk, order_id=order.pk)
    Shift.objects.create(
        line=works.line,
        code="A",
        date=DAY.date(),
        span=DateTimeTZRange(DAY, DAY + timedelta(hours=8)),
        target=1,
    )
    person = factories.make_person(f"per-{mark.lower()}", works.plant, "operator")
    numbers = _numbered(works, unit, mark)
    return Things(
        {
            **numbers,
            **_material(works, lot.consignment, mark),
            **running_of(works, unit, mark),
            "work-orders": order.no,
            "orders": order.no,
            "work_order": order.no,
            "order": order.no,
            "consignments": lot.consignment.no,
            "lot": lot.no,
            "kit_lot": lot.no,
            "lines": works.line.code,
            "line": works.line.code,
            "boards": works.line.code,
            "plant": works.plant.code,
            "station": works.station("AGE").code,
            "packing": works.station("CTN").code,
            "identifier": unit.serial,
            "unit": unit.serial,
            "undo": str(move.event_id),
            "record": str(a_record(works, unit_id=unit.pk).pk),
            "username": person.username,
            "owner": person.username,
            "nonconformances": _nonconformance(works, unit, person, mark),
            "hold": f"HD-{mark}",
        }
    )


def _nonconformance(works: PlantAtWork, unit, owner, mark: str) -> str:
    row = Nonconformance.objects.create(
        plant=works.plant, no=f"NC-{mark}", title="seen", unit=unit, owner=owner, due=DAY.date()
    )
    return row.no


def _lot(works: PlantAtWork, mark: str) -> KitLot:
    consignment = Consignment.objects.create(plant=works.plant, no=f"CON-{mark}", kit_type="skd")
    return KitLot.objects.create(
        consignment=consignment, variant=works.variant, no=f"LOT-{mark}", sets=5
    )


def _material(works: PlantAtWork, consignment: Consignment, mark: str) -> dict[str, str]:
    """A lot of the store, a receipt and a claim."""
    part, _ = Part.objects.get_or_create(part_no="GLUE", defaults={"name": "Glue"})
    lot = MaterialLot.objects.create(
        plant=works.plant, no=f"ML-{mark}", part=part, purchase=f"PO-{mark}"
    )
    receipt = Receipt.objects.create(event_id=uuid4(), consignment=consignment)
    claim = Claim.objects.create(plant=works.plant, no=f"CLM-{mark}", consignment=consignment)
    return {
        "material-lots": lot.no,
        "material_lot": lot.no,
        **_at_the_line(works, part, mark),
        "receipt": str(receipt.pk),
        "claims": claim.no,
    }


def _at_the_line(works: PlantAtWork, part: Part, mark: str) -> dict[str, str]:
    """A pick list of the order and an open call of the line."""
    bom, _ = Bom.objects.get_or_create(variant=works.variant, revision=9)
    picks = PickList.objects.create(
        plant=works.plant, no=f"PL-{mark}", order=works.order, bom=bom, sets=1
    )
    call = SupplyCall.objects.create(
        plant=works.plant, no=f"AC-{mark}", line=works.line, part=part, quantity=1, cause="asked"
    )
    return {"pick-lists": picks.no, "picks": picks.no, "supply-calls": call.no}


def _numbered(works: PlantAtWork, unit, mark: str) -> dict[str, str]:
    """What the plant numbers itself, by the part of the address that asks for it."""
    carton = HandlingUnit.objects.create(
        plant=works.plant, no=f"CT-{mark}", kind="carton", variant=works.variant, capacity=2
    )
    hold = Hold.objects.create(
        plant=works.plant, no=f"HD-{mark}", subject="line", line=works.line, cause="manual",
        reason="looked at",
    )  # fmt: skip
    stop = Stop.objects.create(
        event_id=uuid4(), plant=works.plant, no=f"ST-{mark}", line=works.line, group="power",
        started_at=DAY,
    )  # fmt: skip
    repair = Repair.objects.create(
        plant=works.plant, no=f"RP-{mark}", unit=unit, failed_position=10
    )
    registration = Registration.objects.create(
        plant=works.plant, no=f"RG-{mark}", kind="register", model=works.model, sources={},
        imei_per_device=2, device_count=1, state="closed",
    )  # fmt: skip
    lot = InspectionLot.objects.create(
        plant=works.plant, no=f"IL-{mark}", kind="oqc", subject="NOVA-5G", size=2, level="II",
        letter="A", classes={}, sample_size=2, seed="0" * 16,
    )  # fmt: skip
    return {
        "inspection-lots": lot.no,
        "inspection": lot.no,
        **at_the_dock(works, unit, carton, mark),
        **_labelled(works, carton, mark),
        "registrations": registration.no,
        "equipment": _equipment(works, mark),
        "first-articles": _first_article(works, unit, mark),
        "containments": _contained(works, mark).no,
        "handling-units": carton.no,
        "holds": hold.no,
        "stops": stop.no,
        "repairs": repair.no,
    }


def _contained(works: PlantAtWork, mark: str) -> Containment:
    return Containment.objects.create(
        plant=works.plant, no=f"CN-{mark}", kind="lot", value=f"CL-{mark}", reason="Blurred"
    )


def _equipment(works: PlantAtWork, mark: str) -> str:
    asset = PhysicalAsset.objects.create(
        plant=works.plant, code=f"PM-{mark}", name="Meter", kind="instrument", interval_days=30
    )
    return asset.code


def _first_article(works: PlantAtWork, unit, mark: str) -> str:
    sheet = FaiSheet.objects.create(
        plant=works.plant, order=works.order, line=works.line, no=f"FAI-{mark}",
        trigger="order_start", serials=[unit.serial], opened_by=works.bo,
    )  # fmt: skip
    return sheet.no


def _labelled(works: PlantAtWork, carton: HandlingUnit, mark: str) -> dict[str, str]:
    layout = make_layout(works, "carton", code=f"LAY-{mark}")
    label = LabelPrint.objects.create(
        event_id=uuid4(), plant=works.plant, no=f"carton-CT-{mark}", kind="carton",
        subject=carton.no, layout=layout, handling=carton, data={"values": {}, "rows": []},
    )  # fmt: skip
    printer = make_printer(works, f"PR-{mark}")
    PrintJob.objects.create(label=label, printer=printer)
    return {
        "handling_unit": carton.no,
        "labels": label.no,
        "label-layouts": layout.code,
        "printer": printer.code,
    }


def strangers(things: Things) -> Things:
    """Names of the same shape that nobody has."""
    return Things({slot: _stranger(name) for slot, name in things.names.items()})


def _stranger(name: str) -> str:
    if len(name) == 36:
        return str(uuid4())
    return name.replace("HRP", "QQQ").replace("hrp", "qqq")
