"""One suspicion, one act: its record, and every unit it touches held."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lines.actions.holds import place_hold
from lines.actions.numbers import next_no
from lines.models import Hold, HoldSubject
from mes.kernel.refusals import Refusal
from quality.actions.containment.catching import catch, keep
from quality.models import Containment
from quality.models.suspects import Criteria, is_known, lots_of
from quality.rules.containment import check_named

CAUSE = "containment"


@transaction.atomic
def open_containment(
    *, criteria: Criteria, reason: str, owner_id: int | None, by: int | None
) -> Containment:
    """Hold what matches wherever it is, and the material lots themselves, so that none is issued.

    A fixed number of statements, however many units match. Refuses `malformed`, `unknown_thing`
    and `reason_needed`. Nothing may match yet: what comes to match is held when it does.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    check_named(
        kind=criteria.kind,
        value=criteria.value,
        since=criteria.since,
        until=criteria.until,
        placed=criteria.station_id is not None or criteria.line_id is not None,
    )
    if not is_known(criteria):
        raise Refusal("unknown_thing", what=criteria.kind, no=criteria.value)
    now = timezone.now()
    containment = _record(criteria, reason, owner_id, by, now)
    catch(containment_id=containment.pk, now=now)
    _hold_lots(criteria, containment, by, now)
    return containment


@transaction.atomic
def contain_units(
    *, plant_id: int, unit_ids: Sequence[int], reason: str, by: int | None
) -> Containment:
    """A containment of units that are known by name: nothing else will come to match it."""
    now = timezone.now()
    criteria = Criteria(plant_id=plant_id, kind="units")
    containment = _record(criteria, reason, by, by, now)
    keep(containment=containment, unit_ids=unit_ids, now=now)
    return containment


def _record(
    criteria: Criteria, reason: str, owner_id: int | None, by: int | None, now: datetime
) -> Containment:
    return Containment.objects.create(
        plant_id=criteria.plant_id,
        no=next_no(letter="CN", day=timezone.localdate(now)),
        kind=criteria.kind,
        value=criteria.value,
        line_id=criteria.line_id,
        station_id=criteria.station_id,
        model_id=criteria.model_id,
        since=criteria.since,
        until=criteria.until,
        reason=reason.strip()[:180],
        owner_id=owner_id,
        opened_by_id=by,
        opened_at=now,
    )


def _hold_lots(criteria: Criteria, containment: Containment, by: int | None, now: datetime) -> None:
    """Each once: a lot that is held already for a containment stays held by that hold."""
    lots = lots_of(criteria)
    held = Hold.objects.filter(material__in=lots, cause=CAUSE, released_at=None)
    known = set(held.values_list("material_id", flat=True))
    for lot in lots:
        if lot.pk not in known:
            place_hold(
                plant_id=lot.plant_id,
                subject=HoldSubject.MATERIAL,
                subject_id=lot.pk,
                cause=CAUSE,
                reason=f"{containment.no}: {containment.reason}",
                by=by,
                now=now,
            )
