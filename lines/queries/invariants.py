"""What must hold of units, their moves, packing, orders and kits."""

from lines.queries.invariants_of_labels import LABELS
from lines.queries.invariants_of_line_side import LINE_SIDE
from lines.queries.invariants_of_material import MATERIAL
from lines.queries.invariants_of_shipping import SHIPPING
from lines.queries.invariants_of_tallies import TALLIES
from mes.kernel.invariants import Invariant

_NET_OUTPUT = """
  SELECT unit_id, sum(CASE WHEN kind IN ('start', 'pass') THEN 1
    WHEN kind IN ('undo', 'unpack', 'scrap') THEN -1 ELSE 0 END) AS made
  FROM lines_move WHERE output GROUP BY unit_id
"""

UNITS: tuple[Invariant, ...] = (
    Invariant(
        "lines.move_of_a_unit",
        "every move is of a unit, a line and, but at the dock, a station of its plant",
        """
        SELECT m.event_id, m.unit_id, m.station_id FROM lines_move m
        LEFT JOIN lines_unit u ON u.id = m.unit_id AND u.plant_id = m.plant_id
        LEFT JOIN plants_station s ON s.id = m.station_id AND s.line_id = m.line_id
        LEFT JOIN plants_line l ON l.id = m.line_id AND l.plant_id = m.plant_id
        WHERE u.id IS NULL OR l.id IS NULL OR (s.id IS NULL AND NOT (m.station_id = 0
          AND m.kind IN ('ship', 'return', 'rework', 'stock', 'scrap')))
        """,
    ),
    Invariant(
        "lines.no_step_skipped",
        "a unit has a pass at every step of its route up to where it stands",
        """
        SELECT u.serial, u.done, s.position AS never_passed FROM lines_unit u
        JOIN plants_routestep s ON s.route_id = u.route_id AND s.position <= u.done
        WHERE NOT EXISTS (
          SELECT 1 FROM lines_move m WHERE m.unit_id = u.id AND m.position = s.position
            AND m.kind IN ('start', 'pass'))
        """,
    ),
    Invariant(
        "lines.stands_on_its_route",
        "a unit stands at a step of its route",
        """
        SELECT u.serial, u.done FROM lines_unit u
        WHERE u.done > 0 AND NOT EXISTS (
          SELECT 1 FROM plants_routestep s WHERE s.route_id = u.route_id AND s.position = u.done)
        """,
    ),
    Invariant(
        "lines.done_where_it_belongs",
        "a pass was made at a station of the step's operation",
        """
        SELECT m.event_id, m.position, st.code FROM lines_move m
        JOIN lines_unit u ON u.id = m.unit_id
        JOIN plants_routestep s ON s.route_id = u.route_id AND s.position = m.position
        JOIN plants_station st ON st.id = m.station_id
        WHERE m.kind IN ('start', 'pass', 'fail') AND st.operation_id <> s.operation_id
        """,
    ),
    Invariant(
        "lines.made_once",
        "a unit counts as made once while it is packed, shipped or was returned, else not",
        f"""
        SELECT u.serial, u.state, COALESCE(o.made, 0) AS made FROM lines_unit u
        LEFT JOIN ({_NET_OUTPUT}) o ON o.unit_id = u.id
        WHERE COALESCE(o.made, 0) <>
          CASE WHEN u.state IN ('packed', 'shipped', 'returned') OR 'returned' = ANY(u.gates)
            THEN 1 ELSE 0 END
          AND NOT (u.state = 'scrapped' AND COALESCE(o.made, 0) IN (0, 1))
        """,  # noqa: S608  (constant above)
    ),
    Invariant(
        "lines.called_by_its_serial",
        "every unit answers to its serial",
        """
        SELECT u.serial FROM lines_unit u WHERE NOT EXISTS (
          SELECT 1 FROM lines_identifier i
          WHERE i.unit_id = u.id AND i.kind = 'sn' AND i.value = u.serial)
        """,
    ),
    Invariant(
        "lines.one_answer_an_event",
        "no scan was both accepted and refused under one event id",
        """
        SELECT r.event_id, r.code FROM kernel_refusal r
        JOIN lines_move m ON m.event_id = r.event_id WHERE r.kind = 'scan'
        """,
    ),
)

