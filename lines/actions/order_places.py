"""The numbered places of an order: made, moved to another order, withdrawn; set by set."""

from datetime import date

from django.db import connection

from lines.actions.numbers import take_numbers
from lines.models import OrderPlace, WorkOrder
from lines.rules.numbers import serial_day

# The last places that wait for a unit and have no set; locked, so that no start takes one.
_LOOSE = """
SELECT id, n FROM lines_orderplace
WHERE order_id = %(order)s AND unit_id IS NULL AND NOT kitted AND NOT withdrawn
ORDER BY n DESC LIMIT %(take)s FOR UPDATE
"""
_MAKE = """
INSERT INTO lines_orderplace (order_id, n, serial, kitted, withdrawn)
SELECT %(order)s, %(after)s + n, %(prefix)s || '-' ||
  lpad((n + %(first)s - 1)::text, greatest(5, length((n + %(first)s - 1)::text)), '0'),
  false, false
FROM generate_series(1, %(quantity)s) AS n
"""
_GIVE = f"""
WITH loose AS ({_LOOSE}), counted AS (
  SELECT id, row_number() OVER (ORDER BY n) AS k FROM loose
)
UPDATE lines_orderplace p SET order_id = %(to)s, n = counted.k
FROM counted WHERE p.id = counted.id
"""  # noqa: S608  # constants of this module
_WITHDRAW = f"""
WITH loose AS ({_LOOSE})
UPDATE lines_orderplace p SET withdrawn = true FROM loose WHERE p.id = loose.id
"""  # noqa: S608  # constants of this module


def make_places(*, order: WorkOrder, quantity: int, day: date, after: int = 0) -> None:
    """`quantity` places behind place `after`, with the serials of the day, in one statement."""
    prefix = serial_day(order.variant.model.serial_prefix, day)
    first = take_numbers(plant_id=None, series=prefix, take=quantity)
    _run(_MAKE, order=order.pk, prefix=prefix, first=first, quantity=quantity, after=after)


def last_place(*, order: WorkOrder) -> int:
    """The highest place number ever given in the order; 0 before its release."""
    last = OrderPlace.objects.filter(order=order).order_by("-n").values_list("n", flat=True).first()
    return last or 0


def give_places(*, order: WorkOrder, to: WorkOrder, take: int) -> int:
    """Move the last `take` loose places with their serials to an empty order; how many went."""
    return _run(_GIVE, order=order.pk, to=to.pk, take=take)


def withdraw_places(*, order: WorkOrder, take: int) -> int:
    """Let the last `take` loose places never get a unit; how many there were."""
    return _run(_WITHDRAW, order=order.pk, take=take)


def _run(statement: str, **values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
