"""A packing list written whole: its parts, its material lots, its lines by COPY."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from lines.actions.numbers import take_numbers
from lines.models import Consignment, LotStatus, MaterialLot
from lines.rules.numbers import numbered
from lines.rules.packing_list import ListedPart
from plants.models import Part, PartOrigin

_LINES = """
COPY lines_packingline (consignment_id, row, container, "case", box, variant_id, part_no, part_id,
  lot_id, description, supplier_lot, per_set, quantity) FROM STDIN
"""
_CURRENCY = "USD"
"""C&F values are declared in dollars unless the consignment says otherwise."""


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What of a part its lots begin with."""

    pk: int
    inspected: bool
    shelf_days: int | None


def write_lines(
    *,
    consignment: Consignment,
    parts: Sequence[ListedPart],
    variants: dict[str, int],
    now: datetime,
) -> None:
    """Every line of the list, and one material lot for each part and supplier lot in it.

    A part number nobody has named yet becomes a part, called as the list describes it.
    """
    known = _parts(parts)
    lots = _lots(consignment, parts, known, now)
    with connection.cursor() as cursor, cursor.copy(_LINES) as copy:
        for part in parts:
            copy.write_row(_row(consignment.pk, part, variants, known, lots))


def _row(
    consignment_id: int,
    part: ListedPart,
    variants: dict[str, int],
    known: dict[str, PartFacts],
    lots: dict[tuple[int, str], int],
) -> tuple[Any, ...]:
    part_id = known[part.part_no].pk
    return (
        consignment_id,
        part.row,
        part.container,
        part.case,
        part.box,
        variants[part.sku],
        part.part_no,
        part_id,
        lots[part_id, part.supplier_lot],
        part.description,
        part.supplier_lot,
        part.per_set,
        part.quantity,
    )


def _parts(parts: Sequence[ListedPart]) -> dict[str, PartFacts]:
    names: dict[str, str] = {}
    for part in parts:
        if not names.get(part.part_no):
            names[part.part_no] = part.description
    there = set(Part.objects.filter(part_no__in=names).values_list("part_no", flat=True))
    Part.objects.bulk_create(
        [
            Part(part_no=no, name=name or no, origin=PartOrigin.IMPORTED)
            for no, name in sorted(names.items())
            if no not in there
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    rows = Part.objects.filter(part_no__in=names)
    return {
        no: PartFacts(pk, inspected, days)
        for no, pk, inspected, days in rows.values_list("part_no", "pk", "inspected", "shelf_days")
    }


def _lots(
    consignment: Consignment,
    parts: Sequence[ListedPart],
    known: dict[str, PartFacts],
    now: datetime,
) -> dict[tuple[int, str], int]:
    """The lots by (part, supplier lot); the first line that names one says its date and value."""
    day = timezone.localdate(now)
    listed: dict[tuple[str, str], ListedPart] = {}
    for part in parts:
        listed.setdefault((part.part_no, part.supplier_lot), part)
    series = f"M{day:%y}"
    first = take_numbers(plant_id=None, series=series, take=len(listed))
    made = MaterialLot.objects.bulk_create(
        [
            _lot(consignment, part, known[part.part_no], numbered(series, first + n), day)
            for n, part in enumerate(listed.values())
        ],
        batch_size=2000,
    )
    return {(lot.part_id, lot.supplier_lot): lot.pk for lot in made}


def _lot(
    consignment: Consignment, part: ListedPart, facts: PartFacts, no: str, day: date
) -> MaterialLot:
    expires_on = part.expires_on
    if expires_on is None and facts.shelf_days is not None:
        expires_on = day + timedelta(days=facts.shelf_days)
    valued = part.unit_value is not None
    return MaterialLot(
        plant_id=consignment.plant_id,
        no=no,
        part_id=facts.pk,
        consignment_id=consignment.pk,
        supplier=consignment.supplier,
        supplier_lot=part.supplier_lot,
        origin=PartOrigin.IMPORTED,
        expires_on=expires_on,
        unit_value=part.unit_value,
        currency=(consignment.currency or _CURRENCY) if valued else "",
        status=LotStatus.INSPECTION_PENDING if facts.inspected else LotStatus.ACCEPTED,
    )
