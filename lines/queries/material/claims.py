"""The supplier claim as a sheet: what is damaged, what is short, what it is worth."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from lines.models import Claim, ClaimLine, DamagePhoto
from mes.kernel.tables import Sheet

COLUMNS = (
    "lot", "part_no", "part", "supplier_lot", "damaged", "short", "claimed", "unit_value",
    "currency", "value",
)  # fmt: skip
PLACES = ("container", "case", "box", "row", "part_no", "listed", "good", "damaged", "short")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One lot of a claim; `value` is None where the list said no value."""

    lot: str
    part_no: str
    part: str
    supplier_lot: str
    damaged: int
    short: int
    unit_value: Decimal | None
    currency: str

    @property
    def claimed(self) -> int:
        return self.damaged + self.short

    @property
    def value(self) -> Decimal | None:
        return None if self.unit_value is None else self.unit_value * self.claimed


def claim_rows(claim: Claim) -> list[ClaimRow]:
    """By part, then lot."""
    rows = ClaimLine.objects.filter(claim=claim).select_related("lot__part")
    return [
        ClaimRow(
            lot=row.lot.no,
            part_no=row.lot.part.part_no,
            part=row.lot.part.name,
            supplier_lot=row.lot.supplier_lot,
            damaged=row.damaged,
            short=row.short,
            unit_value=row.unit_value,
            currency=row.currency,
        )
        for row in rows.order_by("lot__part__part_no", "lot__no")
    ]


def totals(rows: list[ClaimRow]) -> dict[str, Decimal]:
    """What is claimed, by currency; lots without a value are in none."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.value is not None:
            found[row.currency] += row.value
    return dict(found)


def photos_of(claim: Claim, most: int = 12) -> list[DamagePhoto]:
    """The photos that still stand behind a count, oldest first."""
    rows = DamagePhoto.objects.filter(
        receipt__consignment_id=claim.consignment_id, receipt__taken_back=None
    )
    return list(rows.select_related("line").order_by("pk")[:most])


def claim_sheet(claim: Claim) -> Sheet:
    """One row a lot; values as numbers, so that a spreadsheet adds them up."""
    return Sheet(
        claim.no,
        COLUMNS,
        [
            (
                row.lot,
                row.part_no,
                row.part,
                row.supplier_lot,
                row.damaged,
                row.short,
                row.claimed,
                None if row.unit_value is None else float(row.unit_value),
                row.currency,
                None if row.value is None else float(row.value),
            )
            for row in claim_rows(claim)
        ],
    )
