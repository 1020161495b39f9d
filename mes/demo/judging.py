"""What is measured and what can be wrong: test plans with limits, defect codes, stop reasons."""

from datetime import datetime

from lines.models import StopReason
from mes.demo.files import Row, rows, words
from plants.models import Operation, Person, ProductModel
from quality.actions.plans import draft_plan, release_plan
from quality.models import DefectCode, FaultClass, TestPlan
from quality.rules.plans import PlanStepFacts

PROGRAM_VERSION = "14.2"


def make_codes() -> None:
    """Defect codes with the operations that show them, and stop reasons."""
    operations = {row.code: row for row in Operation.objects.all()}
    classes = {
        row["code"]: FaultClass.objects.create(
            **{**row, "returns_to": operations.get(row["returns_to"])}
        )
        for row in rows("fault_classes")
    }
    for row in rows("defects"):
        defect = DefectCode.objects.create(
            code=row["code"],
            name=row["name"],
            name_ur=row["name_ur"],
            grade=row["grade"],
            returns_to=operations.get(row["returns_to"]),
            fault_class=classes.get(row["fault_class"]),
        )
        defect.operations.set(operations[code] for code in words(row["operations"]))
    StopReason.objects.bulk_create(StopReason(**row) for row in rows("stop_reasons"))


def make_plans(
    models: dict[str, ProductModel], *, drafted_by: Person, released_by: Person, now: datetime
) -> list[TestPlan]:
    """A released plan for every test of every model's route."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows("plans"):
        for model in words(row["models"]):
            found.setdefault((model, row["operation"]), []).append(row)
    operations = {row.code: row for row in Operation.objects.all()}
    plans = []
    for (model, operation), steps in found.items():
        program = steps[0]["program"]
        plan = draft_plan(
            model=models[model],
            operation=operations[operation],
            steps=[_step(seq, row) for seq, row in enumerate(steps, start=1)],
            program=program,
            program_version=PROGRAM_VERSION if program else "",
            by=drafted_by.pk,
        )
        plans.append(release_plan(plan_id=plan.pk, by=released_by.pk, now=now))
    return plans


def _step(seq: int, row: Row) -> PlanStepFacts:
    return PlanStepFacts(
        seq=seq,
        name=row["name"],
        label=row["label"],
        label_ur=row["label_ur"],
        kind=row["kind"],
        unit=row["unit"],
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        expected=tuple(words(row["expected"])),
        defect=row["defect"],
    )
