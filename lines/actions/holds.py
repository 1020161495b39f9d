"""Hold a unit, an order, a kit lot, a station or a line; let it go again, with a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.models import Hold, HoldSubject, Unit
from lines.rules.holds import check_may_release
from mes.kernel.refusals import Refusal


@transaction.atomic
def place_hold(
    *,
    plant_id: int,
    subject: HoldSubject,
    subject_id: int,
    cause: str,
    reason: str,
    by: int | None,
    now: datetime | None = None,
) -> Hold:
    """Open a hold beside the state of its subject. Refuses `reason_needed`.

    A held unit's version rises, so that a scan which has read it free is decided again.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    if subject == HoldSubject.UNIT:
        touch_units(unit_ids=[subject_id])
    hold = Hold(
        plant_id=plant_id,
        no=next_no(letter="H", day=timezone.localdate(now)),
        subject=subject,
        cause=cause,
        reason=reason.strip()[:200],
        placed_by_id=by,
    )
    setattr(hold, f"{subject.value}_id", subject_id)
    hold.save()
    return hold


@transaction.atomic
def release_hold(
    *, plant_id: int, no: str, reason: str, by: int | None, now: datetime | None = None
) -> Hold:
    """Close a hold. Refuses `unknown_thing`, `wrong_state`, `reason_needed` and `same_person`."""
    hold = Hold.objects.filter(plant_id=plant_id, no=no).first()
    if hold is None:
        raise Refusal("unknown_thing", what="hold", no=no)
    if hold.unit_id is not None:
        touch_units(unit_ids=[hold.unit_id])
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    check_may_release(
        no=no,
        open_=hold.released_at is None,
        reason=reason,
        placed_by=hold.placed_by_id,
        by=by,
    )
    return close_hold(hold=hold, reason=reason, by=by, now=now)


def close_hold(*, hold: Hold, reason: str, by: int | None, now: datetime | None = None) -> Hold:
    """Write the release columns of a locked, open hold."""
    hold.released_at = now or timezone.now()
    hold.released_by_id = by
    hold.release_reason = reason.strip()[:200]
    hold.save(update_fields=["released_at", "released_by", "release_reason"])
    return hold


def touch_units(*, unit_ids: list[int]) -> None:
    """Lock units, by pk ascending, and raise their versions."""
    locked = list(
        Unit.objects.filter(pk__in=unit_ids)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    Unit.objects.filter(pk__in=locked).update(version=F("version") + 1)
