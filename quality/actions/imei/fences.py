"""The fence after a restore: nothing is issued until what was issued is known again.

A restored database reads numbers as free that phones carry already. The issue journal names them;
here they are quarantined, and two people close the fence.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from mes.kernel.constraints import refusing
from mes.kernel.ids import uuid7
from mes.kernel.refusals import Refusal
from quality.actions.imei.witness import last_witnessed, witnessed, witnessed_of
from quality.models import Fence, FenceKind, Imei, ImeiEvent, ImeiEventKind, ImeiRange, ImeiState

AT_ONCE = 2_000
TAIL_BYTES = 2**20
"""Of the journal, at each start: some ten thousand numbers, looked up in a few milliseconds."""

# What is written, loaded or fenced behind a lock says nothing of how old the state below it is.
_LAST_EVENT = """
SELECT received_at FROM quality_imeievent WHERE received_at < %s ORDER BY xid DESC LIMIT 1
"""
# Whole sets: a phone is never issued a part of one.
_QUARANTINE = """
UPDATE quality_imei m SET fence_id = %s
FROM (SELECT DISTINCT plant_id, set_no FROM quality_imei WHERE imei = ANY(%s)) named
WHERE m.plant_id = named.plant_id AND m.set_no = named.set_no
  AND m.state = 'free' AND m.fence_id IS NULL
