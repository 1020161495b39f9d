"""What stands on a label: read once, when it is asked for, and kept with it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from lines.models import (
    HandlingKind,
    HandlingUnit,
    Identifier,
    LabelKind,
    Unit,
    WeightCheck,
    WorkOrder,
)
from lines.rules.labels.naming import MADE_IN, MADE_IN_UR, dated, grouped, gtin14, kilograms
from lines.rules.packing import box_no
from mes.kernel.refusals import Refusal
from plants.models import Plant, ProductVariant

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Contents:
    """`values` by placeholder, `rows` of what is inside; and whose label it is."""

    subject: str
    values: Row
    rows: tuple[Row, ...]
    plant_id: int
    line_id: int | None
    order_id: int | None
    market: str
    customer: str
    model_id: int
    unit_id: int | None = None
    handling_id: int | None = None

    def kept(self) -> dict[str, Any]:
        return {"values": self.values, "rows": list(self.rows)}


def unit_contents(*, kind: str, unit_id: int) -> Contents:
    """A board, device or box label of the unit. Refuses `unknown_unit`."""
    unit = (
        Unit.objects.select_related("plant", "variant__model", "order", "box")
        .filter(pk=unit_id)
        .first()
    )
    if unit is None:
        raise Refusal("unknown_unit", identifier="–")
    live = dict(Identifier.objects.filter(unit=unit, retired_at=None).values_list("kind", "value"))
    values = {
        **_goods(unit.plant, unit.variant, unit.order),
        "serial": unit.serial,
        **{name: live.get(name, "") for name in _NAMES},
        **{f"imei{n}_grouped": grouped(live.get(f"imei{n}", "")) for n in (1, 2)},
    }
    box = unit.box if kind == LabelKind.BOX else None
    if kind == LabelKind.BOX:
        values["box_no"] = box_no(unit.serial)
    if box is not None:
        values |= {"firmware": box.firmware, "weight": _weight(box)}
    return Contents(
        subject=values.get("box_no", unit.serial),
        values=values,
        rows=(),
        plant_id=unit.plant_id,
        line_id=unit.line_id,
        order_id=unit.order_id,
        market=unit.order.country,
        customer=unit.order.customer,
        model_id=unit.variant.model_id,
        unit_id=unit.pk,
        handling_id=box.pk if box else None,
    )


_NAMES = ("board_sn", "imei1", "imei2", "imei3", "imei4", "eid", "wifi_mac", "bt_mac")


def handling_contents(*, handling_id: int) -> Contents:
    """A carton's or a pallet's label, with what lies in it now. Refuses `unknown_thing`."""
    handling = (
        HandlingUnit.objects.select_related("plant", "variant__model", "order", "station")
        .filter(pk=handling_id)
        .first()
    )
    if handling is None:
        raise Refusal("unknown_thing", what="handling unit", no="–")
    order = handling.order
    inside = _in_pallet if handling.kind == HandlingKind.PALLET else _in_carton
    values, rows = inside(handling)
    goods = _goods(handling.plant, handling.variant, order)
    line_id = handling.station.line_id if handling.station else order.line_id if order else None
    return Contents(
        subject=handling.no,
        values={
            **goods,
            "lot": order.no if order else "",
            "firmware": handling.firmware,
            "capacity": str(handling.capacity),
            "weight": _weight(handling),
            **values,
        },
        rows=rows,
        plant_id=handling.plant_id,
        line_id=line_id,
        order_id=handling.order_id,
        market=goods["market"],
        customer=order.customer if order else "",
        model_id=handling.variant.model_id,
        handling_id=handling.pk,
    )


def _in_carton(carton: HandlingUnit) -> tuple[Row, tuple[Row, ...]]:
    units = Unit.objects.filter(box__parent=carton).order_by("box__pk").values_list("pk", "serial")
    names: dict[int, Row] = {pk: {} for pk, _ in units}
    found = Identifier.objects.filter(unit_id__in=names, retired_at=None)
    for unit_id, kind, value in found.values_list("unit_id", "kind", "value"):
        names[unit_id][kind] = value
    rows = tuple(
        {
            "n": str(n),
            "serial": serial,
            "imei1": names[pk].get("imei1", ""),
            "imei2": names[pk].get("imei2", ""),
        }
        for n, (pk, serial) in enumerate(units, start=1)
    )
    pairs = (" ".join(v for v in (row["imei1"], row["imei2"]) if v) for row in rows)
    values = {
        "carton_no": carton.no,
        "quantity": str(len(rows)),
        "imeis": "\n".join(pair for pair in pairs if pair),
        "serials": "\n".join(row["serial"] for row in rows),
    }
    return values, rows


def _in_pallet(pallet: HandlingUnit) -> tuple[Row, tuple[Row, ...]]:
    cartons = pallet.contents.order_by("pk").annotate(boxes=Count("contents"))
    rows = tuple(
        {"n": str(n), "carton": carton.no, "quantity": str(carton.boxes)}
        for n, carton in enumerate(cartons, start=1)
    )
    values = {
        "pallet_no": pallet.no,
        "sscc": str(getattr(pallet, "sscc", "") or ""),
        "cartons": str(len(rows)),
        "quantity": str(sum(int(row["quantity"]) for row in rows)),
    }
    return values, rows


def _goods(plant: Plant, variant: ProductVariant, order: WorkOrder | None) -> Row:
    model = variant.model
    return {
        "plant": plant.code,
        "plant_name": plant.name,
        "brand": model.brand,
        "model": model.name,
        "model_code": model.code,
        "colour": variant.colour,
        "colour_ur": variant.colour_ur or variant.colour,
        "sku": variant.sku,
        "gtin": gtin14(variant.gtin),
        "market": order.country if order else variant.market,
        "order": order.no if order else "",
        "customer": order.customer if order else "",
        "firmware": order.firmware if order else "",
        "made_in": MADE_IN,
        "made_in_ur": MADE_IN_UR,
        "copy": "",
        **dated(timezone.localdate()),
    }


def _weight(handling: HandlingUnit) -> str:
    newest = WeightCheck.objects.filter(handling=handling).order_by("-received_at").first()
    return kilograms(float(newest.grams)) if newest else ""
