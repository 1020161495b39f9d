"""What the plant's clock asks for. Every task may run twice or be lost without harm."""

from celery import shared_task
from django.utils import timezone

from plants.actions.shifts import open_and_close


@shared_task(name="plants.tasks.open_and_close_shifts")
def open_and_close_shifts() -> None:
    open_and_close(now=timezone.now())
