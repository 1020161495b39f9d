"""What the test entry and the unit history page show, as plain values."""

from dataclasses import dataclass
from datetime import datetime

import orjson

from quality.rules.history import KeptFile
from quality.rules.plans import PlanStepFacts

FEW = 6
"""Up to so many expected texts are buttons to tap."""


@dataclass(frozen=True)
class StepRow:
    """A plan step as the tester sees it, in the reader's language."""

    facts: PlanStepFacts
    label: str

    @property
    def rule(self) -> str:
        """What the page's script judges by, as JSON."""
        step = self.facts
        return orjson.dumps(
            {
                "kind": step.kind, "comparison": step.comparison, "low": step.low,
                "high": step.high, "expected": step.expected, "pattern": step.pattern,
                "dimensions": step.dimensions,
            }
        ).decode()  # fmt: skip

    @property
    def choices(self) -> tuple[str, ...]:
        return self.facts.expected if len(self.facts.expected) <= FEW else ()


@dataclass(frozen=True)
class DefectTile:
    """A defect to choose; the list comes most frequent first, eight of them shown as tiles."""

    code: str
    name: str
    grade: str = ""


@dataclass(frozen=True)
class TestPage:
    """The unit on the bench and the plan it is measured by."""

    __test__ = False

    serial: str
    station: str
    operation: str
    model: str
    order: str
    plan: str
    attempt: int
    max_attempts: int
    steps: tuple[StepRow, ...]
    defects: tuple[DefectTile, ...]
    fixture: str = ""
    refused: str = ""
    refused_next: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of the identity column. ``kind`` serial, imei or text; ``note`` stands below it."""

    label: str
    value: str
    kind: str = "serial"
    note: str = ""


@dataclass(frozen=True)
class EventRow:
    """One thing that happened to a unit. ``verdict`` ok, ng, hold, wr (repair) or note.

    Of a test: ``record`` its id, the ``files`` that came with it, and whether ``raw`` is kept.
    """

    at: datetime
    verdict: str
    station: str
    what: str
    detail: str = ""
    by: str = ""
    record: str = ""
    files: tuple[KeptFile, ...] = ()
    raw: bool = False


@dataclass(frozen=True)
class StepBead:
    """A step of the unit's route: ``state`` ok, ng, here or todo; ``retested`` after a fail."""

    code: str
    state: str
    retested: bool = False


@dataclass(frozen=True)
class UnitHistory:
    """Everything about one unit; ``events`` newest first, ``total`` of them in all.

    ``kept``: the tests with which files or the payload as sent are kept, newest first.
    """

    serial: str
    model: str
    order: str
    kit: str
    state: str
    state_label: str
    facts: tuple[Fact, ...]
    parts: tuple[Fact, ...]
    route: tuple[StepBead, ...]
    events: tuple[EventRow, ...]
    total: int
    held: str = ""
    carton: str = ""
    kept: tuple[EventRow, ...] = ()

    @property
    def passed(self) -> int:
        return sum(1 for bead in self.route if bead.state == "ok")

    @property
    def earlier(self) -> int:
        return max(0, self.total - len(self.events))


@dataclass(frozen=True)
class WaitingRow:
    """A unit that waits for repair, and what was found on it."""

    serial: str
    since: datetime
    what: str


@dataclass(frozen=True)
class FaultRow:
    """A fault as it was reported."""

    code: str
    name: str
    station: str
    at: datetime
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class RepairPage:
    """The unit on the repair bench. `returns_to` is the operation its faults lead back to;
    `second_for_board`: a new board burns confirmed IMEIs, to which a second person must agree.
    """

    no: str
    serial: str
    model: str
    order: str
    cycle: int
    failed: str
    returns_to: str
    faults: tuple[FaultRow, ...]
    causes: tuple[DefectTile, ...]
    second_for_board: bool = False
    in_repair: bool = True
