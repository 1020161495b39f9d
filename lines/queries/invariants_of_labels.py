"""What must hold of labels and weights."""

from mes.kernel.invariants import Invariant

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
)
