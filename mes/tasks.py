"""What the installation does by the clock, over all its apps."""

import logging

from celery import shared_task

from mes.verify.checks import run

logger = logging.getLogger(__name__)


# Acknowledged at once: a year of ledger takes longer than the broker waits for an answer.
@shared_task(
    name="mes.tasks.verify_ledger", acks_late=False, time_limit=4 * 3600, soft_time_limit=14_000
)
def verify_ledger() -> list[str]:
    """Each night: the names of the checks that failed, each said in the log."""
    broken = [outcome for outcome in run() if outcome.bad is not None]
    for outcome in broken:
        logger.error("verify_ledger: %s: %s", outcome.check.name, outcome.bad)
    return [outcome.check.name for outcome in broken]
