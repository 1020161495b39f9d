"""Acts of a station's screen that are no plain scan, done once for their event id.

Their receipt is the move they write, or the refusal that is kept: both are told again alike.
"""

from collections.abc import Callable

from django.db import transaction

from lines.actions.scan import Scan, refused, told_again
from lines.actions.standing import Reading, Visit, read_standing
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import keep_refusal


def told_once(*, scan: Scan, visit: Visit, act: Callable[[], Receipt]) -> Receipt:
    """Run `act`, which writes the move of the scan's event id; 200 with the first answer after.

    A refusal undoes the act and is kept with the scan's body, a passing one is raised.
    """
    reading = read_event(scan, visit)
    if reading.earlier is not None:
        return told_again(scan, reading.earlier)
    try:
        with transaction.atomic():
            return act()
    except Refusal as refusal:
        if refusal.passing:
            raise
        return _no(scan, visit, refusal, reading)


def read_event(scan: Scan, visit: Visit) -> Reading:
    """The unit that answers to the scan's identifier, and what its event was answered before."""
    return read_standing(
        plant_id=visit.station.plant_id,
        station_id=visit.station.id,
        identifier=scan.identifier,
        event_id=scan.event.event_id,
    )


def _no(scan: Scan, visit: Visit, refusal: Refusal, reading: Reading) -> Receipt:
    if refusal.code != "event_id_reused" and keep_refusal(
        refused(scan, refusal, reading.standing, visit)
    ):
        return Receipt(refusal.status, refusal.answer())
    rival = read_event(scan, visit)  # the same event came in twice at the same moment
    if rival.earlier is None:
        return Receipt(refusal.status, refusal.answer())
    return told_again(scan, rival.earlier)
