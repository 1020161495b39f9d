"""Single bars: progress with its now tick, a loss, one hour against plan, a gap each way."""

from __future__ import annotations

from django.utils.safestring import SafeString

from mes.svg.draw import number, path, picture, rect


def _part(value: float, of: float, width: float) -> float:
    return min(1.0, max(0.0, value / of)) * width if of > 0 else 0.0


def progress(good: int, should: int, target: int, label: str, *, board: bool = False) -> SafeString:
    """Made so far on the way to the target, and a tick where it should be now."""
    width, height, inset = (900, 64, 12) if board else (380, 20, 4)
    thick = height - 2 * inset
    parts = [
        rect("c-sunken", 0, inset, width, thick),
        rect("c-fill" if board else "c-ink", 0, inset, _part(good, target, width), thick),
        path(
            "c-nowtick" if board else "c-tick",
            f"M{number(_part(should, target, width))} 0v{height}",
        ),
    ]
    return picture(width, height, parts, label=label, cls="prog" if board else "")


def share(value: int, most: int, width: int, height: int, kind: str = "c-bar") -> SafeString:
    """A bar as long as its share of the longest one; ``kind`` is its class."""
    return picture(
        width, height, [rect(kind, 0, 0, _part(value, most, width), height)], cls="lossbar"
    )


def floating(bottom: int, top: int, most: int, kind: str) -> SafeString:
    """A bar of a waterfall from `bottom` to `top` units, 560 × 24; ``kind`` is its class."""
    start, end = _part(bottom, most, 560), _part(top, most, 560)
    return picture(560, 24, [rect(kind, start, 2, max(1.0, end - start), 20)], cls="fall")


def against_plan(
    good: int, due: int, plan: int, most: int, phase: str, *, missed: bool
) -> SafeString:
    """One row of the hour board: bar for good units, tick for what was due, 232 × 28."""
    width, room = 232, 223.5
    scale = room / max(most, good, 1)
    tick = number(due * scale)
    if phase == "later":
        return picture(width, 28, [path("c-planf", f"M{number(plan * scale)} 5v18")])
    if phase == "now":
        parts = [rect("c-ghost", 1, 6, plan * scale - 1, 16), rect("c-ink", 0, 6, good * scale, 16)]
    else:
        parts = [rect("c-hatch" if missed else "c-bar", 0, 6, good * scale, 16)]
    return picture(width, 28, [*parts, path("c-tick", f"M{tick} 1v26")])


def gap_bar(gap: int, most: int, *, bad: bool) -> SafeString:
    """A gap to the left (behind) or right (ahead) of the zero line; 200 × 24, zero at 160."""
    zero = 160.0
    length = min(zero if gap < 0 else 40.0, abs(gap) * 156.2 / max(most, 1))
    x = zero - length if gap < 0 else zero
    bar = rect("c-hatch" if bad else "c-bar", x, 4, length, 16)
    return picture(200, 24, [bar, path("c-plan", "M160 0v24")], cls="divbar")


def month_bar(made: int, target: int, most: int, phase: str, opening: int = 0) -> SafeString:
    """One month against its target, 88 × 72; ``phase`` is closed, now or later.

    ``opening`` units of ``made`` were made before this server counted: hatched grey.
    """
    scale = 70.4 / max(most, 1)
    top, line = 72 - made * scale, 72 - target * scale
    parts: list[SafeString] = []
    if phase != "closed":
        parts.append(rect("c-ghost", 1, line, 86, 72 - line))
    if phase != "later":
        parts.append(rect("c-ink" if phase == "now" else "c-bar", 0, top, 88, 72 - top))
    if opening:
        parts.append(rect("c-hatch-open", 0, 72 - opening * scale, 88, opening * scale))
    return picture(88, 72, [*parts, path("c-plan", f"M0 {number(line)}h88")])
