"""Parts, and bills of material: drafted, then released for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Malformed, Refusal
from plants.models import (
    Bom,
    BomAlternate,
    BomLine,
    BomState,
    Moisture,
    Operation,
    Part,
    PartCategory,
    PartOrigin,
    ProductVariant,
)
from plants.rules.boms import BomWish


@dataclass(frozen=True, slots=True)
class PartWish:
    """Everything that is kept of a part but its number."""

    name: str
    name_ur: str = ""
    category: str = PartCategory.OTHER
    origin: str = PartOrigin.IMPORTED
    serialised: bool = False
    inspected: bool = False
    unit_value: Decimal | None = None
    currency: str = ""
    hs_code: str = ""
    shelf_days: int | None = None
    moisture: str = Moisture.NONE
    active: bool = True


@transaction.atomic
def save_part(*, part_no: str, wish: PartWish) -> Part:
    """Make a part, or write what is known of it anew."""
    part, _ = Part.objects.update_or_create(
        part_no=part_no,
        defaults={name: getattr(wish, name) for name in PartWish.__slots__},
    )
    return part


@transaction.atomic
def draft_bom(*, sku: str, lines: Sequence[BomWish], note: str = "") -> Bom:
    """The next revision of a variant's bill, as a draft. Refuses `unknown_thing`."""
    variant = ProductVariant.objects.select_for_update(no_key=True).filter(sku=sku).first()
    if variant is None:
        raise Refusal("unknown_thing", what="SKU", no=sku)
    if not lines:
        raise Malformed("lines: a bill has parts")
    last = variant.boms.order_by("-revision").first()
    bom = Bom.objects.create(
        variant=variant, revision=last.revision + 1 if last else 1, note=note[:200]
    )
    named = {line.part_no for line in lines} | {a for line in lines for a in line.alternates}
    parts = dict(Part.objects.filter(part_no__in=named).values_list("part_no", "pk"))
    for no in sorted(named - parts.keys()):
        raise Refusal("unknown_thing", what="part", no=no)
    wanted = {line.operation for line in lines if line.operation}
    steps = dict(Operation.objects.filter(code__in=wanted).values_list("code", "pk"))
    for code in sorted(wanted - steps.keys()):
        raise Refusal("unknown_thing", what="operation", no=code)
    answers = {
        name: Malformed(f"lines: {what} is there twice")
        for name, what in (
            ("plants_bomline_part_once", "a part"),
            ("plants_bomline_position_once", "a position"),
            ("plants_bomalternate_part_once", "an alternate"),
        )
    }
    with refusing(dict(answers)):
        for line in lines:
            made = BomLine.objects.create(
                bom=bom,
                part_id=parts[line.part_no],
                per_set=line.per_set,
                position=line.position,
                operation_id=steps.get(line.operation),
                bulk=line.bulk,
            )
            BomAlternate.objects.bulk_create(
                BomAlternate(line=made, part_id=parts[no], rank=rank)
                for rank, no in enumerate(line.alternates, start=1)
            )
    return bom


@transaction.atomic
def release_bom(*, sku: str, revision: int, now: datetime | None = None) -> Bom:
    """From now on orders are made with it; the one before is retired, its orders keep it.

    Refuses `unknown_thing`, `wrong_state` and `bom_empty`.
    """
    bom = (
        Bom.objects.select_for_update(of=("self",))
        .select_related("variant")
        .filter(variant__sku=sku, revision=revision)
        .first()
    )
    if bom is None:
        raise Refusal("unknown_thing", what="bill of material", no=f"{sku} r{revision}")
    if bom.state != BomState.DRAFT:
        raise Refusal("wrong_state", what=str(bom), state=bom.state)
    if not bom.lines.exists():
        raise Refusal("bom_empty", sku=sku, revision=revision)
    Bom.objects.filter(variant=bom.variant, state=BomState.RELEASED).update(state=BomState.RETIRED)
    bom.state = BomState.RELEASED
    bom.released_at = now or timezone.now()
    bom.save(update_fields=["state", "released_at"])
    return bom


def bom_for(*, variant_id: int) -> Bom | None:
    """The released revision an order made now is built to; None when the variant has none."""
    return (
        Bom.objects.filter(variant_id=variant_id, state=BomState.RELEASED)
        .order_by("-revision")
        .first()
    )
