"""Calls that wait too long are told higher up: one row a level, however often this runs."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from lines.models import Escalation, EscalationLevel, Stop
from lines.rules.escalation import Rung, Waiting, due, ladder_of
from mes.kernel.live import publish_line
from plants.models import Line


def escalate_calls(*, now: datetime) -> int:
    """Add what open calls have come to by `now`; how many rows were new.

    May run twice at once, or not for an hour: a level is unique for its call, and what was due
    while nobody ran is added with the time at which it was due.
    """
    ladders: dict[int, list[Rung]] = defaultdict(list)
    for row in EscalationLevel.objects.filter(active=True):
        ladders[row.plant_id].append(
            Rung(row.line_id, row.group, row.level, row.minutes, row.role, row.unless)
        )
    if not ladders:
        return 0
    calls = Stop.objects.filter(ended_at=None, plant_id__in=ladders).select_related("line")
    reached: dict[object, set[int]] = defaultdict(set)
    for stop_id, level in Escalation.objects.filter(stop__in=calls).values_list("stop_id", "level"):
        reached[stop_id].add(level)
    made = 0
    for stop in calls.order_by("started_at", "pk"):
        call = Waiting(
            stop.line_id,
            stop.group,
            stop.started_at,
            stop.acknowledged_at is not None,
            frozenset(reached[stop.pk]),
        )
        ladder = ladder_of(ladders[stop.plant_id], line_id=stop.line_id, group=stop.group)
        made += _add(stop, due(call, ladder, now))
    return made


def _add(stop: Stop, rungs: list[tuple[Rung, datetime]]) -> int:
    """The rows, unless a rival added them; its answer is empty then."""
    if not rungs:
        return 0
    with transaction.atomic():
        # Whoever answers the call holds its row: what is answered is not told higher up.
        open_now = Stop.objects.select_for_update().filter(
            pk=stop.pk, ended_at=None, acknowledged_at=stop.acknowledged_at
        )
        if not open_now.exists():
            return 0
        before = Escalation.objects.filter(stop=stop).count()
        Escalation.objects.bulk_create(
            [
                Escalation(
                    plant_id=stop.plant_id,
                    stop=stop,
                    level=rung.level,
                    role=rung.role,
                    due_at=when,
                )
                for rung, when in rungs
            ],
            ignore_conflicts=True,
        )
        made = Escalation.objects.filter(stop=stop).count() - before
    publish_line(line_code=stop.line.code)
    return made


@transaction.atomic
def set_level(*, plant_id: int, line: Line | None, rung: Rung) -> EscalationLevel:
    """Put a rung into the ladder; the one of its level before is withdrawn."""
    unset_level(plant_id=plant_id, line=line, group=rung.group, level=rung.level)
    return EscalationLevel.objects.create(
        plant_id=plant_id,
        line=line,
        group=rung.group,
        level=rung.level,
        minutes=rung.minutes,
        role=rung.role,
        unless=rung.unless,
    )


def unset_level(*, plant_id: int, line: Line | None, group: str, level: int) -> int:
    """Take a rung out of the ladder; how many there were."""
    rows = EscalationLevel.objects.filter(plant_id=plant_id, line=line, group=group, level=level)
    return rows.filter(active=True).update(active=False)
