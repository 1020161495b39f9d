"""When the stations of an operation stop by themselves: set by the QA lead."""

from decimal import Decimal

from quality.models import GateRule


def set_gate_rule(
    *,
    plant_id: int,
    operation_id: int,
    by: int | None,
    fails_in_row: int,
    yield_floor: Decimal | None,
    floor_runs: int,
    stop_on_spc: bool,
    location_limit: int,
    third_elsewhere: bool = False,
) -> GateRule:
    """One rule an operation and plant; the same again changes it."""
    rule, _ = GateRule.objects.update_or_create(
        plant_id=plant_id,
        operation_id=operation_id,
        defaults={
            "fails_in_row": fails_in_row,
            "yield_floor": yield_floor,
            "floor_runs": floor_runs,
            "stop_on_spc": stop_on_spc,
            "location_limit": location_limit,
            "third_elsewhere": third_elsewhere,
            "set_by_id": by,
        },
    )
    return rule
