"""What a hold would stop, counted before it is placed."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lines.models import HoldSubject, MaterialLot, Unit, UnitState

# The last five that the hold would touch; a list of thousands tells nobody anything.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """How many units on the line and packed units the hold would reach, and some of them."""

    found: bool
    on_line: int = 0
    packed: int = 0
    serials: tuple[str, ...] = ()

    @property
    def units(self) -> int:
        return self.on_line + self.packed


def preview(*, plant_id: int, subject: str, name: str) -> Preview:
    """The units behind a name, within the plant; not found for a name that nobody has."""
    if subject not in HoldSubject.values or "\x00" in name:
        return Preview(found=False)
    if subject == HoldSubject.MATERIAL:  # keeps pieces in the store; units go on
        return Preview(found=MaterialLot.objects.filter(plant_id=plant_id, no=name).exists())
    wheres = {
        HoldSubject.UNIT: Q(identifiers__value=name, identifiers__retired_at=None),
        HoldSubject.ORDER: Q(order__no=name),
        HoldSubject.LOT: Q(order__kit_lot__no=name),
        HoldSubject.STATION: Q(line__stations__code=name),
        HoldSubject.LINE: Q(line__code=name),
    }
    units = Unit.objects.filter(wheres[HoldSubject(subject)], plant_id=plant_id)
    on_line = units.filter(state__in=[UnitState.IN_PROCESS, UnitState.IN_REPAIR]).count()
    packed = _packed(units, subject)
    serials = tuple(units.order_by("-pk").values_list("serial", flat=True)[:SHOWN])
    return Preview(bool(on_line or packed or serials), on_line, packed, serials)


def _packed(units: QuerySet[Unit], subject: str) -> int:
    """A held line or station stops nothing that is packed already."""
    if subject in (HoldSubject.LINE, HoldSubject.STATION):
        return 0
    return units.filter(state=UnitState.PACKED).count()
