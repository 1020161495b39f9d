"""The live board: lines at one moment, in five statements however many lines there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lines.queries.baseline import first_pass_before
from lines.queries.line_facts import LineFacts, lines_at
from lines.queries.pulse import Pulse, pulses
from lines.queries.stoppages import SaidReason, Stoppage, hour_reasons, stoppages
from lines.queries.throughput import HourCount, first_passes, line_first_pass, shift_hours
from lines.rules import losses as loss_rules
from lines.rules.now import HourRow, LineNow, Loss, StationNode
from lines.rules.relief import Relief
from lines.rules.state import Signs, line_state, node_state, takt_now
from plants.queries.facts import route_map
from plants.queries.shifts import ShiftFacts
from plants.rules.pace import HourPlan
from plants.rules.shifts import Span

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the database said of one line."""

    facts: LineFacts
    counts: Sequence[HourCount]
    pulse: Pulse
    stops: Sequence[Stoppage]
    said: Sequence[SaidReason]
    before: float | None
    moment: datetime


def line_now(*, line_id: int, moment: datetime) -> LineNow:
    """One line's board at `moment`."""
    return lines_now(line_ids=[line_id], moment=moment)[0]


def lines_now(*, line_ids: Sequence[int], moment: datetime) -> tuple[LineNow, ...]:
    """The boards of the lines, in the lines' fixed order."""
    facts = lines_at(line_ids, moment)
    shifts = [line.shift for line in facts if line.shift is not None]
    return boards(facts, shifts, moment)


def boards(
    facts: Sequence[LineFacts], shifts: Sequence[ShiftFacts], moment: datetime
) -> tuple[LineNow, ...]:
    """Boards of lines whose facts are known already, over the window of their shifts."""
    ids = [line.id for line in facts]
    since = min((shift.start for shift in shifts), default=moment - A_DAY)
    until = max((shift.end for shift in shifts), default=moment)
    counts = shift_hours(line_ids=ids, shift_ids=[shift.id for shift in shifts])
    beats = pulses(ids, moment)
    stops = stoppages(line_ids=ids, since=since, moment=moment)
    said = hour_reasons(line_ids=ids, since=_full_hour(since), until=until)
    before = first_pass_before(facts, moment)
    return tuple(
        _line(
            Seen(
                facts=line,
                counts=[count for count in counts if count.line_id == line.id],
                pulse=beats[line.id],
                stops=stops[line.id],
                said=said[line.id],
                before=before[line.id],
                moment=moment,
            )
        )
        for line in facts
    )


def _full_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _line(seen: Seen) -> LineNow:
    facts, shift, moment = seen.facts, seen.facts.shift, seen.moment
    takt = shift.working_seconds / shift.target if shift and shift.target else None
    standing = next((stop for stop in seen.stops if _stands(stop)), None)
    signs = Signs(
        moment=moment,
        span=shift.span if shift else None,
        breaks=shift.breaks if shift else (),
        standstill=standing.standstill() if standing else None,
        last_seen=facts.last_seen,
        recent=seen.pulse.recent,
        takt=takt,
    )
    state = line_state(signs)
    first_pass = line_first_pass(first_passes(seen.counts))
    relief = _relief(seen, shift)
    return LineNow(
        code=facts.code,
        name=facts.name,
        model=facts.order.model if facts.order else "",
        kit=facts.order.kit if facts.order else "",
        order=facts.order.no if facts.order else "",
        shift=shift.code if shift else "",
        shift_start=shift.start.astimezone(shift.zone) if shift else None,
        shift_end=shift.end.astimezone(shift.zone) if shift else None,
        state=state.name,
        since=state.since,
        why=state.why,
        good=sum(count.output for count in seen.counts),
        should=max(0, shift.should_be(moment) - relief.by(moment)) if shift else 0,
        target=max(0, shift.target - relief.by(shift.end)) if shift else 0,
        ng=sum(count.fails for count in seen.counts),
        uph=seen.pulse.uph,
        first_pass=first_pass,
        first_pass_change=_change(first_pass, seen.before),
        takt=takt,
        takt_now=takt_now(signs),
        hours=_hours(seen, shift, relief) if shift else (),
        stations=_nodes(seen),
        losses=_losses(seen, shift) if shift else (),
        calls=tuple(stop.call() for stop in seen.stops if stop.row.ended_at is None),
        as_of=moment.astimezone(shift.zone) if shift else moment,
        working_minutes_left=int(shift.seconds_left(moment) / 60) if shift else 0,
        due=standing.standstill().due if standing else None,
    )


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _stands(stop: Stoppage) -> bool:
    return stop.row.halts and stop.row.ended_at is None


