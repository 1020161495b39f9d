"""What must hold between the store, the lines and the units: picks, back-flush, stock, books."""

from lines.models.consuming import BUILDS, NET, PASSING, STEPS
from mes.kernel.invariants import Invariant

_MARK = "(SELECT xid_below FROM lines_backflushmark)"
# A part that is scanned is in the unit while it is installed there; any other from its step on.
_IN_PLACE = """
(i.id IS NOT NULL OR s.bound_at = '' OR NOT EXISTS (SELECT 1 FROM plants_routestep r
  JOIN lines_workorder w ON w.route_id = r.route_id
  WHERE w.id = s.order_id AND s.bound_at = ANY(r.parts)))
"""
# More pieces of a lot that was issued to the order than came so lately that the back-flush, which
# looks every five minutes, may not have seen them yet.
_OWN_AT_LINE = """
EXISTS (
  SELECT 1 FROM lines_stocklevel k
  JOIN lines_stockplace t ON t.id = k.place_id AND t.kind = 'line_side' AND t.line_id = o.line_id
  JOIN lines_materiallot m ON m.id = k.lot_id
  JOIN plants_bomline b ON b.id = h.bom_line_id AND m.part_id = b.part_id
  WHERE k.quantity > (SELECT COALESCE(sum(v.quantity), 0) FROM lines_partmove v
      WHERE v.to_place_id = t.id AND v.lot_id = m.id AND v.at > now() - interval '15 minutes')
    AND EXISTS (SELECT 1 FROM lines_partmove v WHERE v.to_place_id = t.id AND v.lot_id = m.id
      AND v.kind = 'issued' AND v.order_id = o.id))
"""

