"""The ledger of what happened to orders."""

from uuid import UUID

from lines.models import OrderEvent, OrderEventKind, WorkOrder
from mes.kernel.constraints import refusing
from mes.kernel.ids import uuid7
from mes.kernel.refusals import Refusal


def keep_event(
    *,
    order: WorkOrder,
    kind: OrderEventKind,
    by: int | None,
    event_id: UUID | None = None,
    units: int = 0,
    other: WorkOrder | None = None,
    reason: str = "",
    facts: dict[str, object] | None = None,
) -> OrderEvent:
    """Add one row. Refuses `event_id_reused`, and `reason_needed` where the kind needs one."""
    if not reason.strip() and kind not in (
        OrderEventKind.RELEASED,
        OrderEventKind.CLOSED,
        OrderEventKind.QUEUED,
    ):
        raise Refusal("reason_needed")
    event = OrderEvent(
        event_id=event_id or uuid7(),
        order=order,
        kind=kind,
        units=units,
        other=other,
        reason=reason.strip()[:200],
        facts=facts or {},
        person_id=by,
    )
    with refusing({"lines_orderevent_pkey": Refusal("event_id_reused")}):
        event.save(force_insert=True)
    return event
