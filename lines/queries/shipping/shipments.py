"""Shipments: what is on them, what could be picked, which one a unit left on."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from lines.models import HandlingState, HandlingUnit, Pick, Shipment, ShippedUnit
from lines.models.goods import GOODS
from lines.queries.shipping.pallets import PALLETS

_PALLETS = (
    Pick.objects.filter(shipment=OuterRef("pk"), dropped_at=None)
    .order_by()
    .values("shipment")
    .annotate(n=Count("pk"))
    .values("n")
)
_LEFT = (
    ShippedUnit.objects.filter(shipment=OuterRef("pk"))
    .order_by()
    .values("shipment")
    .annotate(n=Count("pk"), back=Count("pk", filter=Q(returned_at__isnull=False)))
)
SHIPMENTS = Shipment.objects.select_related(
    "plant", "made_by", "checked_by", "shipped_by", "cancelled_by"
).annotate(
    pallets=Coalesce(Subquery(_PALLETS), 0),
    left=Coalesce(Subquery(_LEFT.values("n")), 0),
    returned=Coalesce(Subquery(_LEFT.values("back")), 0),
)

_TOTALS = f"""
WITH goods AS ({GOODS})
SELECT v.sku, m.name, v.colour, v.gtin, count(DISTINCT g.carton_id), count(*)
FROM goods g JOIN plants_productvariant v ON v.id = g.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
GROUP BY v.id, m.id ORDER BY v.sku
"""  # noqa: S608  (a constant)
_TOTALS_LEFT = """
SELECT v.sku, m.name, v.colour, v.gtin, count(DISTINCT s.carton_id), count(*)
FROM lines_shippedunit s JOIN lines_unit u ON u.id = s.unit_id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
WHERE s.shipment_id = %(shipment)s GROUP BY v.id, m.id ORDER BY v.sku
"""
_UNITS_ON = """
SELECT p.id, count(u.id) FROM lines_handlingunit p
JOIN lines_handlingunit c ON c.parent_id = p.id
JOIN lines_handlingunit b ON b.parent_id = c.id
JOIN lines_unit u ON u.box_id = b.id
WHERE p.id = ANY(%s) GROUP BY p.id
"""


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """So many cartons and units of one SKU."""

    sku: str
    model: str
    colour: str
    gtin: str
    cartons: int
    units: int


@dataclass(frozen=True, slots=True)
class PickRow:
    """A pallet to be picked, or picked: where it stands and what is on it."""

    no: str
    sscc: str
    place: str
    work_order: str
    sku: str
    cartons: int
    units: int
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A shipment that a unit left on, and whether it came back from it."""

    no: str
    customer: str
    pallet: str
    carton: str
    event_id: str
    returned: bool


def goods_of(shipment: Shipment) -> tuple[GoodsRow, ...]:
    """What is on it by SKU: as it left, else as it is picked now."""
    sql = _TOTALS_LEFT if shipment.shipped_at else _TOTALS
    with connection.cursor() as cursor:
        cursor.execute(sql, {"shipment": shipment.pk})
        return tuple(GoodsRow(*row) for row in cursor.fetchall())


def value_of(shipment: Shipment, units: int) -> Decimal | None:
    """FOB value of the whole load; None where no unit value is given."""
    return shipment.fob_unit * units if shipment.fob_unit is not None else None


def picked_on(shipment: Shipment) -> tuple[PickRow, ...]:
    """The pallets on the shipment, in the order they were picked; `units` as they left."""
    picks = Pick.objects.filter(shipment=shipment, dropped_at=None).order_by("pk")
    keys = list(picks.values_list("pallet_id", flat=True))
    found = {row.pk: row for row in PALLETS.filter(pk__in=keys)}
    rows = _rows([found[key] for key in keys])
    if shipment.shipped_at is None:
        return rows
    left = dict(
        ShippedUnit.objects.filter(shipment=shipment)
        .values_list("pallet__no")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return tuple(replace(row, units=left.get(row.no, 0)) for row in rows)


def pick_list(shipment: Shipment) -> tuple[PickRow, ...]:
    """Closed pallets that may go on it, by place: its country, its customer or nobody's."""
    free = PALLETS.filter(plant_id=shipment.plant_id, state=HandlingState.CLOSED, shipment=None)
    if shipment.kind != "supplier":
        free = free.filter(order__country=shipment.country).filter(
            Q(order__customer="") | Q(order__customer=shipment.customer)
        )
    return _rows(list(free.order_by("place", "no")[:100]))


def _rows(pallets: list[Any]) -> tuple[PickRow, ...]:
    """Rows of PALLETS, whose `count` is no column."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS_ON, [[pallet.pk for pallet in pallets]])
        units = dict(cursor.fetchall())
    return tuple(
        PickRow(
            no=pallet.no,
            sscc=pallet.sscc,
            place=pallet.place,
            work_order=pallet.order.no if pallet.order else "",
            sku=pallet.variant.sku,
            cartons=pallet.count,
            units=units.get(pallet.pk, 0),
            customer=pallet.order.customer if pallet.order else "",
        )
        for pallet in pallets
    )


def leavings_of(unit_id: int) -> tuple[Leaving, ...]:
    """Every time the unit left the plant, in order."""
    rows = ShippedUnit.objects.filter(unit_id=unit_id).select_related(
        "shipment", "pallet", "carton"
    )
    return tuple(
        Leaving(
            no=row.shipment.no,
            customer=row.shipment.customer,
            pallet=row.pallet.no,
            carton=row.carton.no,
            event_id=str(row.event_id),
            returned=row.returned_at is not None,
        )
        for row in rows.order_by("pk")
    )


def shipments_with(*, plant_ids: Collection[int], identifier: str) -> list[int]:
    """Keys of the shipments on which the unit of this name is, or left."""
    by_name = {"identifiers__value": identifier, "plant_id__in": plant_ids}
    left = Shipment.objects.filter(
        units__unit__identifiers__value=identifier, plant_id__in=plant_ids
    )
    boxes = HandlingUnit.objects.filter(
        **{f"units__{name}": value for name, value in by_name.items()}
    )
    pallets = boxes.values_list("parent__parent_id", flat=True)
    picked = Pick.objects.filter(pallet_id__in=list(pallets), dropped_at=None)
    return list({*left.values_list("pk", flat=True), *picked.values_list("shipment_id", flat=True)})
