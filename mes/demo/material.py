"""The demo's store: parts and bills of what is built, and consignments at every stage."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from lines.actions.consignments import commit_packing_list, create_consignment
from lines.actions.material.closing import close_receiving
from lines.actions.material.counting import count_in
from lines.actions.material.places import add_place
from lines.actions.material.stock import Purchase, receive_purchase
from lines.models import Consignment, PlaceKind
from lines.rules.material.counts import Difference
from lines.rules.material.labels import Scope
from lines.rules.packing_list import ListedPart
from mes.demo.files import rows
from mes.demo.stock import PARTS
from mes.kernel.ids import uuid7
from plants.actions.parts import PartWish, draft_bom, release_bom, save_part
from plants.models import PartCategory, PartOrigin, Person, Plant, ProductVariant
from plants.rules.boms import BomWish

SETS = 5000
CASE = 1000
"""Sets whose pieces of one part lie in one case."""
_KINDS: dict[str, tuple[str, str, str, str, bool]] = {
    # category, C&F value of a piece in dollars, name in Urdu, position bound by scan, serialised
    "PCBA": (PartCategory.BOARD, "41.5", "مین بورڈ", "", False),
    "DISP": (PartCategory.DISPLAY, "14.2", "ڈسپلے", "display", True),
    "BATT": (PartCategory.BATTERY, "3.1", "بیٹری", "battery", True),
    "CAM": (PartCategory.CAMERA, "6.4", "کیمرہ سیٹ", "camera", True),
    "SPK": (PartCategory.AUDIO, "0.45", "سپیکر", "", False),
    "BOX": (PartCategory.PACKAGING, "0.3", "گفٹ باکس", "", False),
}


def make_parts() -> None:
    """The parts of every SKU the demo builds, and its released bill."""
    skus = sorted({row["sku"] for row in rows("lines")})
    for sku in skus:
        for code, name, _ in PARTS:
            category, value, urdu, _, serialised = _KINDS[code]
            wish = PartWish(
                name=name,
                name_ur=urdu,
                category=category,
                serialised=serialised,
                unit_value=Decimal(value),
                currency="USD",
            )
            save_part(part_no=part_no(sku, code), wish=wish)
        local = PartWish(
            name="Speaker, second source",
            name_ur="سپیکر، دوسرا سپلائر",
            category=PartCategory.AUDIO,
            origin=PartOrigin.LOCAL,
            unit_value=Decimal(130),
            currency="PKR",
        )
        save_part(part_no=part_no(sku, "SPK2"), wish=local)
        lines = [
            BomWish(
                part_no=part_no(sku, code),
                per_set=per_set,
                position=_KINDS[code][3],
                alternates=(part_no(sku, "SPK2"),) if code == "SPK" else (),
            )
            for code, _, per_set in PARTS
        ]
        bom = draft_bom(sku=sku, lines=lines, note="Demo")
        release_bom(sku=sku, revision=bom.revision)
    for no, name, urdu, days in (
        ("GLUE-B7000", "Display glue", "ڈسپلے گلو", 180),
        ("TAPE-3M-88", "Battery tape", "بیٹری ٹیپ", 360),
    ):
        wish = PartWish(
            name=name,
            name_ur=urdu,
            category=PartCategory.CHEMICAL,
            origin=PartOrigin.LOCAL,
            shelf_days=days,
        )
        save_part(part_no=no, wish=wish)


def make_consignments(plant: Plant, *, by: Person, now: datetime) -> None:
    """One on its way, one being received with speakers short, one closed with its claim."""
    for rank, code in enumerate(("A-01", "A-02", "B-01"), start=1):
        add_place(plant_id=plant.pk, code=code, kind=PlaceKind.STORE, rank=rank * 10)
    variant = ProductVariant.objects.get(sku=_sku(plant))
    _announced(plant, variant, f"CN-{plant.code}-{now:%y%m}-WAY", by, now)
    _received(_announced(plant, variant, f"CN-{plant.code}-{now:%y%m}-DOCK", by, now), by)
    other = _sister(variant)
    _claimed(_announced(plant, other, f"CN-{plant.code}-{now:%y%m}-DONE", by, now), by)
    today = now.date()
    for part, n, until in (
        ("GLUE-B7000", 400, today + timedelta(days=24)),
        ("GLUE-B7000", 60, today - timedelta(days=3)),
        ("TAPE-3M-88", 900, today + timedelta(days=51)),
    ):
        _bought(plant, by, part, n, until)
    _bought(plant, by, part_no(variant.sku, "BOX"), 2000, None)


def _last(no: str) -> str:
    return no.rpartition("-")[2]


def part_no(sku: str, code: str) -> str:
    """What the demo's packing lists call a part of a SKU."""
    return f"{sku[:24]}-{code}"


