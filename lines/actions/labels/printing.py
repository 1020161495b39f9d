"""Queued labels to their printer: in order, each once, and never twice on a guess.

One worker a printer at a time, by a lock of the session. A label is claimed and committed before
its first byte leaves; whatever breaks after that leaves it unsure, and a person decides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from lines.actions.labels.wire import Wire, wire_to
from lines.models import JobState, Printer, PrinterKind, PrinterState, PrintJob
from lines.rules.labels.drawing import drawn
from lines.rules.labels.faults import BadLayout
from lines.rules.labels.spec import layout_of
from lines.rules.labels.zebra import READY, wait_seconds
from lines.rules.labels.zpl import zpl

MOST = 50
"""Labels of one connection; the next run takes the rest."""


def printers_to_serve(*, now: datetime) -> list[int]:
    """The printers with labels that wait, and that are not left alone for a while."""
    due = Printer.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now), active=True, kind="zpl")
    waiting = PrintJob.objects.filter(state__in=[JobState.QUEUED, JobState.SENDING])
    return list(due.filter(pk__in=waiting.values("printer")).values_list("pk", flat=True))


def print_waiting(*, printer_id: int, now: datetime | None = None, most: int = MOST) -> int:
    """Print what waits for the printer; how many were printed. Nothing while another worker does.

    A printer that is away or out of paper keeps its labels queued and is asked again later.
    """
    moment = now or timezone.now()
    with _alone(printer_id) as mine:
        if not mine:
            return 0
        _leave_unsure(printer_id)
        printer = Printer.objects.get(pk=printer_id)
        if not _due(printer, moment):
            return 0
        try:
            with wire_to(printer.host, port=printer.port) as wire:
                return _print_over(wire, printer, moment, most)
        except OSError:
            _note(printer, PrinterState.AWAY, moment)
            return 0


def _print_over(wire: Wire, printer: Printer, moment: datetime, most: int) -> int:
    done = 0
    while done < most:
        state = wire.host().state if printer.asks_status else READY
        _note(printer, state, moment)
        if state != READY:
            break
        job = _claim(printer)
        if job is None:
            break
        if not _send(wire, printer, moment, *job):
            break
        done += 1
    return done


def _due(printer: Printer, moment: datetime) -> bool:
    if not printer.active or printer.kind != PrinterKind.ZPL:
        return False
    if printer.retry_at is not None and printer.retry_at > moment:
        return False
    return PrintJob.objects.filter(printer=printer, state=JobState.QUEUED).exists()


def _claim(printer: Printer) -> tuple[PrintJob, bytes] | None:
    """The oldest label that can be drawn, marked as being sent; None when nothing waits."""
    waiting = PrintJob.objects.filter(printer=printer, state=JobState.QUEUED)
    while job := waiting.select_related("label__layout").order_by("pk").first():
        mine = PrintJob.objects.filter(pk=job.pk, state=JobState.QUEUED)
        try:
            data = _bytes(job, printer.dpi)
        except BadLayout as bad:
            mine.update(state=JobState.ERROR, reason=bad.faults[0].said[:200])
            continue
        if mine.update(
            state=JobState.SENDING, tries=job.tries + 1, started_at=timezone.now(), reason=""
        ):
            return job, data
    return None


def _bytes(job: PrintJob, dpi: int) -> bytes:
    layout, data = job.label.layout, job.label.data
    assert layout is not None  # noqa: S101  # a job without one is in error from the start
    return zpl(drawn(layout_of(layout.kind, layout.spec), data["values"], data["rows"]), dpi=dpi)


def _send(wire: Wire, printer: Printer, moment: datetime, job: PrintJob, data: bytes) -> bool:
    """Send one label; False when the connection is of no more use."""
    mine = PrintJob.objects.filter(pk=job.pk, state=JobState.SENDING)
    try:
        wire.send(data)
        host = wire.finished() if printer.asks_status else None
    except OSError as error:
        mine.update(state=JobState.UNSURE, reason=f"Connection lost while sending: {error}"[:200])
        _note(printer, PrinterState.AWAY, moment)
        return False
    if host is not None and not host.idle:
        said = PrinterState(host.state).label
        mine.update(state=JobState.UNSURE, reason=f"Sent, then the printer said: {said}"[:200])
        _note(printer, host.state, moment)
        return False
    mine.update(state=JobState.SENT, sent_at=timezone.now(), reason="")
    return True


def _leave_unsure(printer_id: int) -> None:
    """A label that a worker was sending when it died: the lock is ours, so nobody sends it now."""
    PrintJob.objects.filter(printer_id=printer_id, state=JobState.SENDING).update(
        state=JobState.UNSURE, reason="The sender stopped while sending"
    )


def _note(printer: Printer, state: str, moment: datetime) -> None:
    if state == READY and printer.state == READY and not printer.fails:
        return
    fails = 0 if state == READY else min(printer.fails + 1, 999)
    wait = timedelta(seconds=wait_seconds(fails))
    printer.state, printer.fails, printer.state_at = state, fails, moment
    printer.retry_at = None if state == READY else moment + wait
    printer.save(update_fields=["state", "fails", "state_at", "retry_at"])


@contextmanager
def _alone(printer_id: int) -> Iterator[bool]:
    """A lock of this session: it outlives the commits between two labels, and dies with us."""
    name = [f"printer:{printer_id}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
        (got,) = cursor.fetchone()
    try:
        yield bool(got)
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
