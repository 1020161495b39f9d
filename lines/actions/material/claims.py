"""A supplier claim on its way: made when receiving is closed, sent, settled."""

from django.db import transaction
from django.utils import timezone

from lines.models import Claim
from mes.kernel.refusals import Refusal


@transaction.atomic
def send_claim(*, plant_id: int, no: str, by: int | None) -> Claim:
    """The sheet went to the supplier. Refuses `unknown_thing` and `wrong_state`."""
    claim = _locked(plant_id, no)
    if claim.sent_at is not None:
        raise Refusal("wrong_state", what=no, state="sent")
    claim.sent_at = timezone.now()
    claim.sent_by_id = by
    claim.save(update_fields=["sent_at", "sent_by"])
    return claim


@transaction.atomic
def settle_claim(*, plant_id: int, no: str, settlement: str, by: int | None) -> Claim:
    """What the supplier gave for it, in words. Refuses `wrong_state` before it was sent."""
    claim = _locked(plant_id, no)
    if not settlement.strip():
        raise Refusal("reason_needed")
    if claim.sent_at is None or claim.settled_at is not None:
        state = "open" if claim.sent_at is None else "settled"
        raise Refusal("wrong_state", what=no, state=state)
    claim.settled_at = timezone.now()
    claim.settled_by_id = by
    claim.settlement = settlement.strip()[:200]
    claim.save(update_fields=["settled_at", "settled_by", "settlement"])
    return claim


def _locked(plant_id: int, no: str) -> Claim:
    claim = Claim.objects.select_for_update().filter(plant_id=plant_id, no=no).first()
    if claim is None:
        raise Refusal("unknown_thing", what="claim", no=no)
    return claim
