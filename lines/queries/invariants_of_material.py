"""What must hold of packing lists, receipts, claims and the ledger of parts, per part and lot."""

from mes.kernel.invariants import Invariant

# Pieces of each lot of each kind of move.
_LOTS = """
  SELECT lot_id,
    COALESCE(sum(quantity) FILTER (WHERE kind = 'received'), 0)
      - COALESCE(sum(quantity) FILTER (WHERE kind = 'unreceived'), 0) AS good,
    COALESCE(sum(quantity) FILTER (WHERE kind = 'damaged'), 0)
      - COALESCE(sum(quantity) FILTER (WHERE kind = 'undamaged'), 0) AS damaged
  FROM lines_partmove GROUP BY lot_id
"""
_TOLD = """
  SELECT l.lot_id, sum(r.good) AS good, sum(r.damaged) AS damaged, sum(r.short) AS short,
    sum(r.surplus) AS surplus
  FROM lines_receiptline r JOIN lines_packingline l ON l.id = r.line_id GROUP BY l.lot_id
"""
_STORE = "('store', 'quarantine')"

MATERIAL: tuple[Invariant, ...] = (
    Invariant(
        "lines.list_is_received",
        "packing list = received good + received damaged + short - surplus, once receiving is"
        " closed",
        f"""
        SELECT m.no, listed.quantity AS listed, COALESCE(moved.good, 0) AS good,
          COALESCE(moved.damaged, 0) AS damaged, told.short, told.surplus
        FROM lines_materiallot m
        JOIN lines_consignment c ON c.id = m.consignment_id AND c.closed_at IS NOT NULL
        JOIN (
          SELECT lot_id, sum(quantity) AS quantity FROM lines_packingline GROUP BY 1
        ) listed ON listed.lot_id = m.id
        LEFT JOIN ({_LOTS}) moved ON moved.lot_id = m.id
        LEFT JOIN ({_TOLD}) told ON told.lot_id = m.id
        WHERE listed.quantity IS DISTINCT FROM
          COALESCE(moved.good, 0) + COALESCE(moved.damaged, 0) + told.short - told.surplus
        """,  # noqa: S608  (constants above)
    ),
    Invariant(
        "lines.counted_as_moved",
        "what receipts say was good and damaged is what came into the store, lot by lot",
        f"""
        SELECT m.no, told.good, COALESCE(moved.good, 0) AS moved, told.damaged,
          COALESCE(moved.damaged, 0) AS moved_damaged
        FROM lines_materiallot m
        JOIN ({_TOLD}) told ON told.lot_id = m.id
        LEFT JOIN ({_LOTS}) moved ON moved.lot_id = m.id
        WHERE told.damaged <> COALESCE(moved.damaged, 0) OR told.good > COALESCE(moved.good, 0)
        """,  # noqa: S608
    ),
    Invariant(
        "lines.claims_are_the_losses",
        "claims = damaged + short, and a closed consignment that lost something has its claim",
        f"""
        SELECT m.no, told.damaged, told.short, line.damaged AS claimed_damaged,
          line.short AS claimed_short
        FROM lines_materiallot m
        JOIN lines_consignment c ON c.id = m.consignment_id AND c.closed_at IS NOT NULL
        JOIN ({_TOLD}) told ON told.lot_id = m.id
        LEFT JOIN lines_claim claim ON claim.consignment_id = c.id
        LEFT JOIN lines_claimline line ON line.claim_id = claim.id AND line.lot_id = m.id
        WHERE told.damaged <> COALESCE(line.damaged, 0) OR told.short <> COALESCE(line.short, 0)
        """,  # noqa: S608
    ),
    Invariant(
        "lines.store_balances",
        "received good + returned = issued + in stock + scrapped in store, and what was sent back"
        " or counted off, lot by lot",
        f"""
        SELECT m.no, b.came, b.went, b.stock FROM lines_materiallot m
        JOIN (
          SELECT v.lot_id,
            COALESCE(sum(v.quantity) FILTER (
              WHERE v.kind IN ('received', 'returned', 'found', 'removed')
                AND i.kind IN {_STORE}), 0) AS came,
            COALESCE(sum(v.quantity) FILTER (
              WHERE v.kind IN ('issued', 'scrapped', 'sent_back', 'lost', 'unreceived')
                AND o.kind IN {_STORE}), 0) AS went,
            COALESCE(sum(v.quantity) FILTER (WHERE i.kind IN {_STORE}), 0)
              - COALESCE(sum(v.quantity) FILTER (WHERE o.kind IN {_STORE}), 0) AS stock
          FROM lines_partmove v
          LEFT JOIN lines_stockplace o ON o.id = v.from_place_id
          LEFT JOIN lines_stockplace i ON i.id = v.to_place_id
          GROUP BY v.lot_id
        ) b ON b.lot_id = m.id
        WHERE b.came <> b.went + b.stock
        """,  # noqa: S608
    ),
    Invariant(
        "lines.no_place_owes",
        "no place gave more pieces of a lot than it had",
        """
        SELECT s.code, m.no, sum(quantity) AS pieces FROM (
          SELECT to_place_id AS place_id, lot_id, quantity FROM lines_partmove
          WHERE to_place_id IS NOT NULL
          UNION ALL
          SELECT from_place_id, lot_id, -quantity FROM lines_partmove
          WHERE from_place_id IS NOT NULL
        ) v
        JOIN lines_stockplace s ON s.id = v.place_id
        JOIN lines_materiallot m ON m.id = v.lot_id
        GROUP BY s.code, m.no HAVING sum(quantity) < 0
        """,
    ),
    Invariant(
        "lines.sets_are_pieces",
        "a kit lot never says more sets than its pieces are enough for",
        """
        SELECT k.no, e.sets, p.part_no, COALESCE(p.pieces, 0) AS pieces FROM lines_kitlot k
        JOIN (
          SELECT lot_id, sum(CASE kind WHEN 'received' THEN sets ELSE -sets END) AS sets
          FROM lines_kitevent WHERE kind IN ('received', 'withdrawn') GROUP BY 1
        ) e ON e.lot_id = k.id
        JOIN (
          SELECT l.consignment_id, l.variant_id, l.part_id, min(l.part_no) AS part_no,
            max(l.per_set) AS per_set, min(v.pieces) AS pieces
          FROM lines_packingline l
          JOIN lines_kitlot kl
            ON kl.consignment_id = l.consignment_id AND kl.variant_id = l.variant_id
          LEFT JOIN (
            SELECT kit_lot_id, part_id,
              sum(CASE kind WHEN 'received' THEN quantity ELSE -quantity END) AS pieces
            FROM lines_partmove WHERE kind IN ('received', 'unreceived') GROUP BY 1, 2
          ) v ON v.kit_lot_id = kl.id AND v.part_id = l.part_id
          GROUP BY 1, 2, 3
        ) p ON p.consignment_id = k.consignment_id AND p.variant_id = k.variant_id
        WHERE e.sets * p.per_set > COALESCE(p.pieces, 0)
        """,
    ),
    Invariant(
        "lines.pieces_of_their_plant",
        "every piece that moves is of a lot, of its lot's part, in places of its plant",
        """
        SELECT v.key, m.no FROM lines_partmove v
        JOIN lines_materiallot m ON m.id = v.lot_id
        LEFT JOIN lines_stockplace o ON o.id = v.from_place_id
        LEFT JOIN lines_stockplace i ON i.id = v.to_place_id
        LEFT JOIN lines_workorder w ON w.id = v.order_id
        WHERE v.plant_id <> m.plant_id OR v.part_id <> m.part_id
          OR v.plant_id <> COALESCE(o.plant_id, v.plant_id)
          OR v.plant_id <> COALESCE(i.plant_id, v.plant_id)
          OR v.plant_id <> COALESCE(w.plant_id, v.plant_id)
        """,
    ),
    Invariant(
        "lines.listed_by_its_lot",
        "every line of a packing list is of a lot of its own consignment and part",
        """
        SELECT c.no, l.row FROM lines_packingline l
        JOIN lines_consignment c ON c.id = l.consignment_id
        JOIN lines_materiallot m ON m.id = l.lot_id
        WHERE m.consignment_id IS DISTINCT FROM l.consignment_id OR m.part_id <> l.part_id
        """,
    ),
)
