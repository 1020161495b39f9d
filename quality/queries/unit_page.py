"""S8: one unit's history as the page shows it, in the reader's language and the plant's time."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lines.models import Unit, UnitState
from quality.queries.history import history_of
from quality.queries.unit_events import events_of
from quality.rules.history import BuiltIn, History, Named
from quality.rules.screens import EventRow, Fact, StepBead, UnitHistory

SHOWN = 10
"""Events on the first page; the rest behind the button."""


def unit_page(unit: Unit, *, all_events: bool) -> UnitHistory:
    """The page of a unit of `find_unit`."""
    history = history_of(unit)
    zone = ZoneInfo(unit.plant.timezone)
    # Of one moment, what follows comes later in the list: a repair stands above its failed run.
    told = [*events_of(history, zone)][::-1]
    events = sorted(told, key=lambda row: row.at, reverse=True)
    shown: Iterable[EventRow] = events if all_events else events[:SHOWN]
    return UnitHistory(
        serial=history.serial,
        model=f"{history.model} {history.colour}",
        order=history.order,
        kit=history.kit,
        state=history.state,
        state_label=str(UnitState(history.state).label).upper(),
        facts=tuple(_facts(history, zone)),
        parts=tuple(_parts(history, zone)),
        route=_beads(history),
        events=tuple(shown),
        total=len(events),
        held=" · ".join(hold.reason for hold in history.open_holds),
        carton=history.carton,
        kept=tuple(row for row in events if row.files or row.raw),
    )


def _facts(history: History, zone: ZoneInfo) -> Iterable[Fact]:
    for name in history.identifiers:
        if name.kind != "sn":
            yield _fact(name, zone)
    if history.kit:
        yield Fact(_("Kit lot"), history.kit)
    firmware = [run.program_version for run in history.records if run.operation == "DL"]
    if firmware:
        yield Fact(_("Firmware"), firmware[-1])
    shipment = history.shipments[-1].no if history.shipments else ""
    packed = (
        (_("Gift box"), history.box),
        (_("Carton"), history.carton),
        (_("Pallet"), history.pallet),
        (_("Shipment"), shipment),
    )
    for label, value in packed:
        if value:
            yield Fact(label, value)


def _fact(name: Named, zone: ZoneInfo) -> Fact:
    labels = {
        "board_sn": _("Board"),
        "wifi_mac": _("Wi-Fi MAC"),
        "bt_mac": _("Bluetooth MAC"),
        "eid": "EID",
    }
    imei = name.kind.startswith("imei")
    label = f"IMEI {name.kind[4:]}" if imei else labels.get(name.kind, name.kind)
    note = ""
    if name.retired_at is not None:
        note = _("no longer valid since %(when)s") % {"when": _moment(name.retired_at, zone)}
    return Fact(label, name.value, "imei" if imei else "serial", note)


def _parts(history: History, zone: ZoneInfo) -> Iterable[Fact]:
    removed: dict[str, BuiltIn] = {
        part.position: part for part in history.parts if part.removed_at is not None
    }
    for part in history.parts:
        if part.removed_at is not None:
            continue
        before = removed.get(part.position)
        note = ""
        if before is not None and before.removed_at is not None:
            note = _("replaced %(when)s") % {"when": _moment(before.removed_at, zone)}
        yield Fact(part.position.capitalize(), part.serial or part.lot, "serial", note)


def _beads(history: History) -> tuple[StepBead, ...]:
    failed = {move.step for move in history.moves if move.kind == "fail"}
    broken = history.state in (UnitState.IN_REPAIR, UnitState.SCRAPPED)
    states = {"done": "ok", "here": "ng" if broken else "here", "todo": "todo"}
    return tuple(
        StepBead(step.code, states[step.state], step.state == "done" and step.code in failed)
        for step in history.route
    )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m. %H:%M}"
