"""What a rig reads: the middle of every limit, or one value beyond it."""

from typing import Any


def readings(steps: list[dict[str, Any]], *, passes: bool = True) -> list[dict[str, Any]]:
    """A value for each step of a plan; a failing run is wrong in the first step only."""
    return [
        {"name": step["name"], "value": _good(step) if passes or place else _bad(step)}
        for place, step in enumerate(steps)
    ]


def _good(step: dict[str, Any]) -> object:
    if step["kind"] == "boolean":
        return True
    if step["kind"] == "text":
        return step["expected"][0]
    low, high = step["low"], step["high"]
    if low is None or high is None:
        return next(limit for limit in (low, high, 0) if limit is not None)
    return (low + high) / 2


def _bad(step: dict[str, Any]) -> object:
    if step["kind"] == "boolean":
        return False
    if step["kind"] == "text":
        return "unreadable"
    return step["low"] - 1 if step["low"] is not None else step["high"] + 1
