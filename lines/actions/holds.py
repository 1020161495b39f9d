"""Hold a unit, an order, a kit lot, a station or a line; let it go again, with a reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from lines.actions.numbers import next_no, take_numbers
from lines.models import Hold, HoldSubject, Unit
from lines.rules.holds import check_may_release, check_two_release
from mes.kernel.refusals import Refusal

_LOCK_LIVING = """
SELECT id FROM lines_unit WHERE id = ANY(%s) AND state <> 'scrapped' ORDER BY id FOR NO KEY UPDATE
"""
_TOUCH = "UPDATE lines_unit SET version = version + 1 WHERE id = ANY(%s)"
# Numbered as `numbered` does: five digits, more when there are more.
_HOLD_ALL = """
INSERT INTO lines_hold (plant_id, no, subject, unit_id, cause, reason, placed_by_id, placed_at,
  release_reason)
SELECT %(plant)s, %(series)s || '-' || lpad(x.no::text, greatest(5, length(x.no::text)), '0'),
  'unit', x.unit_id, %(cause)s, %(reason)s, %(by)s::bigint, %(now)s, ''
FROM (SELECT unit_id, n + %(first)s - 1 AS no
      FROM unnest(%(units)s::bigint[]) WITH ORDINALITY AS u (unit_id, n)) x
RETURNING unit_id, id
"""
_RELEASE_ALL = """
UPDATE lines_hold SET released_at = %(now)s, released_by_id = %(by)s::bigint,
  release_reason = %(reason)s
WHERE unit_id = ANY(%(units)s) AND id = ANY(%(holds)s) AND released_at IS NULL
RETURNING id
"""


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
    *,
    plant_id: int,
    no: str,
    reason: str,
    by: int | None,
    second: int | None = None,
    now: datetime | None = None,
) -> Hold:
    """Close a hold; one that no person placed needs two to let it go.

    Refuses `unknown_thing`, `wrong_state`, `reason_needed`, `same_person` and `second_needed`.
    """
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
    check_two_release(placed_by=hold.placed_by_id, by=by, second=second)
    return close_hold(hold=hold, reason=reason, by=by, second=second, now=now)


def close_hold(
    *,
    hold: Hold,
    reason: str,
    by: int | None,
    second: int | None = None,
    now: datetime | None = None,
) -> Hold:
    """Write the release columns of a locked, open hold."""
    hold.released_at = now or timezone.now()
    hold.released_by_id, hold.released_with_id = by, second
    hold.release_reason = reason.strip()[:200]
    hold.save(update_fields=["released_at", "released_by", "released_with", "release_reason"])
    return hold


def note_scrap(
    *, plant_id: int, unit_id: int, reason: str, by: int | None, second: int | None
) -> None:
    """Why a unit was scrapped and who agreed: a hold that one opens and the other closes with it.

    Refuses `reason_needed`.
    """
    hold = place_hold(
        plant_id=plant_id,
        subject=HoldSubject.UNIT,
        subject_id=unit_id,
        cause="scrap",
        reason=reason,
        by=by,
    )
    close_hold(hold=hold, reason="Scrapped", by=second)


def touch_units(*, unit_ids: list[int]) -> None:
    """Lock units, by pk ascending, and raise their versions."""
    locked = list(
        Unit.objects.filter(pk__in=unit_ids)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    Unit.objects.filter(pk__in=locked).update(version=F("version") + 1)


def hold_units(
    *,
    plant_id: int,
    unit_ids: Sequence[int],
    cause: str,
    reason: str,
    by: int | None,
    now: datetime,
) -> dict[int, int]:
    """Hold many units at once: the keys of their holds by unit, without scrapped ones.

    Four statements however many they are; call it in a transaction. Refuses `reason_needed`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_LIVING, [list(unit_ids)])
        living = [int(row[0]) for row in cursor.fetchall()]
        if not living:
            return {}
        cursor.execute(_TOUCH, [living])
        series = f"H{timezone.localdate(now):%y}"
        first = take_numbers(plant_id=None, series=series, take=len(living))
        cursor.execute(
            _HOLD_ALL,
            {
                "plant": plant_id,
                "series": series,
                "cause": cause,
                "reason": reason.strip()[:200],
                "by": by,
                "now": now,
                "first": first,
                "units": living,
            },
        )
        return dict(cursor.fetchall())


def release_units(
    *,
    holds: dict[int, int],
    reason: str,
    by: int | None,
    now: datetime,
) -> list[int]:
    """Close many units' holds, given by unit, at once; the keys of those that were open.

    Three statements; call it in a transaction. Who may is the caller's to judge. Refuses
    `reason_needed`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    units = sorted(holds)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_LIVING, [units])
        living = [int(row[0]) for row in cursor.fetchall()]
        cursor.execute(_TOUCH, [living])
        cursor.execute(
            _RELEASE_ALL,
            {
                "now": now,
                "by": by,
                "reason": reason.strip()[:200],
                "units": living,
                "holds": list(holds.values()),
            },
        )
        return [int(row[0]) for row in cursor.fetchall()]
