"""What the kernel does by the clock. Every task may run twice, or at once, or not at all."""

from celery import shared_task

from mes.kernel import chain


@shared_task(name="mes.kernel.tasks.chain_ledgers")
def chain_ledgers() -> None:
    """Each second; a lost run is made up by the next."""
    chain.chain_ledgers()
