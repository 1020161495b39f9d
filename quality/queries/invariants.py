"""What must hold of IMEIs, their ledger and the test records."""

from mes.kernel.invariants import Invariant

IMEIS: tuple[Invariant, ...] = (
    Invariant(
        "quality.imei_once_a_slot",
        "no slot of a unit has two live IMEIs",
        """
        SELECT unit_id, slot, count(*) FROM quality_imei
        WHERE state IN ('reserved', 'written', 'confirmed')
        GROUP BY unit_id, slot HAVING count(*) > 1
        """,
    ),
    Invariant(
        "quality.imei_of_its_range",
        "every IMEI is of its range and plant, its 15 digits its number and check digit",
        """
        SELECT i.imei, i.n14, r.span FROM quality_imei i
        JOIN quality_imeirange r ON r.id = i.range_id
        WHERE NOT r.span @> i.n14 OR r.plant_id <> i.plant_id
          OR i.imei <> public.imei_spelled(i.n14)
        """,
    ),
    Invariant(
        "quality.books_balance",
        "a range has a row for every number that was loaded",
        """
        SELECT r.id, r.span, count(i.imei) AS rows FROM quality_imeirange r
        LEFT JOIN quality_imei i ON i.range_id = r.id
        GROUP BY r.id HAVING count(i.imei) <> upper(r.span) - lower(r.span)
        """,
    ),
    Invariant(
        "quality.counts_are_the_rows",
        "the sums of a range's numbers by state are those of its rows",
        """
        SELECT COALESCE(k.range_id, r.range_id) AS range, COALESCE(k.what, r.what) AS what,
          COALESCE(k.n, 0) AS counted, COALESCE(r.n, 0) AS rows
        FROM (SELECT range_id, what, sum(n) AS n FROM (
            SELECT range_id, what, n FROM quality_imeicount
            UNION ALL SELECT range_id, what, n FROM quality_imeidelta) c
          WHERE what <> 'issued' GROUP BY 1, 2) k
        FULL JOIN (SELECT range_id, CASE WHEN state = 'free' AND fence_id IS NOT NULL
            THEN 'fenced' ELSE state END AS what, count(*) AS n
          FROM quality_imei GROUP BY 1, 2) r USING (range_id, what)
        WHERE COALESCE(k.n, 0) <> COALESCE(r.n, 0)
        """,
    ),
    Invariant(
        "quality.lent_by_an_event",
        "a lent IMEI is in the event of a lease of its device",
        """
        SELECT i.imei, i.leased_to_id FROM quality_imei i WHERE i.state = 'leased'
          AND NOT EXISTS (
            SELECT 1 FROM quality_imeilease l JOIN quality_imeievent e ON e.event_id = l.event_id
            WHERE l.token_id = i.leased_to_id
              AND jsonb_path_exists(e.imeis, '$[*][*] ? (@ == $n)',
                jsonb_build_object('n', i.imei::text)))
        """,
    ),
    Invariant(
        "quality.given_out_by_an_event",
        "an IMEI that belongs to a unit has the event that brought it there",
        """
        SELECT i.imei, i.state, i.unit_id FROM quality_imei i
        WHERE i.unit_id IS NOT NULL AND i.state IN ('reserved', 'written', 'confirmed', 'voided')
          AND NOT EXISTS (
            SELECT 1 FROM quality_imeievent e WHERE e.unit_id = i.unit_id
              AND e.kind = i.state AND e.imeis @> to_jsonb(i.imei::text))
        """,
    ),
    Invariant(
        "quality.issued_is_not_free",
        "no IMEI that an event gave to a unit is free",
        """
        SELECT i.imei, e.event_id FROM quality_imeievent e
        CROSS JOIN LATERAL jsonb_array_elements_text(
          CASE jsonb_typeof(e.imeis) WHEN 'array' THEN e.imeis ELSE '[]' END) told(imei)
        JOIN quality_imei i ON i.imei = told.imei
        WHERE e.unit_id IS NOT NULL AND e.kind IN ('reserved', 'written', 'confirmed', 'voided')
          AND i.state IN ('free', 'leased')
        """,
    ),
    Invariant(
        "quality.read_back",
        "an IMEI was read back when it was written and when it was confirmed",
        """
        SELECT event_id, kind FROM quality_imeievent
        WHERE kind IN ('written', 'confirmed') AND evidence IS NULL
        """,
    ),
    Invariant(
        "quality.packed_with_its_imeis",
        "a packed unit has every IMEI of its model, confirmed",
        """
        SELECT u.serial, m.imei_count AS wanted, count(i.imei) AS confirmed FROM lines_unit u
        JOIN plants_productvariant v ON v.id = u.variant_id
        JOIN plants_productmodel m ON m.id = v.model_id
        LEFT JOIN quality_imei i ON i.unit_id = u.id AND i.state = 'confirmed'
        WHERE u.state IN ('packed', 'shipped')
        GROUP BY u.id, m.imei_count HAVING count(i.imei) <> m.imei_count
        """,
    ),
)

RECORDS: tuple[Invariant, ...] = (
    Invariant(
        "quality.record_of_its_plant",
        "every test record is of a unit and a station of its plant",
        """
        SELECT r.event_id, r.unit_id FROM quality_testrecord r
        LEFT JOIN lines_unit u ON u.id = r.unit_id
        LEFT JOIN plants_station s ON s.id = r.station_id
        LEFT JOIN plants_line l ON l.id = s.line_id
        WHERE (r.unit_id IS NOT NULL AND u.plant_id IS DISTINCT FROM r.plant_id)
          OR l.plant_id IS DISTINCT FROM r.plant_id
        """,
    ),
    Invariant(
        "quality.counted_record_moved",
        "a record that counted is a move under the same event id, and says what it says",
        """
        SELECT r.event_id, r.outcome, m.kind FROM quality_testrecord r
        LEFT JOIN lines_move m ON m.event_id = r.event_id AND m.unit_id = r.unit_id
        WHERE r.counted AND COALESCE(m.kind, '') <>
          CASE r.outcome WHEN 'passed' THEN 'pass' ELSE 'fail' END
        """,
    ),
    Invariant(
        "quality.test_move_has_record",
        "a pass or fail at a test step has its record",
        """
        SELECT m.event_id, m.unit_id FROM lines_move m
        JOIN plants_station s ON s.id = m.station_id
        JOIN plants_operation o ON o.id = s.operation_id AND o.kind = 'test'
        WHERE m.kind IN ('pass', 'fail') AND NOT EXISTS (
          SELECT 1 FROM quality_testrecord r WHERE r.event_id = m.event_id)
        """,
    ),
    Invariant(
        "quality.one_answer_an_event",
        "no record or IMEI event was both accepted and refused under one event id",
        """
        SELECT r.event_id, r.kind, r.code FROM kernel_refusal r
        LEFT JOIN quality_testrecord t ON t.event_id = r.event_id AND r.kind = 'record'
        LEFT JOIN quality_imeievent i ON i.event_id = r.event_id AND r.kind = 'imei'
        WHERE (r.kind = 'record' AND t.counted) OR i.event_id IS NOT NULL
        """,
    ),
    Invariant(
        "quality.in_repair_has_repair",
        "a unit in repair has an open repair, and no other unit has one",
        """
        SELECT u.serial, u.state FROM lines_unit u
        WHERE (u.state = 'in_repair') <> EXISTS (
          SELECT 1 FROM quality_repair r WHERE r.unit_id = u.id AND r.closed_at IS NULL)
        """,
    ),
)

INVARIANTS: tuple[Invariant, ...] = (*IMEIS, *RECORDS)
