"""Skills, what asks for them, and the training that certifies a person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Malformed, Refusal
from plants.models import (
    Operation,
    Person,
    ProductModel,
    Skill,
    SkillNeed,
    Training,
    TrainingResult,
)


def make_skill(*, plant_id: int, code: str, name: str, name_ur: str) -> Skill:
    """A skill of the plant, or its new name when the code is known."""
    made, _ = Skill.objects.update_or_create(
        plant_id=plant_id,
        code=code.strip().upper(),
        defaults={"name": name, "name_ur": name_ur, "active": True},
    )
    return made


@dataclass(frozen=True, slots=True)
class Asked:
    """Which skill, at what level, an operation asks for; `model` None: of every model."""

    operation: Operation
    model: ProductModel | None
    skill: Skill
    level: int
    check_below: int


@transaction.atomic
def ask_skill(*, plant_id: int, asked: Asked) -> SkillNeed:
    """The operation asks for the skill from now on; the need it had before is withdrawn."""
    withdraw_skill(
        plant_id=plant_id, operation=asked.operation, model=asked.model, skill=asked.skill
    )
    with refusing({"plants_skillneed_once": Refusal("conflict")}):
        return SkillNeed.objects.create(
            plant_id=plant_id,
            operation=asked.operation,
            model=asked.model,
            skill=asked.skill,
            level=asked.level,
            check_below=asked.check_below,
        )


def withdraw_skill(
    *, plant_id: int, operation: Operation, model: ProductModel | None, skill: Skill
) -> int:
    """The operation asks for it no more; how many needs were in force."""
    return SkillNeed.objects.filter(
        plant_id=plant_id, operation=operation, model=model, skill=skill, active=True
    ).update(active=False)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was taught, how it ended, and the last day on which the certificate counts."""

    level: int
    result: str
    given_by: str
    given_on: date
    expires_on: date | None = None
    note: str = ""


def record_training(
    *, event_id: UUID, person: Person, skill: Skill, lesson: Lesson, by: int | None
) -> Training:
    """Add a training record. Refuses `reason_needed` for a certificate taken back without one.

    Nobody certifies themselves: `same_person`.
    """
    if person.pk == by and lesson.result == TrainingResult.PASSED:
        raise Refusal("same_person")
    if lesson.result == TrainingResult.REVOKED and not lesson.note.strip():
        raise Refusal("reason_needed")
    if lesson.expires_on is not None and lesson.expires_on < lesson.given_on:
        raise Malformed("expires_on: before given_on")
    return Training.objects.create(
        event_id=event_id,
        plant_id=skill.plant_id,
        person=person,
        skill=skill,
        level=lesson.level,
        result=lesson.result,
        given_by=lesson.given_by.strip(),
        given_on=lesson.given_on,
        expires_on=lesson.expires_on,
        note=lesson.note.strip(),
        made_by_id=by,
    )
