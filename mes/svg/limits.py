"""The limits of a measured value: the allowed zone is open, forbidden zones are hatched."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes.svg.draw import number, path, picture, rect, tag, text


@dataclass(frozen=True)
class Scale:
    """The span of values a band shows, by a plan's comparison; either limit may be missing."""

    low: float | None
    high: float | None
    comparison: str = "GELE"

    @property
    def ends(self) -> tuple[float, float]:
        """From and to: half the span on each side, never below zero when no limit is."""
        low, high = self.low, self.low if self.comparison == "EQ" else self.high
        if low is not None and high is not None:
            half = ((high - low) or abs(high) or 1.0) / 2
            shift = max(0.0, half - low) if low >= 0 else 0.0
            return low - half + shift, high + half + shift
        if high is not None:
            return (0.0, high * 1.25) if high > 0 else (high * 2 - 1, 0.0)
        low = low or 0.0
        return (low * 0.5, low * 2.0) if low > 0 else (low * 2 - 1, abs(low) + 1)

    def x(self, value: float, width: int) -> float:
        """Where a value stands; one far outside stays at the edge."""
        start, end = self.ends
        return min(1.0, max(0.0, (value - start) / ((end - start) or 1))) * width

    @property
    def marks(self) -> list[tuple[str, float]]:
        """The limits that count and how each is meant: `min` and `max` include the limit."""
        signs = {"EQ": ("=", ""), "NE": ("≠", ""), "LOG": ("", "")}.get(
            self.comparison,
            (
                ">" if self.comparison.startswith("GT") else _("min"),
                "<" if self.comparison.endswith("LT") else _("max"),
            ),
        )
        both = zip(signs, (self.low, self.high), strict=True)
        return [(word, limit) for word, limit in both if word and limit is not None]

    def zone(self, width: int) -> tuple[float, float]:
        """From and to of what is allowed, in pixels; all of it when only one number is not."""
        if self.comparison in ("NE", "LOG"):
            return 0.0, float(width)
        high = self.low if self.comparison == "EQ" else self.high
        start = self.x(self.low, width) if self.low is not None else 0.0
        return start, self.x(high, width) if high is not None else float(width)


def figure(value: float) -> str:
    """A limit as a person writes it: no trailing zeros, no power of ten below 10^15."""
    return f"{value:.15g}"


def _zone(scale: Scale, width: int, top: int, height: int, reach: int) -> list[SafeString]:
    start, end = scale.zone(width)
    ticks = [scale.x(limit, width) for _word, limit in scale.marks]
    lines = "".join(f"M{number(x)} {top - reach}v{height + 2 * reach}" for x in ticks)
    parts = [
        rect("c-hatch-soft", 0, top, width, height),
        rect("zone", start, top, end - start, height),
    ]
    return [*parts, path("limit", lines)] if lines else parts


def limit_band(scale: Scale, label: str) -> SafeString:
    """The small band of a finished or waiting step, 200 × 24."""
    return picture(200, 24, _zone(scale, 200, 4, 16, 0), label=label, cls="band-scale")


def limit_band_large(scale: Scale, label: str) -> SafeString:
    """The band of the step being measured, 784 × 130, with a place for the value as typed."""
    width = 784
    parts = _zone(scale, width, 44, 56, 8)
    for word, limit in scale.marks:
        x = min(750.0, max(34.0, scale.x(limit, width)))
        parts.append(text("c-txt-b f16 c-mid", x, 126, f"{word} {figure(limit)}"))
    start, end = scale.zone(width)
    if end > start:
        parts.append(text("c-txt f16 c-mid", (start + end) / 2, 78, _("allowed")))
    parts.append(tag("g", SafeString(""), data_reading="1"))
    return picture(width, 130, parts, label=label, cls="band-scale")
