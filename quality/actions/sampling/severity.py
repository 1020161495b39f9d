"""Severity switched by the lots themselves, and resumed by a person."""

from django.db import transaction
from django.utils import timezone

from mes.kernel.locks import alone
from mes.kernel.refusals import Refusal
from quality.actions.sampling.opening import severity_lock
from quality.models import InspectionLot, InspectionState, Severity, SeveritySwitch, SwitchRule
from quality.models.severities import last_switches
from quality.rules.sampling.switching import next_severity


def switch_after(*, lot: InspectionLot, by: int | None) -> list[SeveritySwitch]:
    """What a decided lot of original inspection brings, class by class, each with its lots.

    A class is judged on the lots inspected at its present severity since its last switch.
    """
    if lot.before_id is not None:
        return []
    alone(severity_lock(plant_id=lot.plant_id, kind=lot.kind, subject=lot.subject))
    last = last_switches(plant_id=lot.plant_id, kind=lot.kind, subject=lot.subject)
    made = []
    for grade, switch in last.items():
        severity = switch.now if switch else Severity.NORMAL.value
        run = _run(lot, grade, severity, since=switch)
        found = next_severity(severity, [accepted for _, accepted in run])
        if found is not None:
            made.append(
                SeveritySwitch.objects.create(
                    plant_id=lot.plant_id,
                    kind=lot.kind,
                    subject=lot.subject,
                    grade=grade,
                    was=severity,
                    now=found.to,
                    rule=found.rule,
                    lots=[list(run[place]) for place in found.lots],
                    lot=lot,
                    person_id=by,
                    at=lot.decided_at or timezone.now(),
                )
            )
    return made


def _run(
    lot: InspectionLot, grade: str, severity: str, *, since: SeveritySwitch | None
) -> list[tuple[str, bool]]:
    """Numbers of the lots of the run with whether the class was accepted, oldest first."""
    rows = InspectionLot.objects.filter(
        plant_id=lot.plant_id, kind=lot.kind, subject=lot.subject, before=None
    ).exclude(state=InspectionState.OPEN)
    if since is not None:
        rows = rows.filter(decided_at__gt=since.at)
    decided = rows.order_by("decided_at", "pk").values_list("no", "classes", "found")
    return [
        (no, (found or {})[grade] <= classes[grade]["ac"])
        for no, classes, found in decided
        if grade in classes and classes[grade]["severity"] == severity
    ]


@transaction.atomic
def resume(
    *, plant_id: int, kind: str, subject: str, grade: str, reason: str, by: int | None
) -> SeveritySwitch:
    """Inspection goes on, tightened, after the cause was put right; `reason` names the action.

    Refuses `reason_needed` and `wrong_state`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    alone(severity_lock(plant_id=plant_id, kind=kind, subject=subject))
    switch = last_switches(plant_id=plant_id, kind=kind, subject=subject).get(grade)
    if switch is None or switch.now != Severity.DISCONTINUED:
        state = switch.get_now_display() if switch else Severity.NORMAL.label
        raise Refusal("wrong_state", what=subject, state=state)
    return SeveritySwitch.objects.create(
        plant_id=plant_id,
        kind=kind,
        subject=subject,
        grade=grade,
        was=Severity.DISCONTINUED,
        now=Severity.TIGHTENED,
        rule=SwitchRule.CORRECTED,
        reason=reason.strip()[:200],
        person_id=by,
    )
