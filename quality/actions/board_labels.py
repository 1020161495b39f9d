"""Labels after a board swap: the board's anew at once, the device's when it has its IMEIs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from lines.actions.labels.queue import queue_label
from lines.models import LabelKind, LabelPrint, UnitState
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal
from quality.models import Imei, ImeiState, Repair

LATELY = timedelta(days=30)
WRITTEN = (ImeiState.WRITTEN, ImeiState.CONFIRMED)


def print_again(*, repair: Repair, kinds: Iterable[str], event_id: UUID, by: int | None) -> int:
    """Queue anew the labels of these kinds that the unit ever had; how many.

    The one before is void with the repair as its reason. A line without a printer for the kind
    gets none: the repair goes on.
    """
    had = LabelPrint.objects.filter(unit_id=repair.unit_id, kind__in=list(kinds))
    made = 0
    for kind in sorted(set(had.values_list("kind", flat=True))):
        try:
            label = queue_label(
                kind=kind,
                event_id=event_id,
                unit_id=repair.unit_id,
                by=by,
                reason=f"Board changed in {repair.no}",
                asked=True,
            )
        except Refusal:
            continue
        made += label is not None
    return made


def reissue_labels(*, now: datetime) -> int:
    """Device labels of units with a new board, once its IMEIs are written; how many."""
    numbered = Imei.objects.filter(unit_id=OuterRef("unit_id"))
    waiting = (
        Repair.objects.filter(closed_at__gt=now - LATELY)
        .exclude(board="")
        .exclude(unit__state=UnitState.SCRAPPED)
        .filter(Exists(numbered.filter(state__in=WRITTEN)) | ~Exists(numbered))
        .order_by("pk")
    )
    made = 0
    for repair in waiting:
        labels = LabelPrint.objects.filter(unit_id=repair.unit_id, kind=LabelKind.DEVICE)
        last = labels.aggregate(last=Max("received_at"))["last"]
        if last is None or repair.closed_at is None or last > repair.closed_at:
            continue
        with transaction.atomic():
            made += print_again(
                repair=repair,
                kinds=[LabelKind.DEVICE],
                event_id=derived("board_label", str(repair.pk)),
                by=repair.closed_by_id,
            )
    return made
