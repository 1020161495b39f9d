"""Everything that happened to one unit, as plain values."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quality.rules.limits import within
from quality.rules.plans import PlanFacts


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the unit; a retired one only finds its history."""

    kind: str
    value: str
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One row of the move ledger, with the step of the unit's route it was at."""

    event_id: str
    at: datetime
    kind: str
    position: int
    step: str
    run: int
    station: str
    person: str
    output: bool
    late: bool
    clock_off: bool
    device_at: datetime | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value against its limits; `value` None: not measured; `ok` None: the plan asks for none."""

    name: str
    label: str
    value: float | bool | str | None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    ok: bool | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with a record; `size` and `sha256` (hex) of its bytes as they were sent."""

    name: str
    mime: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """One test record; `counted` false: kept, and `code` says why it moved nothing."""

    event_id: str
    at: datetime
    station: str
    operation: str
    person: str
    outcome: str
    counted: bool
    code: str
    run: int
    program: str
    program_version: str
    fixture: str
    slot: str
    seconds: float | None
    failed_step: int | None
    measurements: tuple[Measurement, ...]
    files: tuple[KeptFile, ...] = ()
    raw: bool = False


@dataclass(frozen=True, slots=True)
class FoundFault:
    code: str
    name: str
    grade: str
    station: str
    location: str
    note: str
    person: str
    at: datetime
    repair: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A repair; open while `closed_at` is None. `back_to` is the operation it returned to."""

    no: str
    cause: str
    action: str
    result: str
    failed_at: str
    back_to: str
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class BuiltIn:
    position: str
    serial: str
    lot: str
    station: str
    person: str
    bound_at: datetime
    removed_at: datetime | None
    removed_reason: str


@dataclass(frozen=True, slots=True)
class ImeiAct:
    event_id: str
    at: datetime
    kind: str
    imeis: tuple[str, ...]
    station: str
    person: str
    second: str
    reason: str
    evidence: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class HeldOnce:
    no: str
    cause: str
    reason: str
    placed_by: str
    placed_at: datetime
    released_by: str
    released_at: datetime | None
    release_reason: str


@dataclass(frozen=True, slots=True)
class LeftOn:
    """A shipment the unit left on; `event_id` is its move of kind ship."""

    no: str
    customer: str
    pallet: str
    carton: str
    event_id: str
    returned: bool


@dataclass(frozen=True, slots=True)
class RouteStepNow:
    """A step of the unit's route: `state` done, here or todo."""

    position: int
    code: str
    name: str
    name_ur: str
    kind: str
    retest_limit: int
    state: str


@dataclass(frozen=True, slots=True)
class History:
    """One unit whole; every list in the order of time. `refusals`: answers no to its scans."""

    serial: str
    plant: str
    line: str
    order: str
    kit: str
    model: str
    sku: str
    colour: str
    state: str
    done: int
    next_step: str | None
    run: int
    repair_cycles: int
    gates: tuple[str, ...]
    started_at: datetime
    box: str
    carton: str
    identifiers: tuple[Named, ...]
    route: tuple[RouteStepNow, ...]
    moves: tuple[Passage, ...]
    records: tuple[Run, ...]
    defects: tuple[FoundFault, ...]
    repairs: tuple[Mended, ...]
    parts: tuple[BuiltIn, ...]
    imei_events: tuple[ImeiAct, ...]
    holds: tuple[HeldOnce, ...]
    refusals: int
    pallet: str = ""
    shipments: tuple[LeftOn, ...] = ()

    @property
    def open_holds(self) -> tuple[HeldOnce, ...]:
        return tuple(hold for hold in self.holds if hold.released_at is None)


def measured(
    plan: PlanFacts | None,
    values: list[float],
    texts: dict[str, str] | None,
    extras: dict[str, Any] | None,
) -> tuple[Measurement, ...]:
    """The values of a record under the names and limits of the plan it was judged by.

    What the plan did not ask for comes last, without limits.
    """
    found = [
        Measurement(
            name=step.name,
            label=step.label,
            value=_shown(step.kind, number, (texts or {}).get(step.name)),
            unit=step.unit,
            low=step.low,
            high=step.high,
            ok=within(step, number),
        )
        for step, number in zip(plan.steps if plan else (), values, strict=False)
    ]
    found += [Measurement(name, name, _plain(value)) for name, value in (extras or {}).items()]
    return tuple(found)


def _shown(kind: str, number: float, text: str | None) -> float | bool | str | None:
    if text is not None:
        return text
    if math.isnan(number):
        return None
    return number == 1.0 if kind != "numeric" else number


def _plain(value: object) -> float | bool | str | None:
    return value if isinstance(value, bool | int | float | str) or value is None else str(value)
