"""What the quality app does by the clock. Every task may run twice, or at once, or not at all."""

from celery import shared_task

from quality.actions.range_queue import load_waiting


@shared_task(name="quality.tasks.load_waiting_ranges")
def load_waiting_ranges() -> int:
    """Every ten seconds; how many were loaded. Two at once take different ranges."""
    return load_waiting()
