"""What follows when a number is refused: its unit stops, wherever it is."""

from collections.abc import Sequence

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject, Unit, UnitState
from quality.actions.containment.opening import contain_units

CAUSE = "registration"


def stop_units(*, plant_id: int, units: Sequence[Unit], why: str, by: int | None) -> int:
    """Hold the units that are in the plant, contain those that have left; how many were stopped.

    A unit that is held for this cause already stays held once.
    """
    held = set(
        Hold.objects.filter(
            unit__in=units, cause__in=[CAUSE, "containment"], released_at=None
        ).values_list("unit_id", flat=True)
    )
    fresh = sorted((unit for unit in units if unit.pk not in held), key=lambda unit: unit.pk)
    gone = [unit.pk for unit in fresh if unit.state == UnitState.SHIPPED]
    if gone:
        # Kept in view until each has come back or is settled, and stopped when it comes back.
        contain_units(plant_id=plant_id, unit_ids=gone, reason=why, by=by)
    for unit in fresh:
        if unit.state not in (UnitState.SHIPPED, UnitState.SCRAPPED):
            _hold(plant_id=plant_id, unit_id=unit.pk, cause=CAUSE, why=why, by=by)
    return len(fresh)


def _hold(*, plant_id: int, unit_id: int, cause: str, why: str, by: int | None) -> None:
    place_hold(
        plant_id=plant_id, subject=HoldSubject.UNIT, subject_id=unit_id, cause=cause, reason=why,
        by=by,
    )  # fmt: skip
