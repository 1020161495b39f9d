"""The quality gates: yields summed up, what stops a station by itself, what does not conform."""

from quality.models.gates.nonconformance import (
    ActionKind,
    Disposition,
    NcrAction,
    NcrEvent,
    NcrEventKind,
    NcrState,
    Nonconformance,
)
from quality.models.gates.rules import GateRule
from quality.models.gates.sums import YieldHour, YieldMark, YieldSum

__all__ = [
    "ActionKind",
    "Disposition",
    "GateRule",
    "NcrAction",
    "NcrEvent",
    "NcrEventKind",
    "NcrState",
    "Nonconformance",
    "YieldHour",
    "YieldMark",
    "YieldSum",
]
