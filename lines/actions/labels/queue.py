"""A label asked for: kept with its values, and queued for its printer in the same transaction."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from lines.actions.labels.contents import Contents, handling_contents, unit_contents
from lines.models import (
    JobState,
    LabelEnd,
    LabelFate,
    LabelKind,
    LabelLayout,
    LabelPrint,
    LabelSetting,
    LayoutState,
    PrintJob,
)
from lines.rules.labels.drawing import drawn
from lines.rules.labels.faults import BadLayout
from lines.rules.labels.naming import label_no
from lines.rules.labels.spec import layout_of
from mes.kernel.ids import derived
from mes.kernel.locks import alone
from mes.kernel.refusals import Refusal

AGAIN = "Printed anew"
_PASSING = frozenset({"copy", "date", "date_gs1", "weight"})
_OF_A_UNIT = frozenset({LabelKind.BOARD, LabelKind.DEVICE, LabelKind.BOX})


@transaction.atomic
def queue_label(
    *,
    kind: str,
    event_id: UUID,
    unit_id: int | None = None,
    handling_id: int | None = None,
    by: int | None = None,
    station_id: int | None = None,
    reason: str = "",
    asked: bool = False,
) -> LabelPrint | None:
    """Queue a label of a unit (board, device, box) or of a handling unit (carton, pallet).

    Call it in the transaction of the event that makes the label true; `event_id` is that event's.
    None when the line prints no such labels by itself and nobody `asked`. A second label of the
    same thing is R1, R2 … with its reason, and the one before it is void; unasked, none is made
    that would say what the last one says. What cannot be drawn is
    kept as a job in error with the reason: a label never undoes the event. Refuses, when asked,
    `no_printer` and `reason_needed`.
    """
    if not asked and not _any_by_itself(kind):
        return None
    made = _contents(kind, unit_id, handling_id)
    setting = _setting(kind, made)
    if setting is None or not (asked or setting.automatic):
        if asked:
            raise Refusal("no_printer", kind=kind)
        return None
    alone(f"label:{made.plant_id}:{kind}:{made.subject}")
    label_id = derived("label", str(event_id), kind, made.subject)
    if known := LabelPrint.objects.filter(pk=label_id).first():
        return known
    if not asked and (same := _same_label(kind, made)):
        return same
    copy = _next_copy(kind, made)
    if copy and asked and not reason.strip():
        raise Refusal("reason_needed")
    reason = (reason.strip() or (AGAIN if copy else ""))[:200]
    values = {**made.values, "copy": f"R{copy}" if copy else ""}
    layout = pick_layout(kind, made)
    label = LabelPrint.objects.create(
        event_id=label_id,
        plant_id=made.plant_id,
        no=label_no(kind, made.subject, copy),
        kind=kind,
        subject=made.subject,
        copy=copy,
        layout=layout,
        line_id=made.line_id,
        order_id=made.order_id,
        unit_id=made.unit_id,
        handling_id=made.handling_id,
        station_id=station_id,
        person_id=by,
        data={"values": values, "rows": list(made.rows)},
        reason=reason,
    )
    if copy:
        _end_earlier(label, reason, by)
    fault = _fault(layout, label)
    PrintJob.objects.create(
        label=label,
        printer=setting.printer,
        state=JobState.ERROR if fault else JobState.QUEUED,
        reason=fault[:200],
    )
    return label


def pick_layout(kind: str, made: Contents) -> LabelLayout | None:
    """The released layout that fits most narrowly: by customer, then model, then market."""
    fitting = LabelLayout.objects.filter(
        Q(customer="") | Q(customer=made.customer),
        Q(model=None) | Q(model_id=made.model_id),
        Q(market="") | Q(market=made.market),
        plant_id=made.plant_id,
        kind=kind,
        state=LayoutState.RELEASED,
    )
    return max(
        fitting,
        key=lambda one: (bool(one.customer), one.model_id is not None, bool(one.market), one.pk),
        default=None,
    )


def _any_by_itself(kind: str) -> bool:
    """Whether any line prints such labels at the event: else nothing need be read for one."""
    return LabelSetting.objects.filter(kind=kind, automatic=True).exists()


def _contents(kind: str, unit_id: int | None, handling_id: int | None) -> Contents:
    if kind in _OF_A_UNIT and unit_id is not None:
        return unit_contents(kind=kind, unit_id=unit_id)
    if kind not in _OF_A_UNIT and handling_id is not None:
        return handling_contents(handling_id=handling_id)
    message = f"a {kind} label needs {'a unit' if kind in _OF_A_UNIT else 'a handling unit'}"
    raise ValueError(message)


def _setting(kind: str, made: Contents) -> LabelSetting | None:
    """The line's own; for what has no line, or a line that names none, the plant's first one."""
    own = LabelSetting.objects.select_related("printer").filter(kind=kind, printer__active=True)
    if made.line_id is not None and (found := own.filter(line_id=made.line_id).first()):
        return found
    if kind != LabelKind.PALLET:
        return None
    return own.filter(line__plant_id=made.plant_id).order_by("pk").first()


def _same_label(kind: str, made: Contents) -> LabelPrint | None:
    """The thing's newest label, when it was or will be printed and says all that this one would."""
    newest = (
        LabelPrint.objects.filter(plant_id=made.plant_id, kind=kind, subject=made.subject)
        .exclude(job__state__in=[JobState.CANCELLED, JobState.ERROR])
        .order_by("-copy")
        .first()
    )
    if newest is None or LabelEnd.objects.filter(label=newest).exclude(fate="applied").exists():
        return None
    kept = newest.data
    same = _lasting(kept["values"]) == _lasting(made.values) and kept["rows"] == list(made.rows)
    return newest if same else None


def _lasting(values: dict[str, str]) -> dict[str, str]:
    """What stands on a label whenever it is printed."""
    return {name: value for name, value in values.items() if name not in _PASSING}


def _next_copy(kind: str, made: Contents) -> int:
    earlier = LabelPrint.objects.filter(plant_id=made.plant_id, kind=kind, subject=made.subject)
    last: int | None = earlier.aggregate(last=Max("copy"))["last"]
    return 0 if last is None else last + 1


def _end_earlier(label: LabelPrint, reason: str, by: int | None) -> None:
    """What is still queued is cancelled; what was printed and not used is void."""
    earlier = PrintJob.objects.select_for_update(of=("self",)).filter(
        label__plant_id=label.plant_id,
        label__kind=label.kind,
        label__subject=label.subject,
        label__copy__lt=label.copy,
    )
    for job in earlier.order_by("pk"):
        if job.state in (JobState.QUEUED, JobState.ERROR, JobState.UNSURE):
            job.state, job.reason = JobState.CANCELLED, f"{label.no}: {reason}"[:200]
            job.decided_by_id = by
            job.save(update_fields=["state", "reason", "decided_by"])
        elif not LabelEnd.objects.filter(label_id=job.label_id).exists():
            LabelEnd.objects.create(
                event_id=derived("label_void", str(job.label_id)),
                plant_id=label.plant_id,
                label_id=job.label_id,
                fate=LabelFate.VOID,
                reason=f"{label.no}: {reason}"[:200],
                person_id=by,
            )


def _fault(layout: LabelLayout | None, label: LabelPrint) -> str:
    if layout is None:
        return "No released layout fits"
    try:
        drawn(layout_of(layout.kind, layout.spec), label.data["values"], label.data["rows"])
    except BadLayout as bad:
        fault = bad.faults[0]
        return f"Field {fault.field}: {fault.said}"
    return ""
