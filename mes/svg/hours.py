"""Output by hour: plan is always a line, actual always a bar, the future its plan line alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes.svg.draw import number, path, picture, rect, text

HEADROOM = 1.08


class Hour(Protocol):
    """One hour of a line; ``phase`` is closed, now or later, ``missed`` under 95 % of plan."""

    @property
    def label(self) -> str: ...
    @property
    def plan(self) -> int: ...
    @property
    def good(self) -> int: ...
    @property
    def phase(self) -> str: ...
    @property
    def missed(self) -> bool: ...


class _Frame:
    """Where an hour stands in the picture, in CSS pixels."""

    def __init__(self, hours: Sequence[Hour], width: int, height: int, top: int, low: int) -> None:
        count = max(1, len(hours))
        self.gap = 12 if width > 600 else 8 if width > 400 else 6
        self.bar = (width + self.gap) / count - self.gap
        self.base = height - low
        plan = max((hour.plan for hour in hours), default=0) * HEADROOM
        good = max((hour.good for hour in hours), default=0)
        self.scale = (self.base - top) / max(plan, good, 1)

    def x(self, index: int) -> float:
        return index * (self.bar + self.gap)

    def y(self, count: int) -> float:
        return self.base - count * self.scale


def _column(frame: _Frame, index: int, hour: Hour) -> list[SafeString]:
    x, top, plan = frame.x(index), frame.y(hour.good), frame.y(hour.plan)
    across = f"M{number(x)} {number(plan)}h{number(frame.bar)}"
    if hour.phase == "later":
        return [path("c-planf", across)] if hour.plan else []
    parts: list[SafeString] = []
    if hour.phase == "now":
        parts.append(rect("c-ghost", x + 1, plan, frame.bar - 2, frame.base - plan))
        if hour.good:
            parts.append(rect("c-ink", x, top, frame.bar, frame.base - top))
    elif hour.good:
        kind = "c-hatch" if hour.missed else "c-bar"
        parts.append(rect(kind, x, top, frame.bar, frame.base - top))
    if hour.plan:
        parts.append(path("c-plan", across))
    return parts


def _name(frame: _Frame, index: int, hour: Hour, size: int, height: int) -> SafeString:
    kind = "cl-now c-mid" if hour.phase == "now" else "cl c-mid"
    middle = frame.x(index) + frame.bar / 2
    return text(kind, middle, height - 4, hour.label, font_size=size)


def hour_bars(
    hours: Sequence[Hour], width: int, height: int, font: int = 0, *, values: bool = False
) -> SafeString:
    """Bars for a shift's hours. ``font`` 0 leaves the labels out; ``values`` adds the counts."""
    low = font + 10 if font else 2
    frame = _Frame(hours, width, height, font + 10 if values else 4, low)
    parts: list[SafeString] = []
    for index, hour in enumerate(hours):
        parts += _column(frame, index, hour)
        if values and hour.phase != "later":
            kind = "cv-ng" if hour.missed and hour.phase == "closed" else "cv"
            y = min(frame.y(hour.good), frame.y(hour.plan)) - 8
            x = frame.x(index) + frame.bar / 2
            parts.append(text(f"{kind} c-mid", x, y, str(hour.good), font_size=font))
        if font:
            parts.append(_name(frame, index, hour, font, height))
    parts.append(path("c-axis-strong", f"M0 {frame.base}H{width}"))
    return picture(width, height, parts, label=_("Good units by hour against plan"), cls="hours")
