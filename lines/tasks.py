"""What the lines app does by the clock. Every task may run twice, or at once, or not at all."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from lines.actions import orders, tallies

# Older days were counted again while they were young, and their shifts do not change any more.
YOUNG = timedelta(days=35)


@shared_task(name="lines.tasks.fold_tallies")
def fold_tallies() -> None:
    """Each second; a lost run is made up by the next."""
    tallies.fold_tallies()


# Acknowledged at once: it may run for longer than the broker waits before it tells another.
@shared_task(
    name="lines.tasks.rebuild_tallies", acks_late=False, time_limit=3600, soft_time_limit=3500
)
def rebuild_tallies() -> int:
    """Each night; the number of tallies put right."""
    return tallies.rebuild_tallies(since=timezone.now() - YOUNG)


@shared_task(name="lines.tasks.complete_orders")
def complete_orders() -> list[str]:
    """Each minute; the numbers of the orders whose last unit was packed or scrapped."""
    return orders.complete_orders()
