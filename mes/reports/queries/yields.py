"""First pass by operation within any bucket, from the first runs of the ledger."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

from mes.reports.queries.ledger import Filters, counted
from mes.reports.queries.output import bucket_key, bucket_select
from mes.reports.rules.iso22400 import first_pass_yield, rolled_yield


@dataclass(frozen=True, slots=True)
class YieldRow:
    """ISO 22400 IP (`inspected`) and GP (`good`) of one operation in one bucket; all its runs."""

    key: str
    operation: str
    inspected: int
    good: int
    runs: int
    fails: int

    @property
    def first_pass(self) -> float | None:
        return first_pass_yield(gp=self.good, ip=self.inspected)


def yields(*, by: str, filters: Filters) -> list[YieldRow]:
    """Operations with runs, by bucket; one statement."""
    measures = "operation, sum(first_runs), sum(first_passes), sum(passes + fails), sum(fails)"
    sql = counted(output_only=False) + bucket_select(by, measures, also="operation")
    zone = ZoneInfo(filters.zone)
    with connection.cursor() as cursor:
        cursor.execute(sql, filters.values())
        found = cursor.fetchall()
    return [
        YieldRow(
            bucket_key(by, row[0], row[1], row[2], row[3].astimezone(zone) if row[3] else None),
            row[5],
            *(int(value) for value in row[6:]),
        )
        for row in found
        if row[8]
    ]


def rolled(rows: list[YieldRow]) -> dict[str, float | None]:
    """The product of the operations' first pass, by bucket."""
    keys = dict.fromkeys(row.key for row in rows)
    return {
        key: rolled_yield(
            [row.good / row.inspected for row in rows if row.key == key and row.inspected]
        )
        for key in keys
    }
