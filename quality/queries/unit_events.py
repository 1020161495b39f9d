"""The rows of a unit's time line: one for each thing that happened, in the reader's language."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quality.models import RepairResult
from quality.rules.history import (
    History,
    ImeiAct,
    LeftOn,
    Measurement,
    Mended,
    Passage,
    RouteStepNow,
    Run,
)
from quality.rules.imei import grouped, is_imei
from quality.rules.screens import EventRow

BENCH = "REPAIR"
DOCK = frozenset({"ship", "return", "rework", "stock"})


def events_of(history: History, zone: ZoneInfo) -> Iterator[EventRow]:
    """Every event of the history; a record and an IMEI act that are a move make one row with it."""
    steps = {step.code: step for step in history.route}
    runs = {run.event_id: run for run in history.records}
    acts = {act.event_id: act for act in history.imei_events}
    left = {row.event_id: row for row in history.shipments}
    mended = {repair.closed_at: repair for repair in history.repairs}
    for move in history.moves:
        at = move.at.astimezone(zone)
        if move.event_id in runs:
            yield _run_row(runs.pop(move.event_id), steps.get(move.step), at)
        elif move.kind == "repair":
            yield _repair_row(move, mended.get(move.at), at)
        elif move.kind in DOCK:
            yield _dock_row(move, left.get(move.event_id), at)
        else:
            yield _move_row(move, acts.pop(move.event_id, None), steps.get(move.step), at)
    for run in runs.values():
        yield _kept_row(run, run.at.astimezone(zone))
    for act in acts.values():
        yield _act_row(act, act.at.astimezone(zone))
    yield from _faults(history, zone)
    yield from _holds(history, zone)
    yield from _replaced(history, zone)


def _run_row(run: Run, step: RouteStepNow | None, at: datetime) -> EventRow:
    good = run.outcome == "passed"
    what = _("%(step)s passed") if good else _("%(step)s NG, run %(run)d of %(most)d")
    return EventRow(
        at=at,
        verdict="ok" if good else "ng",
        station=run.operation,
        what=what
        % {
            "step": _name(step) or run.operation,
            "run": run.run,
            "most": step.retest_limit if step else run.run,
        },
        detail=_telling(run),
        by=run.person or _rig(run.station),
        record=run.event_id,
        files=run.files,
        raw=run.raw,
    )


def _name(step: RouteStepNow | None) -> str:
    if step is None:
        return ""
    return step.name_ur if get_language() == "ur" else step.name


def _rig(station: str) -> str:
    """A rig by the last part of its station's code: LHR-B-CPL-2 is rig CPL-2."""
    return _("Rig %(name)s") % {"name": _end(station)}


def _end(station: str) -> str:
    """What is left of a station's code without plant and line."""
    return "-".join(station.split("-")[2:]) or station


def _telling(run: Run) -> str:
    """The value that failed the run, or the first one with limits."""
    limited = [m for m in run.measurements if m.low is not None or m.high is not None]
    bad = [m for m in run.measurements if m.ok is False]
    chosen = (bad or limited)[:1]
    return _measure(chosen[0]) if chosen else ""


def _measure(found: Measurement) -> str:
    if found.value is None:
        return _("%(label)s was not measured") % {"label": found.label}
    value = f"{found.value:g}" if isinstance(found.value, float) else str(found.value)
    text = f"{found.label} {value} {found.unit}".strip()
    if found.low is not None and found.high is not None:
        return f"{text}, {found.low:g}–{found.high:g}"
    if found.low is not None:
        return _("%(text)s, min %(low)s") % {"text": text, "low": f"{found.low:g}"}
    if found.high is not None:
        return _("%(text)s, max %(high)s") % {"text": text, "high": f"{found.high:g}"}
    return text


def _repair_row(move: Passage, repair: Mended | None, at: datetime) -> EventRow:
    what = _("Back from repair")
    detail = _("Goes on at %(step)s") % {"step": move.step}
    if repair is not None:
        what = repair.action or str(RepairResult(repair.result).label)
        detail = " · ".join(part for part in (repair.cause, detail) if part)
    return EventRow(at, "wr", BENCH, what, detail, move.person)


