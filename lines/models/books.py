"""What is true of an order's units and sets, counted from the rows themselves."""

from dataclasses import fields

from django.db import connection

from lines.models.orders import WorkOrder
from lines.rules.orders import OrderBooks

_BOOKS = """
SELECT
  u.started, u.in_process, u.packed, u.scrapped, e.issued, p.kitted,
  %(over)s, u.shipped, p.free, p.withdrawn, e.returned,
  COALESCE((SELECT h.no FROM lines_handlingunit h
            WHERE h.order_id = %(order)s AND h.kind = 'carton' AND h.state = 'open'
              AND EXISTS (SELECT 1 FROM lines_handlingunit b WHERE b.parent_id = h.id)
            ORDER BY h.id LIMIT 1), '')
FROM (
  SELECT count(*) AS started,
    count(*) FILTER (WHERE state IN ('in_process', 'in_repair')) AS in_process,
    count(*) FILTER (WHERE state IN ('packed', 'shipped', 'returned')) AS packed,
    count(*) FILTER (WHERE state = 'shipped') AS shipped,
    count(*) FILTER (WHERE state = 'scrapped') AS scrapped
  FROM lines_unit WHERE order_id = %(order)s
) u, (
  SELECT
    COALESCE(sum(CASE kind WHEN 'issued' THEN sets ELSE -sets END), 0) AS issued,
    COALESCE(sum(sets) FILTER (WHERE kind = 'returned'), 0) AS returned
  FROM lines_kitevent WHERE order_id = %(order)s
) e, (
  SELECT count(*) FILTER (WHERE kitted AND unit_id IS NULL) AS kitted,
    count(*) FILTER (WHERE unit_id IS NULL AND NOT withdrawn) AS free,
    count(*) FILTER (WHERE withdrawn) AS withdrawn
  FROM lines_orderplace WHERE order_id = %(order)s
) p
"""


def order_books(order: WorkOrder) -> OrderBooks:
    """The order's books; `free` of a draft is its quantity, for it has no places yet."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS, {"order": order.pk, "over": order.over_build})
        row = cursor.fetchone()
    *numbers, carton = row
    names = [each.name for each in fields(OrderBooks)][1:-1]
    counted = {name: int(value) for name, value in zip(names, numbers, strict=True)}
    if order.released_at is None:
        counted["free"] = order.quantity
    return OrderBooks(quantity=order.quantity, open_carton=str(carton), **counted)
