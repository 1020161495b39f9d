"""A measured value between its limits: the allowed zone is open, forbidden zones are hatched."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes.svg.draw import join, number, path, picture, rect, tag, text
from mes.svg.marks import SHAPES


@dataclass(frozen=True)
class Scale:
    """The span of values a band shows. Limits are inclusive; either may be missing."""

    low: float | None
    high: float | None

    @property
    def ends(self) -> tuple[float, float]:
        """From and to: half the span on each side, never below zero when no limit is."""
        if self.low is not None and self.high is not None:
            half = ((self.high - self.low) or abs(self.high) or 1.0) / 2
            shift = max(0.0, half - self.low) if self.low >= 0 else 0.0
            return self.low - half + shift, self.high + half + shift
        if self.high is not None:
            return (0.0, self.high * 1.25) if self.high > 0 else (self.high * 2 - 1, 0.0)
        low = self.low or 0.0
        return (low * 0.5, low * 2.0) if low > 0 else (low * 2 - 1, abs(low) + 1)

    def x(self, value: float, width: int) -> float:
        """Where a value stands; one far outside stays at the edge."""
        start, end = self.ends
        return min(1.0, max(0.0, (value - start) / ((end - start) or 1))) * width

    def holds(self, value: float) -> bool:
        """Within the limits, both included."""
        over = self.high is not None and value > self.high
        return not over and not (self.low is not None and value < self.low)


def _zone(scale: Scale, width: int, top: int, height: int, reach: int) -> list[SafeString]:
    start = scale.x(scale.low, width) if scale.low is not None else 0.0
    end = scale.x(scale.high, width) if scale.high is not None else float(width)
    ticks = [x for x, limit in ((start, scale.low), (end, scale.high)) if limit is not None]
    lines = "".join(f"M{number(x)} {top - reach}v{height + 2 * reach}" for x in ticks)
    parts = [
        rect("c-hatch-soft", 0, top, width, height),
        rect("zone", start, top, end - start, height),
    ]
    return [*parts, path("limit", lines)] if lines else parts


def limit_band(scale: Scale, value: float | None, label: str) -> SafeString:
    """The small band of a finished or waiting step, 200 × 24."""
    parts = _zone(scale, 200, 4, 16, 0)
    if value is not None:
        x = scale.x(value, 200)
        if scale.holds(value):
            parts.append(path("c-tick", f"M{number(x)} 1v22"))
        else:
            parts.append(_octagon(min(188.0, max(12.0, x)) - 10, 2, 20))
    return picture(200, 24, parts, label=label, cls="band-scale")


def _octagon(x: float, y: float, size: float) -> SafeString:
    move = f"translate({x:.1f} {y:.1f}) scale({size / 24:.4f})"
    return tag("g", SafeString(SHAPES["ng"]), cls="v-ng", transform=move)


def _reading(scale: Scale, value: float, distance: str) -> list[SafeString]:
    x = min(762.0, max(22.0, scale.x(value, 784)))
    if scale.holds(value):
        return [path("c-tick", f"M{number(x)} 38v68")]
    limit = scale.high if scale.high is not None and value > scale.high else scale.low
    edge = scale.x(limit if limit is not None else value, 784)
    middle = min(740.0, max(44.0, (x + edge) / 2))
    return [
        path("over", f"M{number(edge)} 72H{number(x)}"),
        _octagon(x - 22, 50, 44),
        text("c-txt-ng f16 c-mid", middle, 32, distance),
    ]


def limit_band_large(scale: Scale, value: float | None, label: str, distance: str) -> SafeString:
    """The band of the step being measured, 784 × 130. ``distance`` says how far out, in words."""
    width = 784
    parts = _zone(scale, width, 44, 56, 8)
    for limit, word in ((scale.low, _("min")), (scale.high, _("max"))):
        if limit is not None:
            x = min(750.0, max(34.0, scale.x(limit, width)))
            parts.append(text("c-txt-b f16 c-mid", x, 126, f"{word} {limit:g}"))
    start = scale.x(scale.low, width) if scale.low is not None else 0.0
    end = scale.x(scale.high, width) if scale.high is not None else float(width)
    parts.append(text("c-txt f16 c-mid", (start + end) / 2, 78, _("allowed")))
    reading = _reading(scale, value, distance) if value is not None else []
    parts.append(tag("g", join(reading), data_reading="1"))
    return picture(width, 130, parts, label=label, cls="band-scale")
