"""What a unit holds of IMEIs, and what may be done with them next."""

from collections.abc import Mapping
from dataclasses import dataclass

from mes.kernel.refusals import Refusal
from plants.rules.facts import StationFacts
from quality.rules.imei import differing_slot

SAFE = {
    "fsync": frozenset({"on"}),
    "synchronous_commit": frozenset({"on", "local", "remote_write", "remote_apply"}),
}
"""Settings under which an answer means that the number is on disk."""


ROAD = ("reserved", "written", "confirmed")
"""The states of a live number, in the order it goes through them."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The live IMEIs of a unit by slot, their one state ('' for none), and its model's need.

    `written_at` is the station that wrote them; `settings` those of the database now. `kept_set`
    is what the brand owner's list names for this serial, `fence` the open one that locks issuing.
    """

    model_id: int
    model: str
    imei_count: int
    numbers: Mapping[int, str]
    state: str
    written_at: int | None
    settings: Mapping[str, str]
    kept_set: int | None = None
    fence: str | None = None


def may_issue(holding: Holding, station: StationFacts) -> None:
    """Refuse `wrong_call` elsewhere than at an IMEI write station, `imei_none`, `imei_locked`."""
    if station.kind != "imei_write":
        raise Refusal("wrong_call", here=station.operation_name)
    if not holding.imei_count:
        raise Refusal("imei_none", model=holding.model)
    check_durable(holding.settings, holding.fence)


def check_durable(settings: Mapping[str, str], fence: str | None) -> None:
    """Refuse `imei_locked` where an answer could be lost, or a number be given a second time."""
    for name, safe in SAFE.items():
        if settings[name] not in safe:
            raise Refusal("imei_locked", reason=f"{name} is {settings[name]}")
    if fence:
        raise Refusal("imei_locked", reason=f"fence {fence} is open")


def may_write(holding: Holding, station: StationFacts) -> None:
    """Refuse `wrong_call`, `imei_none`, and `imei_state` for a unit without IMEIs."""
    if station.kind != "imei_write":
        raise Refusal("wrong_call", here=station.operation_name)
    _must_be(ROAD, holding, step=station.operation_name)


def may_confirm(holding: Holding, station: StationFacts) -> None:
    """Refuse `same_station`, `wrong_call`, `imei_none`, and `imei_state` for one not written."""
    if holding.written_at == station.id:
        raise Refusal("same_station")
    if station.kind != "imei_check":
        raise Refusal("wrong_call", here=station.operation_name)
    _must_be(ROAD[1:], holding, step="IMEI write")


def may_void(holding: Holding, *, unit_state: str, serial: str, second: bool) -> None:
    """Refuse for a unit that is packed or gone, one without IMEIs, and a lone void of confirmed."""
    if unit_state not in ("in_process", "in_repair", "scrapped"):
        raise Refusal("wrong_state", what=serial, state=unit_state)
    if not holding.numbers:
        raise Refusal("imei_state", state="not issued", step="IMEI write")
    if holding.state == "confirmed" and not second:
        raise Refusal("second_needed")


def after(holding: Holding, act: str) -> str:
    """The state of the numbers after `act` (written or confirmed): never back on their road.

    A phone that comes by again after a repair is read back again and keeps what it has.
    """
    return max(holding.state, act, key=ROAD.index)


def disagreement(holding: Holding, *spoken: Mapping[int, str] | None) -> int | None:
    """The first slot on which phone, label and ledger differ; None when they agree."""
    return differing_slot(holding.numbers, *spoken)


def _must_be(states: tuple[str, ...], holding: Holding, *, step: str) -> None:
    if not holding.imei_count:
        raise Refusal("imei_none", model=holding.model)
    if holding.state not in states:
        raise Refusal("imei_state", state=holding.state or "not issued", step=step)
