"""How far the receiving of a consignment has come, and where it differs from its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lines.models import Consignment
from lines.rules.material.labels import Scope, scopes_of

_PROGRESS = """
SELECT l.consignment_id, count(*), count(*) FILTER (WHERE c.counted), sum(l.quantity),
  sum(l.quantity) FILTER (WHERE c.counted),
  COALESCE(sum(c.good), 0), COALESCE(sum(c.damaged), 0), COALESCE(sum(c.short), 0),
  COALESCE(sum(c.surplus), 0)
FROM lines_packingline l
LEFT JOIN (
  SELECT r.line_id, max(r.n) %% 2 = 1 AS counted, sum(r.good) AS good,
    sum(r.damaged) AS damaged, sum(r.short) AS short, sum(r.surplus) AS surplus
  FROM lines_receiptline r JOIN lines_packingline x ON x.id = r.line_id
  WHERE x.consignment_id = ANY(%(consignments)s) GROUP BY r.line_id
) c ON c.line_id = l.id
WHERE l.consignment_id = ANY(%(consignments)s) GROUP BY l.consignment_id
"""
_BY_SETS = """
SELECT m.consignment_id, sum(CASE m.kind WHEN 'received' THEN m.quantity ELSE -m.quantity END)
FROM lines_partmove m
WHERE m.kind IN ('received', 'unreceived') AND m.kit_lot_id IN (
  SELECT id FROM lines_kitlot WHERE consignment_id = ANY(%(consignments)s))
GROUP BY m.consignment_id
"""
_BOXES = """
SELECT l.container, l."case", l.box, count(*), sum(l.quantity),
  count(*) FILTER (WHERE w.n %% 2 = 1), COALESCE(sum(w.damaged), 0), COALESCE(sum(w.short), 0),
  COALESCE(sum(w.surplus), 0)
FROM lines_packingline l
LEFT JOIN LATERAL (
  SELECT max(n) AS n, sum(damaged) AS damaged, sum(short) AS short, sum(surplus) AS surplus
  FROM lines_receiptline WHERE line_id = l.id
) w ON true
WHERE l.consignment_id = %(consignment)s
GROUP BY l.container, l."case", l.box ORDER BY min(l.row) LIMIT %(most)s
"""
_LINES = """
SELECT l.row, l.container, l."case", l.box, v.sku, l.part_no, l.description, l.supplier_lot,
  l.quantity, COALESCE(w.n, 0) %% 2 = 1, w.good, w.damaged, w.short, w.surplus
FROM lines_packingline l
JOIN plants_productvariant v ON v.id = l.variant_id
LEFT JOIN LATERAL (
  SELECT max(n) AS n, sum(good) AS good, sum(damaged) AS damaged, sum(short) AS short,
    sum(surplus) AS surplus
  FROM lines_receiptline WHERE line_id = l.id
) w ON true
WHERE l.consignment_id = %(consignment)s AND (%(container)s = '' OR l.container = %(container)s)
  AND (%(case)s = '' OR l."case" = %(case)s) AND (%(box)s = '' OR l.box = %(box)s)
  AND (NOT %(different)s OR w.damaged > 0 OR w.short > 0 OR w.surplus > 0)
ORDER BY l.row LIMIT %(most)s
"""
MOST = 500
"""Lines or boxes told at once; the rest is in the file of the list itself."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Lines and pieces of a packing list, and what was found of them."""

    lines: int = 0
    counted: int = 0
    listed: int = 0
    looked_at: int = 0
    good: int = 0
    damaged: int = 0
    short: int = 0
    surplus: int = 0

    @property
    def percent(self) -> int:
        """Of the pieces listed, those received or told about; 100 only when all are."""
        if not self.listed:
            return 0
        return min(100, (max(self.looked_at, self.good)) * 100 // self.listed)

    @property
    def differs(self) -> bool:
        return bool(self.damaged or self.short or self.surplus)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One box of the list; `counted` of its `lines`."""

    scope: Scope
    lines: int
    pieces: int
    counted: int
    damaged: int
    short: int
    surplus: int

    @property
    def state(self) -> str:
        """`open`, `part`, `good` or `differs`."""
        if not self.counted:
            return "open"
        if self.counted < self.lines:
            return "part"
        return "differs" if self.damaged or self.short or self.surplus else "good"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the list and the last word on it."""

    row: int
    container: str
    case: str
    box: str
    sku: str
    part_no: str
    description: str
    supplier_lot: str
    quantity: int
    counted: bool
    good: int
    damaged: int
    short: int
    surplus: int


def progress_of(*, consignment_ids: Sequence[int]) -> dict[int, Progress]:
    """By consignment; those without a packing list have an empty one. Two statements."""
    found = dict.fromkeys(consignment_ids, Progress())
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, {"consignments": list(consignment_ids)})
        for pk, *numbers in cursor.fetchall():
            found[pk] = Progress(*(int(number or 0) for number in numbers))
        cursor.execute(_BY_SETS, {"consignments": list(consignment_ids)})
        for pk, good in cursor.fetchall():
            found[pk] = _with_good(found[pk], int(good))
    return found


