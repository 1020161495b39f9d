"""What the kit ledger adds up to."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from lines.models.kits import KitEvent, KitEventKind


@dataclass(frozen=True, slots=True)
class LotBooks:
    """Sets of a lot; `stock` is what stands in the store."""

    received: int
    issued: int
    returned: int
    withdrawn: int = 0

    @property
    def net_received(self) -> int:
        """Received, less what was taken back at the dock."""
        return self.received - self.withdrawn

    @property
    def stock(self) -> int:
        return self.net_received - self.issued + self.returned


def sets_with(*, lot_id: int, order_id: int) -> int:
    """Sets of the lot that went to the order and did not come back."""
    events = KitEvent.objects.filter(lot_id=lot_id, order_id=order_id)
    sums = events.aggregate(
        out=Sum("sets", filter=Q(kind=KitEventKind.ISSUED), default=0),
        back=Sum("sets", filter=Q(kind=KitEventKind.RETURNED), default=0),
    )
    return int(sums["out"] - sums["back"])


def lot_books(lot_id: int) -> LotBooks:
    """The sums of a lot's events."""
    sums = KitEvent.objects.filter(lot_id=lot_id).aggregate(
        **{kind.value: Sum("sets", filter=Q(kind=kind), default=0) for kind in KitEventKind}
    )
    return LotBooks(sums["received"], sums["issued"], sums["returned"], sums["withdrawn"])
