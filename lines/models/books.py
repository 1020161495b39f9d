"""What is true of an order's units and sets, counted from the rows themselves."""

from django.db import connection

from lines.models.orders import WorkOrder
from lines.rules.orders import OrderBooks

_BOOKS = """
SELECT
  count(*),
  count(*) FILTER (WHERE u.state IN ('in_process', 'in_repair')),
  count(*) FILTER (WHERE u.state IN ('packed', 'shipped', 'returned')),
  count(*) FILTER (WHERE u.state = 'scrapped'),
  (SELECT COALESCE(sum(CASE e.kind WHEN 'issued' THEN e.sets ELSE -e.sets END), 0)
     FROM lines_kitevent e WHERE e.order_id = %(order)s),
  (SELECT count(*) FROM lines_orderplace p
     WHERE p.order_id = %(order)s AND p.kitted AND p.unit_id IS NULL)
FROM lines_unit u WHERE u.order_id = %(order)s
"""


def order_books(order: WorkOrder) -> OrderBooks:
    """Units begun, on the line, packed or beyond, scrapped; sets issued less returned; unused."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS, {"order": order.pk})
        row = cursor.fetchone()
    return OrderBooks(order.quantity, *(int(value) for value in row))
