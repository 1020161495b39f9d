"""A control chart: points between their limits, the centre line, marks where a rule broke."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from mes.svg.draw import number, path, picture, rect, tag, text

WIDTH, LEFT, RIGHT = 1200, 8, 1080


@dataclass(frozen=True)
class Lines:
    """The horizontal lines of a chart with their words; specification limits may be missing."""

    lower: float
    centre: float
    upper: float
    low: float | None = None
    high: float | None = None


def control_picture(
    points: Sequence[float],
    lines: Lines,
    broken: Collection[int],
    label: str,
    *,
    height: int = 300,
) -> SafeString:
    """Points from left to right, 1200 wide; those in `broken` are squares of the NG colour."""
    shown = [*points, lines.lower, lines.upper]
    shown += [limit for limit in (lines.low, lines.high) if limit is not None]
    bottom, top = min(shown), max(shown)
    span = (top - bottom) or abs(top) or 1.0
    bottom, span = bottom - span * 0.06, span * 1.12

    def y(value: float) -> float:
        return height - 14 - (value - bottom) / span * (height - 28)

    step = (RIGHT - LEFT) / max(1, len(points) - 1)
    xs = [LEFT + n * step for n in range(len(points))]
    parts = _lines(lines, y)
    if points:
        pairs = [f"{number(x)} {number(y(value))}" for x, value in zip(xs, points, strict=True)]
        parts.append(path("c-axis-strong", "M" + "L".join(pairs)))
    for n, (x, value) in enumerate(zip(xs, points, strict=True)):
        if n in broken:
            parts.append(rect("c-ng", x - 5, y(value) - 5, 10, 10))
        elif len(points) <= 150:
            parts.append(tag("circle", cls="c-ink", cx=x, cy=y(value), r=3))
    return picture(WIDTH, height, parts, label=label, cls="spc")


def _lines(lines: Lines, y: Callable[[float], float]) -> list[SafeString]:
    parts: list[SafeString] = []
    rows = [
        ("c-need", "UCL", lines.upper),
        ("c-plan", "CL", lines.centre),
        ("c-need", "LCL", lines.lower),
        ("c-gap", "USL", lines.high),
        ("c-gap", "LSL", lines.low),
    ]
    for cls, word, value in rows:
        if value is None:
            continue
        at = y(value)
        parts.append(path(cls, f"M{LEFT} {number(at)}H{RIGHT}"))
        parts.append(text("c-txt f16", RIGHT + 8, at + 5, f"{word} {value:.4g}"))
    return parts


def dot_scale(share: float, usual: float | None, *, floor: float, spike: bool) -> SafeString:
    """Q1's small scale, 112 × 24: a tick at the four weeks' mean, a dot or a red square now."""

    def x(value: float) -> float:
        return 6 + min(1.0, max(0.0, (value - floor) / (100 - floor))) * 100

    parts = [path("c-axis-strong", "M0 12h112")]
    if usual is not None:
        parts.append(path("c-tick", f"M{number(x(usual))} 4v16"))
    if spike and usual is not None:
        parts.append(path("c-gap", f"M{number(x(share))} 12H{number(x(usual))}"))
        parts.append(rect("c-ng", x(share) - 6, 6, 12, 12))
    else:
        parts.append(tag("circle", cls="c-ink", cx=x(share), cy=12, r=5.5))
    return picture(112, 24, parts)
