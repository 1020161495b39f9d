"""A record judged by its plan on the server: what a rig says of itself is only half the truth."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quality.rules.plans import PlanFacts, PlanStepFacts

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


def judge(plan: PlanFacts | None, outcome: str, measured: Mapping[str, Value]) -> Judgement:
    """The record's outcome: passed only when the rig says so and every step is within limits.

    A step that was not measured, and a value that is no finite number, is not within limits.
    Without a plan all values are extras and the rig's word stands.
    """
    if plan is None:
        return Judgement(outcome, (), extras=measured)
    values = [NOT_MEASURED] * max((step.seq for step in plan.steps), default=0)
    texts: dict[str, str] = {}
    bad: list[PlanStepFacts] = []
    for step in plan.steps:
        value = measured.get(step.name)
        values[step.seq - 1] = as_number(step, value)
        if step.kind == "text" and isinstance(value, str):
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
    """Whether a value is in the limits of its step, both inclusive; NaN and infinity never are.

    >>> within(PlanStepFacts(1, "level", "Level", "numeric", low=0, high=10), 10.0)
    True
    """
    if not math.isfinite(number):
        return False
    if step.kind != "numeric":
        return number == 1.0
    if step.low is not None and number < step.low:
        return False
    return step.high is None or number <= step.high


def as_number(step: PlanStepFacts, value: Value) -> float:
    """The value as it is stored; NaN when it is none that the step can have."""
    if step.kind == "text":
        if not isinstance(value, str):
            return NOT_MEASURED
        return 1.0 if value in step.expected else 0.0
    if step.kind == "boolean":
        return _yes_or_no(value)
    return _number(value)


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
