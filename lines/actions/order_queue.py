"""The orders of a line in the order they are worked."""

from uuid import UUID

from django.db import transaction

from lines.actions.order_events import keep_event
from lines.models import OrderEventKind, OrderState, WorkOrder
from mes.kernel.refusals import Refusal
from plants.models import Line

QUEUED = (OrderState.DRAFT, OrderState.RELEASED, OrderState.RUNNING, OrderState.HELD)


@transaction.atomic
def move_in_queue(
    *, event_id: UUID, plant_id: int, no: str, up: bool, by: int | None
) -> list[WorkOrder]:
    """One place up or down among the orders of its line; it takes its neighbour's priority.

    The whole queue is numbered anew. At the end of the queue nothing changes. Refuses
    `unknown_order` and `order_state` for one that is no longer worked.
    """
    found = WorkOrder.objects.filter(plant_id=plant_id, no=no).first()
    if found is None:
        raise Refusal("unknown_order", order=no)
    # All movers of a line wait here for one another; then the rows are locked by number.
    Line.objects.select_for_update(no_key=True).get(pk=found.line_id)
    rows = WorkOrder.objects.select_for_update(no_key=True).order_by("pk")
    locked = rows.filter(line_id=found.line_id, state__in=QUEUED)
    queue = sorted(locked, key=lambda order: (order.priority, order.rank, order.pk))
    at = next((index for index, order in enumerate(queue) if order.pk == found.pk), None)
    if at is None:
        raise Refusal("order_state", order=found.no, state=found.state)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(queue):
        return queue
    mover, other = queue[at], queue[to]
    mover.priority = other.priority
    queue[at], queue[to] = other, mover
    for rank, order in enumerate(queue, start=1):
        order.rank = rank
    WorkOrder.objects.bulk_update(queue, ["priority", "rank"])
    keep_event(
        order=mover,
        kind=OrderEventKind.QUEUED,
        by=by,
        event_id=event_id,
        units=at - to,
        other=other,
    )
    return queue
