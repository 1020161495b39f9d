"""Whether something of a board's decision is still to be carried out."""

from quality.models.gates.nonconformance import (
    Disposition,
    NcrEvent,
    NcrEventKind,
    Nonconformance,
)


def waits_to_be_carried(row: Nonconformance) -> bool:
    """Whether `carry_out` has something of this decision to do, and has not done it."""
    scrap, back = row.disposition == Disposition.SCRAP, row.disposition == Disposition.RETURN
    lot = row.hold is not None and row.hold.material_id is not None
    if not (scrap and (lot or row.unit_id is not None)) and not (back and lot):
        return False
    carried = NcrEvent.objects.filter(nonconformance_id=row.pk, kind=NcrEventKind.CARRIED)
    return not carried.exists()
