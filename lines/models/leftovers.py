"""Units of other orders that still stand on a line."""

from dataclasses import dataclass

from django.db import connection

_LEFT = """
SELECT u.serial, o.no, COALESCE(n.code, ''), u.state,
  EXISTS (SELECT 1 FROM lines_hold h WHERE h.unit_id = u.id AND h.released_at IS NULL)
FROM lines_unit u
JOIN lines_workorder o ON o.id = u.order_id
LEFT JOIN LATERAL (
  SELECT p.code FROM plants_routestep s JOIN plants_operation p ON p.id = s.operation_id
  WHERE s.route_id = u.route_id AND s.position > u.done ORDER BY s.position LIMIT 1
) n ON true
WHERE u.line_id = %(line)s AND u.state IN ('in_process', 'in_repair')
  AND u.order_id <> %(order)s
ORDER BY o.no, u.done DESC, u.serial LIMIT %(most)s
"""
MOST = 500


@dataclass(frozen=True, slots=True)
class Leftover:
    """A unit, the step it waits for, and whether it is set aside: held, or on the bench."""

    serial: str
    order: str
    step: str
    state: str
    held: bool

    @property
    def aside(self) -> bool:
        return self.held or self.state == "in_repair"


def leftovers(*, line_id: int, order_id: int) -> list[Leftover]:
    """Up to MOST units on the line that are not of this order, those nearest their end first."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, {"line": line_id, "order": order_id, "most": MOST})
        return [Leftover(*row) for row in cursor.fetchall()]
