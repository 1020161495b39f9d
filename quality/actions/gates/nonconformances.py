"""A nonconformance from its first word to its end; the board's decision acts on its unit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.holds import close_hold, touch_units
from lines.actions.numbers import next_no
from lines.models import Hold
from mes.kernel.refusals import Refusal
from quality.models import (
    Disposition,
    NcrAction,
    NcrEvent,
    NcrEventKind,
    NcrState,
    Nonconformance,
)
from quality.models.gates.carried import waits_to_be_carried
from quality.rules.gates.nonconformance import check_may, check_may_close


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, by which event, and when."""

    event_id: UUID
    person_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """What is wrong, with what, whose it becomes and until when."""

    plant_id: int
    title: str
    owner_id: int
    due: date
    detail: str = ""
    unit_id: int | None = None
    hold_id: int | None = None
    station_id: int | None = None
    quantity: int = 1


@transaction.atomic
def open_nonconformance(*, opening: Opening, act: Act) -> Nonconformance:
    """Number and open it."""
    row = Nonconformance.objects.create(
        plant_id=opening.plant_id,
        no=next_no(letter="NC", day=timezone.localdate(act.at)),
        title=opening.title.strip()[:120],
        detail=opening.detail.strip()[:1000],
        unit_id=opening.unit_id,
        hold_id=opening.hold_id,
        station_id=opening.station_id,
        quantity=opening.quantity,
        owner_id=opening.owner_id,
        due=opening.due,
        opened_by_id=act.person_id,
        opened_at=act.at,
    )
    note(row, act, NcrEventKind.OPENED, text=row.title)
    return row


@transaction.atomic
def change_nonconformance(
    *, pk: int, act: Act, owner_id: int | None = None, due: date | None = None, cause: str = ""
) -> Nonconformance:
    """Another owner, day or root cause; what is not named stays."""
    row = locked(pk=pk, act="change")
    told = []
    if owner_id is not None and owner_id != row.owner_id:
        told.append("owner")
        row.owner_id = owner_id
    if due is not None and due != row.due:
        told.append(f"due {row.due} → {due}")
        row.due = due
    if cause.strip():
        told.append(f"cause: {cause.strip()}")
        row.cause = cause.strip()[:1000]
    row.save(update_fields=["owner", "due", "cause"])
    note(row, act, NcrEventKind.CHANGED, text=", ".join(told))
    return row


@transaction.atomic
def put_before_board(*, pk: int, act: Act) -> Nonconformance:
    row = locked(pk=pk, act="review")
    row.state = NcrState.REVIEW
    row.save(update_fields=["state"])
    note(row, act, NcrEventKind.REVIEW)
    return row


@transaction.atomic
def add_action(
    *, pk: int, act: Act, kind: str, what: str, owner_id: int, due: date
) -> Nonconformance:
    """One thing to do, numbered within the nonconformance."""
    row = locked(pk=pk, act="action")
    n = row.actions.count() + 1
    NcrAction.objects.create(
        nonconformance=row, n=n, kind=kind, what=what.strip()[:300], owner_id=owner_id, due=due
    )
    note(row, act, NcrEventKind.ACTION, text=f"{n}: {what.strip()}")
    return row


@transaction.atomic
def finish_action(*, pk: int, n: int, result: str, act: Act) -> Nonconformance:
    """Refuses `unknown_thing`, `wrong_state` when it is done already, `reason_needed`."""
    row = locked(pk=pk, act="done")
    found = row.actions.select_for_update().filter(n=n).first()
    if found is None:
        raise Refusal("unknown_thing", what="action", no=f"{row.no}-{n}")
    if found.done_at is not None:
        raise Refusal("wrong_state", what=f"{row.no}-{n}", state="done")
    if not result.strip():
        raise Refusal("reason_needed")
    found.done_by_id, found.done_at, found.result = act.person_id, act.at, result.strip()[:300]
    found.save(update_fields=["done_by", "done_at", "result"])
    note(row, act, NcrEventKind.DONE, text=f"{n}: {found.result}")
    return row


@transaction.atomic
def decide(*, pk: int, act: Act, disposition: Disposition, second_id: int) -> Nonconformance:
    """The material review board's word, by two people; it lets go of the hold or keeps it.

    Use as is and rework release the hold, for the parts may go on; what is scrapped or goes back
    to its supplier stays held, so that nothing of it is used. Refuses `wrong_state` and
    `same_person`. The scrapping itself is `carry_out`, with its own event.
    """
    row = locked(pk=pk, act="decide")
    if second_id == act.person_id:
        raise Refusal("same_person")
    row.disposition, row.state = disposition, NcrState.DECIDED
    row.decided_by_id, row.second_id, row.decided_at = act.person_id, second_id, act.at
    row.save(update_fields=["disposition", "state", "decided_by", "second", "decided_at"])
    if disposition in (Disposition.USE_AS_IS, Disposition.REWORK):
        let_go(row, act)
    note(row, act, NcrEventKind.DECIDED, text=str(disposition), second=second_id)
    return row


@transaction.atomic
def close_nonconformance(*, pk: int, act: Act) -> Nonconformance:
    """Refuses `wrong_state` before the board decided, `ncr_needs_cause`, `ncr_actions_open`, and
    `ncr_not_carried` while what is to be scrapped or sent back still lies there.
    """
    row = locked(pk=pk, act="close")
    left = row.actions.filter(done_at=None).count()
    check_may_close(no=row.no, cause=row.cause, open_actions=left)
    if waits_to_be_carried(row):
        raise Refusal("ncr_not_carried", no=row.no)
    row.state, row.closed_by_id, row.closed_at = NcrState.CLOSED, act.person_id, act.at
    row.save(update_fields=["state", "closed_by", "closed_at"])
    note(row, act, NcrEventKind.CLOSED)
    return row


def let_go(row: Nonconformance, act: Act) -> None:
    """End the hold that a nonconformance is about, if there is one and it is open."""
    if row.hold_id is None:
        return
    hold = Hold.objects.get(pk=row.hold_id)
    if hold.unit_id is not None:
        touch_units(unit_ids=[hold.unit_id])
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    if hold.released_at is None:
        words = Disposition(row.disposition).label
        close_hold(hold=hold, reason=f"{row.no}: {words}", by=act.person_id, now=act.at)


def locked(*, pk: int, act: str) -> Nonconformance:
    """The row under its lock. Refuses `wrong_state` for what its state does not allow."""
    row = Nonconformance.objects.select_for_update().get(pk=pk)
    check_may(act, no=row.no, state=row.state)
    return row


def note(
    row: Nonconformance,
    act: Act,
    kind: NcrEventKind,
    *,
    text: str = "",
    second: int | None = None,
) -> None:
    """What happened, in the ledger."""
    NcrEvent.objects.create(
        event_id=act.event_id,
        plant_id=row.plant_id,
        nonconformance_id=row.pk,
        kind=kind,
        note=text[:1000],
        person_id=act.person_id,
        second_id=second,
        at=act.at,
    )
