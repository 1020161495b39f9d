"""What one supervisor hands to the next: the balanced count, open stops, calls, holds, output."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from lines.models import Handover, Hold, Stop
from lines.queries.board import line_now
from lines.queries.running.power import retests_of, waiting_checks
from lines.queries.stoppages import Stoppage
from mes.reports.rules.handover import Balance
from mes.reports.rules.shift_report import figures_of
from plants.models import Line
from plants.queries.shifts import ShiftFacts, shift_at

# One statement is one snapshot: no scan can fall between two of its counts. A handover keeps its
# snapshot, so that the next one counts exactly the moves that this one did not see. A returned
# unit that is packed again leaves the line too, though it is not made twice; what is scrapped at
# the dock was not on the line.
_SQL = """
SELECT pg_current_snapshot()::text,
  (SELECT count(*) FROM lines_unit WHERE line_id = %(line)s AND state = 'in_process'),
  (SELECT count(*) FROM lines_unit WHERE line_id = %(line)s AND state = 'in_repair'),
  count(*) FILTER (WHERE kind = 'start'),
  count(*) FILTER (WHERE kind IN ('unpack', 'rework')),
  count(*) FILTER (WHERE s.id IS NOT NULL AND kind = 'pass')
    - count(*) FILTER (WHERE s.id IS NOT NULL AND kind = 'undo'),
  count(*) FILTER (WHERE kind = 'scrap' AND m.station_id > 0),
  count(*) FILTER (WHERE kind = 'repair'),
  count(*) FILTER (WHERE kind = 'scrap' AND EXISTS (
    SELECT 1 FROM quality_repair r WHERE r.unit_id = m.unit_id AND r.result = 'scrap'))
FROM lines_move m
JOIN lines_unit u ON u.id = m.unit_id
LEFT JOIN plants_routestep s
  ON s.route_id = u.route_id AND s.position = m.position AND s.is_output
WHERE m.line_id = %(line)s AND m.received_at >= %(since)s
  AND (%(seen)s::pg_snapshot IS NULL
    OR NOT pg_visible_in_snapshot(m.xid, %(seen)s::pg_snapshot))
"""


@dataclass(frozen=True)
class Draft:
    """The handover as it would be signed now."""

    line: Line
    shift: ShiftFacts | None
    as_of: datetime
    balance: Balance
    snapshot: str
    figures: dict[str, Any]


def draft_handover(*, line: Line, now: datetime) -> Draft:
    """Everything but the note and the two names; the running shift, else None."""
    shift = shift_at(line.pk, now)
    last = Handover.objects.filter(line=line).order_by("-as_of").first()
    balance, snapshot = _balance(line, last, shift.start if shift else now)
    board = line_now(line_id=line.pk, moment=now)
    stops = Stop.objects.filter(line=line, ended_at=None).select_related(
        "line", "station__operation", "reason", "raised_by", "acknowledged_by"
    )
    unsaid = stops_without_reason(line=line, since=shift.start if shift else None)
    holds = Hold.objects.filter(plant_id=line.plant_id, released_at=None)
    figures = {
        "balance": balance.told(),
        "snapshot": snapshot,
        "output": figures_of(board),
        "stops": [_stop(stop) for stop in stops.order_by("started_at")],
        "stops_without_reason": [stop.no for stop in unsaid],
        "holds": [
            {"no": hold.no, "subject": hold.subject, "reason": hold.reason}
            for hold in holds.order_by("placed_at")[:50]
        ],
        "holds_open": holds.count(),
        "retests": len(retests_of(line_id=line.pk)),
        "checks": len(waiting_checks(line_id=line.pk)),
    }
    return Draft(line, shift, now, balance, snapshot, figures)


def stops_without_reason(*, line: Line, since: datetime | None) -> QuerySet[Stop]:
    """Stops of the line, of a shift from its start, for which nobody has said why; oldest first."""
    rows = Stop.objects.filter(line=line, reason=None, halts=True)
    if since is not None:
        rows = rows.filter(started_at__gte=since)
    return rows.select_related("station").order_by("started_at")


def _balance(line: Line, last: Handover | None, start: datetime) -> tuple[Balance, str]:
    before = last.figures["balance"] if last else None
    seen = last.figures["snapshot"] if last else None
    # The snapshot decides; the time only spares the index the older rows.
    since = last.as_of - timedelta(minutes=10) if last else start
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"line": line.pk, "since": since, "seen": seen})
        snapshot, wip, repair, started, reopened, made, scrapped, back, benched = cursor.fetchone()
    if before is None:
        sent = max(0, repair + back + benched)
        balance = Balance(
            wip_before=wip + made + (scrapped - benched) + sent - started - back - reopened,
            repair_before=0,
            started=started,
            reopened=reopened,
            made=made,
            scrapped=scrapped,
            wip=wip,
            repair=repair,
            back=back,
            scrapped_at_bench=benched,
            derived=True,
        )
        return balance, snapshot
    balance = Balance(
        wip_before=before["wip"],
        repair_before=before["repair"],
        started=started,
        reopened=reopened,
        made=made,
        scrapped=scrapped,
        wip=wip,
        repair=repair,
        back=back,
        scrapped_at_bench=benched,
    )
    return balance, snapshot


def _stop(stop: Stop) -> dict[str, Any]:
    call = Stoppage(stop).call()
    return {
        "no": stop.no,
        "place": call.station,
        "kind": call.kind,
        "text": call.text,
        "halts": stop.halts,
        "since": stop.started_at.isoformat(),
        "coming": call.coming,
    }


def kept_handovers(*, plant_id: int, most: int = 60) -> list[Handover]:
    """The plant's newest handovers, newest first."""
    rows = Handover.objects.filter(plant_id=plant_id).select_related(
        "line", "shift", "given_by", "taken_by"
    )
    return list(rows.order_by("-as_of")[:most])
