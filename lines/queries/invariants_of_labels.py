"""What must hold of labels and weights."""

from mes.kernel.invariants import Invariant

_LEFT = """
  SELECT s.unit_id, NULL::bigint AS handling_id, t.shipped_at AS at FROM lines_shippedunit s
  JOIN lines_shipment t ON t.id = s.shipment_id WHERE s.returned_at IS NULL
  UNION
  SELECT NULL, h.id, t.shipped_at FROM lines_shippedunit s
  JOIN lines_shipment t ON t.id = s.shipment_id
  JOIN lines_handlingunit h ON h.id IN (s.carton_id, s.pallet_id)
"""

LABELS: tuple[Invariant, ...] = (
    Invariant(
        "lines.label_has_its_job",
        "every label was queued with it, and only a label that was sent has a fate",
        """
        SELECT p.no, j.state, e.fate FROM lines_labelprint p
        LEFT JOIN lines_printjob j ON j.label_id = p.event_id
        LEFT JOIN lines_labelend e ON e.label_id = p.event_id
        WHERE j.id IS NULL
          OR (e.fate IS NOT NULL AND j.state NOT IN ('sent', 'sending', 'unsure', 'cancelled'))
        """,
    ),
    Invariant(
        "lines.one_label_in_use",
        "when a thing's label is printed again, what became of the one before is known",
        """
        SELECT p.plant_id, p.kind, p.subject, count(*) FROM lines_labelprint p
        JOIN lines_printjob j ON j.label_id = p.event_id AND j.state = 'sent'
        LEFT JOIN lines_labelend e ON e.label_id = p.event_id
        WHERE e.fate IS NULL AND EXISTS (
          SELECT 1 FROM lines_labelprint n WHERE n.plant_id = p.plant_id
            AND n.kind = p.kind AND n.subject = p.subject AND n.copy > p.copy)
        GROUP BY 1, 2, 3
        """,
    ),
    Invariant(
        "lines.what_left_is_labelled",
        "what left the plant wears the last of its labels that were printed before",
        f"""
        WITH left_as AS ({_LEFT})
        SELECT p.no, p.kind, e.fate FROM left_as g
        JOIN lines_labelprint p ON p.unit_id = g.unit_id OR p.handling_id = g.handling_id
        JOIN lines_printjob j ON j.label_id = p.event_id AND j.state = 'sent'
          AND j.sent_at <= g.at
        LEFT JOIN lines_labelend e ON e.label_id = p.event_id
        WHERE e.fate IS DISTINCT FROM 'applied' AND NOT EXISTS (
          SELECT 1 FROM lines_labelprint n WHERE n.plant_id = p.plant_id AND n.kind = p.kind
            AND n.subject = p.subject AND n.copy > p.copy)
        """,  # noqa: S608  (a constant)
    ),
    Invariant(
        "lines.labels_add_up",
        "of an order whose units all left or were scrapped: box, carton, board and device labels"
        " printed = applied + void + returned",
        """
        WITH settled AS (
          SELECT o.id, o.no, max(t.shipped_at) AS at FROM lines_workorder o
          JOIN lines_unit u ON u.order_id = o.id
          LEFT JOIN lines_shippedunit s ON s.unit_id = u.id AND s.returned_at IS NULL
          LEFT JOIN lines_shipment t ON t.id = s.shipment_id
          WHERE o.state = 'closed'
          GROUP BY o.id HAVING bool_and(u.state IN ('shipped', 'scrapped'))
        )
        SELECT o.no, p.kind, count(*) AS printed,
          count(*) FILTER (WHERE e.fate = 'applied') AS applied,
          count(*) FILTER (WHERE e.fate = 'void') AS void,
          count(*) FILTER (WHERE e.fate = 'returned') AS returned
        FROM settled o JOIN lines_labelprint p ON p.order_id = o.id AND p.kind <> 'pallet'
        JOIN lines_printjob j ON j.label_id = p.event_id AND j.state = 'sent'
          AND j.sent_at <= o.at
        LEFT JOIN lines_labelend e ON e.label_id = p.event_id
        GROUP BY 1, 2 HAVING count(*) <> count(e.fate)
        """,
    ),
)
