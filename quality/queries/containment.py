"""How far a containment has come, and what stands where."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from quality.models import ContainedUnit, Containment
from quality.rules.containment import Group

_OPEN = Q(hold__released_at=None) & ~Q(unit__state="scrapped")


@dataclass(frozen=True, slots=True)
class Progress:
    """`left`: held and not scrapped. Cartons and pallets are those with units left in them."""

    total: int
    in_line: int
    boxed: int
    shipped: int
    left: int
    ok: int
    repair: int
    scrap: int
    cartons: tuple[Group, ...]
    pallets: tuple[Group, ...]
    shipments: tuple[Group, ...]

    @property
    def done(self) -> int:
        return self.total - self.left


def progress(containment: Containment) -> Progress:
    """Four statements, however many units there are."""
    rows = ContainedUnit.objects.filter(containment=containment)
    counts = rows.aggregate(
        total=Count("pk"),
        in_line=Count("pk", filter=Q(found="in_line")),
        boxed=Count("pk", filter=Q(found="boxed")),
        shipped=Count("pk", filter=Q(found="shipped")),
        left=Count("pk", filter=_OPEN),
        ok=Count("pk", filter=Q(result="ok")),
        repair=Count("pk", filter=Q(result="repair")),
        scrap=Count("pk", filter=Q(result="scrap") | Q(unit__state="scrapped", result="")),
    )
    # Where they stand now: a carton that was emptied meanwhile need not be opened.
    boxed = rows.filter(_OPEN, unit__state="packed", unit__box__parent__isnull=False)
    palleted = boxed.filter(unit__box__parent__parent__isnull=False)
    return Progress(
        **counts,
        cartons=_groups(boxed, "unit__box__parent__no", "unit__box__parent__parent__no"),
        pallets=_groups(palleted, "unit__box__parent__parent__no", ""),
        shipments=_groups(
            rows.filter(shipment__isnull=False), "shipment__no", "shipment__customer"
        ),
    )


def still_open(containment: Containment) -> QuerySet[ContainedUnit]:
    """The units that nobody has inspected, those in the line first."""
    rows = ContainedUnit.objects.filter(_OPEN, containment=containment)
    return rows.select_related("unit", "hold").order_by("found", "unit__serial")


def with_left(rows: QuerySet[Containment]) -> QuerySet[Containment]:
    """Each with `held` units in all and `left` to inspect."""
    still = Q(units__hold__released_at=None, units__pk__isnull=False)
    return rows.annotate(
        held=Count("units"),
        left=Count("units", filter=still & ~Q(units__unit__state="scrapped")),
    )


def _groups(rows: QuerySet[ContainedUnit], no: str, of: str) -> tuple[Group, ...]:
    names = [name for name in (no, of) if name]
    counted = rows.order_by(*names).values_list(*names).annotate(units=Count("pk"))
    return tuple(Group(row[0], (row[1] or "") if of else "", row[-1]) for row in counted)
