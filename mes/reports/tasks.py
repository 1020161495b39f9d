"""What the clock asks of the reports. Every task may run twice or be lost without harm."""

from celery import shared_task
from django.utils import timezone

from mes.reports.actions.shift_reports import revise_reports, write_missing_reports


@shared_task(name="mes.reports.tasks.write_shift_reports")
def write_shift_reports() -> None:
    write_missing_reports(now=timezone.now())


@shared_task(name="mes.reports.tasks.revise_shift_reports")
def revise_shift_reports() -> None:
    revise_reports(now=timezone.now())
