"""A shift begun on a line by its supervisor."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lines.models import ShiftStart
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import Assignment, Line
from plants.queries.shifts import shift_at


@transaction.atomic
def begin_shift(
    *, event_id: UUID, line: Line, checks: Sequence[str], note: str, by: int, now: datetime
) -> ShiftStart:
    """Keep what was checked and who was put where. Refuses `no_shift`, `wrong_state` twice."""
    shift = shift_at(line.pk, now)
    if shift is None:
        raise Refusal("no_shift", line=line.code)
    crew = Assignment.objects.filter(station__line=line, ended_at=None, until__gt=now)
    begun = Refusal("wrong_state", what=f"{line.code} {shift.code}", state="begun")
    with refusing({"lines_shiftstart_once": begun}):
        made = ShiftStart.objects.create(
            event_id=event_id,
            plant_id=line.plant_id,
            line=line,
            shift_id=shift.id,
            checks=sorted(set(checks)),
            crew=[
                {"station": station, "person": person}
                for station, person in crew.order_by("station__position", "pk").values_list(
                    "station__code", "person__username"
                )
            ],
            note=note.strip(),
            made_by_id=by,
        )
    publish_line(line_code=line.code)
    return made
