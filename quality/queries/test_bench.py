"""What a tester sees of the unit in front of them: the plan, the run, and the usual defects."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language

from lines.actions.standing import read_standing
from plants.models import ProductModel
from plants.queries.facts import StationFacts, route_map
from quality.models import Defect, DefectCode
from quality.models.released import plan_facts
from quality.queries.interlock import Question, may_be_worked_on
from quality.rules.plans import PlanFacts, PlanStepFacts
from quality.rules.screens import DefectTile, StepRow, TestPage

LATELY = timedelta(days=14)
"""How far back a defect counts for its place among the tiles."""


def test_page(*, station: StationFacts, code: str, name: str) -> TestPage:
    """The unit of `code` on the station's bench; `refused` says why it may not be tested."""
    reading = read_standing(
        plant_id=station.plant_id, station_id=station.id, identifier=code, event_id=None
    )
    standing = reading.standing
    words = may_be_worked_on(Question(code, "", "", by_person=True), station)
    urdu = "_ur" if get_language() == "ur" else ""
    refused = "" if words["allowed"] else str(words[f"detail{urdu}"])
    model_id = route_map(standing.route_id).model_id if standing else 0
    plan = plan_facts(model_id, station.operation_id, standing.variant_id) if standing else None
    return TestPage(
        serial=standing.serial if standing else code,
        station=station.code,
        operation=name,
        model=_model(model_id),
        order=standing.order_no if standing else "",
        plan=_version(plan),
        attempt=words["attempt"] or 1,
        max_attempts=words["max_attempts"] or 1,
        steps=tuple(_step(step) for step in plan.steps) if plan and not refused else (),
        defects=defect_tiles(station=station),
        refused=refused,
        refused_next=str(words[f"next{urdu}"]) if refused else "",
    )


def defect_tiles(*, station: StationFacts) -> tuple[DefectTile, ...]:
    """The defects of the station's operation, most frequent there lately first; then all others."""
    here = Q(operations=None) | Q(operations=station.operation_id)
    since = timezone.now() - LATELY
    found = dict(
        Defect.objects.filter(
            plant_id=station.plant_id,
            station__operation_id=station.operation_id,
            found_at__gte=since,
        )
        .values_list("code_id")
        .annotate(times=Count("pk"))
    )
    codes = list(DefectCode.objects.filter(here, active=True).distinct().order_by("code"))
    codes.sort(key=lambda row: -found.get(row.pk, 0))
    return tuple(DefectTile(row.code, defect_name(row), row.grade) for row in codes)


def defect_name(row: DefectCode) -> str:
    """The defect in the reader's language."""
    return (row.name_ur if get_language() == "ur" else "") or row.name


def _model(model_id: int) -> str:
    return ProductModel.objects.filter(pk=model_id).values_list("name", flat=True).first() or ""


def _version(plan: PlanFacts | None) -> str:
    if plan is None:
        return ""
    return f"{plan.program} v{plan.version}".strip()


def _step(step: PlanStepFacts) -> StepRow:
    label = (step.label_ur if get_language() == "ur" else "") or step.label
    return StepRow(step, label)
