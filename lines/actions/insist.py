"""Optimism with an end: after two misses the unit is locked, and somebody gets through."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, connection, transaction

from mes.kernel.constraints import broken
from mes.kernel.refusals import Refusal

Result = TypeVar("Result")

FREE_TRIES = 2
LOCKED_TRIES = 3

RECEIPT_KEYS = frozenset(
    {"lines_move_pkey", "quality_testrecord_pkey", "quality_imeievent_pkey", "kernel_refusal_pkey"}
)
"""A broken one of these means that a rival stored the same event id first."""


def insist(attempt: Callable[[], Result | None], *, plant_id: int, identifier: str) -> Result:
    """Call `attempt` until it is not None: twice free, then with the unit locked.

    `attempt` reads, decides and writes, and answers None when it missed the version or lost a
    race for its event id; each call must read anew. Refuses `conflict` when even that is in vain,
    `event_id_reused` when it is the id that stands in the way: an event of another kind has it.
    """
    taken = False
    for number in range(FREE_TRIES + LOCKED_TRIES):
        try:
            if number < FREE_TRIES:
                result = attempt()
            else:
                with transaction.atomic():
                    lock_unit(plant_id=plant_id, identifier=identifier)
                    result = attempt()
        except IntegrityError as error:
            if broken(error) not in RECEIPT_KEYS:
                raise
            taken = True
            continue
        if result is not None:
            return result
        taken = False
    raise Refusal("event_id_reused" if taken else "conflict")


def lock_unit(*, plant_id: int, identifier: str) -> None:
    """Hold the unit's row until the end of the transaction; read it in a later statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.id FROM lines_identifier i JOIN lines_unit u ON u.id = i.unit_id"
            " WHERE i.plant_id = %s AND i.value = %s FOR NO KEY UPDATE OF u",
            [plant_id, identifier],
        )
