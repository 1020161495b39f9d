"""Positions of a unit from which a part was taken and into which none was put since."""

from django.db.models import Exists, OuterRef

from lines.models.units import InstalledPart


def emptied(unit_id: int) -> frozenset[str]:
    """The names of the unit's empty positions."""
    living = InstalledPart.objects.filter(
        unit_id=unit_id, position=OuterRef("position"), removed_at__isnull=True
    )
    gone = InstalledPart.objects.filter(unit_id=unit_id, removed_at__isnull=False)
    rows = gone.exclude(Exists(living)).values_list("position", flat=True)
    return frozenset(rows)
