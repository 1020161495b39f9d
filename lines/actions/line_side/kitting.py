"""Places of an order that may be started: as many as whole sets lie at its line for it."""

from django.db import connection

from lines.models import OrderPlace, WorkOrder
from lines.models.line_sums import BROUGHT, ingredients, stayed_with
from lines.rules.line_side.picking import complete_sets

_TAKE = """
UPDATE lines_orderplace SET kitted = true WHERE id = ANY(ARRAY(
  SELECT id FROM lines_orderplace
  WHERE order_id = %s AND unit_id IS NULL AND NOT kitted AND NOT withdrawn
  ORDER BY n LIMIT %s FOR UPDATE))
"""
_GIVE = """
UPDATE lines_orderplace SET kitted = false WHERE id = ANY(ARRAY(
  SELECT id FROM lines_orderplace WHERE order_id = %s AND unit_id IS NULL AND kitted
  ORDER BY n DESC LIMIT %s FOR UPDATE))
"""


def whole_sets(order: WorkOrder) -> int:
    """Sets of which every picked part was issued to the order and has not left its line again."""
    if order.bom_id is None:
        return 0
    lines = [line for line in ingredients(order.bom_id) if not line.bulk]
    places = OrderPlace.objects.filter(order=order, withdrawn=False).count()
    return complete_sets(lines, stayed_with(order.pk), most=places)


def sets_brought(order: WorkOrder) -> int:
    """Sets of which every picked part was brought for the order, what was spoilt there too."""
    if order.bom_id is None:
        return 0
    lines = [line for line in ingredients(order.bom_id) if not line.bulk]
    pieces = stayed_with(order.pk, kinds=BROUGHT)
    return complete_sets(lines, pieces, most=sum(pieces.values()))


def rekit(order: WorkOrder) -> int:
    """Count the order's whole sets again and mark its places so; the sets.

    The caller has locked the order. A unit that was started keeps its place whatever is scrapped
    afterwards: the set that is then missing is one of those not started yet.
    """
    sets = whole_sets(order)
    places = OrderPlace.objects.filter(order=order)
    started = places.filter(unit__isnull=False).count()
    kitted = places.filter(unit__isnull=True, kitted=True).count()
    more = max(0, sets - started) - kitted
    if more:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE if more > 0 else _GIVE, [order.pk, abs(more)])
    return sets
