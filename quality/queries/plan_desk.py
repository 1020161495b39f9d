"""The desks of test plans, equipment and first articles, as plain values for their pages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from plants.models import PhysicalAsset
from quality.models import FaiItem, FaiSheet, PlanState, PlanStep, TestPlan
from quality.rules.fai import ITEMS
from quality.rules.plans import PlanStepFacts

SOON = timedelta(days=14)
_COMPARED = (
    "label", "kind", "unit", "comparison", "low", "high", "expected", "pattern", "dimensions",
    "defect", "label_ur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step beside the same step of another version; `change` added, gone, changed or nothing."""

    step: PlanStep
    before: PlanStep | None = None
    change: str = ""


def other_version(plan: TestPlan) -> TestPlan | None:
    """What a draft is compared with: the plan in force, else the version before."""
    beside = TestPlan.objects.filter(
        model=plan.model_id, operation=plan.operation_id, market=plan.market
    ).exclude(pk=plan.pk)
    force = beside.filter(state=PlanState.RELEASED).first()
    return force or beside.filter(version__lt=plan.version).order_by("-version").first()


def compared(plan: TestPlan, other: TestPlan | None) -> list[StepLine]:
    """The steps of `plan` with what is different in them; steps it no longer has come last."""
    before = {step.name: step for step in other.steps.order_by("seq")} if other else {}
    lines = [_line(step, before.pop(step.name, None), other) for step in plan.steps.order_by("seq")]
    return lines + [StepLine(step, step, "gone") for step in before.values()]


def _line(step: PlanStep, before: PlanStep | None, other: TestPlan | None) -> StepLine:
    if other is None:
        return StepLine(step)
    if before is None:
        return StepLine(step, None, "added")
    same = all(getattr(step, name) == getattr(before, name) for name in _COMPARED)
    return StepLine(step, before, "" if same else "changed")


def plain_steps(plan: TestPlan) -> list[PlanStepFacts]:
    """The steps of any version, a draft's too, in order."""
    return [
        PlanStepFacts(
            seq=step.seq,
            name=step.name,
            label=step.label,
            label_ur=step.label_ur,
            kind=step.kind,
            unit=step.unit,
            comparison=step.comparison,
            low=step.low,
            high=step.high,
            expected=tuple(step.expected),
            pattern=step.pattern,
            dimensions=tuple(step.dimensions),
            defect=step.defect,
        )
        for step in plan.steps.order_by("seq")
    ]


@dataclass(frozen=True, slots=True)
class AssetRow:
    """`state` due, soon, worn or good; `uses` of its most used slot."""

    asset: PhysicalAsset
    state: str
    uses: int
    slots: dict[str, int]


def assets_of(plant_id: int, *, today: date) -> list[AssetRow]:
    """Every active instrument and fixture, those that stop a station first."""
    rows = (
        PhysicalAsset.objects.filter(plant_id=plant_id, active=True)
        .select_related("station")
        .prefetch_related("uses")
    )
    found = [_asset(row, today) for row in rows.order_by("code")]
    order = ("due", "worn", "soon", "good")
    return sorted(found, key=lambda row: (order.index(row.state), row.asset.code))


def _asset(asset: PhysicalAsset, today: date) -> AssetRow:
    slots = {use.slot: use.uses for use in asset.uses.all()}
    most = max(slots.values(), default=0)
    state = "good"
    if asset.interval_days is not None and (asset.due_on is None or asset.due_on < today):
        state = "due"
    elif asset.max_uses is not None and most >= asset.max_uses:
        state = "worn"
    elif asset.interval_days is not None and asset.due_on and asset.due_on <= today + SOON:
        state = "soon"
    return AssetRow(asset, state, most, slots)


def sheets_of(plant_id: int) -> QuerySet[FaiSheet]:
    """The plant's sheets, newest first."""
    return (
        FaiSheet.objects.filter(plant_id=plant_id)
        .select_related("order", "line", "opened_by", "inspected_by", "judged_by")
        .order_by("-pk")
    )


def findings_of(sheet: FaiSheet) -> list[tuple[str, Sequence[tuple[str, FaiItem | None]]]]:
    """Item by item, each unit's finding; None where nobody has looked."""
    found: dict[str, dict[str, FaiItem]] = defaultdict(dict)
    for row in sheet.items.all():
        found[row.item][row.serial] = row
    return [
        (item, [(serial, found[item].get(serial)) for serial in sheet.serials]) for item in ITEMS
    ]
