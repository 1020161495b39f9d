"""A test plan as plain values, and what a plan must be before anyone measures by it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mes.kernel.refusals import Malformed, Refusal

MOST_STEPS = 200
LONGEST_MATCHED = 200
"""Characters of a text that a pattern is tried on; with the limits below no text takes long."""
ONE_SIDED = frozenset({"EQ", "NE"})
_REPEATS = re.compile(r"(?<!\\)[*+]|(?<!\\)\{\d*,\d*\}")
_NESTED = re.compile(r"\)(?=[*+?{])|\(\?|\\[1-9]")
MOST_REPEATS = 2


@dataclass(frozen=True, slots=True)
class PlanStepFacts:
    """One measurement: limits by `comparison`, either may be open; `kind` as `models.StepKind`."""

    seq: int
    name: str
    label: str
    kind: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    expected: tuple[str, ...] = ()
    defect: str = ""
    label_ur: str = ""
    comparison: str = "GELE"
    pattern: str = ""
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A released plan: it never changes. `program` empty: any program may report."""

    id: int
    model_id: int
    operation_id: int
    version: int
    program: str
    program_version: str
    steps: tuple[PlanStepFacts, ...]
    by_name: dict[str, PlanStepFacts] = field(default_factory=dict, compare=False)


def check_steps(steps: Sequence[PlanStepFacts]) -> None:
    """Refuse a plan without steps, names that occur twice, limits that nothing can meet."""
    if not 0 < len(steps) <= MOST_STEPS:
        raise Malformed(f"A plan has 1 to {MOST_STEPS} steps")
    if len({step.name for step in steps}) != len(steps):
        raise Malformed("Two steps have the same name")
    for step in steps:
        _check_step(step)


def _check_step(step: PlanStepFacts) -> None:
    if not step.name or not step.label:
        raise Malformed(f"Step {step.seq} needs a name and a label")
    limits = [limit for limit in (step.low, step.high) if limit is not None]
    if not all(map(math.isfinite, limits)):
        raise Malformed(f"{step.name} has a limit that is no number")
    if len(limits) == 2 and limits[0] > limits[1]:
        raise Malformed(f"{step.name} has its low limit above its high limit")
    if step.kind not in ("numeric", "array") and limits:
        raise Malformed(f"{step.name} is not a number, yet has limits")
    if step.comparison in ONE_SIDED and (step.low is None or step.high is not None):
        raise Malformed(f"{step.name} is compared with one number: give it as the low limit")
    if step.kind == "text" and not (step.expected or step.pattern):
        raise Malformed(f"{step.name} does not say which texts it expects")
    _check_pattern(step)


def _check_pattern(step: PlanStepFacts) -> None:
    """Python's own patterns; repeats are few and not nested, so that no text keeps a server busy.

    An escaped one such as `\\d{15}` is what OpenHTF's validators say of themselves.
    """
    if not step.pattern:
        return
    if step.kind != "text":
        raise Malformed(f"{step.name} is no text, yet has a pattern")
    try:
        re.compile(step.pattern)
    except (re.error, OverflowError):
        raise Malformed(f"The pattern of {step.name} is not a regular expression") from None
    if _NESTED.search(step.pattern) or len(_REPEATS.findall(step.pattern)) > MOST_REPEATS:
        raise Malformed(f"The pattern of {step.name} repeats too much")


def may_release(*, state: str, what: str, drafted_by: int | None, by: int | None) -> None:
    """Refuse `wrong_state` and `same_person`: who drafts a plan does not release it."""
    if state != "draft":
        raise Refusal("wrong_state", what=what, state=state)
    if by is not None and drafted_by == by:
        raise Refusal("same_person")
