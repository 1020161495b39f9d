"""Power: announced outages, and the units that a cut caught in a timed step or a test."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.holds import touch_units
from lines.actions.numbers import next_no
from lines.actions.running.caught import caught_at
from lines.models import Outage, Retest, Unit, UnitState
from lines.rules.outages import Window, check_window
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import Line


@transaction.atomic
def announce_outages(*, plant_id: int, windows: Sequence[Window], by: int | None) -> list[Outage]:
    """Keep announced outages, all or none. Refuses `unknown_thing` (line) and `exists`."""
    lines = {line.code: line for line in Line.objects.filter(plant_id=plant_id)}
    made = []
    for window in windows:
        check_window(window)
        if window.line and window.line not in lines:
            raise Refusal("unknown_thing", what="line", no=window.line)
        start = window.starts_at.astimezone().isoformat(timespec="minutes")
        taken = Refusal("exists", no=f"{window.line} {start}".strip())
        with refusing({"lines_outage_start_once": taken}):
            made.append(
                Outage.objects.create(
                    plant_id=plant_id,
                    no=next_no(letter="P", day=timezone.localdate()),
                    line=lines.get(window.line),
                    starts_at=window.starts_at,
                    ends_at=window.ends_at,
                    mode=window.mode,
                    note=window.note,
                    made_by_id=by,
                )
            )
    return made


@transaction.atomic
def withdraw_outage(*, outage_id: int, reason: str, by: int | None, now: datetime) -> Outage:
    """The cut does not come. Refuses `reason_needed` and `wrong_state` twice."""
    if not reason.strip():
        raise Refusal("reason_needed")
    row = Outage.objects.select_for_update(of=("self",)).get(pk=outage_id)
    if row.withdrawn_at is not None:
        raise Refusal("wrong_state", what=row.no, state="withdrawn")
    row.withdrawn_at, row.withdrawn_by_id, row.withdraw_reason = now, by, reason.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    return row


@transaction.atomic
def mark_cut(
    *,
    cut: UUID,
    line: Line,
    cut_at: datetime,
    minutes: int,
    serials: Sequence[str] | None,
    by: int | None,
) -> list[Retest]:
    """Mark the units that a cut caught: none of them goes on until its step is done again.

    `serials` narrows the list to what the supervisor saw; None takes all of it. Refuses
    `nothing_due` when nobody was caught.
    """
    caught = caught_at(line_id=line.pk, cut_at=cut_at, minutes=minutes)
    if serials is not None:
        wanted = set(serials)
        caught = [one for one in caught if one.serial in wanted]
    if not caught:
        raise Refusal("nothing_due", what=line.code)
    touch_units(unit_ids=[one.unit_id for one in caught])
    # Read again behind the locks: who moved on meanwhile was not caught.
    held = {one.unit_id for one in caught}
    again = caught_at(line_id=line.pk, cut_at=cut_at, minutes=minutes)
    positions = {one.unit_id: one.position for one in again if one.unit_id in held}
    still = Unit.objects.filter(pk__in=positions, state=UnitState.IN_PROCESS)
    made = []
    for unit in still.order_by("pk"):
        Unit.objects.filter(pk=unit.pk).update(retest=positions[unit.pk])
        made.append(
            Retest(
                plant_id=line.plant_id,
                line=line,
                cut=cut,
                cut_at=cut_at,
                unit=unit,
                position=positions[unit.pk],
                made_by_id=by,
            )
        )
    rows = Retest.objects.bulk_create(made)
    publish_line(line_code=line.code)
    return rows
