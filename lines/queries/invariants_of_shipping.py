"""What must hold of pallets, shipments and what came back."""

from mes.kernel.invariants import Invariant

SHIPPING: tuple[Invariant, ...] = (
    Invariant(
        "lines.pallet_holds_closed_cartons",
        "a carton on a pallet is closed, and a pallet that is closed is not empty",
        """
        SELECT p.no AS pallet, c.no AS carton, c.state FROM lines_handlingunit p
        LEFT JOIN lines_handlingunit c ON c.parent_id = p.id
        WHERE p.kind = 'pallet' AND ((c.id IS NOT NULL AND c.state <> 'closed')
          OR (p.state = 'closed' AND c.id IS NULL))
        """,
    ),
    Invariant(
        "lines.shipped_by_one_move",
        "a shipped unit has exactly one living shipping, and its move of kind ship",
        """
        SELECT u.serial, u.state, s.n AS living FROM lines_unit u
        LEFT JOIN (
          SELECT s.unit_id, count(*) AS n, bool_and(m.event_id IS NOT NULL) AS moved
          FROM lines_shippedunit s
          LEFT JOIN lines_move m ON m.event_id = s.event_id AND m.kind = 'ship'
            AND m.unit_id = s.unit_id
          WHERE s.returned_at IS NULL GROUP BY 1
        ) s ON s.unit_id = u.id
        WHERE (u.state = 'shipped') <> (COALESCE(s.n, 0) = 1) OR s.moved IS FALSE
        """,
    ),
    Invariant(
        "lines.shipped_with_its_shipment",
        "units have left on shipped shipments only, and from each of those",
        """
        SELECT h.no, h.state, s.n AS units FROM lines_shipment h
        LEFT JOIN (SELECT shipment_id, count(*) AS n FROM lines_shippedunit GROUP BY 1) s
          ON s.shipment_id = h.id
        WHERE (h.state = 'shipped') <> (COALESCE(s.n, 0) > 0)
        """,
    ),
    Invariant(
        "lines.every_ship_move_told",
        "each move of kind ship is of one row of a shipment, of its own plant",
        """
        SELECT m.event_id, m.unit_id FROM lines_move m
        LEFT JOIN lines_shippedunit s ON s.event_id = m.event_id AND s.plant_id = m.plant_id
        LEFT JOIN lines_shipment h ON h.id = s.shipment_id AND h.plant_id = m.plant_id
        WHERE m.kind = 'ship' AND h.id IS NULL
        """,
    ),
    Invariant(
        "lines.returned_is_on_the_desk",
        "a returned unit waits for one decision, and only a returned unit does",
        """
        SELECT u.serial, u.state, r.no FROM lines_unit u
        LEFT JOIN lines_unitreturn r ON r.unit_id = u.id AND r.decided_at IS NULL
        WHERE (u.state = 'returned') <> (r.id IS NOT NULL)
        """,
    ),
)
