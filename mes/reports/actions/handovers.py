"""A shift handed over: signed by the outgoing and the incoming supervisor, kept as it was."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lines.actions.numbers import next_no
from lines.models import Handover
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from mes.reports.queries.handover import draft_handover
from plants.models import Line, Person


@transaction.atomic
def sign_handover(
    *,
    event_id: UUID,
    line: Line,
    note: str,
    gap: str,
    given_by: int,
    taken_by: Person,
    now: datetime,
) -> Handover:
    """Count anew and keep it. `taken_by` was proved by badge and PIN.

    Refuses `no_shift`, `same_person`, `wrong_state` for a shift that was handed over, and
    `not_balanced` unless `gap` says what is known of the difference.
    """
    if taken_by.pk == given_by:
        raise Refusal("same_person")
    # Two supervisors of one line sign one after the other, so that each count sees the other's.
    Line.objects.select_for_update(no_key=True).get(pk=line.pk)
    draft = draft_handover(line=line, now=now)
    if draft.shift is None:
        raise Refusal("no_shift", line=line.code)
    if draft.balance.unexplained and not gap.strip():
        raise Refusal("not_balanced", by=abs(draft.balance.unexplained))
    given = Refusal("wrong_state", what=f"{line.code} {draft.shift.code}", state="handed over")
    with refusing({"lines_handover_shift_once": given}):
        return Handover.objects.create(
            event_id=event_id,
            plant_id=line.plant_id,
            no=next_no(letter="V", day=draft.shift.date),
            line=line,
            shift_id=draft.shift.id,
            as_of=now,
            figures={**draft.figures, "gap": gap.strip()},
            note=note.strip(),
            given_by_id=given_by,
            taken_by=taken_by,
        )
