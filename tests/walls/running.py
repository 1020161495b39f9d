"""What the running of a line names, one thing of every kind."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from lines.models import HandedRow, Handover, Outage
from mes.reports.rules.handover import Balance
from plants.models import Instruction, InstructionFile, Shift
from tests.plant import PlantAtWork

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def running_of(works: PlantAtWork, unit, mark: str) -> dict[str, str]:
    """An instruction, an outage, a handover, a handed row."""
    people = works.people
    shift = Shift.objects.get(line=works.line)
    instruction = Instruction.objects.create(
        plant=works.plant, no=f"WI-{mark}", operation=works.operations["AGE"], version=1,
        title="Load", kind="image/png", size=1, sha256="0" * 64, made_by=people["bo"],
    )  # fmt: skip
    InstructionFile.objects.create(instruction=instruction, content=b"x")
    outage = Outage.objects.create(
        plant=works.plant, no=f"PW-{mark}", starts_at=DAY, ends_at=DAY + timedelta(hours=1)
    )
    handover = Handover.objects.create(
        event_id=uuid4(), plant=works.plant, no=f"HO-{mark}", line=works.line, shift=shift,
        as_of=DAY, given_by=people["chen"], taken_by=people["fay"],
        figures={
            "balance": Balance(*[0] * 10).told(), "snapshot": None, "stops": [], "holds": [],
            "output": {"good": 0, "target": 1}, "holds_open": 0, "retests": 0,
        },
    )  # fmt: skip
    row = HandedRow.objects.create(
        event_id=uuid4(), plant=works.plant, station=works.station("AGE"), path="/scan",
        body={"identifier": unit.serial}, handed_by=people["ana"],
    )  # fmt: skip
    return {
        "instructions": instruction.no,
        "outages": outage.no,
        "handover": handover.no,
        "row": str(row.pk),
    }
