"""What a line's stations do just now: units waiting, last signs, and the rate of the last hour."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from lines.rules.state import IDLE_AFTER, RECENT

_SQL = """
SELECT 'made', m.line_id, NULL,
       sum(CASE WHEN m.kind IN ('undo', 'unpack') THEN -1 ELSE 1 END),
       COALESCE(sum(CASE WHEN m.kind IN ('undo', 'unpack') THEN -1 ELSE 1 END)
         FILTER (WHERE m.at > %(recent)s), 0),
       NULL::timestamptz
FROM lines_move m
WHERE m.line_id = ANY(%(lines)s) AND m.output
  AND m.at > %(moment)s - interval '1 hour' AND m.at <= %(moment)s
GROUP BY m.line_id
UNION ALL
SELECT 'seen', m.line_id, o.code, count(*), 0, max(m.received_at)
FROM lines_move m
JOIN plants_station st ON st.id = m.station_id
JOIN plants_operation o ON o.id = st.operation_id
WHERE m.line_id = ANY(%(lines)s) AND m.received_at > %(idle)s
  AND m.received_at <= %(moment)s
GROUP BY m.line_id, o.code
UNION ALL
SELECT 'wip', w.line_id, o.code, sum(w.units), 0, NULL
FROM (
  SELECT line_id, route_id, done, count(*) AS units FROM lines_unit
  WHERE line_id = ANY(%(lines)s) AND state = 'in_process'
  GROUP BY line_id, route_id, done
) w
JOIN LATERAL (
  SELECT operation_id FROM plants_routestep
  WHERE route_id = w.route_id AND position > w.done ORDER BY position LIMIT 1
) step ON true
JOIN plants_operation o ON o.id = step.operation_id
GROUP BY w.line_id, o.code
"""


@dataclass(slots=True)
class Pulse:
    """`uph` good units of the last 60 minutes, `recent` of the last RECENT; the rest by operation.

    `seen` holds the operations that moved a unit within IDLE_AFTER; `waiting` units in process
    whose next step it is, those in repair left out.
    """

    uph: int = 0
    recent: int = 0
    seen: dict[str, datetime] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)


def pulses(line_ids: Sequence[int], moment: datetime) -> dict[int, Pulse]:
    """The pulse of each line; one statement."""
    found = {line_id: Pulse() for line_id in line_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "lines": list(line_ids),
                "moment": moment,
                "recent": moment - RECENT,
                "idle": moment - IDLE_AFTER,
            },
        )
        for what, line_id, operation, units, recent, seen in cursor.fetchall():
            pulse = found[line_id]
            if what == "made":
                pulse.uph, pulse.recent = int(units), int(recent)
            elif what == "seen":
                pulse.seen[operation] = seen
            else:
                pulse.waiting[operation] = int(units)
    return found
