"""Packing rules, accessories and weight windows, as their page shows them."""

from dataclasses import dataclass

from lines.models import (
    Accessory,
    LearnedWindow,
    PackingRule,
    WeighedKind,
    WeightCheck,
    WeightLimit,
    WorkOrder,
)
from plants.models import Line, ProductVariant


@dataclass(frozen=True, slots=True)
class VariantPacked:
    """An SKU with what lies in its box, its window if one is learned, and good boxes so far."""

    variant: ProductVariant
    accessories: tuple[Accessory, ...]
    window: LearnedWindow | None
    good: int


@dataclass(frozen=True, slots=True)
class OrderWeight:
    """What an order's boxes or cartons may weigh: by hand, else as learned, else nothing yet."""

    kind: str
    label: str
    by_hand: WeightLimit | None
    window: LearnedWindow | None


def weights_of(order: WorkOrder) -> list[OrderWeight]:
    """The newest word on each kind; a hand's row without grams hands back to the window."""
    found = []
    for kind, label in WeighedKind.choices:
        limits = WeightLimit.objects.filter(order=order, kind=kind).select_related("person")
        last = limits.order_by("-received_at").first()
        window = LearnedWindow.objects.filter(
            plant_id=order.plant_id, variant_id=order.variant_id, kind=kind
        )
        found.append(
            OrderWeight(
                kind,
                str(label),
                last if last is not None and last.low is not None else None,
                window.order_by("-version").first(),
            )
        )
    return found


def rules_of(plant_id: int) -> list[PackingRule]:
    """One a line; a line without a row insists on nothing."""
    lines = Line.objects.filter(plant_id=plant_id, active=True).order_by("position", "code")
    kept = {row.line_id: row for row in PackingRule.objects.filter(line__in=lines)}
    return [kept.get(line.pk) or PackingRule(line=line) for line in lines]


def variants_packed(plant_id: int) -> list[VariantPacked]:
    """The SKUs of the plant's orders, with accessories and the box's weight window."""
    variants = (
        ProductVariant.objects.filter(pk__in=_ordered(plant_id))
        .select_related("model")
        .order_by("sku")
    )
    kept: dict[int, list[Accessory]] = {}
    for one in Accessory.objects.filter(variant__in=variants, active=True):
        kept.setdefault(one.variant_id, []).append(one)
    windows = {
        row.variant_id: row
        for row in LearnedWindow.objects.filter(
            plant_id=plant_id, variant__in=variants, kind="box"
        ).order_by("version")
    }
    return [
        VariantPacked(
            variant,
            tuple(kept.get(variant.pk, ())),
            windows.get(variant.pk),
            _good(plant_id, variant.pk, windows.get(variant.pk)),
        )
        for variant in variants
    ]


MOST_COUNTED = 1000


def _good(plant_id: int, variant_id: int, window: LearnedWindow | None) -> int:
    good = WeightCheck.objects.filter(
        plant_id=plant_id, variant_id=variant_id, kind="box", teaches=True
    )
    if window is not None:
        good = good.filter(received_at__gt=window.received_at)
    return len(good.values_list("pk")[:MOST_COUNTED])


def _ordered(plant_id: int) -> list[int]:
    orders = WorkOrder.objects.filter(plant_id=plant_id).exclude(state="closed")
    return list(orders.order_by("variant_id").values_list("variant_id", flat=True).distinct())
