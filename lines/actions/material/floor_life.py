"""The clock of moisture-sensitive parts: bag opened, put away dry, baked; asked at the line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.material.moves import lock_lots
from lines.actions.material.stock import lot_named
from lines.models import FloorEvent
from lines.models.open_bags import floor_life_of, lots_named
from lines.rules.events import PartScan
from lines.rules.material.floor_life import BY_LABEL, Kind, after, may_follow, whole_life
from lines.rules.material.taking import ended_at, why_not
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Malformed, Refusal

BUILT_IN = {
    "lot_rejected": "lot_rejected",
    "on_hold": "lot_held",
    "material_expired": "material_expired",
}
"""Why a lot keeps out of a unit, by what keeps it in the store; one not yet judged was issued."""


@transaction.atomic
def note_floor_life(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    kind: Kind,
    hours: int | None = None,
    note: str = "",
    by: int | None,
    now: datetime | None = None,
) -> FloorEvent:
    """A bag is opened, put away dry, or baked. `hours` is what the label of a level 6 part says.

    Refuses `unknown_thing`, `not_sensitive`, `wrong_state` for a bag that is open or put away
    already, and `material_expired` for opening what must be baked first.
    """
    moment = now or timezone.now()
    lot = lot_named(plant_id=plant_id, no=lot_no)
    lock_lots(lot_ids=[lot.pk])
    level = lot.part.moisture
    last_row = FloorEvent.objects.filter(lot=lot).order_by("-n").first()
    if level == BY_LABEL and hours is None and last_row is not None:
        hours = last_row.hours
    whole = whole_life(level, hours)
    if whole is None:
        if level == BY_LABEL:
            raise Malformed("hours: how many does the label say?")
        raise Refusal("not_sensitive", part=lot.part.part_no)
    last = floor_life_of(lot.pk)
    if not may_follow(last, kind):
        raise Refusal("wrong_state", what=lot.no, state=last.kind if last else "sealed")
    if kind == "opened" and last is not None and last.kind != "baked" and last.over(moment):
        raise Refusal("material_expired", lot=lot.no, date=_ran_out(lot.pk))
    clock = after(last, kind, whole=whole, moment=moment)
    answers = {
        "lines_floorevent_pkey": Refusal("event_id_reused"),
        "lines_floorevent_n_once": Refusal("conflict"),
    }
    with refusing(answers):
        return FloorEvent.objects.create(
            event_id=event_id,
            plant_id=plant_id,
            lot=lot,
            n=last_row.n + 1 if last_row else 1,
            kind=kind,
            hours=int(whole / timedelta(hours=1)),
            left=round(clock.left / timedelta(seconds=1)),
            note=note.strip()[:200],
            person_id=by,
            at=moment,
        )


def _ran_out(lot_id: int) -> str:
    """The day the bag that is put away now was open too long: it is put away later than that."""
    at, left = (
        FloorEvent.objects.filter(lot_id=lot_id, kind="opened")
        .order_by("-n")
        .values_list("at", "left")[0]
    )
    return f"{timezone.localtime(at + timedelta(seconds=left)):%d %b}"


def check_lots(parts: Sequence[PartScan], *, plant_id: int, unit_id: int, at: datetime) -> None:
    """Refuse a lot that might not go into the unit at `at`, wherever its pieces lie.

    `lot_rejected`, `lot_held`, or `material_expired` past its date or floor life. A supplier's
    number may stand for several lots: one of them good is enough.
    """
    asked = [part for part in parts if part.lot]
    if not asked:
        return
    now = timezone.localtime(at)
    lots = lots_named(plant_id=plant_id, unit_id=unit_id, parts=asked, at=at)
    for part in asked:
        named = [lot for lot in lots if (lot.position, lot.code) == (part.position, part.lot)]
        ended = [ended_at(lot.expires_on, lot.clock, now=now, today=now.date()) for lot in named]
        kept = [
            BUILT_IN.get(why_not(status=lot.status, held=lot.held, ended=late), "")
            for lot, late in zip(named, ended, strict=True)
        ]
        if kept and all(kept):
            raise Refusal(kept[0], lot=named[0].no, date=ended[0])
