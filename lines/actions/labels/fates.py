"""What became of printed labels: applied, void or returned unused; each says it once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from lines.actions.labels.jobs import label_named
from lines.models import JobState, LabelEnd, LabelFate, LabelPrint, WorkOrder
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal


@transaction.atomic
def end_label(
    *, plant_id: int, no: str, event_id: UUID, fate: str, reason: str, by: int | None
) -> LabelEnd:
    """Say what became of one label.

    Refuses `unknown_thing`, `reason_needed`, `label_not_printed` and `label_ended`.
    """
    label = label_named(plant_id=plant_id, no=no)
    if fate != LabelFate.APPLIED and not reason.strip():
        raise Refusal("reason_needed")
    if not LabelPrint.objects.filter(pk=label.pk, job__state=JobState.SENT).exists():
        raise Refusal("label_not_printed", no=no)
    made, new = LabelEnd.objects.get_or_create(
        label=label,
        defaults={
            "event_id": derived("label_end", str(event_id), no),
            "plant_id": plant_id,
            "fate": fate,
            "reason": reason.strip()[:200],
            "person_id": by,
        },
    )
    if not new:
        raise Refusal("label_ended", no=no, fate=made.get_fate_display())
    return made


def apply_labels(
    *,
    event_id: UUID,
    unit_id: int | None = None,
    handling_id: int | None = None,
    kinds: Iterable[str] = (),
    by: int | None = None,
) -> int:
    """The printed labels of a unit or handling unit are on it: its code was read at an event."""
    labels = LabelPrint.objects.filter(job__state=JobState.SENT, end=None)
    if kinds:
        labels = labels.filter(kind__in=list(kinds))
    if unit_id is not None:
        labels = labels.filter(unit_id=unit_id)
    if handling_id is not None:
        labels = labels.filter(handling_id=handling_id)
    rows = [
        LabelEnd(
            event_id=derived("label_end", str(event_id), label.no),
            plant_id=label.plant_id,
            label=label,
            fate=LabelFate.APPLIED,
            person_id=by,
        )
        for label in labels.order_by("pk")
    ]
    LabelEnd.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


_LEFT = """
WITH gone AS (
  SELECT unit_id, carton_id, pallet_id FROM lines_shippedunit WHERE shipment_id = %(shipment)s
), labels AS (
  SELECT l.event_id, l.plant_id FROM lines_labelprint l JOIN gone g ON g.unit_id = l.unit_id
  UNION
  SELECT l.event_id, l.plant_id FROM lines_labelprint l WHERE l.handling_id IN (
    SELECT carton_id FROM gone UNION SELECT pallet_id FROM gone)
)
INSERT INTO lines_labelend (event_id, plant_id, label_id, fate, reason, person_id)
SELECT gen_random_uuid(), l.plant_id, l.event_id, 'applied', '', %(by)s::bigint FROM labels l
JOIN lines_printjob j ON j.label_id = l.event_id AND j.state = 'sent'
WHERE NOT EXISTS (SELECT 1 FROM lines_labelend e WHERE e.label_id = l.event_id)
ON CONFLICT DO NOTHING
"""


def apply_what_left(*, shipment_id: int, by: int | None) -> None:
    """What left the plant wears its printed labels: units, cartons and pallets of a shipment."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, {"shipment": shipment_id, "by": by})


@transaction.atomic
def settle_order(
    *, order_id: int, event_id: UUID, fate: str, reason: str, by: int | None, kind: str = ""
) -> int:
    """Every label of the order that is printed and neither applied nor void: how many it were.

    Refuses `reason_needed`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    order = WorkOrder.objects.get(pk=order_id)
    labels = LabelPrint.objects.filter(order=order, job__state=JobState.SENT, end=None)
    if kind:
        labels = labels.filter(kind=kind)
    rows = [
        LabelEnd(
            event_id=derived("label_end", str(event_id), label.no),
            plant_id=order.plant_id,
            label=label,
            fate=fate,
            reason=reason.strip()[:200],
            person_id=by,
        )
        for label in labels.order_by("pk")
    ]
    made = LabelEnd.objects.bulk_create(rows, ignore_conflicts=True)
    return len(made)
