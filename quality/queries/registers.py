"""The overlap report: numbers that two servers both say they have loaded."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from quality.rules.imei import imei_of

MOST = 200

_OVERLAPS = """
WITH newest AS (
  SELECT DISTINCT ON (server_no) server_no, ranges FROM quality_rangeregister
  WHERE server_no <> %(own)s ORDER BY server_no, made_at DESC
), everywhere AS (
  SELECT n.server_no, x.plant, int8range(left(x.first, 14)::bigint, left(x.last, 14)::bigint, '[]')
    AS span
  FROM newest n
  CROSS JOIN LATERAL jsonb_to_recordset(n.ranges) AS x(plant text, first text, last text)
  UNION ALL
  SELECT %(own)s, p.code, r.span FROM quality_imeirange r JOIN plants_plant p ON p.id = r.plant_id
)
SELECT a.server_no, a.plant, b.server_no, b.plant,
  lower(a.span * b.span), upper(a.span * b.span) - 1
FROM everywhere a JOIN everywhere b ON a.span && b.span AND a.server_no < b.server_no
ORDER BY 5 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Numbers, both ends in it, that two servers' plants both have."""

    server: int
    plant: str
    other_server: int
    other_plant: str
    first: str
    last: str


def overlaps() -> list[Overlap]:
    """Between this server and every register it has read, and between those registers."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS, {"own": settings.SERVER_NO, "most": MOST})
        rows = cursor.fetchall()
    return [Overlap(*(*row[:4], imei_of(row[4]), imei_of(row[5]))) for row in rows]
