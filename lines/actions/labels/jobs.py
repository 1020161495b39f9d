"""What people do with labels in the queue: print again, cancel, say whether one came out."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.labels.queue import queue_label
from lines.models import JobState, LabelPrint, PrintJob
from mes.kernel.refusals import Refusal


@transaction.atomic
def reprint_label(*, plant_id: int, no: str, event_id: UUID, reason: str, by: int) -> LabelPrint:
    """The same thing's next label, R1, R2 …; the one before it is cancelled or void.

    Refuses `unknown_thing`, `reason_needed`, `no_printer`.
    """
    label = label_named(plant_id=plant_id, no=no)
    if not reason.strip():
        raise Refusal("reason_needed")
    unit_kind = label.kind in ("board", "device", "box")
    made = queue_label(
        kind=label.kind,
        event_id=event_id,
        unit_id=label.unit_id if unit_kind else None,
        handling_id=None if unit_kind else label.handling_id,
        by=by,
        reason=reason,
        asked=True,
    )
    assert made is not None  # noqa: S101  # what is asked for is made or refused
    return made


@transaction.atomic
def cancel_job(*, plant_id: int, no: str, reason: str, by: int) -> PrintJob:
    """Take a label out of the queue. Refuses `unknown_thing`, `reason_needed`, `wrong_state`."""
    job = _locked_job(plant_id, no)
    if not reason.strip():
        raise Refusal("reason_needed")
    if job.state not in (JobState.QUEUED, JobState.ERROR):
        raise Refusal("wrong_state", what=f"Label {no}", state=job.get_state_display())
    return _decided(job, JobState.CANCELLED, reason, by)


@transaction.atomic
def say_printed(*, plant_id: int, no: str, by: int) -> PrintJob:
    """A person has seen the label: of one that was unsure, or that a browser printed.

    Refuses `unknown_thing` and `wrong_state`.
    """
    job = _locked_job(plant_id, no)
    if job.state not in (JobState.UNSURE, JobState.QUEUED):
        raise Refusal("wrong_state", what=f"Label {no}", state=job.get_state_display())
    return _decided(job, JobState.SENT, job.reason, by)


def label_named(*, plant_id: int, no: str) -> LabelPrint:
    """Refuses `unknown_thing`."""
    label = LabelPrint.objects.filter(plant_id=plant_id, no=no).first()
    if label is None:
        raise Refusal("unknown_thing", what="label", no=no)
    return label


def _locked_job(plant_id: int, no: str) -> PrintJob:
    job = (
        PrintJob.objects.select_for_update(of=("self",))
        .filter(label__plant_id=plant_id, label__no=no)
        .first()
    )
    if job is None:
        raise Refusal("unknown_thing", what="label", no=no)
    return job


def _decided(job: PrintJob, state: str, reason: str, by: int) -> PrintJob:
    job.state, job.reason, job.decided_by_id = state, reason.strip()[:200], by
    job.sent_at = timezone.now() if state == JobState.SENT else job.sent_at
    job.save(update_fields=["state", "reason", "decided_by", "sent_at"])
    return job
