"""The switching rules of ISO 2859-1 (normal, tightened, discontinued), for one class of defect."""

from collections.abc import Sequence
from dataclasses import dataclass

from quality.rules.sampling.plans import DISCONTINUED, NORMALLY, TIGHTLY

TWO_OF_FIVE = "two_of_five"
FIVE_ACCEPTED = "five_accepted"
FIVE_REJECTED = "five_rejected"
CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Switch:
    """To which severity, by which rule; `lots` are the places in the run that say so."""

    to: str
    rule: str
    lots: tuple[int, ...]


def next_severity(severity: str, run: Sequence[bool]) -> Switch | None:
    """What the lots of a run ask for; None: stay.

    `run` tells, oldest first, which lots were accepted on *original* inspection since the
    severity was last changed. Discontinued inspection is resumed by a person, never by lots.
    """
    refused = [place for place, accepted in enumerate(run) if not accepted]
    if severity == NORMALLY:
        late = [place for place in refused if place >= len(run) - 5]
        return Switch(TIGHTLY, TWO_OF_FIVE, tuple(late)) if len(late) >= 2 else None
    if severity == TIGHTLY:
        if len(refused) >= 5:
            return Switch(DISCONTINUED, FIVE_REJECTED, tuple(refused))
        if len(run) >= 5 and all(run[-5:]):
            return Switch(NORMALLY, FIVE_ACCEPTED, tuple(range(len(run) - 5, len(run))))
    return None
