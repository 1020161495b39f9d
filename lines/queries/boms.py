"""Bills of material as their pages show them: every revision, its lines, the orders built to it."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from lines.models import WorkOrder
from plants.models import Bom
from plants.rules.boms import BomWish


def bom_rows(*, plant_id: int, find: str, start: int, most: int) -> Sequence[Bom]:
    """Newest revision first within a SKU; `find` a SKU or a part of a bill, `open_orders` here."""
    rows = Bom.objects.select_related("variant__model").annotate(
        parts=Count("lines", distinct=True),
    )
    if find:
        rows = rows.filter(
            Q(variant__sku__iexact=find)
            | Q(variant__model__code__iexact=find)
            | Q(lines__part__part_no__iexact=find)
            | Q(lines__alternates__part__part_no__iexact=find)
        )
    found = list(rows.order_by("variant__sku", "-revision")[start : start + most])
    counts = dict(
        WorkOrder.objects.filter(
            plant_id=plant_id, bom__in=[row.pk for row in found], closed_at=None
        )
        .values("bom_id")
        .annotate(n=Count("pk"))
        .values_list("bom_id", "n")
    )
    for row in found:
        row.open_orders = counts.get(row.pk, 0)  # type: ignore[attr-defined]
    return found


def bom_named(*, sku: str, revision: int) -> Bom | None:
    """One revision of a SKU's bill."""
    rows = Bom.objects.select_related("variant__model")
    return rows.filter(variant__sku=sku, revision=revision).first()


def beside(bom: Bom, revision: int | None) -> Bom | None:
    """The revision asked for; else the one in force for a draft, the one before for the rest."""
    others = Bom.objects.filter(variant=bom.variant_id).exclude(pk=bom.pk)
    if revision is not None:
        return others.filter(revision=revision).first()
    if bom.state == "draft" and (found := others.filter(state="released").first()):
        return found
    return others.filter(revision__lt=bom.revision).order_by("-revision").first()


def lines_of_bom(bom: Bom | None) -> list[BomWish]:
    """The lines of a revision as they were written; none of no revision."""
    if bom is None:
        return []
    lines = bom.lines.select_related("part", "operation").prefetch_related("alternates__part")
    return [
        BomWish(
            part_no=line.part.part_no,
            per_set=line.per_set,
            position=line.position,
            alternates=tuple(str(one.part) for one in line.alternates.all()),
            operation=line.operation.code if line.operation else "",
            bulk=line.bulk,
        )
        for line in lines
    ]


def orders_of(*, plant_id: int, bom: Bom) -> QuerySet[WorkOrder]:
    """The plant's orders that are built to this revision, newest first."""
    rows = WorkOrder.objects.filter(plant_id=plant_id, bom=bom)
    return rows.select_related("line").order_by("-pk")