def _sister(variant: ProductVariant) -> ProductVariant:
    """Another colour of the model, so that one store's sets do not hide another's shortage."""
    rest = variant.model.variants.filter(kit_type=variant.kit_type).exclude(pk=variant.pk)
    return rest.order_by("sku").first() or variant


def _sku(plant: Plant) -> str:
    mine = [row for row in rows("lines") if row["plant"] == plant.code]
    return str(next((row["sku"] for row in mine if row["code"] == "LHR-B"), mine[0]["sku"]))


def _announced(
    plant: Plant, variant: ProductVariant, no: str, by: Person, now: datetime
) -> Consignment:
    papers: dict[str, str | date | Decimal | None] = {
        "gd_number": f"LAPR-HC-{now:%y%m}-{_last(no)}",
        "gd_date": now.date(),
        "ioco_ref": f"IOCO-{now:%y}-0417",
        "invoice": f"SZ-{now:%y%m%d}-{_last(no)}",
        "transport_doc": "COSU6291774380",
        "hs_code": "8517.1211",
        "supplier": "Shenzhen Parts Co",
        "cf_value": Decimal("331250.00"),
        "currency": "USD",
    }
    consignment = create_consignment(
        plant_id=plant.pk, no=no, kit_type=variant.kit_type, papers=papers, by=by.pk
    )
    commit_packing_list(consignment_id=consignment.pk, parts=_listed(variant, no), now=now)
    return consignment


def _listed(variant: ProductVariant, no: str) -> list[ListedPart]:
    listed: list[ListedPart] = []
    for code, name, per_set in PARTS:
        for case in range(1, SETS // CASE + 1):
            listed.append(
                ListedPart(
                    row=len(listed) + 2,
                    container="COSU4410267",
                    case=f"{code}-{case:02}",
                    box=f"{code}-{case:02}-1",
                    sku=variant.sku,
                    part_no=part_no(variant.sku, code),
                    description=name,
                    supplier_lot=f"{code}-{no[-4:]}-{(case + 1) // 2}",
                    per_set=per_set,
                    quantity=CASE * per_set,
                    unit_value=Decimal(_KINDS[code][1]),
                )
            )
    return listed


def _received(consignment: Consignment, by: Person) -> None:
    """Everything is counted but two cases; 376 speakers, those of 188 sets, are not there."""
    lines = {line.case: line.row for line in consignment.lines.all()}
    for case, row in lines.items():
        if case in ("BOX-04", "BOX-05"):
            continue
        differs = [Difference(row=row, good=1624)] if case == "SPK-03" else []
        _count(consignment, case, differs, by)


def _claimed(consignment: Consignment, by: Person) -> None:
    lines = {line.case: line.row for line in consignment.lines.all()}
    for case, row in lines.items():
        differs = []
        if case == "DISP-02":
            differs = [Difference(row=row, good=974, damaged=26)]
        elif case == "BATT-05":
            differs = [Difference(row=row, good=960)]
        _count(consignment, case, differs, by)
    close_receiving(event_id=uuid7(), plant_id=consignment.plant_id, no=consignment.no, by=by.pk)


def _count(consignment: Consignment, case: str, differs: list[Difference], by: Person) -> None:
    count_in(
        event_id=uuid7(),
        plant_id=consignment.plant_id,
        no=consignment.no,
        scope=Scope(case=case),
        differences=differs,
        by=by.pk,
    )


def _bought(plant: Plant, by: Person, part: str, pieces: int, until: date | None) -> None:
    receive_purchase(
        event_id=uuid7(),
        plant_id=plant.pk,
        by=by.pk,
        bought=Purchase(
            part_no=part,
            quantity=pieces,
            supplier="Ravi Packaging",
            purchase="PO-4471",
            place="B-01",
            expires_on=until,
        ),
    )
