"""Writing the ledger of parts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from lines.models import MaterialLot, PartMove, PartMoveKind

KEY = "md5(concat(%(event)s::text, ':', {kind}, ':', {lot}, ':', {out}, ':', {into}, ':'))::uuid"
"""The same key as `key_of`, for rows of no unit and no order that are made in SQL."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Pieces of one lot on their way; the ledger's row but for the act that moves them."""

    kind: PartMoveKind
    lot_id: int
    part_id: int
    quantity: int
    from_place_id: int | None = None
    to_place_id: int | None = None
    consignment_id: int | None = None
    kit_lot_id: int | None = None
    order_id: int | None = None
    unit_id: int | None = None
    bom_line_id: int | None = None


def write_moves(
    *,
    event_id: UUID,
    plant_id: int,
    pieces: Iterable[Piece],
    by: int | None,
    reason: str = "",
    at: datetime | None = None,
) -> list[PartMove]:
    """One ledger row a piece; the lots must be locked when anything is taken away."""
    moment = at or timezone.now()
    return PartMove.objects.bulk_create(
        [
            PartMove(
                key=key_of(event_id, piece),
                event_id=event_id,
                plant_id=plant_id,
                kind=piece.kind,
                lot_id=piece.lot_id,
                part_id=piece.part_id,
                quantity=piece.quantity,
                from_place_id=piece.from_place_id,
                to_place_id=piece.to_place_id,
                consignment_id=piece.consignment_id,
                kit_lot_id=piece.kit_lot_id,
                order_id=piece.order_id,
                unit_id=piece.unit_id,
                bom_line_id=piece.bom_line_id,
                person_id=by,
                reason=reason.strip()[:200],
                at=moment,
            )
            for piece in pieces
        ],
        batch_size=2000,
    )


def lock_lots(*, lot_ids: Iterable[int]) -> None:
    """Lock material lots, by key ascending: nobody else takes from them until we are done."""
    rows = MaterialLot.objects.filter(pk__in=set(lot_ids)).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def key_of(event_id: UUID, piece: Piece) -> UUID:
    """The row's key: the MD5 of the act, the lot, the ways and for whom.

    One act may take a lot for two lines of a parts list, or back from two orders.
    """
    ways = (piece.kind.value, piece.lot_id, piece.from_place_id, piece.to_place_id, piece.unit_id)
    text = ":".join(["" if way is None else str(way) for way in (event_id, *ways)])
    for tag, whose in (("", piece.bom_line_id), ("o", piece.order_id)):
        if whose is not None:
            text = f"{text}:{tag}{whose}"
    return UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())
