"""What is submitted as one lot: closed cartons of one model, a material lot, a kit lot."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, Sum

from lines.models import HandlingUnit, KitLot, MaterialLot, PartMove, PartMoveKind
from mes.kernel.refusals import Refusal

_UNITS = """
SELECT u.id, u.serial, u.state, c.id, c.no, c.state, m.code,
  COALESCE((SELECT h.reason FROM lines_hold h
    WHERE h.unit_id = u.id AND h.released_at IS NULL ORDER BY h.id LIMIT 1), '')
FROM lines_handlingunit c
JOIN lines_handlingunit b ON b.parent_id = c.id AND b.kind = 'box'
JOIN lines_unit u ON u.box_id = b.id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
WHERE c.id = ANY(%s) ORDER BY u.id
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A unit of the lot, by the name it is drawn under."""

    unit_id: int
    serial: str
    carton_id: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """`items` are the units of packed goods; of material only `size` is known."""

    subject: str
    size: int
    items: tuple[Item, ...] = ()
    material_id: int | None = None
    kit_id: int | None = None


def packed_goods(*, plant_id: int, goods: Sequence[str]) -> Submitted:
    """The units of cartons and of the cartons on pallets, by number.

    Refuses `unknown_thing`, `carton_still_open`, `not_packed`, `on_hold` and `lot_mixed`.
    """
    found = HandlingUnit.objects.filter(
        plant_id=plant_id, no__in=goods, kind__in=["carton", "pallet"]
    )
    keys = {row.no: row.pk for row in found}
    for no in goods:
        if no not in keys:
            raise Refusal("unknown_thing", what="carton or pallet", no=no[:32])
    cartons = HandlingUnit.objects.filter(
        Q(pk__in=keys.values()) | Q(parent_id__in=keys.values()), kind="carton"
    )
    ids = list(cartons.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    return _checked(ids, goods)


def _checked(carton_ids: list[int], goods: Sequence[str]) -> Submitted:
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, [carton_ids])
        rows = cursor.fetchall()
    if not rows:
        raise Refusal("unknown_thing", what="unit in", no=" ".join(goods)[:60])
    models = sorted({row[6] for row in rows})
    if len(models) > 1:
        raise Refusal("lot_mixed", one=models[0], other=models[1])
    for _, serial, state, _, carton, carton_state, _, held in rows:
        if carton_state != "closed":
            raise Refusal("carton_still_open", no=carton)
        if state != "packed":
            raise Refusal("not_packed", unit=serial, state=state)
        if held:
            raise Refusal("lot_holds_held", unit=serial, carton=carton, reason=held)
    items = tuple(Item(row[0], row[1], row[3]) for row in rows)
    return Submitted(models[0], len(items), items)


def material_lot(*, plant_id: int, no: str) -> Submitted:
    """The pieces received of a material lot, whether they still lie there or not."""
    lot = MaterialLot.objects.select_related("part").filter(plant_id=plant_id, no=no).first()
    if lot is None:
        raise Refusal("unknown_thing", what="material lot", no=no[:32])
    way = {PartMoveKind.RECEIVED: 1, PartMoveKind.UNRECEIVED: -1}
    sums = (
        PartMove.objects.filter(lot=lot, kind__in=way)
        .values_list("kind")
        .annotate(n=Sum("quantity"))
    )
    size = sum(way[PartMoveKind(kind)] * n for kind, n in sums)
    if size <= 0:
        raise Refusal("pieces_short", place=lot.no, part=lot.part.part_no, left=0, wanted=1)
    return Submitted(lot.part.part_no[:60], size, material_id=lot.pk)


def kit_lot(*, plant_id: int, no: str) -> Submitted:
    """The sets of a kit lot."""
    rows = KitLot.objects.select_related("variant").filter(consignment__plant_id=plant_id, no=no)
    lot = rows.first()
    if lot is None:
        raise Refusal("unknown_thing", what="kit lot", no=no[:32])
    return Submitted(lot.variant.sku[:60], lot.sets, kit_id=lot.pk)
