"""One lot of the store: where its pieces lie, what keeps it from being issued, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from lines.models import FloorEvent, Hold, LotJudgement, MaterialLot, PartMove
from lines.models.open_bags import floor_life_of
from lines.rules.material.floor_life import FloorLife
from lines.rules.material.taking import ended_at, why_not

_PLACES = """
SELECT s.code, s.kind, l.code, sum(t.quantity)::bigint FROM (
  SELECT to_place_id AS place_id, quantity FROM lines_partmove
  WHERE lot_id = %(lot)s AND to_place_id IS NOT NULL
  UNION ALL
  SELECT from_place_id, -quantity FROM lines_partmove
  WHERE lot_id = %(lot)s AND from_place_id IS NOT NULL
) t
JOIN lines_stockplace s ON s.id = t.place_id LEFT JOIN plants_line l ON l.id = s.line_id
GROUP BY s.id, l.code HAVING sum(t.quantity) <> 0 ORDER BY s.kind <> 'store', s.rank, s.code
"""
KEPT = ("store", "quarantine")


@dataclass(frozen=True, slots=True)
class LotPlace:
    """Pieces of the lot in one place; `line` is the line whose side it is."""

    code: str
    kind: str
    line: str | None
    quantity: int


@dataclass(frozen=True, slots=True)
class LotNow:
    """A lot as it stands; `why_not` is the code that keeps it from being issued."""

    lot: MaterialLot
    why_not: str
    places: Sequence[LotPlace]
    holds: Sequence[Hold]
    judgements: Sequence[LotJudgement]
    moves: Sequence[PartMove]
    clock: FloorLife | None
    floor_left: timedelta | None
    floor_events: Sequence[FloorEvent]

    @property
    def pieces(self) -> int:
        """What lies in the store, damaged and rejected ones too, not at a line or in scrap."""
        return sum(place.quantity for place in self.places if place.kind in (*KEPT, "damaged"))

    @property
    def movable(self) -> list[LotPlace]:
        """Places a move or a count may name."""
        return [place for place in self.places if place.kind in KEPT]

    @property
    def discardable(self) -> list[LotPlace]:
        """Places out of which pieces may be scrapped or sent back."""
        return [place for place in self.places if place.kind in (*KEPT, "damaged")]


def lot_now(*, plant_id: int, no: str, now: datetime, most: int = 40) -> LotNow | None:
    """The lot of this number in the plant with its last `most` moves; None for nobody's number."""
    rows = MaterialLot.objects.select_related("part", "consignment")
    lot = rows.filter(plant_id=plant_id, no=no).first()
    if lot is None:
        return None
    holds = list(
        Hold.objects.filter(material=lot, released_at=None)
        .select_related("placed_by")
        .order_by("pk")
    )
    clock = floor_life_of(lot.pk)
    moves = PartMove.objects.filter(lot=lot).select_related(
        "from_place", "to_place", "order", "person"
    )
    return LotNow(
        lot=lot,
        why_not=why_not(
            status=lot.status,
            held=bool(holds),
            ended=ended_at(lot.expires_on, clock, now=now, today=timezone.localdate(now)),
        ),
        places=_places(lot.pk),
        holds=holds,
        judgements=list(lot.judgements.select_related("person").order_by("-at")),
        moves=list(moves.order_by("-at", "-key")[:most]),
        clock=clock,
        floor_left=clock.left_at(now) if clock else None,
        floor_events=list(lot.floor_events.select_related("person").order_by("-n")[:most]),
    )


def _places(lot_id: int) -> list[LotPlace]:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"lot": lot_id})
        return [LotPlace(*row) for row in cursor.fetchall()]