RETURNING m.plant_id, m.imei
"""
_NEXT_SETS = """
SELECT imei FROM (
  SELECT imei, row_number() OVER (PARTITION BY plant_id, model_id ORDER BY pos) AS n
  FROM quality_imei WHERE state = 'free' AND fence_id IS NULL AND slot = 1 AND pos >= 0
) ahead WHERE n <= %s
"""


@transaction.atomic
def open_fence(*, kind: FenceKind, reason: str, by: int | None) -> Fence:
    """Lock issuing in the whole installation. Refuses `reason_needed`, and `fence_open` twice."""
    if not reason.strip():
        raise Refusal("reason_needed")
    with refusing({"quality_fence_one_open": Refusal("fence_open")}):
        return Fence.objects.create(
            no=next_no(letter="F", day=timezone.localdate()),
            kind=kind,
            locks=True,
            reason=reason.strip()[:200],
            opened_by_id=by,
        )


@transaction.atomic
def fence_forgotten() -> Fence | None:
    """Lock issuing when the journal's end knows numbers that the database has free, or has not.

    So it is when an old state was put back without `manage.py restore` (a snapshot, `pg_restore`);
    it has not those whose range was loaded after it. A fence that was open in the old state is to
    be reconciled again. None when nothing was forgotten. A batch or a lease that a crash cut off
    between journal and commit looks the same, and is then reconciled like it.
    """
    named = last_witnessed(most_bytes=TAIL_BYTES)
    free = Imei.objects.filter(imei__in=named, state=ImeiState.FREE, fence_id__isnull=True).count()
    if free:
        return _lock(f"The issue journal names {free} of its last numbers that are free here")
    if unknown := _unknown(named):
        return _lock(f"The issue journal names {unknown} of its last numbers that nobody loaded")
    return None


@transaction.atomic
def fence_loaded(ranges: Collection[ImeiRange]) -> Fence | None:
    """Put behind a fence what was just loaded and the journal names: phones carry it already.

    Such a range was loaded, issued from and forgotten with the database before, so it locks like
    any other state that is older than the journal. None when the journal names none of it.
    """
    known = witnessed_of({row.tac.tac for row in ranges})
    spans = [row.span for row in ranges]
    named = {imei for imei in known if any(s.lower <= int(imei[:14]) < s.upper for s in spans)}
    if not named:
        return None
    fence = _lock(f"The issue journal names {len(named)} of the numbers that were just loaded")
    fence.quarantined = (fence.quarantined or 0) + _quarantine(fence, named)
    fence.save(update_fields=["quarantined"])
    return fence


@transaction.atomic
def reconcile_fence(*, no: str, by: int, margin: int) -> Fence:
    """Quarantine what the journal knows and the database has free, and `margin` sets more.

    The margin, of each model in each plant, is for a journal that is lost or was torn. May be done
    again while the fence is open. Refuses `unknown_thing`, and `wrong_state` once closed.
    """
    fence = _open_one(no)
    named = {str(imei) for row in witnessed(since=_since(fence)) for imei in row.get("imeis", ())}
    found = _quarantine(fence, named)
    if margin > 0:
        found += _quarantine(fence, _ahead(margin))
    fence.journalled = len(named)
    fence.quarantined = (fence.quarantined or 0) + found
    fence.reconciled_at, fence.reconciled_by_id = timezone.now(), by
    fence.save(update_fields=["journalled", "quarantined", "reconciled_at", "reconciled_by"])
    return fence


@transaction.atomic
def close_fence(*, no: str, by: int, second: int) -> Fence:
    """Let issuing go on. Refuses `fence_not_reconciled`, `second_needed` for one person alone."""
    fence = _open_one(no)
    if fence.reconciled_at is None:
        raise Refusal("fence_not_reconciled", no=no)
    if by == second:
        raise Refusal("second_needed")
    fence.closed_at, fence.closed_by_id, fence.second_id = timezone.now(), by, second
    fence.save(update_fields=["closed_at", "closed_by", "second"])
    return fence


def _open_one(no: str) -> Fence:
    fence = Fence.objects.select_for_update().filter(no=no, locks=True).first()
    if fence is None:
        raise Refusal("unknown_thing", what="fence", no=no)
    if fence.closed_at is not None:
        raise Refusal("wrong_state", what=no, state="closed")
    return fence


def _lock(reason: str) -> Fence:
    """A new fence, or the open one, which must be reconciled (again) before it is closed."""
    fence = Fence.objects.select_for_update().filter(locks=True, closed_at__isnull=True).first()
    if fence is None:
        return open_fence(kind=FenceKind.RESTORE, reason=reason, by=None)
    if fence.reconciled_at is not None:
        fence.reconciled_at = fence.reconciled_by_id = None
        fence.save(update_fields=["reconciled_at", "reconciled_by"])
    return fence


def _unknown(named: Mapping[str, str]) -> int:
    """Numbers with no row, given after the last fence was closed: two people know of the others."""
    closed = Fence.objects.filter(locks=True, closed_at__isnull=False).order_by("-closed_at")
    after = closed.values_list("closed_at", flat=True).first()
    news = {imei for imei, at in named.items() if after is None or _moment(at) > after}
    return len(news) - Imei.objects.filter(imei__in=news).count()


def _moment(at: str) -> datetime:
    """When a line says it was written; one that does not say it counts as new."""
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def _since(fence: Fence) -> date | None:
    """The month before the last IMEI event below the fence; None, for all of the journal, if none.

    What the database knows is not free there, so that reading too much does no harm.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST_EVENT, [fence.opened_at])
        row = cursor.fetchone()
    return (row[0] - timedelta(days=31)).date() if row else None


def _ahead(margin: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SETS, [margin])
        return [str(imei) for (imei,) in cursor.fetchall()]


def _quarantine(fence: Fence, imeis: Iterable[str]) -> int:
    """Put the free sets of these numbers behind the fence, an event for each plant and portion."""
    wanted, count = sorted(imeis), 0
    for start in range(0, len(wanted), AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(_QUARANTINE, [fence.pk, wanted[start : start + AT_ONCE]])
            rows = cursor.fetchall()
        by_plant: dict[int, list[str]] = {}
        for plant_id, imei in rows:
            by_plant.setdefault(plant_id, []).append(imei)
        for plant_id, numbers in by_plant.items():
            ImeiEvent.objects.create(
                event_id=uuid7(),
                plant_id=plant_id,
                kind=ImeiEventKind.FENCED,
                imeis=sorted(numbers),
                reason=f"fence {fence.no}",
                at=timezone.now(),
                body_hash=b"",
            )
        count += len(rows)
    return count
