"""What a hold would stop, counted before it is placed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from lines.models import (
    HoldSubject,
    InstalledPart,
    KitLot,
    MaterialLot,
    PartMove,
    PartMoveKind,
    PlaceKind,
    StockLevel,
    Unit,
    UnitState,
    WorkOrder,
)
from plants.models import BomLine, Line, Station

# The last five that the hold would touch; a list of thousands tells nobody anything.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """How many units on the line and packed units the hold would reach, and some of them.

    For a lot of material: `in_store` and `at_lines` the pieces it stops, None for other subjects;
    the units have its pieces in them and go on.
    """

    found: bool
    on_line: int = 0
    packed: int = 0
    serials: tuple[str, ...] = ()
    in_store: int | None = None
    at_lines: int | None = None


def preview(*, plant_id: int, subject: str, name: str) -> Preview:
    """What stands behind a name, within the plant; not found for a name that nobody has."""
    if subject not in HoldSubject.values or "\x00" in name:
        return Preview(found=False)
    if subject == HoldSubject.MATERIAL:
        return _material(plant_id, name)
    wheres = {
        HoldSubject.UNIT: Q(identifiers__value=name, identifiers__retired_at=None),
        HoldSubject.ORDER: Q(order__no=name),
        HoldSubject.LOT: Q(order__kit_lot__no=name),
        HoldSubject.STATION: Q(line__stations__code=name),
        HoldSubject.LINE: Q(line__code=name),
    }
    units = Unit.objects.filter(wheres[HoldSubject(subject)], plant_id=plant_id)
    on_line, packed, serials = _counted(units)
    found = bool(serials) or _is_known(plant_id, subject, name)
    # A held line or station stops nothing that is packed already.
    if subject in (HoldSubject.LINE, HoldSubject.STATION):
        packed = 0
    return Preview(found, on_line, packed, serials)


def _is_known(plant_id: int, subject: str, name: str) -> bool:
    """Whether a thing without a unit answers to the name, say an order not begun."""
    rows: dict[str, QuerySet[Any]] = {
        HoldSubject.ORDER: WorkOrder.objects.filter(plant_id=plant_id, no=name),
        HoldSubject.LOT: KitLot.objects.filter(consignment__plant_id=plant_id, no=name),
        HoldSubject.STATION: Station.objects.filter(line__plant_id=plant_id, code=name),
        HoldSubject.LINE: Line.objects.filter(plant_id=plant_id, code=name),
    }
    return subject in rows and rows[subject].exists()


def _material(plant_id: int, no: str) -> Preview:
    """The pieces of a material lot by where they lie, and the units they were built into."""
    lot = MaterialLot.objects.filter(plant_id=plant_id, no=no).first()
    if lot is None:
        return Preview(found=False)
    kinds = dict(
        StockLevel.objects.filter(lot=lot)
        .values_list("place__kind")
        .annotate(pieces=Sum("quantity"))
        .order_by()
    )
    built = PartMove.objects.filter(lot=lot, kind=PartMoveKind.BUILT, unit__isnull=False)
    with_it = _bound(lot).values("unit_id").union(built.values("unit_id"))
    units = Unit.objects.filter(pk__in=with_it)
    on_line, packed, serials = _counted(units)
    return Preview(
        found=True,
        on_line=on_line,
        packed=packed,
        serials=serials,
        in_store=kinds.get(PlaceKind.STORE, 0) + kinds.get(PlaceKind.QUARANTINE, 0),
        at_lines=kinds.get(PlaceKind.LINE_SIDE, 0),
    )


def _bound(lot: MaterialLot) -> QuerySet[InstalledPart]:
    """Parts scanned into units with the lot's number; or its supplier's, which another part's lot
    may have too, at the positions where a bill binds the part.
    """
    bound = InstalledPart.objects.filter(plant_id=lot.plant_id, removed_at=None)
    if not lot.supplier_lot:
        return bound.filter(lot=lot.no)
    lines = BomLine.objects.filter(Q(part=lot.part_id) | Q(alternates__part=lot.part_id))
    positions = set(lines.exclude(position="").values_list("position", flat=True))
    theirs = Q(lot=lot.supplier_lot)
    if positions:
        theirs &= Q(position__in=positions)
    return bound.filter(Q(lot=lot.no) | theirs, lot__in=[lot.no, lot.supplier_lot])


def _counted(units: QuerySet[Unit]) -> tuple[int, int, tuple[str, ...]]:
    """On the line, packed, and the newest of them all."""
    on_line = units.filter(state__in=[UnitState.IN_PROCESS, UnitState.IN_REPAIR]).count()
    packed = units.filter(state=UnitState.PACKED).count()
    return on_line, packed, tuple(units.order_by("-pk").values_list("serial", flat=True)[:SHOWN])