def _with_good(progress: Progress, good: int) -> Progress:
    """Sets received whole are good pieces too, before any line of theirs is told."""
    if good <= progress.good:
        return progress
    return Progress(
        progress.lines,
        progress.counted,
        progress.listed,
        progress.looked_at,
        good,
        progress.damaged,
        progress.short,
        progress.surplus,
    )


def boxes_of(*, consignment_id: int, most: int = MOST) -> list[BoxRow]:
    """The boxes in the order of the list, at most `most`."""
    with connection.cursor() as cursor:
        cursor.execute(_BOXES, {"consignment": consignment_id, "most": most})
        return [
            BoxRow(Scope(container, case, box), *(int(number) for number in numbers))
            for container, case, box, *numbers in cursor.fetchall()
        ]


def lines_of(
    *, consignment_id: int, scope: Scope | None = None, different: bool = False, most: int = MOST
) -> list[LineRow]:
    """Lines in the order of the list: of a scope, or only those that differ from it."""
    named = scope or Scope()
    with connection.cursor() as cursor:
        cursor.execute(
            _LINES,
            {
                "consignment": consignment_id,
                "container": named.container,
                "case": named.case,
                "box": named.box,
                "different": different,
                "most": most,
            },
        )
        return [
            LineRow(*row[:10], *(int(number or 0) for number in row[10:]))
            for row in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class Found:
    """What a label on the dock means: a consignment, and a part of it."""

    consignment: Consignment
    scope: Scope


def find_label(
    *, plant_id: int, label: str, no: str = "", inside: Scope | None = None
) -> list[Found]:
    """Every open consignment of the plant, or the one named, in which the label stands."""
    rows = Consignment.objects.filter(
        plant_id=plant_id, listed_at__isnull=False, closed_at__isnull=True
    ).order_by("listed_at")
    if no:
        rows = rows.filter(no=no)
    found: list[Found] = []
    for consignment in rows:
        scopes = scopes_of(label, _known(consignment.pk, label), inside if no else None)
        found += [Found(consignment, scope) for scope in scopes]
    return found


def _known(consignment_id: int, label: str) -> set[Scope]:
    case, _, box = label.partition("/")
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT container, "case", box FROM lines_packingline'
            " WHERE consignment_id = %(consignment)s AND (container = %(label)s"
            ' OR "case" = %(label)s OR box = %(label)s OR ("case" = %(case)s AND box = %(box)s))',
            {"consignment": consignment_id, "label": label, "case": case, "box": box},
        )
        return {Scope(*row) for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One act of counting, newest first; `back` when it was taken back."""

    event_id: str
    scope: Scope
    who: str
    at: datetime
    lines: int
    good: int
    damaged: int
    short: int
    surplus: int
    back: bool
    undoes: bool
    reason: str


_RECEIPTS = """
SELECT r.event_id, r.container, r."case", r.box, COALESCE(NULLIF(p.name, ''), p.username, '–'),
  r.at, count(x.id), COALESCE(sum(x.good), 0), COALESCE(sum(x.damaged), 0),
  COALESCE(sum(x.short), 0), COALESCE(sum(x.surplus), 0),
  EXISTS (SELECT 1 FROM lines_receipt b WHERE b.takes_back_id = r.event_id),
  r.takes_back_id IS NOT NULL, r.reason
FROM lines_receipt r
LEFT JOIN plants_person p ON p.id = r.person_id
LEFT JOIN lines_receiptline x ON x.receipt_id = r.event_id
WHERE r.consignment_id = %(consignment)s
GROUP BY r.event_id, p.name, p.username ORDER BY r.at DESC LIMIT %(most)s
"""


def receipts_of(*, consignment_id: int, most: int = 20) -> list[ReceiptRow]:
    """The last counts of a consignment."""
    with connection.cursor() as cursor:
        cursor.execute(_RECEIPTS, {"consignment": consignment_id, "most": most})
        return [
            ReceiptRow(
                str(event_id), Scope(container, case, box), who, at, int(lines), int(good),
                int(damaged), int(short), int(surplus), back, undoes, reason,
            )
            for (
                event_id, container, case, box, who, at, lines, good, damaged, short, surplus,
                back, undoes, reason,
            ) in cursor.fetchall()
        ]  # fmt: skip
