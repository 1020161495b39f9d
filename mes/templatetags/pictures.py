"""Template tags for the pictures of ``mes.svg``; each takes plain values from the context."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes import svg
from mes.svg.hours import Hour
from mes.svg.limits import figure
from mes.svg.strip import Bead, Node

register = template.Library()


@register.simple_tag
def hour_bars(
    hours: Sequence[Hour], width: int, height: int, font: int = 0, values: int = 0
) -> SafeString:
    return svg.hour_bars(hours, width, height, font, values=bool(values))


@register.simple_tag
def progress(good: int, should: int, target: int, kind: str = "") -> SafeString:
    label = _("%(good)s of %(target)s, should be %(should)s") % {
        "good": f"{good:,}", "target": f"{target:,}", "should": f"{should:,}",
    }  # fmt: skip
    return svg.progress(good, should, target, label, board=kind == "board")


@register.simple_tag
def share_bar(value: int, most: int, width: int, height: int, kind: str = "c-bar") -> SafeString:
    return svg.share(value, most, width, height, kind)


@register.simple_tag
def loss_bar(units: int, most: int, width: int, height: int, hatched: object = "") -> SafeString:
    """Only a loss that goes on is hatched red."""
    return svg.share(units, most, width, height, "c-hatch" if hatched else "c-bar")


@register.simple_tag
def fall_bar(bottom: int, top: int, most: int, kind: str) -> SafeString:
    return svg.floating(bottom, top, most, kind)


@register.simple_tag
def plan_bar(row: Hour, due: int, most: int) -> SafeString:
    return svg.against_plan(row.good, due, row.plan, most, row.phase, missed=row.missed)


@register.simple_tag
def gap_bar(gap: int, most: int, bad: object = "") -> SafeString:
    return svg.gap_bar(gap, most, bad=bool(bad))


@register.simple_tag
def station_strip(nodes: Sequence[Node]) -> SafeString:
    return svg.station_strip(nodes)


@register.simple_tag
def route_beads(beads: Sequence[Bead], passed: int) -> SafeString:
    label = _("Route: %(passed)d of %(all)d steps passed") % {"passed": passed, "all": len(beads)}
    return svg.route_beads(beads, label)


def _limits(scale: svg.Scale, unit: str) -> str:
    said = ", ".join(f"{word} {figure(limit)}" for word, limit in scale.marks)
    return _("limits: %(limits)s %(unit)s") % {"limits": said or "–", "unit": unit}


@register.simple_tag
def limit_band(comparison: str, low: float | None, high: float | None, unit: str) -> SafeString:
    scale = svg.Scale(low, high, comparison)
    return svg.limit_band(scale, _limits(scale, unit))


@register.simple_tag
def limit_band_large(
    comparison: str, low: float | None, high: float | None, unit: str
) -> SafeString:
    scale = svg.Scale(low, high, comparison)
    return svg.limit_band_large(scale, _limits(scale, unit))


@register.simple_tag
def limits_words(comparison: str, low: float | None, high: float | None, unit: str) -> SafeString:
    """`1–4 V`, `max 400 uA`, `> 1 V`; numbers run left to right also in Urdu."""
    marks = svg.Scale(low, high, comparison).marks
    if comparison == "GELE" and len(marks) == 2:
        span = "–".join(figure(limit) for _word, limit in marks)
        return format_html('<bdi dir="ltr">{} {}</bdi>', span, unit)
    if not marks:
        return format_html('{} <bdi dir="ltr">{}</bdi>', _("any number"), unit)
    rows = [
        (word, "", figure(limit), unit) if word.isalpha() else ("", word, figure(limit), unit)
        for word, limit in marks
    ]
    return format_html_join(", ", '{} <bdi dir="ltr">{} {} {}</bdi>', rows)


@register.simple_tag
def carton_places(filled: int, size: int) -> SafeString:
    return svg.carton_places(filled, size)


@register.simple_tag
def month_bar(made: int, target: int, most: int, phase: str, opening: int = 0) -> SafeString:
    return svg.month_bar(made, target, most, phase, opening)


@register.simple_tag
def glide_path(glide: svg.Glide, year: int) -> SafeString:
    label = _("Cumulative output %(year)d against the target path") % {"year": year}
    return svg.glide_path(glide, label)
