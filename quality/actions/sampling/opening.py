"""A lot is submitted: the plan is written down with it and the items are drawn."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.models import HandlingUnit, LotStatus, MaterialLot
from mes.kernel.constraints import refusing
from mes.kernel.locks import alone
from mes.kernel.refusals import Refusal
from quality.actions.sampling.submitted import Submitted
from quality.models import (
    InspectionCarton,
    InspectionKind,
    InspectionLot,
    InspectionSample,
    Severity,
)
from quality.models.severities import aqls_of, plan_in_force, severities_of
from quality.rules.sampling.draw import drawn, new_seed
from quality.rules.sampling.plans import plan_lot


@transaction.atomic
def open_lot(
    *,
    plant_id: int,
    kind: InspectionKind,
    submitted: Submitted,
    by: int | None,
    before: InspectionLot | None = None,
    note: str = "",
    seed: str = "",
) -> InspectionLot:
    """Submit a lot for inspection; the items to look at are drawn at once.

    `before` is the rejected lot it resubmits, `seed` draws as another lot was drawn. Refuses
    `inspection_discontinued`, `in_inspection` and `wrong_state` (material judged already).
    """
    if submitted.material_id is not None:
        _check_waits(submitted.material_id)
    alone(severity_lock(plant_id=plant_id, kind=kind, subject=submitted.subject))
    named: dict[str, Any] = {
        "plant_id": plant_id, "kind": kind.value, "subject": submitted.subject,
    }  # fmt: skip
    severities = severities_of(**named)
    stopped = [grade for grade, now in severities.items() if now == Severity.DISCONTINUED]
    if stopped:
        raise Refusal("inspection_discontinued", what=submitted.subject, grade=stopped[0])
    plan = plan_in_force(**named)
    letter, classes = plan_lot(
        size=submitted.size, level=plan.level, aqls=aqls_of(plan), severities=severities
    )
    once = Refusal("in_inspection", what=submitted.subject)
    taken = ("material", "kit")
    answers = {f"quality_inspectionlot_{name}_once": once for name in taken}
    with refusing({**answers, "quality_inspectioncarton_live_once": once}):
        lot = InspectionLot.objects.create(
            **named,
            no=next_no(letter="IL", day=timezone.localdate()),
            material_id=submitted.material_id,
            kit_id=submitted.kit_id,
            before=before,
            size=submitted.size,
            level=plan.level,
            letter=letter,
            plan_version=plan.version,
            classes={grade: one.facts() for grade, one in classes.items()},
            sample_size=max(one.n for one in classes.values()),
            seed=seed or new_seed(),
            note=note[:200],
            opened_by_id=by,
        )
        _draw(lot, submitted)
    return lot


def severity_lock(*, plant_id: int, kind: str, subject: str) -> str:
    """Lots of one subject take their turn where severity is read or switched."""
    return f"severity:{plant_id}:{kind}:{subject}"


def _check_waits(material_id: int) -> None:
    lot = MaterialLot.objects.select_for_update(no_key=True).get(pk=material_id)
    if lot.status != LotStatus.INSPECTION_PENDING:
        raise Refusal("wrong_state", what=lot.no, state=lot.get_status_display())


def _draw(lot: InspectionLot, submitted: Submitted) -> None:
    by_serial = {item.serial: item for item in submitted.items}
    cartons: dict[int, int] = {}
    for item in submitted.items:
        cartons[item.carton_id] = cartons.get(item.carton_id, 0) + 1
    # The cartons are locked since they were read: they are as they were submitted.
    closed = dict(HandlingUnit.objects.filter(pk__in=cartons).values_list("pk", "closed_at"))
    InspectionCarton.objects.bulk_create(
        InspectionCarton(
            lot=lot, kind=lot.kind, carton_id=carton, units=units, closed_at=closed[carton]
        )
        for carton, units in cartons.items()
    )
    if not by_serial:
        InspectionSample.objects.bulk_create(
            InspectionSample(lot=lot, n=n) for n in range(1, lot.sample_size + 1)
        )
        return
    names = drawn(by_serial, take=lot.sample_size, seed=lot.seed)
    InspectionSample.objects.bulk_create(
        InspectionSample(
            lot=lot, n=n, unit_id=by_serial[name].unit_id, carton_id=by_serial[name].carton_id
        )
        for n, name in enumerate(names, start=1)
    )