def _move_row(
    move: Passage, act: ImeiAct | None, step: RouteStepNow | None, at: datetime
) -> EventRow:
    boxed = step is not None and step.kind == "box"
    texts = {
        "start": _("Started"),
        "pass": _("Packed") if move.output else _("Boxed") if boxed else _("Passed"),
        "fail": _("Failed"),
        "undo": _("Undone"),
        "unpack": _("Taken out of its carton"),
        "scrap": _("Scrapped"),
        "review": _("Late and out of order"),
    }
    verdicts = {"start": "ok", "pass": "ok", "fail": "ng", "scrap": "ng", "review": "hold"}
    what, detail = texts.get(move.kind, move.kind), ""
    if act is not None:
        what, detail = _act_text(act)
    if move.clock_off:
        detail = " · ".join(part for part in (detail, _("device clock was wrong")) if part)
    verdict = verdicts.get(move.kind, "note")
    return EventRow(at, verdict, move.step, what, detail, move.person or _rig(move.station))


def _dock_row(move: Passage, left: LeftOn | None, at: datetime) -> EventRow:
    """What happened to a packed unit at the dock; a shipping is told with its shipment."""
    texts = {
        "ship": _("Shipped"),
        "return": _("Came back"),
        "rework": _("Back to the line after a return"),
        "stock": _("Back in stock"),
    }
    detail = f"{left.no} · {left.customer} · {left.pallet} · {left.carton}" if left else ""
    if move.kind == "rework":
        detail = _("Goes on at %(step)s") % {"step": move.step}
    verdict = "ok" if move.kind == "ship" else "note"
    return EventRow(at, verdict, _("Dock"), texts[move.kind], detail, move.person)


def _kept_row(run: Run, at: datetime) -> EventRow:
    return EventRow(
        at=at,
        verdict="note",
        station=run.operation,
        what=_("Record kept, not counted"),
        detail=run.code,
        by=run.person or _rig(run.station),
        record=run.event_id,
        files=run.files,
        raw=run.raw,
    )


def _act_row(act: ImeiAct, at: datetime) -> EventRow:
    what, detail = _act_text(act)
    verdict = "hold" if act.kind == "mismatch" else "note"
    by = " + ".join(name for name in (act.person, act.second) if name)
    return EventRow(at, verdict, _end(act.station), what, detail, by or _rig(act.station))


def _act_text(act: ImeiAct) -> tuple[str, str]:
    pair = " · ".join(grouped(imei) if is_imei(imei) else imei for imei in act.imeis)
    texts = {
        "reserved": (_("IMEIs issued"), pair),
        "written": (_("IMEIs written"), _("Read back from the phone")),
        "confirmed": (_("Label, phone and record agree"), pair),
        "voided": (_("IMEIs voided"), f"{act.reason} · {pair}"),
        "mismatch": (_("IMEI read-back differs"), pair),
    }
    return texts.get(act.kind, (act.kind, pair))


def _faults(history: History, zone: ZoneInfo) -> Iterator[EventRow]:
    for repair in history.repairs:
        faults = [fault for fault in history.defects if fault.repair == repair.no]
        named = " · ".join(
            " ".join(part for part in (fault.name, fault.location, fault.note) if part)
            for fault in faults
        )
        station = _end(faults[0].station) if faults else ""
        at = repair.opened_at.astimezone(zone)
        yield EventRow(at, "wr", station, _("Sent to repair"), named, repair.opened_by)
        if repair.result == RepairResult.SCRAP and repair.closed_at is not None:
            at = repair.closed_at.astimezone(zone)
            yield EventRow(at, "note", BENCH, repair.action or _("Scrap"), "", repair.closed_by)


def _holds(history: History, zone: ZoneInfo) -> Iterator[EventRow]:
    for hold in history.holds:
        at = hold.placed_at.astimezone(zone)
        yield EventRow(at, "hold", "", _("Put on hold"), hold.reason, hold.placed_by)
        if hold.released_at is not None:
            at = hold.released_at.astimezone(zone)
            what = _("Released from hold")
            yield EventRow(at, "note", "", what, hold.release_reason, hold.released_by)


def _replaced(history: History, zone: ZoneInfo) -> Iterator[EventRow]:
    for part in history.parts:
        if part.removed_at is None:
            continue
        what = _("%(part)s taken out") % {"part": part.position.capitalize()}
        detail = " · ".join(text for text in (part.serial or part.lot, part.removed_reason) if text)
        at = part.removed_at.astimezone(zone)
        yield EventRow(at, "note", _end(part.station), what, detail)
