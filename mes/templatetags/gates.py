"""Template tags of the quality desk."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mes.svg import control

register = template.Library()

WORDS: dict[str, str | Promise] = {
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("7 days"),
    "month": gettext_lazy("30 days"),
    "year": gettext_lazy("A year"),
    "station": gettext_lazy("Station"),
    "operation": gettext_lazy("Operation"),
    "line": gettext_lazy("Line"),
    "model": gettext_lazy("Model"),
    "slot": gettext_lazy("Fixture and slot"),
    "shift": gettext_lazy("Shift"),
    "failure": gettext_lazy("Fault"),
    "measurement": gettext_lazy("Measurement"),
    "location": gettext_lazy("Place of the phone"),
    "entered": gettext_lazy("Had their first run"),
    "first_run": gettext_lazy("Passed their first run"),
    "first_fail": gettext_lazy("Failed their first run"),
    "before_repair": gettext_lazy("Passed before any repair"),
    "final": gettext_lazy("Passed by now"),
    "retested": gettext_lazy("Ran again before any repair"),
    "reworked": gettext_lazy("Repaired before they passed"),
    "scrapped": gettext_lazy("Scrapped at this test"),
    "closed": gettext_lazy("Repairs closed"),
    "ntf": gettext_lazy("Repairs that found nothing"),
    "not_final": gettext_lazy("Have not passed by now"),
    "stops": gettext_lazy("Stops"),
    "slow": gettext_lazy("Ran slow"),
    "rejects": gettext_lazy("Rejects"),
    "late": gettext_lazy("Started late"),
    "too_few": gettext_lazy("fewer than 25 points"),
    "no_limits": gettext_lazy("the plan has no limits"),
    "no_spread": gettext_lazy("all values are equal"),
    "out_of_control": gettext_lazy("the chart is not in control"),
    "WE1": gettext_lazy("one point beyond three sigmas"),
    "WE2": gettext_lazy("two of three beyond two sigmas on one side"),
    "WE3": gettext_lazy("four of five beyond one sigma on one side"),
    "WE4": gettext_lazy("eight in a row on one side"),
    "N1": gettext_lazy("one point beyond three sigmas"),
    "N2": gettext_lazy("nine in a row on one side"),
    "N3": gettext_lazy("six in a row rise or fall"),
    "N4": gettext_lazy("fourteen in a row go up and down"),
    "N5": gettext_lazy("two of three beyond two sigmas on one side"),
    "N6": gettext_lazy("four of five beyond one sigma on one side"),
    "N7": gettext_lazy("fifteen in a row within one sigma"),
    "N8": gettext_lazy("eight in a row outside one sigma on both sides"),
}


@register.filter
def gate_word(key: str) -> str:
    """The words for a key of the quality desk."""
    return str(WORDS.get(key, key))


@register.filter
def own(word: str, urdu: str) -> str:
    """The reader's own language of a name that has both; English where no Urdu was given."""
    return urdu if get_language() == "ur" and urdu else word


@register.filter
def percent(share: float | None) -> str:
    """A share in per cent with one decimal; a dash for no data, never zero."""
    return "–" if share is None else f"{100 * share:.1f}"


@register.simple_tag
def dot_scale(cell: Any, floor: float) -> SafeString:  # noqa: ANN401  a cell of today
    return control.dot_scale(cell.share, cell.usual, floor=floor, spike=cell.spike)


@register.simple_tag
def control_picture(shown: Any, step: Any) -> SafeString:  # noqa: ANN401
    """The points; specification limits belong to single values only."""
    chart = shown.chart
    low, high = (step.low, step.high) if chart.size == 1 else (None, None)
    limits = chart.limits
    lines = control.Lines(limits.lower, limits.centre, limits.upper, low, high)
    label = _("Control chart of %(n)s points") % {"n": len(chart.points)}
    return control.control_picture(chart.points, lines, shown.broken, label)


@register.simple_tag
def range_picture(shown: Any) -> SafeString:  # noqa: ANN401
    chart = shown.chart
    limits = chart.range_limits
    lines = control.Lines(limits.lower, limits.centre, limits.upper)
    over = {n for n, value in enumerate(chart.ranges) if value > limits.upper}
    label = _("Chart of %(n)s ranges") % {"n": len(chart.ranges)}
    return control.control_picture(chart.ranges, lines, over, label, height=180)
