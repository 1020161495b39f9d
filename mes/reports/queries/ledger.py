"""The counted ledger as every report reads it: tallies and tail with day, shift and model beside.

`hour` and `day` are of the plant; see `mes.reports.rules.window` for what a day is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lines.models.counting import COLUMNS
from lines.queries.tail import TAIL
from mes.reports.rules.window import Window

UNSCHEDULED = "unscheduled"


@dataclass(frozen=True, slots=True)
class Filters:
    """A plant's lines, or one `line` of them, and perhaps one model, shift code or work order."""

    plant_id: int
    zone: str
    line_ids: Sequence[int]
    window: Window
    line: str = ""
    model: str = ""
    shift: str = ""
    work_order: str = ""

    def values(self) -> dict[str, Any]:
        """The parameters of `counted` and WANTED."""
        return {
            "plant": self.plant_id,
            "zone": self.zone,
            "lines": list(self.line_ids),
            "start": self.window.start,
            "end": self.window.end,
            "first": self.window.first,
            "until": self.window.until,
            "model": self.model,
            "shift": self.shift,
            "work_order": self.work_order,
        }


_PICKED = (
    "plant_id = %(plant)s AND line_id = ANY(%(lines)s) AND hour >= %(start)s AND hour < %(end)s"
)

DAY = "COALESCE(sh.date, (c.hour AT TIME ZONE %(zone)s)::date)"

WANTED = """
  (%(first)s::date IS NULL OR {day} >= %(first)s::date)
  AND (%(until)s::date IS NULL OR {day} < %(until)s::date)
  AND (%(model)s = '' OR pm.code = %(model)s)
  AND (%(shift)s = '' OR COALESCE(sh.code, 'unscheduled') = %(shift)s)
  AND (%(work_order)s = '' OR w.no = %(work_order)s)
"""


def counted(*, output_only: bool) -> str:
    """CTE `rows`: COLUMNS with line, shift, day and model beside; `output_only` reads few rows."""
    only = " AND output <> 0" if output_only else ""
    return f"""
WITH {TAIL}, c AS (
  SELECT {COLUMNS} FROM lines_tally WHERE {_PICKED}{only}
  UNION ALL
  SELECT {COLUMNS} FROM tail WHERE {_PICKED}{only}
), rows AS (
  SELECT c.*, l.code AS line, l.position AS line_position, pm.code AS model, pm.name AS model_name,
         COALESCE(sh.code, '{UNSCHEDULED}') AS shift, {DAY} AS day,
         op.code AS operation
  FROM c
  LEFT JOIN plants_line l ON l.id = c.line_id
  LEFT JOIN plants_station st ON st.id = c.station_id
  LEFT JOIN plants_operation op ON op.id = st.operation_id
  LEFT JOIN lines_workorder w ON w.id = c.order_id
  LEFT JOIN plants_productvariant v ON v.id = w.variant_id
  LEFT JOIN plants_productmodel pm ON pm.id = v.model_id
  LEFT JOIN plants_shift sh ON sh.id = c.shift_id
  WHERE {WANTED.format(day=DAY)}
)
"""  # noqa: S608  constants of this module; every value is bound
