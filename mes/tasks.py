"""What the installation does by the clock, over all its apps."""

import logging

from celery import shared_task
from django.utils import timezone

from mes.kernel import anchors
from mes.kernel.models import CheckRun
from mes.verify.checks import run

logger = logging.getLogger(__name__)


# Acknowledged at once: a year of ledger takes longer than the broker waits for an answer.
@shared_task(
    name="mes.tasks.verify_ledger", acks_late=False, time_limit=4 * 3600, soft_time_limit=14_000
)
def verify_ledger() -> list[str]:
    """Each night: the names of the checks that failed, kept and said in the log."""
    began, outcomes = timezone.now(), list(run())
    broken = [outcome for outcome in outcomes if outcome.bad is not None]
    for outcome in broken:
        logger.error("verify_ledger: %s: %s", outcome.check.name, outcome.bad)
    CheckRun.objects.create(
        began_at=began,
        asked=len(outcomes),
        bad=[[outcome.check.name, outcome.bad] for outcome in broken],
    )
    return [outcome.check.name for outcome in broken]


@shared_task(name="mes.tasks.write_anchors")
def write_anchors() -> int:
    """Every five minutes: the chain's heads into the signed file, each at most once an hour."""
    return anchors.write_anchors(now=timezone.now())
