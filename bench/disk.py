"""What a unit's history takes on disk, from the tables that the benchmark has filled."""

from django.db import connection

from bench.table import Row
from mes.kernel.chain import chain_ledgers

SCANS, RECORDS, IDENTIFIERS, REQUESTS = 25, 12, 4, 1
"""A smartphone's day: scans, test records of eight values, names it is known by."""

_SIZE_SQL = """
SELECT pg_total_relation_size(%s::regclass)::float8 / GREATEST(1, (SELECT count(*) FROM {table}))
"""


def bytes_a_row(table: str) -> float:
    """Bytes of table, indexes and TOAST over its rows; `table` is one of ours."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZE_SQL.format(table=table), [table])
        return float(cursor.fetchone()[0])


_STARTED = """
CREATE TEMP TABLE bench_request (LIKE kernel_request INCLUDING INDEXES);
INSERT INTO bench_request (kind, event_id, body_hash, status, answer, token_id, received_at)
SELECT 'unit.start', gen_random_uuid(), '\\x00112233445566778899aabbccddeeff', 201,
  jsonb_build_object('verdict', 'ok', 'code', 'unit_started', 'detail', 'The unit is started.',
    'detail_ur', 'یونٹ شروع ہو گیا۔', 'next', 'Pass it to the next station.',
    'next_ur', 'اسے اگلے اسٹیشن پر بھیجیں۔', 'unit', 'LHR-B-' || n), 1, now()
FROM generate_series(1, 5000) n
"""
"""A start is no receipt of its own: its answer is kept as a request, as one of 5,000 here."""


ENOUGH = 5_000
"""Moves below which pages that are half empty would be most of what is measured."""


def bytes_a_leaf() -> float:
    """What one ledger row takes in the chain, everything that is settled chained first."""
    while chain_ledgers():
        pass
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('kernel_chainblock')::float8 / GREATEST(1, sum(count))"
            " FROM kernel_chainblock"
        )
        return float(cursor.fetchone()[0])


def disk() -> list[Row]:
    """Needs the scans and records of the other sections; refusals are not in it."""
    move, record = bytes_a_row("lines_move"), bytes_a_row("quality_testrecord")
    unit, name = bytes_a_row("lines_unit"), bytes_a_row("lines_identifier")
    raw, leaf = bytes_a_row("quality_rawpayload"), bytes_a_leaf()
    with connection.cursor() as cursor:
        cursor.execute(_STARTED)
    request = bytes_a_row("bench_request")
    whole = SCANS * move + RECORDS * record + unit + IDENTIFIERS * name
    whole += (SCANS + RECORDS) * leaf + REQUESTS * request
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) >= %s FROM lines_move", [ENOUGH])
        (enough,) = cursor.fetchone()
    note = "names, chain and its start's request in it" if enough else "too few moves to tell"
    return [
        Row("a move, with its indexes", f"{move:,.0f} B", "", None),
        Row("a record of 8 values", f"{record:,.0f} B", "", None),
        Row("a unit's own row / a name of it", f"{unit:,.0f} / {name:,.0f} B", "", None),
        Row("a ledger row in the chain", f"{leaf:,.0f} B", "", None),
        Row("a request with its answer", f"{request:,.0f} B", "", None),
        Row(
            f"a unit: {SCANS} moves, {RECORDS} records",
            f"{whole / 1024:.1f} KB",
            "<= 8 KB",
            whole <= 8 * 1024 if enough else None,
            note,
        ),
        Row("a raw payload", f"{raw:,.0f} B", "<= 2 KB", raw <= 2048),
    ]
