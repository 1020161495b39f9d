"""A record judged by its plan on the server: what a rig says of itself is only half the truth."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import orjson

from quality.rules.plans import LONGEST_MATCHED, PlanFacts, PlanStepFacts

NOT_MEASURED = math.nan
TRUE_WORDS = frozenset({"true", "yes", "pass", "passed", "ok", "1"})
FALSE_WORDS = frozenset({"false", "no", "fail", "failed", "ng", "0"})
PASSED = "passed"
FAILED = "failed"

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)

Value = float | int | bool | str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the server makes of a record.

    `values` stand at the plan's `seq - 1`, NaN for not measured; of a text step 1.0 for an
    expected text, else 0.0. `bad` names the steps out of limits or not measured, in plan order.
    """

    outcome: str
    values: tuple[float, ...]
    failed_step: int | None = None
    bad: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Value] = field(default_factory=dict)


def judge(
    plan: PlanFacts | None,
    outcome: str,
    measured: Mapping[str, Value],
    files: Collection[str] = (),
) -> Judgement:
    """The record's outcome: passed only when the rig says so and every step is within limits.

    A step that was not measured, and a value that is no finite number, is not within limits.
    `files` are the names of the attachments that came with it.
    Without a plan all values are extras and the rig's word stands.
    """
    if plan is None:
        return Judgement(outcome, (), extras=measured)
    values = [NOT_MEASURED] * max((step.seq for step in plan.steps), default=0)
    texts: dict[str, str] = {}
    bad: list[PlanStepFacts] = []
    for step in plan.steps:
        value = measured.get(step.name)
        if step.kind == "file":
            value = step.name in files or None
        values[step.seq - 1] = as_number(step, value)
        if step.kind in ("text", "array") and isinstance(value, str):
            texts[step.name] = value
        if not within(step, values[step.seq - 1]):
            bad.append(step)
    if outcome == PASSED and bad:
        outcome = FAILED
    return Judgement(
        outcome=outcome,
        values=tuple(values),
        failed_step=bad[0].seq if bad and outcome != PASSED else None,
        bad=tuple(step.name for step in bad),
        texts=texts,
        extras={name: value for name, value in measured.items() if name not in plan.by_name},
    )


def within(step: PlanStepFacts, number: float) -> bool:
    """Whether a stored value is good by its step; NaN and infinity never are.

    >>> within(PlanStepFacts(1, "level", "Level", "numeric", low=0, high=10), 10.0)
    True
    >>> within(PlanStepFacts(1, "l", "L", "numeric", low=0, high=10, comparison="GELT"), 10.0)
    False
    """
    if not math.isfinite(number):
        return False
    return _compared(step, number) if step.kind == "numeric" else number == 1.0


def _compared(step: PlanStepFacts, number: float) -> bool:
    if step.comparison == "LOG":
        return True
    if step.comparison in ("EQ", "NE"):
        return (number == step.low) is (step.comparison == "EQ")
    low, high = step.low, step.high
    if low is not None and (number < low or (step.comparison[:2] == "GT" and number == low)):
        return False
    return high is None or number < high or (number == high and step.comparison[2:] == "LE")


def as_number(step: PlanStepFacts, value: Value) -> float:
    """The value as it is stored; NaN when it is none that the step can have."""
    if step.kind == "text":
        if not isinstance(value, str):
            return NOT_MEASURED
        return 1.0 if value in step.expected or _matches(step, value) else 0.0
    if step.kind == "array":
        return _all_within(step, value)
    if step.kind in ("boolean", "file"):
        return _yes_or_no(value)
    return _number(value)


def _matches(step: PlanStepFacts, value: str) -> bool:
    if not step.pattern or len(value) > LONGEST_MATCHED:
        return False
    return re.fullmatch(step.pattern, value) is not None


def _all_within(step: PlanStepFacts, value: Value) -> float:
    """1.0 when each number of a list is within the limits; of a row of several, its last one."""
    try:
        rows = orjson.loads(value) if isinstance(value, str) else None
    except orjson.JSONDecodeError:
        return NOT_MEASURED
    if not isinstance(rows, list) or not rows:
        return NOT_MEASURED
    numbers = list(_last_of(rows))
    good = all(math.isfinite(one) and _compared(step, one) for one in numbers)
    return 1.0 if good else 0.0


def _last_of(rows: Iterable[object]) -> Iterable[float]:
    for row in rows:
        last = row[-1] if isinstance(row, list) and row else row
        yield _number(last) if isinstance(last, int | float | str) else NOT_MEASURED


def _yes_or_no(value: Value) -> float:
    word = str(value).strip().lower()
    if word in TRUE_WORDS or value == 1.0:
        return 1.0
    if word in FALSE_WORDS or value == 0.0:
        return 0.0
    return NOT_MEASURED


def _number(value: Value) -> float:
    if isinstance(value, bool) or value is None:
        return NOT_MEASURED
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        return NOT_MEASURED  # float() also reads digits of other scripts, `1_0` and `nan`
    try:
        return float(value)
    except (ValueError, OverflowError):
        return NOT_MEASURED
