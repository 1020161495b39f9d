"""The lines of a pick list with what was done to each, in one statement."""

from django.db import connection

from lines.models.line_side import PickEvent
from lines.rules.line_side.scanning import OpenLine

__all__ = ["OpenLine", "done_by", "list_lines"]

_LINES = """
SELECT l.id, l.n, l.bom_line_id, l.part_id, p.part_no, p.name, p.name_ur, COALESCE(m.id, 0),
  COALESCE(m.no, ''), COALESCE(m.supplier_lot, ''), m.consignment_id, COALESCE(s.id, 0),
  COALESCE(s.code, ''), l.quantity,
  COALESCE(sum(e.quantity) FILTER (WHERE e.kind = 'picked'), 0),
  COALESCE(sum(e.quantity) FILTER (WHERE e.kind = 'short'), 0),
  CASE WHEN b.part_id <> l.part_id THEN o.part_no ELSE '' END
FROM lines_pickline l
JOIN plants_part p ON p.id = l.part_id
JOIN plants_bomline b ON b.id = l.bom_line_id
JOIN plants_part o ON o.id = b.part_id
LEFT JOIN lines_materiallot m ON m.id = l.lot_id
LEFT JOIN lines_stockplace s ON s.id = l.place_id
LEFT JOIN lines_pickevent e ON e.line_id = l.id
WHERE l.pick_list_id = %s
GROUP BY l.id, p.id, b.id, o.id, m.id, s.id ORDER BY l.n
"""


def list_lines(pick_list_id: int) -> list[OpenLine]:
    """All lines in the order of the round; those without a lot are short and stand last."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [pick_list_id])
        return [OpenLine(*row) for row in cursor.fetchall()]


def done_by(line_id: int) -> str:
    """Who had the last word on a line; a dash for a device."""
    rows = PickEvent.objects.filter(line_id=line_id).order_by("-at")
    return rows.values_list("person__name", flat=True).first() or "–"
