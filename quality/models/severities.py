"""What is in force for the next lot: the plan of a subject, the severity of each class."""

from quality.models.sampling import SamplingPlan, Severity, SeveritySwitch
from quality.rules.sampling.plans import DEFAULT_AQLS, DEFAULT_LEVEL, GRADES


def plan_in_force(*, plant_id: int, kind: str, subject: str) -> SamplingPlan:
    """The last version of the subject's own plan, else of the plan for all, else the defaults.

    The defaults are version 0 and stand in no row.
    """
    rows = SamplingPlan.objects.filter(plant_id=plant_id, kind=kind, subject__in=["", subject])
    # The subject's own comes after the empty one.
    found = rows.order_by("-subject", "-version").first()
    return found or SamplingPlan(
        plant_id=plant_id, kind=kind, subject="", version=0, level=DEFAULT_LEVEL, **DEFAULT_AQLS
    )


def aqls_of(plan: SamplingPlan) -> dict[str, str]:
    """The AQL of each class."""
    return {grade: str(getattr(plan, grade)) for grade in GRADES}


def severities_of(*, plant_id: int, kind: str, subject: str) -> dict[str, str]:
    """The severity of each class of defect; original inspection begins as normal."""
    return {
        grade: switch.now if switch else Severity.NORMAL.value
        for grade, switch in last_switches(plant_id=plant_id, kind=kind, subject=subject).items()
    }


def last_switches(*, plant_id: int, kind: str, subject: str) -> dict[str, SeveritySwitch | None]:
    """The last switch of each class, None where nothing was switched yet."""
    rows = SeveritySwitch.objects.filter(plant_id=plant_id, kind=kind, subject=subject)
    last = {row.grade: row for row in rows.order_by("grade", "-pk").distinct("grade")}
    return {grade: last.get(grade) for grade in GRADES}
