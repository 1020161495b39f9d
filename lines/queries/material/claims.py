"""The supplier claim as a sheet: what is damaged, what is short, what it is worth."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

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


_LISTED = """
SELECT c.no, n.no, n.supplier, c.made_at, c.sent_at, c.settled_at, c.settlement,
  COALESCE(sum(l.damaged), 0)::bigint, COALESCE(sum(l.short), 0)::bigint,
  array_remove(array_agg(DISTINCT l.currency), ''),
  sum(l.unit_value * (l.damaged + l.short)),
  (SELECT count(*) FROM lines_damagephoto p JOIN lines_receipt r ON r.event_id = p.receipt_id
    WHERE r.consignment_id = n.id
      AND NOT EXISTS (SELECT 1 FROM lines_receipt b WHERE b.takes_back_id = r.event_id))
FROM lines_claim c
JOIN lines_consignment n ON n.id = c.consignment_id
LEFT JOIN lines_claimline l ON l.claim_id = c.id
WHERE c.plant_id = %(plant)s
  AND (%(find)s = '' OR c.no = %(find)s OR n.no = %(find)s OR n.supplier = %(find)s)
  AND (%(settled)s OR c.settled_at IS NULL)
GROUP BY c.id, n.id
ORDER BY (c.sent_at IS NULL) DESC, (c.settled_at IS NULL) DESC, c.made_at DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class ClaimOnDesk:
    """A claim in the list: what it is about, worth, and how far it is."""

    no: str
    consignment: str
    supplier: str
    made_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    settlement: str
    damaged: int
    short: int
    currencies: tuple[str, ...]
    value: Decimal | None
    photos: int

    @property
    def state(self) -> str:
        """`made`, `sent` or `settled`."""
        if self.settled_at is not None:
            return "settled"
        return "made" if self.sent_at is None else "sent"

    @property
    def currency(self) -> str:
        """Empty when its lots have several: then no one sum says what it is worth."""
        return self.currencies[0] if len(self.currencies) == 1 else ""


def claims_on_desk(
    *, plant_id: int, find: str = "", settled: bool = False, most: int = 200
) -> list[ClaimOnDesk]:
    """Those to send first, then those to settle, newest first; settled ones when asked for."""
    named: dict[str, str | int | bool] = {
        "plant": plant_id,
        "find": find,
        "settled": settled or bool(find),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, named)
        return [ClaimOnDesk(*row) for row in cursor.fetchall()]


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
