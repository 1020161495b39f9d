"""Labels behind the moves, never in a scan: board and device ones queued, those of scrap void."""

import logging
from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError, connection, transaction

from lines.actions.labels.queue import queue_label
from lines.models import JobState, LabelEnd, LabelFate, LabelMark, PrintJob
from lines.models.labelling import AT_A_STEP
from mes.kernel.ids import derived
from mes.kernel.locks import settled_below, try_alone

WORK = "lines: queue labels behind the moves"
AT_ONCE = 200
"""Moves in one go, few enough for a short transaction; a batch of scans that wrote more is one."""

logger = logging.getLogger(__name__)

_PASSED = f"""
WITH prints AS ({AT_A_STEP})
SELECT m.event_id, m.unit_id, m.station_id, m.person_id, p.kind, m.xid::text
FROM lines_move m
JOIN lines_unit u ON u.id = m.unit_id AND u.state <> 'scrapped' AND u.done >= m.position
JOIN prints p ON p.route_id = u.route_id AND p.position = m.position
  AND (p.kind <> 'board' OR EXISTS (SELECT 1 FROM lines_identifier i
    WHERE i.unit_id = u.id AND i.kind = 'board_sn' AND i.retired_at IS NULL))
JOIN lines_labelsetting s ON s.line_id = m.line_id AND s.kind = p.kind AND s.automatic
WHERE m.xid >= %s::xid8 AND m.xid < %s::xid8 AND m.kind IN ('start', 'pass')
ORDER BY m.xid, m.at, m.event_id LIMIT %s
"""  # noqa: S608  (constants)

_GONE = """
SELECT DISTINCT m.unit_id FROM lines_move m
WHERE m.xid >= %s::xid8 AND m.xid < %s::xid8 AND m.kind = 'scrap'
"""
SCRAPPED = "The unit was scrapped"


class _Passed(NamedTuple):
    """A move at a step that prints a label of the unit."""

    event_id: UUID
    unit_id: int
    station_id: int
    person_id: int | None
    kind: str
    xid: str


@transaction.atomic
def queue_settled_labels() -> int | None:
    """Queue the board and device labels of the moves that settled since the last run; how many
    moves had theirs.

    None when another process is at it. The mark moves in the same transaction, and a label is
    derived from its move: run twice, or begun again after a crash, it is queued once. A unit that
    passes again after a repair gets a new one only where it would say something else; the labels
    of one that was scrapped are void.
    """
    if not try_alone(WORK):
        return None
    mark = LabelMark.objects.filter(pk=1).first()
    above, below = (mark.xid_below if mark else 0), settled_below()
    if below <= above:
        return 0
    found = _passed(above, below, AT_ONCE)
    if len(found) == AT_ONCE:  # the last transaction may have more
        last = int(found[-1].xid)
        if last == int(found[0].xid):  # it is alone: all of it now, or the mark would never move
            below, found = last + 1, _passed(last, last + 1, None)
        else:  # it waits for the next run
            below, found = last, [row for row in found if int(row.xid) < last]
    made = sum(_queued(row) for row in found)
    _void_scrapped(above, below)
    LabelMark.objects.update_or_create(pk=1, defaults={"xid_below": below})
    return made


def _passed(above: int, below: int, most: int | None) -> list[_Passed]:
    with connection.cursor() as cursor:
        cursor.execute(_PASSED, [str(above), str(below), most])
        return [_Passed(*row) for row in cursor.fetchall()]


def _queued(row: _Passed) -> bool:
    """Whether the move has its label. One that cannot be made must not stop those behind it: it is
    told in the log, and printed by hand.
    """
    try:
        with transaction.atomic():
            label = queue_label(
                kind=row.kind,
                event_id=row.event_id,
                unit_id=row.unit_id,
                by=row.person_id,
                station_id=row.station_id,
            )
    except OperationalError:  # a lost connection or a deadlock says nothing of the label
        raise
    except Exception:
        logger.exception("No %s label for move %s", row.kind, row.event_id)
        return False
    return label is not None


def _void_scrapped(above: int, below: int) -> None:
    """Nobody wears the labels of a unit that was scrapped: what waits is cancelled, what was
    printed is void.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [str(above), str(below)])
        units = [unit_id for (unit_id,) in cursor.fetchall()]
    if not units:
        return
    jobs = PrintJob.objects.filter(label__unit_id__in=units)
    waits = (JobState.QUEUED, JobState.ERROR, JobState.UNSURE)
    jobs.filter(state__in=waits).update(state=JobState.CANCELLED, reason=SCRAPPED)
    # One that is being sent comes out as well.
    printed = jobs.filter(state__in=(JobState.SENT, JobState.SENDING), label__end=None)
    LabelEnd.objects.bulk_create(
        [
            LabelEnd(
                event_id=derived("label_void", str(job.label_id)),
                plant_id=job.label.plant_id,
                label_id=job.label_id,
                fate=LabelFate.VOID,
                reason=SCRAPPED,
            )
            for job in printed.select_related("label").order_by("pk")
        ],
        ignore_conflicts=True,
    )
