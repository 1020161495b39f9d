"""What the lines app does by the clock. Every task may run twice, or at once, or not at all."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from lines.actions import day_releases, orders, start_watch, tallies
from lines.actions.labels import printing, settled
from lines.actions.line_side import backflush, supply
from lines.actions.running import escalations

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


@shared_task(name="lines.tasks.share_day_plans")
def share_day_plans() -> int:
    """Every five minutes: shifts made since a day was released get their share of it."""
    today = timezone.localdate()
    return day_releases.share_plans(today=today, until=today + timedelta(days=14))


@shared_task(name="lines.tasks.watch_first_articles")
def watch_first_articles() -> int:
    """Each minute; how many approvals lapsed. The start of a unit asks for itself beside this."""
    return start_watch.revoke_lapsed(now=timezone.now())


@shared_task(name="lines.tasks.queue_settled_labels")
def queue_settled_labels() -> int:
    """Every two seconds; the board and device labels queued. Two at once: one does nothing."""
    return settled.queue_settled_labels() or 0


@shared_task(name="lines.tasks.print_labels")
def print_labels() -> None:
    """Every two seconds; each printer with labels that wait gets a worker of its own."""
    for printer_id in printing.printers_to_serve(now=timezone.now()):
        print_on.apply_async(args=(printer_id,), expires=10)


# Lost without harm: a label it was sending is asked about, the others still wait.
@shared_task(name="lines.tasks.print_on", acks_late=False)
def print_on(printer_id: int) -> int:
    """Print what waits for one printer; nothing while another worker does."""
    return printing.print_waiting(printer_id=printer_id)


@shared_task(name="lines.tasks.escalate_calls")
def escalate_calls() -> int:
    """Every 15 seconds; how many calls reached a level. A lost run is made up by the next."""
    return escalations.escalate_calls(now=timezone.now())


@shared_task(name="lines.tasks.fold_backflush")
def fold_backflush() -> int:
    """Each five minutes; the rows of the part ledger written. A lost run is made up by the next."""
    fold = backflush.fold_backflush()
    supply.call_where_low()
    return fold.pieces if fold else 0
