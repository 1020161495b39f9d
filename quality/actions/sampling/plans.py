"""Sampling plans: each change is a new version, in force for the lots opened after it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from mes.kernel.locks import alone
from quality.models import SamplingPlan


@transaction.atomic
def add_plan(
    *,
    plant_id: int,
    kind: str,
    subject: str,
    level: str,
    aqls: Mapping[str, str],
    by: int | None,
) -> SamplingPlan:
    """The next version of the plan of a kind of inspection; `aqls` names each class of defect."""
    alone(f"sampling_plan:{plant_id}:{kind}:{subject}")
    rows = SamplingPlan.objects.filter(plant_id=plant_id, kind=kind, subject=subject)
    last = rows.aggregate(last=Max("version"))["last"] or 0
    return SamplingPlan.objects.create(
        plant_id=plant_id,
        kind=kind,
        subject=subject,
        version=last + 1,
        level=level,
        critical=aqls["critical"],
        major=aqls["major"],
        minor=aqls["minor"],
        made_by_id=by,
    )
