"""What the store's and the lines' people have before them: a list half picked, calls, minimums."""

from datetime import datetime, timedelta

from lines.actions.line_side.pick_lists import PickWish, make_pick_list
from lines.actions.line_side.picking import confirm_pick
from lines.actions.line_side.supply import (
    acknowledge_call,
    call_below_minimum,
    raise_call,
    set_rule,
)
from lines.actions.orders import OrderWish, create_order, release_order
from lines.models import WorkOrder
from lines.models.pick_rows import list_lines
from mes.kernel.ids import uuid7
from plants.models import Person

ORDER, SETS = 400, 120
MINIMUMS = (("GLUE-B7000", 20, 60), ("TAPE-3M-88", 40, 200))


def make_line_side(order: WorkOrder, *, people: dict[str, Person], now: datetime) -> None:
    """An order of the line's model that is picked part by part, and what its line calls for."""
    store, planner, supervisor = (people[name].pk for name in ("store", "planner", "supervisor"))
    line = order.line
    wish = OrderWish(
        sku=order.variant.sku,
        quantity=ORDER,
        no=f"{line.code}-REPEAT",
        priority=4,
        due=(now + timedelta(days=4)).date(),
    )
    made = create_order(line=line, wish=wish, by=planner)
    release_order(plant_id=line.plant_id, no=made.no, by=planner, now=now)
    picks = make_pick_list(
        event_id=uuid7(),
        plant_id=line.plant_id,
        order_no=made.no,
        wish=PickWish(SETS, now.date()),
        by=store,
        now=now - timedelta(minutes=50),
    )
    for row in list_lines(picks.pk)[:2]:
        confirm_pick(
            event_id=uuid7(),
            plant_id=line.plant_id,
            no=picks.no,
            scanned=row.lot,
            quantity=None,
            by=store,
            now=now - timedelta(minutes=30),
        )
    for part, minimum, fill_to in MINIMUMS:
        set_rule(line=line, part_no=part, minimum=minimum, fill_to=fill_to)
    call_below_minimum(line=line, now=now - timedelta(minutes=12))
    box = order.variant.sku[:24] + "-BOX"
    asked = raise_call(
        line=line, part_no=box, quantity=200, by=supervisor, now=now - timedelta(minutes=25)
    )
    acknowledge_call(plant_id=line.plant_id, no=asked.no, by=store, now=now - timedelta(minutes=20))
