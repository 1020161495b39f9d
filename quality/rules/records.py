"""A test record as it came, every field checked for its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from lines.rules.events import Event, flag_of, moment_of, offset_of, text_of, uuid_of
from mes.kernel.ids import derived
from mes.kernel.refusals import Malformed, Refusal
from plants.rules.facts import StepFacts
from quality.rules.attachments import FileIn, files_of
from quality.rules.limits import Value
from quality.rules.plans import PlanFacts

OUTCOMES = {
    "passed": "passed",
    "pass": "passed",
    "failed": "failed",
    "fail": "failed",
    "error": "error",
    "aborted": "aborted",
    "timeout": "timeout",
}
DISPOSITIONS = frozenset({"", "retest", "repair", "scrap"})
MOST_MEASUREMENTS = 2000
LONGEST_TEXT = 2000
LONGEST_LIST = 40_000
"""Characters of a list of numbers as JSON."""


@dataclass(frozen=True, slots=True)
class DefectSaid:
    """What the tester found; `disposition` retest (or empty), repair or scrap."""

    code: str = ""
    location: str = ""
    note: str = ""
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class RecordIn:
    """One run of one test (process facts: CFX UnitsTested, OpenHTF record, WATS UUT)."""

    event: Event
    outcome: str
    measured: Mapping[str, Value]
    operator: str
    program: str
    program_version: str
    fixture: str
    slot: str
    start: datetime | None
    end: datetime | None
    defect: DefectSaid
    files: tuple[FileIn, ...] = ()

    @property
    def seconds(self) -> float | None:
        """How long the run took; None without start and end, or when they are the wrong way."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return (self.end - self.start).total_seconds()


def record_of(body: Mapping[str, Any]) -> RecordIn:
    """The record in a native JSON body. Raises Malformed.

    Without an `event_id` one is derived from station, unit, start and program, so that a rig
    which sends its record twice is still heard once. `at` is the end of the run unless given.
    """
    start, end = moment_of(body, "start"), moment_of(body, "end")
    outcome = OUTCOMES.get(text_of(body, "outcome", 20, needed=True).strip().lower())
    if outcome is None:
        raise Malformed("outcome is not passed, failed, error, aborted or timeout")
    station = text_of(body, "station", 60, needed=True)
    identifier = text_of(body, "identifier", 400, needed=True)
    program = text_of(body, "program", 60)
    if body.get("event_id") is None:
        if start is None:
            raise Malformed("a record needs an event_id or a start")
        event_id = derived("record", station, identifier.strip(), start.isoformat(), program)
    else:
        event_id = uuid_of(body, "event_id")
    files, left_out = files_of(body)
    return RecordIn(
        event=Event(
            event_id=event_id,
            station=station,
            identifier=identifier,
            at=moment_of(body, "at") or end or start,
            offset=offset_of(body),
            late=flag_of(body, "late"),
        ),
        outcome=outcome,
        measured={**left_out, **measured_of(body)},
        operator=text_of(body, "operator", 24).strip(),
        program=program,
        program_version=text_of(body, "program_version", 30),
        fixture=text_of(body, "fixture", 40),
        slot=_word(body, "slot", 12),
        start=start,
        end=end,
        defect=_defect(body),
        files=files,
    )


def measured_of(body: Mapping[str, Any]) -> dict[str, Value]:
    """`measurements`: `[{name, value}]`, at most 2000; of a name that comes twice the last."""
    rows = body.get("measurements")
    if rows is None:
        return {}
    if not isinstance(rows, list) or len(rows) > MOST_MEASUREMENTS:
        raise Malformed(f"measurements is not a list of at most {MOST_MEASUREMENTS}")
    found: dict[str, Value] = {}
    for row in rows:
        if not isinstance(row, dict):
            raise Malformed("a measurement is not an object")
        value = row.get("value")
        if isinstance(value, list):
            found[text_of(row, "name", 60, needed=True)] = _listed(value)
            continue
        if value is not None and not isinstance(value, bool | int | float | str):
            raise Malformed("a measurement's value is not a number, a text, true or false")
        longest = LONGEST_LIST if isinstance(value, str) and value[:1] == "[" else LONGEST_TEXT
        if isinstance(value, str) and len(value) > longest:
            raise Malformed(f"a measured text is longer than {LONGEST_TEXT} characters")
        found[text_of(row, "name", 60, needed=True)] = value
    return found


def _listed(value: list[Any]) -> str:
    """A list of numbers as JSON; what JSON does not know (NaN) becomes null, which is no number."""
    rows = [item for item in value if isinstance(item, list)]
    if any(isinstance(item, dict) for row in (value, *rows) for item in row):
        raise Malformed("a measured list has an object in it")
    text = orjson.dumps(value, default=str).decode()
    if len(text) > LONGEST_LIST:
        raise Malformed(f"a measured list is longer than {LONGEST_LIST} characters")
    return text


def check_program(plan: PlanFacts, *, program: str, version: str, by_person: bool) -> None:
    """Refuse `wrong_program` unless the plan's program ran; a person without a rig names none."""
    if not plan.program or (by_person and not program):
        return
    wanted = f"{plan.program} {plan.program_version}".strip()
    if program != plan.program or (plan.program_version and version != plan.program_version):
        raise Refusal("wrong_program", found=f"{program} {version}".strip(), wanted=wanted)


def check_test_step(step: StepFacts) -> None:
    """Refuse `wrong_call` where no record is asked for."""
    if step.kind != "test":
        raise Refusal("wrong_call", here=step.name, here_ur=step.name_ur)


def _word(body: Mapping[str, Any], name: str, longest: int) -> str:
    """A short text; rigs also send slots as numbers."""
    value = body.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:longest]
    return text_of(body, name, longest)


def _defect(body: Mapping[str, Any]) -> DefectSaid:
    said = body.get("defect")
    if said is None:
        return DefectSaid()
    if not isinstance(said, dict):
        raise Malformed("defect is not an object")
    disposition = text_of(said, "disposition", 10).strip().lower()
    if disposition not in DISPOSITIONS:
        raise Malformed("disposition is not retest, repair or scrap")
    return DefectSaid(
        code=text_of(said, "code", 24).strip(),
        location=text_of(said, "location", 20),
        note=text_of(said, "note", 200),
        disposition=disposition,
    )
