"""Work instructions: drafted by one person, released by another, read by everybody who works."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.actions.crew.files import kind_of
from plants.models import (
    Instruction,
    InstructionFile,
    InstructionState,
    Operation,
    Person,
    Plant,
    ProductModel,
    ReadReceipt,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A new version for an operation; `model` None: for every model. `content` is the file."""

    operation: Operation
    model: ProductModel | None
    title: str
    title_ur: str
    required: bool
    content: bytes


@transaction.atomic
def draft_instruction(*, plant_id: int, draft: Draft, by: int) -> Instruction:
    """The next version, checked and kept as a draft. Refuses `too_large` and `file_not_safe`."""
    kind = kind_of(draft.content)
    plant = Plant.objects.select_for_update(no_key=True).get(pk=plant_id)
    before = Instruction.objects.filter(
        plant=plant, operation=draft.operation, model=draft.model
    ).aggregate(last=Max("version"))
    count = Instruction.objects.filter(plant=plant).count()
    made = Instruction.objects.create(
        plant=plant,
        no=f"WI-{count + 1:04}",
        operation=draft.operation,
        model=draft.model,
        version=(before["last"] or 0) + 1,
        title=draft.title.strip(),
        title_ur=draft.title_ur.strip(),
        required=draft.required,
        kind=kind,
        size=len(draft.content),
        sha256=hashlib.sha256(draft.content).hexdigest(),
        made_by_id=by,
    )
    InstructionFile.objects.create(instruction=made, content=draft.content)
    return made


@transaction.atomic
def release_instruction(*, instruction_id: int, by: int, now: datetime) -> Instruction:
    """Put a draft in force; the version before it is retired. Refuses `same_person`, `wrong_state`.

    Whoever read the version before must read this one.
    """
    row = Instruction.objects.select_for_update().get(pk=instruction_id)
    if row.state != InstructionState.DRAFT:
        raise Refusal("wrong_state", what=row.no, state=row.state)
    if row.made_by_id == by:
        raise Refusal("same_person")
    Instruction.objects.filter(
        plant_id=row.plant_id,
        operation_id=row.operation_id,
        model_id=row.model_id,
        state=InstructionState.RELEASED,
    ).update(state=InstructionState.RETIRED, retired_at=now)
    row.state, row.released_by_id, row.released_at = InstructionState.RELEASED, by, now
    with refusing({"plants_instruction_one_released": Refusal("conflict")}):
        row.save(update_fields=["state", "released_by", "released_at"])
    return row


@transaction.atomic
def retire_instruction(*, instruction_id: int, now: datetime) -> Instruction:
    """Take a released version out of force. Refuses `wrong_state`."""
    row = Instruction.objects.select_for_update().get(pk=instruction_id)
    if row.state != InstructionState.RELEASED:
        raise Refusal("wrong_state", what=row.no, state=row.state)
    row.state, row.retired_at = InstructionState.RETIRED, now
    row.save(update_fields=["state", "retired_at"])
    return row


def read_instruction(
    *, instruction: Instruction, person: Person, station_id: int | None
) -> ReadReceipt:
    """Note that the person has read this version, once. Refuses `not_read_yet` unless in force."""
    if instruction.state != InstructionState.RELEASED:
        raise Refusal("not_read_yet")
    made, _ = ReadReceipt.objects.get_or_create(
        instruction=instruction,
        person=person,
        defaults={"plant_id": instruction.plant_id, "station_id": station_id},
    )
    return made