LINE_SIDE: tuple[Invariant, ...] = (
    Invariant(
        "lines.stock_is_the_ledger",
        "the stock of a lot at a place, and its sums by kind, are those of the ledger of parts",
        """
        SELECT COALESCE(k.place_id, v.place_id) AS place, COALESCE(k.lot_id, v.lot_id) AS lot,
          k.quantity AS kept, v.quantity AS moved
        FROM lines_stocklevel k
        FULL JOIN (
          SELECT place_id, lot_id, sum(quantity) AS quantity FROM (
            SELECT to_place_id AS place_id, lot_id, quantity FROM lines_partmove
            UNION ALL
            SELECT from_place_id, lot_id, -quantity FROM lines_partmove
          ) m WHERE place_id IS NOT NULL GROUP BY 1, 2
        ) v ON v.place_id = k.place_id AND v.lot_id = k.lot_id
        WHERE COALESCE(k.quantity, 0) <> COALESCE(v.quantity, 0)
        UNION ALL
        SELECT NULL, COALESCE(s.lot_id, v.lot_id), s.quantity, v.quantity
        FROM lines_lotsum s
        FULL JOIN (
          SELECT lot_id, kind, sum(quantity) AS quantity FROM lines_partmove GROUP BY 1, 2
        ) v ON v.lot_id = s.lot_id AND v.kind = s.kind
        WHERE COALESCE(s.quantity, 0) <> COALESCE(v.quantity, 0)
        """,
    ),
    Invariant(
        "lines.picks_add_up",
        "picked and short are never more than a line of a list asks, and a list that is done has"
        " nothing open",
        """
        SELECT p.no, l.n, l.quantity, COALESCE(e.quantity, 0) AS done FROM lines_pickline l
        JOIN lines_picklist p ON p.id = l.pick_list_id
        LEFT JOIN (
          SELECT line_id, sum(quantity) AS quantity FROM lines_pickevent GROUP BY 1
        ) e ON e.line_id = l.id
        WHERE COALESCE(e.quantity, 0) > l.quantity
          OR (p.state = 'done' AND COALESCE(e.quantity, 0) <> l.quantity)
        """,
    ),
    Invariant(
        "lines.picked_is_issued",
        "what was picked is what went to the line in the same act, of the same lot",
        """
        SELECT e.event_id, e.quantity, v.quantity AS moved FROM lines_pickevent e
        JOIN lines_pickline l ON l.id = e.line_id
        LEFT JOIN lines_partmove v
          ON v.event_id = e.event_id AND v.kind = 'issued' AND v.lot_id = l.lot_id
        WHERE e.kind = 'picked' AND v.quantity IS DISTINCT FROM e.quantity
        """,
    ),
    Invariant(
        "lines.backflush_is_the_moves",
        "units whose parts of a step are counted in are those whose settled moves passed it",
        f"""
        WITH steps AS (SELECT DISTINCT order_id, step FROM ({STEPS}) s), passed AS (
          SELECT m.order_id, m.position, m.unit_id FROM lines_move m
          JOIN steps s ON s.order_id = m.order_id AND s.step = m.position
          WHERE m.kind IN {PASSING} AND m.xid < {_MARK}
          GROUP BY 1, 2, 3 HAVING sum({NET}) > 0
        ), counted AS (
          SELECT b.order_id, b.position, u AS unit_id FROM lines_backflush b, unnest(b.units) u
          WHERE b.kind IN ('built', 'undone')
          GROUP BY 1, 2, 3 HAVING sum({BUILDS}) > 0
        )
        SELECT order_id, position, unit_id, 'not counted' AS fault FROM (
          TABLE passed EXCEPT TABLE counted) a
        UNION ALL
        SELECT order_id, position, unit_id, 'not passed' FROM (
          TABLE counted EXCEPT TABLE passed) b
        """,  # noqa: S608  (constants)
    ),
    Invariant(
        "lines.units_hold_their_parts",
        "built in = parts in living units, counted from the units and what was scanned into them:"
        " never more, and never less while the order has such pieces at its line",
        f"""
        WITH s AS ({STEPS}), passed AS (
          SELECT m.order_id, m.unit_id, m.position,
            sum({NET}) FILTER (WHERE m.xid < {_MARK}) > 0 AS settled, sum({NET}) > 0 AS now
          FROM lines_move m JOIN (SELECT DISTINCT order_id, step FROM s) d
            ON d.order_id = m.order_id AND d.step = m.position
          WHERE m.kind IN {PASSING} GROUP BY 1, 2, 3
        ), gone AS (
          SELECT m.unit_id, bool_or(m.xid < {_MARK}) AS settled FROM lines_move m
          WHERE m.kind = 'scrap' AND m.order_id IN (SELECT order_id FROM s) GROUP BY 1
        ), held AS (
          SELECT s.order_id, s.bom_line_id, s.per_set,
            count(*) FILTER (WHERE p.settled AND g.unit_id IS NULL AND {_IN_PLACE}) AS least,
            count(*) FILTER (WHERE (p.settled OR p.now) AND NOT COALESCE(g.settled, false)
              AND ({_IN_PLACE} OR NOT p.now OR g.unit_id IS NOT NULL)) AS most
          FROM s JOIN passed p ON p.order_id = s.order_id AND p.position = s.step
          LEFT JOIN gone g ON g.unit_id = p.unit_id
          LEFT JOIN lines_installedpart i ON s.bound_at <> '' AND i.unit_id = p.unit_id
            AND i.position = s.bound_at AND i.removed_at IS NULL
          GROUP BY 1, 2, 3
        ), got AS (
          SELECT p.order_id, p.bom_line_id,
            sum(CASE p.kind WHEN 'built' THEN p.quantity ELSE -p.quantity END) AS n
          FROM lines_partmove p
          WHERE p.bom_line_id IS NOT NULL
            AND p.kind IN ('built', 'unbuilt', 'removed', 'unit_scrap')
          GROUP BY 1, 2
        )
        SELECT o.no, h.bom_line_id, h.least * h.per_set AS least, h.most * h.per_set AS most,
          COALESCE(got.n, 0) AS got
        FROM held h
        JOIN lines_workorder o ON o.id = h.order_id
        LEFT JOIN got ON got.order_id = h.order_id AND got.bom_line_id = h.bom_line_id
        WHERE COALESCE(got.n, 0) > h.most * h.per_set
          OR (COALESCE(got.n, 0) < h.least * h.per_set AND {_OWN_AT_LINE})
        UNION ALL
        SELECT o.no, got.bom_line_id, 0, 0, got.n FROM got
        JOIN lines_workorder o ON o.id = got.order_id
        WHERE got.n <> 0 AND NOT EXISTS (SELECT 1 FROM held h
          WHERE h.order_id = got.order_id AND h.bom_line_id = got.bom_line_id)
        """,  # noqa: S608  (constants)
    ),
    Invariant(
        "lines.line_balances",
        "issued = built in + scrapped at the line + returned + at the line, lot by lot",
        """
        SELECT m.no, b.issued, b.used, b.left_again, COALESCE(k.quantity, 0) AS at_line
        FROM lines_materiallot m
        JOIN (
          SELECT lot_id,
            COALESCE(sum(quantity) FILTER (WHERE kind = 'issued'), 0) AS issued,
            COALESCE(sum(CASE kind WHEN 'built' THEN quantity ELSE -quantity END)
              FILTER (WHERE kind IN ('built', 'unbuilt', 'removed')), 0) AS used,
            COALESCE(sum(quantity) FILTER (WHERE kind IN ('returned', 'line_scrap')), 0)
              AS left_again
          FROM lines_partmove GROUP BY 1
        ) b ON b.lot_id = m.id
        LEFT JOIN (
          SELECT l.lot_id, sum(l.quantity) AS quantity FROM lines_stocklevel l
          JOIN lines_stockplace s ON s.id = l.place_id AND s.kind = 'line_side' GROUP BY 1
        ) k ON k.lot_id = m.id
        WHERE b.issued <> b.used + b.left_again + COALESCE(k.quantity, 0)
        """,
    ),
    Invariant(
        "lines.kitted_as_parts",
        "no more places of an order may start than whole sets of its parts list were issued",
        """
        SELECT o.no, f.kitted, f.started, s.sets FROM lines_workorder o
        JOIN (
          SELECT order_id, count(*) FILTER (WHERE kitted AND unit_id IS NULL) AS kitted,
            count(*) FILTER (WHERE unit_id IS NOT NULL) AS started
          FROM lines_orderplace GROUP BY 1
        ) f ON f.order_id = o.id
        JOIN LATERAL (
          SELECT COALESCE(min((SELECT COALESCE(sum(
              CASE v.kind WHEN 'issued' THEN v.quantity ELSE -v.quantity END), 0)
            FROM lines_partmove v
            WHERE v.order_id = o.id AND v.kind IN ('issued', 'returned', 'line_scrap')
              AND (v.part_id = b.part_id OR v.part_id IN (
                SELECT a.part_id FROM plants_bomalternate a WHERE a.line_id = b.id))
          ) / b.per_set), o.quantity) AS sets
          FROM plants_bomline b WHERE b.bom_id = o.bom_id AND NOT b.bulk
        ) s ON true
        WHERE o.bom_id IS NOT NULL AND f.kitted > GREATEST(0, s.sets - f.started)
        """,
    ),
)