def _hours(seen: Seen, shift: ShiftFacts, relief: Relief) -> tuple[HourRow, ...]:
    """An hour's `due` is taken from the running sum, so that the dues add up to `should`."""
    good: dict[datetime, int] = {}
    for count in seen.counts:
        hour = count.hour.astimezone(UTC)
        good[hour] = good.get(hour, 0) + count.output
    rows: list[HourRow] = []
    running = planned = 0
    for plan in shift.hours():
        phase = _phase(plan, seen.moment)
        due = plan.plan
        if phase == "now":
            due = min(plan.plan, max(0, shift.should_be(seen.moment) - planned))
        planned += plan.plan
        if phase != "later":
            due = max(0, due - relief.between(plan.start, min(plan.end, seen.moment)))
        made = good.get(_full_hour(plan.start), 0)
        running += made - due if phase != "later" else 0
        said = [word for word in seen.said if word.hour == _full_hour(plan.start)]
        rows.append(
            HourRow(
                start=plan.start,
                plan=plan.plan,
                due=due if phase != "later" else plan.plan,
                good=made,
                phase=phase,
                running_gap=running,
                reasons=tuple(word.reason() for word in said),
                note=_breaks_in(plan, shift),
            )
        )
    return tuple(rows)


def _relief(seen: Seen, shift: ShiftFacts | None) -> Relief:
    """What the planned minutes of the shift's changeovers let the line off."""
    if shift is None or not shift.working_seconds:
        return Relief((), (), 0.0)
    windows = []
    for stop in seen.stops:
        planned = stop.planned() if stop.row.halts else None
        if planned is None:
            continue
        start, end = max(planned.start, shift.start), min(planned.end, shift.end)
        if end > start:
            windows.append(Span(start, end))
    return Relief(tuple(windows), shift.breaks, shift.target / shift.working_seconds)


def _phase(plan: HourPlan, moment: datetime) -> str:
    if moment >= plan.end:
        return "closed"
    return "now" if moment >= plan.start else "later"


def _breaks_in(plan: HourPlan, shift: ShiftFacts) -> str:
    """`tea 15 min`: why the hour's plan is smaller."""
    words = []
    for pause in shift.breaks:
        overlap = min(pause.end, plan.end) - max(pause.start, plan.start)
        if overlap > timedelta(0):
            words.append(f"{pause.name} {int(overlap.total_seconds() // 60)} min")
    return ", ".join(words)


def _losses(seen: Seen, shift: ShiftFacts) -> tuple[Loss, ...]:
    seconds = shift.working_seconds
    plan = loss_rules.Plan(shift.span, shift.breaks, shift.target / seconds if seconds else 0.0)
    return loss_rules.losses(
        [span for stop in seen.stops if stop.row.halts for span in stop.spans()],
        [word.loss(seen.facts.code) for word in seen.said if word.units],
        plan,
        seen.moment,
    )


def _nodes(seen: Seen) -> tuple[StationNode, ...]:
    """The route of the line's order, then operations where units of another route wait."""
    order, pulse = seen.facts.order, seen.pulse
    codes = [step.operation_code for step in route_map(order.route_id).steps] if order else []
    codes += [code for code in sorted(pulse.waiting) if code not in codes]
    stopped = {stop.operation for stop in seen.stops if _stands(stop)}
    return tuple(
        StationNode(
            code=code,
            waiting=pulse.waiting.get(code, 0),
            state=node_state(
                stopped=code in stopped,
                waiting=pulse.waiting.get(code, 0),
                seen=pulse.seen.get(code),
                moment=seen.moment,
            ),
        )
        for code in codes
    )
