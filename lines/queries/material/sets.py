"""How many sets of each model and colour the store could build today, and what keeps it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from lines.models import PackingLine, WorkOrder
from lines.models.pieces import stock_in
from lines.rules.material.buildable import Buildable, Need, buildable
from plants.models import Bom, BomLine, BomState, Part, ProductVariant


@dataclass(frozen=True, slots=True)
class Limit:
    """A part that is short, and the pieces that lack."""

    part_no: str
    name: str
    name_ur: str
    pieces: int
    kept: int
    """Pieces that lie there but may not be used: held, expired, not inspected, rejected."""


@dataclass(frozen=True, slots=True)
class SetsRow:
    """`sets` of `target` for one variant; `bom` is the revision asked, 0: its packing lists."""

    sku: str
    model: str
    colour: str
    colour_ur: str
    bom: int
    sets: int
    target: int
    limits: tuple[Limit, ...]


def buildable_sets(*, plant_id: int, target: int, variants: list[ProductVariant]) -> list[SetsRow]:
    """Each variant alone, from the whole store: they are not added up, parts may be shared."""
    free: dict[int, int] = defaultdict(int)
    kept: dict[int, int] = defaultdict(int)
    for row in stock_in(plant_id=plant_id, today=timezone.localdate()):
        (kept if row.why_not else free)[row.part_id] += row.quantity
    needs = {variant.pk: _needs(plant_id, variant) for variant in variants}
    named = {need.part_id for _, lines in needs.values() for need in lines}
    parts = Part.objects.in_bulk(named)
    return [
        _row(variant, revision, buildable(lines, free, target), parts, kept)
        for variant in variants
        for revision, lines in [needs[variant.pk]]
        if lines
    ]


def variants_in_stock(*, plant_id: int) -> list[ProductVariant]:
    """The active variants that a packing list or an order of the plant names."""
    active = ProductVariant.objects.filter(active=True).select_related("model").order_by("sku")
    listed = set(
        PackingLine.objects.filter(consignment__plant_id=plant_id)
        .order_by()
        .values_list("variant_id", flat=True)
        .distinct()
    )
    ordered = set(
        WorkOrder.objects.filter(plant_id=plant_id).order_by().values_list("variant_id", flat=True)
    )
    return [variant for variant in active if variant.pk in listed | ordered]


def _row(
    variant: ProductVariant,
    revision: int,
    found: Buildable,
    parts: dict[int, Part],
    kept: dict[int, int],
) -> SetsRow:
    limits = tuple(
        Limit(
            parts[short.part_id].part_no,
            parts[short.part_id].name,
            parts[short.part_id].name_ur,
            short.pieces,
            kept.get(short.part_id, 0),
        )
        for short in sorted(found.short, key=lambda short: -short.pieces)
    )
    return SetsRow(
        sku=variant.sku,
        model=variant.model.name,
        colour=variant.colour,
        colour_ur=variant.colour_ur,
        bom=revision,
        sets=found.sets,
        target=found.target,
        limits=limits,
    )


def _needs(plant_id: int, variant: ProductVariant) -> tuple[int, list[Need]]:
    """The released bill with its alternates; without one, what the packing lists put in a set."""
    bom = Bom.objects.filter(variant=variant, state=BomState.RELEASED).first()
    if bom is not None:
        lines = BomLine.objects.filter(bom=bom).prefetch_related("alternates")
        return bom.revision, [
            Need(
                line.part_id,
                line.per_set,
                (line.part_id, *(alternate.part_id for alternate in line.alternates.all())),
            )
            for line in lines
        ]
    listed = (
        PackingLine.objects.filter(consignment__plant_id=plant_id, variant=variant)
        .values_list("part_id")
        .annotate(per_set=Max("per_set"))
        .order_by("part_id")
    )
    return 0, [Need(part_id, per_set, (part_id,)) for part_id, per_set in listed]
