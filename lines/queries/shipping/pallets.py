"""Pallets as lists, labels and the pallet station show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lines.models import HandlingKind, HandlingState, HandlingUnit, PalletEvent, Pick
from lines.rules.shipping.sscc import scanned

# Counted row by row: a join would count the whole plant before it shows fifty.
_CARTONS = (
    HandlingUnit.objects.filter(parent=OuterRef("pk"))
    .order_by()
    .values("parent")
    .annotate(n=Count("pk"))
    .values("n")
)
_SHIPMENT = Pick.objects.filter(pallet=OuterRef("pk"), dropped_at=None).values("shipment__no")[:1]
PALLETS = (
    HandlingUnit.objects.filter(kind=HandlingKind.PALLET)
    .select_related("order", "variant", "plant")
    .annotate(count=Coalesce(Subquery(_CARTONS), 0), shipment=Subquery(_SHIPMENT))
)

_CONTENTS = """
SELECT c.no, c.state, o.no, v.sku, count(u.id),
  count(u.id) FILTER (WHERE EXISTS (
    SELECT 1 FROM lines_hold h WHERE h.unit_id = u.id AND h.released_at IS NULL)),
  ARRAY(SELECT l.gate FROM lines_lotclearance l
        WHERE l.handling_id = c.id AND l.revoked_at IS NULL ORDER BY 1)
FROM lines_handlingunit c
LEFT JOIN lines_workorder o ON o.id = c.order_id
JOIN plants_productvariant v ON v.id = c.variant_id
LEFT JOIN lines_handlingunit b ON b.parent_id = c.id
LEFT JOIN lines_unit u ON u.box_id = b.id
WHERE c.parent_id = %s
GROUP BY c.id, o.no, v.sku ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class CartonRow:
    """A carton on a pallet; `held` of its units are on hold, `gates` are open for it."""

    no: str
    state: str
    work_order: str
    sku: str
    units: int
    held: int
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PalletRow:
    """One line of a pallet's history."""

    kind: str
    label: str
    carton: str
    reason: str
    place: str
    person: str
    at: datetime


def find_pallet(*, plant_ids: Collection[int], code: str) -> HandlingUnit | None:
    """The pallet of this number or SSCC in one of the plants."""
    name = scanned(code.replace("\x00", ""))[:32]
    by_name = {"sscc": name} if len(name) == 18 and name.isdigit() else {"no": name}
    return PALLETS.filter(plant_id__in=plant_ids, **by_name).order_by("pk").first()


def cartons_on(pallet: HandlingUnit) -> tuple[CartonRow, ...]:
    """What stands on it, in the order of the cartons."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTENTS, [pallet.pk])
        rows = cursor.fetchall()
    return tuple(
        CartonRow(no, state, order or "", sku, units, held, tuple(gates))
        for no, state, order, sku, units, held, gates in rows
    )


def carton_of(*, plant_id: int, code: str) -> str:
    """The carton of this number, or the one in which the unit of this name lies; else the code."""
    names = HandlingUnit.objects.filter(plant_id=plant_id, kind=HandlingKind.CARTON)
    found = names.filter(no=code).values_list("no", flat=True).first()
    if found is None:
        boxed = HandlingUnit.objects.filter(
            plant_id=plant_id,
            units__identifiers__value=code,
            units__identifiers__retired_at=None,
            parent__kind=HandlingKind.CARTON,
        )
        found = boxed.values_list("parent__no", flat=True).first()
    return found or code


def open_pallets(plant_id: int) -> list[HandlingUnit]:
    """Pallets that are being built, the one begun last first."""
    rows = PALLETS.filter(plant_id=plant_id, state=HandlingState.OPEN)
    return list(rows.order_by("-made_at")[:20])


def stored_pallets(plant_id: int) -> list[HandlingUnit]:
    """Closed pallets that no shipment has, in the order of their places."""
    rows = PALLETS.filter(plant_id=plant_id, state=HandlingState.CLOSED, shipment=None)
    return list(rows.order_by("place", "no")[:100])


def history_of(pallet: HandlingUnit) -> tuple[PalletRow, ...]:
    """Everything that was done to it, newest first."""
    events = PalletEvent.objects.filter(pallet=pallet).select_related("carton", "person")
    return tuple(
        PalletRow(
            kind=event.kind,
            label=event.get_kind_display(),
            carton=event.carton.no if event.carton else "",
            reason=event.reason,
            place=event.place,
            person=str(event.person or ""),
            at=event.at,
        )
        for event in events.order_by("-pk")[:100]
    )
