"""What a test rig would measure: values inside the plan's limits, or one of them outside."""

from random import Random
from typing import Any

Plan = dict[str, Any]


def measure(*, plan: Plan, passed: bool, dice: Random) -> list[dict[str, Any]]:
    """A value for every step of the plan; a failed run has exactly one step out of its limits."""
    steps = plan["steps"]
    broken = None if passed else dice.choice([s for s in steps if _can_break(s)])["name"]
    return [
        {"name": step["name"], "value": _value(step, dice, good=step["name"] != broken)}
        for step in steps
    ]


def _can_break(step: dict[str, Any]) -> bool:
    numeric = step["kind"] == "numeric"
    return not numeric or step["low"] is not None or step["high"] is not None


def _value(step: dict[str, Any], dice: Random, *, good: bool) -> float | bool | str:
    if step["kind"] == "boolean":
        return good
    if step["kind"] == "text":
        return str(step["expected"][0]) if good and step["expected"] else "unexpected"
    low, high = _window(step["low"], step["high"])
    width = high - low
    if width == 0:
        return low if good else low - 1
    if good:
        middle = dice.gauss((low + high) / 2, width / 9)
        return round(min(max(middle, low + width * 0.02), high - width * 0.02), 3)
    if step["high"] is not None:
        return round(high + width * dice.uniform(0.05, 0.4), 3)
    return round(low - width * dice.uniform(0.05, 0.4), 3)


def _window(low: float | None, high: float | None) -> tuple[float, float]:
    """Both ends of where values lie; an open side is put two fifths of the limit away."""
    if low is not None and high is not None:
        return low, high
    if high is not None:
        return high - max(abs(high) * 0.4, 1.0), high
    if low is not None:
        return low, low + max(abs(low) * 0.4, 1.0)
    return 0.0, 100.0
