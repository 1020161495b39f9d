"""An order's labels that nobody has accounted for, and the labels a scanned code is printed on."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from lines.models import Identifier, JobState, LabelPrint


def open_labels(*, order_id: int, kind: str, most: int) -> Sequence[LabelPrint]:
    """Printed and neither applied, void nor returned, oldest first; of one kind or all."""
    rows = _printed(order_id).filter(end=None)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("received_at")[:most])


def labels_with(*, order_id: int, plant_id: int, code: str, most: int = 6) -> Sequence[LabelPrint]:
    """The order's printed labels that carry the code: a label's number, carton, SN or IMEI.

    Those that are open first, then the newest.
    """
    units = Identifier.objects.filter(plant_id=plant_id, value=code).values("unit_id")
    rows = _printed(order_id).filter(
        Q(no__iexact=code) | Q(subject__iexact=code) | Q(unit_id__in=units)
    )
    return sorted(rows.order_by("-received_at")[:most], key=lambda label: hasattr(label, "end"))


def _printed(order_id: int) -> QuerySet[LabelPrint]:
    rows = LabelPrint.objects.filter(order_id=order_id, job__state=JobState.SENT)
    return rows.select_related("end__person")