PACKING: tuple[Invariant, ...] = (
    Invariant(
        "lines.packed_in_a_carton",
        "a packed unit lies in a box, and the box in a carton",
        """
        SELECT u.serial, u.state FROM lines_unit u
        LEFT JOIN lines_handlingunit b ON b.id = u.box_id AND b.kind = 'box'
        LEFT JOIN lines_handlingunit c ON c.id = b.parent_id AND c.kind = 'carton'
        WHERE u.state IN ('packed', 'shipped') AND c.id IS NULL
        """,
    ),
    Invariant(
        "lines.nothing_overfull",
        "no box, carton or pallet holds more than it may",
        """
        SELECT h.no, h.capacity, inside.count FROM lines_handlingunit h
        JOIN (
          SELECT box_id AS id, count(*) FROM lines_unit WHERE box_id IS NOT NULL GROUP BY 1
          UNION ALL
          SELECT parent_id, count(*) FROM lines_handlingunit
          WHERE parent_id IS NOT NULL GROUP BY 1
        ) inside ON inside.id = h.id WHERE inside.count > h.capacity
        """,
    ),
    Invariant(
        "lines.carton_of_one_kind",
        "everything in a carton or pallet is of its plant, and in a carton of its variant",
        """
        SELECT outer_unit.no, inner_unit.no AS holds FROM lines_handlingunit inner_unit
        JOIN lines_handlingunit outer_unit ON outer_unit.id = inner_unit.parent_id
        WHERE inner_unit.plant_id <> outer_unit.plant_id
          OR (outer_unit.kind = 'carton' AND inner_unit.variant_id <> outer_unit.variant_id)
          OR (outer_unit.kind, inner_unit.kind) NOT IN (('carton', 'box'), ('pallet', 'carton'))
        """,
    ),
)

ORDERS: tuple[Invariant, ...] = (
    Invariant(
        "lines.wall",
        "a unit's line, order and box are of its plant",
        """
        SELECT u.serial, u.plant_id FROM lines_unit u
        JOIN plants_line l ON l.id = u.line_id
        JOIN lines_workorder o ON o.id = u.order_id
        LEFT JOIN lines_handlingunit b ON b.id = u.box_id
        WHERE u.plant_id NOT IN (SELECT unnest(ARRAY[l.plant_id, o.plant_id]))
          OR l.plant_id <> o.plant_id OR COALESCE(b.plant_id, u.plant_id) <> u.plant_id
        """,
    ),
    Invariant(
        "lines.places_are_the_quantity",
        "a released order has as many places as its quantity and what may be built beyond it",
        """
        SELECT o.no, o.quantity, count(p.id) AS places FROM lines_workorder o
        LEFT JOIN lines_orderplace p ON p.order_id = o.id AND NOT p.withdrawn
        WHERE o.released_at IS NOT NULL
        GROUP BY o.id HAVING count(p.id) <> o.quantity + o.over_build
        """,
    ),
    Invariant(
        "lines.unit_has_its_place",
        "every unit stands on a place of its own order",
        """
        SELECT u.serial, o.no FROM lines_unit u
        JOIN lines_workorder o ON o.id = u.order_id
        WHERE NOT EXISTS (
          SELECT 1 FROM lines_orderplace p WHERE p.unit_id = u.id AND p.order_id = u.order_id)
        """,
    ),
    Invariant(
        "lines.kits_balance",
        "no lot gave out more sets than it received, nor received more than its list says",
        """
        SELECT k.no, k.sets AS listed, e.received, e.issued FROM lines_kitlot k
        JOIN (
          SELECT lot_id,
            COALESCE(sum(sets) FILTER (WHERE kind = 'received'), 0) AS received,
            COALESCE(sum(sets) FILTER (WHERE kind = 'issued'), 0)
              - COALESCE(sum(sets) FILTER (WHERE kind = 'returned'), 0) AS issued
          FROM lines_kitevent GROUP BY lot_id
        ) e ON e.lot_id = k.id
        WHERE e.issued > e.received OR e.issued < 0 OR e.received > k.sets
        """,
    ),
    Invariant(
        "lines.kitted_as_issued",
        "an order without a parts list has as many kitted places as sets were issued to it",
        """
        SELECT o.no, p.kitted, COALESCE(e.issued, 0) AS issued FROM lines_workorder o
        JOIN (
          SELECT order_id, count(*) FILTER (WHERE kitted) AS kitted
          FROM lines_orderplace GROUP BY 1
        ) p ON p.order_id = o.id
        LEFT JOIN (
          SELECT order_id, sum(CASE kind WHEN 'issued' THEN sets ELSE -sets END) AS issued
          FROM lines_kitevent WHERE order_id IS NOT NULL GROUP BY 1
        ) e ON e.order_id = o.id
        WHERE o.kit_lot_id IS NOT NULL AND o.bom_id IS NULL
          AND p.kitted <> COALESCE(e.issued, 0)
        """,
    ),
)

INVARIANTS: tuple[Invariant, ...] = (
    *UNITS,
    *PACKING,
    *LABELS,
    *ORDERS,
    *MATERIAL,
    *LINE_SIDE,
    *TALLIES,
    *SHIPPING,
)
