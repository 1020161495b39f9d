"""Counting in: a container, case or box of a consignment against its packing list."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from lines.actions.material.moves import KEY
from lines.actions.material.places import main_place
from lines.actions.material.whole_sets import settle_sets
from lines.models import Consignment, KitEvent, KitEventKind, KitLot, PlaceKind, Receipt
from lines.rules.material.counts import Difference, check_differences
from lines.rules.material.labels import Scope
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal

# A line whose last word is odd is counted; the next word on it would be even, a taking back.
_OPEN = """
SELECT l.id, l.row, l.variant_id, COALESCE(w.n, 0) AS n FROM lines_packingline l
LEFT JOIN LATERAL (SELECT max(n) AS n FROM lines_receiptline WHERE line_id = l.id) w ON true
WHERE l.consignment_id = %(consignment)s AND (%(container)s = '' OR l.container = %(container)s)
  AND (%(case)s = '' OR l."case" = %(case)s) AND (%(box)s = '' OR l.box = %(box)s)
"""
_COUNT = """
INSERT INTO lines_receiptline (receipt_id, line_id, n, listed, good, damaged, short, surplus)
SELECT %(event)s, l.id, o.n + 1, l.quantity, COALESCE(d.good, l.quantity), COALESCE(d.damaged, 0),
  GREATEST(0, l.quantity - COALESCE(d.good + d.damaged, l.quantity)),
  GREATEST(0, COALESCE(d.good + d.damaged, l.quantity) - l.quantity)
FROM unnest(%(lines)s::bigint[], %(words)s::int[]) AS o (id, n)
JOIN lines_packingline l ON l.id = o.id
LEFT JOIN unnest(%(rows)s::int[], %(good)s::int[], %(damaged)s::int[])
  AS d (row, good, damaged) ON d.row = l.row
"""
_PIECES = f"""
INSERT INTO lines_partmove (key, event_id, plant_id, kind, lot_id, part_id, to_place_id, quantity,
  consignment_id, kit_lot_id, person_id, reason, at)
SELECT {KEY.format(kind="s.kind", lot="s.lot_id", out="''", into="s.place_id")}, %(event)s,
  %(plant)s, s.kind, s.lot_id, s.part_id, s.place_id, s.pieces, %(consignment)s, s.kit_lot_id,
  %(person)s, '', %(at)s
FROM (
  SELECT k.kind, k.place_id, l.lot_id, l.part_id, min(kl.id) AS kit_lot_id,
    sum(CASE k.kind WHEN 'received' THEN r.good ELSE r.damaged END) AS pieces
  FROM lines_receiptline r
  JOIN lines_packingline l ON l.id = r.line_id
  JOIN lines_kitlot kl ON kl.consignment_id = l.consignment_id AND kl.variant_id = l.variant_id
  CROSS JOIN (VALUES ('received', %(store)s::bigint), ('damaged', %(spoilt)s::bigint))
    AS k (kind, place_id)
  WHERE r.receipt_id = %(event)s GROUP BY 1, 2, 3, 4
) s WHERE s.pieces > 0
"""  # noqa: S608  (constants)


@transaction.atomic
def count_in(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    scope: Scope,
    differences: Sequence[Difference] = (),
    by: int | None,
) -> Receipt:
    """What is in the scope and not counted yet is there as listed, but for the differences.

    Good pieces go to the store, damaged ones apart; sets that are whole now may be issued.
    Refuses `unknown_thing`, `not_listed`, `receiving_closed`, `already_counted`,
    `counted_by_set` and `unknown_label`.
    """
    consignment = open_consignment(plant_id=plant_id, no=no)
    found = _lines(consignment, scope)
    if not found:
        raise Refusal("unknown_label", label=scope.said or no)
    left = [line for line in found if line[3] % 2 == 0]
    if not left:
        raise _counted(scope, found[0][0])
    check_differences(differences, (line[1] for line in left))
    _check_by_box(consignment, {line[2] for line in left})
    with refusing({"lines_receipt_pkey": Refusal("event_id_reused")}):
        receipt = Receipt.objects.create(
            event_id=event_id,
            consignment=consignment,
            container=scope.container,
            case=scope.case,
            box=scope.box,
            person_id=by,
            at=timezone.now(),
        )
    with refusing({"lines_receiptline_n_once": Refusal("conflict")}):
        _write(receipt, left, differences)
    settle_sets(receipt=receipt)
    return receipt


def open_consignment(*, plant_id: int, no: str) -> Consignment:
    """The locked consignment, its kit lots locked after it and before any material lot.

    Its key is not locked: a pick that has the kit lot points to the consignment meanwhile. Refuses
    `unknown_thing`, `not_listed` and `receiving_closed`.
    """
    rows = Consignment.objects.filter(plant_id=plant_id, no=no)
    consignment = rows.select_for_update(no_key=True, of=("self",)).first()
    if consignment is None:
        raise Refusal("unknown_thing", what="consignment", no=no)
    if consignment.listed_at is None:
        raise Refusal("not_listed", no=no)
    if consignment.closed_at is not None:
        raise Refusal("receiving_closed", no=no)
    lots = KitLot.objects.filter(consignment=consignment).order_by("pk")
    list(lots.select_for_update(no_key=True).values_list("pk"))
    return consignment


def _lines(consignment: Consignment, scope: Scope) -> list[tuple[int, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            {
                "consignment": consignment.pk,
                "container": scope.container,
                "case": scope.case,
                "box": scope.box,
            },
        )
        return [(int(pk), int(row), int(sku), int(n)) for pk, row, sku, n in cursor.fetchall()]


def _counted(scope: Scope, line_id: int) -> Refusal:
    last = (
        Receipt.objects.select_related("person")
        .filter(lines__line_id=line_id, takes_back=None)
        .order_by("-at")
        .first()
    )
    return Refusal(
        "already_counted",
        label=scope.said,
        who=str(last.person) if last and last.person else "–",
        at=f"{timezone.localtime(last.at):%d %b %H:%M}" if last else "–",
    )


def _check_by_box(consignment: Consignment, variants: set[int]) -> None:
    by_set = KitEvent.objects.filter(
        lot__consignment=consignment,
        lot__variant_id__in=variants,
        kind=KitEventKind.RECEIVED,
        receipt=None,
    ).values_list("lot_id", flat=True)
    lot = KitLot.objects.filter(pk__in=by_set).first()
    if lot is not None:
        raise Refusal("counted_by_set", lot=lot.no)


def _write(
    receipt: Receipt, left: list[tuple[int, int, int, int]], differences: Sequence[Difference]
) -> None:
    plant_id = receipt.consignment.plant_id
    store = main_place(plant_id=plant_id, kind=PlaceKind.STORE)
    spoilt = main_place(plant_id=plant_id, kind=PlaceKind.DAMAGED)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "event": receipt.event_id,
                "lines": [line[0] for line in left],
                "words": [line[3] for line in left],
                "rows": [difference.row for difference in differences],
                "good": [difference.good for difference in differences],
                "damaged": [difference.damaged for difference in differences],
            },
        )
        cursor.execute(
            _PIECES,
            {
                "event": receipt.event_id,
                "plant": plant_id,
                "consignment": receipt.consignment_id,
                "person": receipt.person_id,
                "at": receipt.at,
                "store": store.pk,
                "spoilt": spoilt.pk,
            },
        )
