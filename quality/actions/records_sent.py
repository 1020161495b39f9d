"""Where a unit goes that failed and is not tested again: to the bench, or out for good."""

from lines.actions.holds import note_scrap
from lines.actions.standing import MoveRow
from lines.models import Move, MoveKind
from lines.rules.route import Standing
from mes.kernel.ids import derived
from plants.queries.facts import StepFacts
from quality.actions.defects import Fault, Found, send_to_repair


def send_on(
    sent: str,
    standing: Standing,
    step: StepFacts,
    move: MoveRow,
    fault: Fault | None,
    *,
    second_id: int | None,
) -> None:
    visit = move.visit
    if sent == "repair":
        found = Found(
            plant_id=standing.plant_id,
            unit_id=standing.unit_id,
            station_id=visit.station.id,
            event_id=move.event_id,
            person_id=visit.sender.person_id,
            at=visit.when.at,
        )
        faults = [fault] if fault and fault.code else []
        send_to_repair(found=found, position=step.position, faults=faults)
        return
    Move.objects.create(
        event_id=derived("scrap", str(move.event_id)),
        plant_id=standing.plant_id,
        line_id=visit.station.line_id,
        station_id=visit.station.id,
        unit_id=standing.unit_id,
        order_id=standing.order_id,
        person_id=visit.sender.person_id,
        token_id=visit.sender.token_id,
        position=step.position,
        run=move.run,
        kind=MoveKind.SCRAP,
        late=move.late,
        clock_off=visit.when.clock_off,
        at=visit.when.at,
        device_at=visit.when.device_at,
        received_at=visit.when.received_at,
        body_hash=move.body_hash,
    )
    note_scrap(
        plant_id=standing.plant_id,
        unit_id=standing.unit_id,
        reason=(fault.note.strip() if fault else "") or f"Failed {step.name}",
        by=visit.sender.person_id,
        second=second_id,
    )
