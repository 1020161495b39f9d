"""What the plant's clock asks for. Every task may run twice or be lost without harm."""

from celery import shared_task
from django.utils import timezone

from plants.actions.presences import end_silent
from plants.actions.shifts import open_and_close


@shared_task(name="plants.tasks.open_and_close_shifts")
def open_and_close_shifts() -> None:
    now = timezone.now()
    open_and_close(now=now)
    end_silent(now=now)
