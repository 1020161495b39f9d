"""What a rig measured: values inside the plan's limits, or one of them outside."""

import math
from random import Random

from quality.rules.plans import PlanFacts, PlanStepFacts


def readings(plan: PlanFacts, dice: Random, *, failed: PlanStepFacts | None) -> list[float]:
    """A value for every step in order, as a record keeps them; `failed` is out of its limits."""
    return [round(_value(step, dice, good=step is not failed), 3) for step in plan.steps]


def failing_step(plan: PlanFacts, dice: Random) -> PlanStepFacts:
    """A step that can fail."""
    return dice.choice(plan.steps)


def texts(plan: PlanFacts) -> dict[str, str]:
    """The text steps by name, as expected."""
    return {step.name: step.expected[0] for step in plan.steps if step.kind == "text"}


def _value(step: PlanStepFacts, dice: Random, *, good: bool) -> float:
    if step.kind != "numeric":
        return 1.0 if good else 0.0
    low, high = step.low, step.high
    if low is None and high is None:
        return dice.gauss(50, 5)
    width = _width(low, high)
    bottom = low if low is not None else (high or 0.0) - width
    if low is not None and high is not None and low == high:
        return low if good else low - math.ceil(width)
    if good:
        value = dice.gauss(bottom + width / 2, width / 9)
        return min(max(value, bottom + width * 0.02), bottom + width * 0.98)
    if high is None:
        return bottom - width * dice.uniform(0.05, 0.3)
    return high + width * dice.uniform(0.05, 0.3)


def _width(low: float | None, high: float | None) -> float:
    """How far apart the limits are; of an open pair two fifths of the one there is."""
    if low is not None and high is not None:
        return high - low or 1.0
    limit = low if low is not None else high
    return max(abs(limit or 0.0) * 0.4, 0.5)
