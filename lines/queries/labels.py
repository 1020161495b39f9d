"""Label layouts as they look, printers and their queues, and the books of an order's labels."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lines.models import (
    JobState,
    LabelKind,
    LabelLayout,
    LabelPrint,
    LabelSetting,
    Printer,
    PrintJob,
)
from lines.rules.labels.drawing import drawn, sample
from lines.rules.labels.faults import BadLayout
from lines.rules.labels.spec import layout_of
from lines.rules.labels.svg import svg

ASKING = (JobState.UNSURE, JobState.ERROR)
SHOWN = 60


@dataclass(frozen=True, slots=True)
class LayoutLook:
    """A layout as the preview phone's label; `fault` when it cannot be drawn."""

    layout: LabelLayout
    picture: str
    fault: str = ""
    fault_ur: str = ""


@dataclass(frozen=True, slots=True)
class PrinterNow:
    """A printer with what waits for it and what asks for a person."""

    printer: Printer
    waiting: int
    asking: int


@dataclass(frozen=True, slots=True)
class LabelBook:
    """An order's labels of a kind: printed = applied + void + returned + open."""

    kind: str
    printed: int
    applied: int
    void: int
    returned: int
    waiting: int

    @property
    def open(self) -> int:
        return self.printed - self.applied - self.void - self.returned


def layouts_of(plant_id: int) -> list[LayoutLook]:
    """The newest version of every layout, by kind and code."""
    rows = (
        LabelLayout.objects.filter(plant_id=plant_id)
        .select_related("model")
        .order_by("code", "-version")
        .distinct("code")
    )
    kinds = list(LabelKind.values)
    return sorted((look_of(row) for row in rows), key=lambda one: kinds.index(one.layout.kind))


def versions_of(plant_id: int, code: str) -> QuerySet[LabelLayout]:
    rows = LabelLayout.objects.filter(plant_id=plant_id, code=code).select_related("model")
    return rows.order_by("-version")


def look_of(layout: LabelLayout) -> LayoutLook:
    try:
        picture = svg(sample(layout_of(layout.kind, layout.spec)), title=str(layout))
    except BadLayout as bad:
        return LayoutLook(layout, "", bad.faults[0].said, bad.faults[0].said_ur)
    return LayoutLook(layout, picture)


def label_picture(label: LabelPrint) -> str:
    """The label as it was asked for, as SVG; empty when it cannot be drawn."""
    if label.layout is None:
        return ""
    try:
        layout = layout_of(label.layout.kind, label.layout.spec)
        return svg(drawn(layout, label.data["values"], label.data["rows"]), title=label.no)
    except BadLayout:
        return ""


def printers_of(plant_id: int) -> list[PrinterNow]:
    """Every printer of the plant, its queue counted in one statement."""
    jobs = PrintJob.objects.filter(printer__plant_id=plant_id)
    counted = (
        jobs.filter(state__in=[JobState.QUEUED, JobState.SENDING, *ASKING])
        .values("printer")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=[JobState.QUEUED, JobState.SENDING])),
            asking=Count("pk", filter=Q(state__in=ASKING)),
        )
        .values_list("printer", "waiting", "asking")
    )
    counts = {printer: (waiting, asking) for printer, waiting, asking in counted}
    rows = Printer.objects.filter(plant_id=plant_id).select_related("keeper").order_by("code")
    return [PrinterNow(row, *counts.get(row.pk, (0, 0))) for row in rows]


def jobs_of(plant_id: int, state: str = "") -> list[LabelPrint]:
    """The newest labels, those first that ask for a person; `state` narrows them."""
    labels = LabelPrint.objects.filter(plant_id=plant_id).select_related(
        "job__printer", "order", "person", "layout"
    )
    if state:
        return list(labels.filter(job__state=state).order_by("-received_at")[:SHOWN])
    asking = list(labels.filter(job__state__in=ASKING).order_by("-received_at")[:SHOWN])
    rest = labels.exclude(job__state__in=ASKING).order_by("-received_at")
    return [*asking, *rest[: max(0, SHOWN - len(asking))]]


def prints(line_id: int, kind: str) -> bool:
    """Whether the line has a printer for labels of the kind."""
    return LabelSetting.objects.filter(line_id=line_id, kind=kind, printer__active=True).exists()


def settings_of(plant_id: int) -> QuerySet[LabelSetting]:
    rows = LabelSetting.objects.filter(line__plant_id=plant_id).select_related("line", "printer")
    return rows.order_by("line__position", "line__code", "kind")


def label_books(order_id: int) -> list[LabelBook]:
    """By kind of label, in the order of the kinds."""
    sent = Q(job__state=JobState.SENT)
    rows = (
        LabelPrint.objects.filter(order_id=order_id)
        .values("kind")
        .annotate(
            printed=Count("pk", filter=sent),
            applied=Count("pk", filter=sent & Q(end__fate="applied")),
            void=Count("pk", filter=sent & Q(end__fate="void")),
            returned=Count("pk", filter=sent & Q(end__fate="returned")),
            waiting=Count(
                "pk", filter=Q(job__state__in=[JobState.QUEUED, JobState.SENDING, *ASKING])
            ),
        )
        .values_list("kind", "printed", "applied", "void", "returned", "waiting")
    )
    kinds = list(LabelKind.values)
    return sorted((LabelBook(*row) for row in rows), key=lambda one: kinds.index(one.kind))


def labels_of_unit(unit_id: int) -> list[LabelPrint]:
    """Newest first, with their jobs."""
    rows = LabelPrint.objects.filter(unit_id=unit_id).select_related("job__printer", "end")
    return list(rows.order_by("-received_at"))
