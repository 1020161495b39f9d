"""What a unit's history takes on disk, from the tables that the benchmark has filled."""

from django.db import connection

from bench.table import Row

SCANS, RECORDS, IDENTIFIERS = 25, 12, 4
"""A smartphone's day: scans, test records of eight values, names it is known by."""

_SIZE_SQL = """
SELECT pg_total_relation_size(%s::regclass)::float8 / GREATEST(1, (SELECT count(*) FROM {table}))
"""


def bytes_a_row(table: str) -> float:
    """Bytes of table, indexes and TOAST over its rows; `table` is one of ours."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZE_SQL.format(table=table), [table])
        return float(cursor.fetchone()[0])


def disk() -> list[Row]:
    """Needs the scans and records of the other sections; chain and refusals are not in it."""
    move, record = bytes_a_row("lines_move"), bytes_a_row("quality_testrecord")
    unit, name = bytes_a_row("lines_unit"), bytes_a_row("lines_identifier")
    raw = bytes_a_row("quality_rawpayload")
    whole = SCANS * move + RECORDS * record + unit + IDENTIFIERS * name
    return [
        Row("a move, with its indexes", f"{move:,.0f} B", "", None),
        Row("a record of 8 values", f"{record:,.0f} B", "", None),
        Row(
            f"a unit: {SCANS} moves, {RECORDS} records",
            f"{whole / 1024:.1f} KB",
            "<= 8 KB",
            whole <= 8 * 1024,
        ),
        Row("a raw payload", f"{raw:,.0f} B", "<= 2 KB", raw <= 2048),
    ]
