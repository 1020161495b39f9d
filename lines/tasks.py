"""What the lines app does by the clock. Every task may run twice, or at once, or not at all."""

from celery import shared_task

from lines.actions import tallies


@shared_task(name="lines.tasks.fold_tallies")
def fold_tallies() -> None:
    """Each second; a lost run is made up by the next."""
    tallies.fold_tallies()


@shared_task(name="lines.tasks.rebuild_tallies")
def rebuild_tallies() -> int:
    """Each night, after the shifts of the day were settled; the number of rows put right."""
    return tallies.rebuild_tallies()
