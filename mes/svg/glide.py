"""The year's path: target by working day, made so far, forecast, and what is needed from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes.svg.draw import number, path, picture, rect, tag, text

LEFT, RIGHT, TOP, FLOOR, WIDTH, HEIGHT = 64, 840, 20, 416, 952, 452
Point = tuple[int, int]


@dataclass(frozen=True)
class Span:
    """Days of the year (1-based, both included) that bear a name, such as Ramadan."""

    first: int
    last: int
    name: str


@dataclass(frozen=True)
class Glide:
    """Cumulative units by day of the year. ``made`` ends at the last closed day."""

    days: int
    months: Sequence[tuple[int, str]]
    target: Sequence[Point]
    made: Sequence[Point]
    should: int
    goal: int
    forecast: int
    forecast_low: int
    forecast_high: int
    closed_label: str
    spans: Sequence[Span] = ()

    @property
    def last(self) -> Point:
        """The last closed day and what was made to its end."""
        return self.made[-1] if self.made else (0, 0)


class _Axes:
    def __init__(self, glide: Glide) -> None:
        self.days = glide.days
        most = max(glide.goal, glide.forecast_high, glide.last[1], 1)
        self.most = most * 1.037
        self.step = next(s for s in _steps() if most / s <= 6)

    def x(self, day: float) -> float:
        return LEFT + (RIGHT - LEFT) * day / self.days

    def y(self, units: float) -> float:
        return FLOOR - (FLOOR - TOP) * units / self.most

    def line(self, points: Sequence[Point]) -> str:
        return "M" + "L".join(f"{number(self.x(d))} {number(self.y(u))}" for d, u in points)


def _steps() -> Sequence[int]:
    return [base * 10**power for power in range(9) for base in (1, 2, 5)]


def _short(units: int) -> str:
    if units >= 500_000:
        return f"{units / 1_000_000:.1f} M"
    return f"{units:,}" if units else "0"


def _grid(axes: _Axes, glide: Glide) -> list[SafeString]:
    parts: list[SafeString] = []
    for units in range(0, int(axes.most) + 1, axes.step):
        y = axes.y(units)
        parts.append(path("c-axis", f"M{LEFT} {number(y)}H{RIGHT}"))
        parts.append(text("c-txt c-end", 54, y + 5, _short(units)))
    current = max((first for first, _name in glide.months if first <= glide.last[0]), default=1)
    for first, name in glide.months:
        x = axes.x(first)
        kind = "c-txt-b" if first == current else "c-txt"
        parts.append(path("c-axis", f"M{number(x)} {FLOOR}v6"))
        parts.append(text(f"{kind} c-mid", x + 29.8, 440, name))
    for span in glide.spans:
        start, end = axes.x(span.first), axes.x(span.last)
        parts.append(rect("c-hatch-soft", start, 406, end - start, 10))
        parts.append(text("c-txt c-mid", (start + end) / 2, 400, span.name))
    return parts


def _paths(axes: _Axes, glide: Glide) -> list[SafeString]:
    day, made = glide.last
    x, y = axes.x(day), axes.y(made)
    here = f"M{number(x)} {number(y)}L{RIGHT} "
    high, low = number(axes.y(glide.forecast_high)), number(axes.y(glide.forecast_low))
    gap = [path("c-gap", f"M{number(x)} {number(axes.y(glide.should))}V{number(y)}")]
    return [
        path("c-band", f"{here}{high}V{low}z"),
        path("c-target", axes.line(glide.target)),
        path("c-need", here + number(axes.y(glide.goal))),
        path("c-forecast", here + number(axes.y(glide.forecast))),
        path("c-line", axes.line(glide.made)),
        path("c-axis-strong", f"M{number(x)} {TOP}V{FLOOR}"),
        *(gap if glide.should > made else []),
        tag("circle", cls="c-ink", cx=x, cy=y, r=5),
        tag("circle", cls="c-now", cx=x, cy=axes.y(glide.should), r=4),
    ]


def _ends(axes: _Axes, glide: Glide) -> list[SafeString]:
    goal, pace = axes.y(glide.goal) - 10, axes.y(glide.forecast) + 14
    if abs(pace - goal) < 44:
        pace = goal + 44 if pace >= goal else goal - 44
    return [
        text("c-txt-b f16", 850, goal, f"{glide.goal:,}"),
        text("c-txt", 850, goal + 18, _("target")),
        text("c-txt-b f16", 850, pace, f"{glide.forecast:,}"),
        text("c-txt", 850, pace + 18, _("at this pace")),
    ]


def _notes(axes: _Axes, glide: Glide) -> list[SafeString]:
    day, made = glide.last
    x, y = axes.x(day), axes.y(made)
    early = x < (LEFT + RIGHT) / 2
    side, room = ("", 14.0) if early else (" c-end", -14.0)
    below = min(y + 64, 380.0)
    should = _("%(units)s should be") % {"units": f"{glide.should:,}"}
    return [
        text("c-txt-b f16", x + 14, below, f"{made:,}"),
        text("c-txt", x + 14, below + 18, _("made")),
        text(f"c-txt f16{side}", x + room, axes.y(glide.should) - 8, should),
        text(f"c-txt{side}", x + room * 0.57, 406, glide.closed_label),
    ]


def glide_path(glide: Glide, label: str) -> SafeString:
    """The whole year, 952 × 452, with labels at the line ends and no boxed legend."""
    axes = _Axes(glide)
    parts = [
        *_grid(axes, glide), *_paths(axes, glide), *_notes(axes, glide), *_ends(axes, glide)
    ]  # fmt: skip
    return picture(WIDTH, HEIGHT, parts, label=label, cls="glide")
