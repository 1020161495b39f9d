"""What the inspection desk and the switching page show."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from quality.models import InspectionLot, InspectionSample, Severity, SeveritySwitch
from quality.rules.sampling.plans import GRADES

SHOWN = 50


def lots_of(plant_id: int) -> QuerySet[InspectionLot]:
    """Open lots first, then the last decided, each with how many items were looked at."""
    rows = InspectionLot.objects.filter(plant_id=plant_id).select_related("before")
    seen = Count("samples", filter=~Q(samples__result=""))
    return rows.annotate(seen=seen).order_by("-opened_at", "-pk")


def waiting_of(lot: InspectionLot) -> list[tuple[str, list[InspectionSample]]]:
    """The items still to look at, by carton, in the order of the cartons' numbers."""
    rows = InspectionSample.objects.filter(lot=lot, result="", unit__isnull=False)
    found: dict[str, list[InspectionSample]] = {}
    for row in rows.select_related("unit", "carton").order_by("carton__no", "n"):
        found.setdefault(row.carton.no if row.carton else "–", []).append(row)
    return list(found.items())


def faulty_of(lot: InspectionLot) -> QuerySet[InspectionSample]:
    """The nonconforming items, as drawn."""
    rows = InspectionSample.objects.filter(lot=lot, result__in=GRADES)
    return rows.select_related("unit", "carton").prefetch_related("defects__code").order_by("n")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of a lot's plan and what its sample showed so far."""

    grade: str
    aql: str
    severity: str
    n: int
    ac: int
    re: int
    found: int

    @property
    def beyond(self) -> bool:
        return self.found > self.ac


def classes_of(lot: InspectionLot) -> list[ClassRow]:
    """By class, worst first; `found` counts the items within the class's own sample."""
    seen = list(faulty_of(lot).values_list("n", "result"))
    return [
        ClassRow(
            grade=grade,
            found=sum(1 for n, result in seen if result == grade and n <= one["n"]),
            **{name: one[name] for name in ("aql", "severity", "n", "ac", "re")},
        )
        for grade in GRADES
        if (one := lot.classes.get(grade))
    ]


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """The severity of one class of one subject, with the switch that brought it."""

    kind: str
    subject: str
    grade: str
    now: str
    switch: SeveritySwitch | None

    @property
    def stopped(self) -> bool:
        return self.now == Severity.DISCONTINUED


def severity_rows(plant_id: int) -> list[SeverityRow]:
    """Every subject that was ever inspected, class by class."""
    lots = InspectionLot.objects.filter(plant_id=plant_id)
    subjects = lots.values_list("kind", "subject").distinct().order_by("kind", "subject")
    rows = SeveritySwitch.objects.filter(plant_id=plant_id).select_related("lot", "person")
    last = {
        (row.kind, row.subject, row.grade): row
        for row in rows.order_by("kind", "subject", "grade", "-pk").distinct(
            "kind", "subject", "grade"
        )
    }
    return [
        SeverityRow(
            kind, subject, grade,
            last[kind, subject, grade].now if (kind, subject, grade) in last else Severity.NORMAL,
            last.get((kind, subject, grade)),
        )
        for kind, subject in subjects
        for grade in GRADES
    ]  # fmt: skip
