"""How the floor's words and numbers are written: isolated, grouped, and never ambiguous."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from mes.kernel.ids import uuid7
from mes.svg import icon as draw_icon
from mes.svg import shape as draw_shape
from mes.svg.draw import join
from mes.svg.marks import ICONS, SHAPES
from mes.templatetags.words import spoken_words

register = template.Library()
SEPARATOR = SafeString('<i class="sep">,</i>')
MINUS = "−"


def _grouped(value: int) -> str:
    return f"{abs(int(value)):,}"


def _isolated(digits: str) -> SafeString:
    return SafeString(f'<bdi dir="ltr">{digits}</bdi>')


@register.filter
def thousands(value: int | None) -> SafeString:
    """1,236 with a comma of its own width, for large tabular figures; a dash for nothing."""
    if value is None:
        return SafeString("–")
    sign = MINUS if value < 0 else ""
    return SafeString(sign + _grouped(value).replace(",", SEPARATOR))


@register.filter
def plain(value: int | None) -> str:
    """1,236 as plain text, for sentences and attributes."""
    if value is None:
        return "–"
    # A left-to-right mark holds the sign before its digits inside Urdu text.
    return (f"\u200e{MINUS}" if value < 0 else "") + _grouped(value)


@register.filter
def hours(value: timedelta) -> str:
    """A span as hours and minutes, 166:40; of several weeks too."""
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def signed(value: int | None) -> SafeString:
    """A gap: +23, −166 with a real minus, 0 without a sign."""
    if value is None:
        return SafeString("–")
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    return _isolated(sign + _grouped(value).replace(",", SEPARATOR))


@register.filter
def signed_points(value: float | None) -> SafeString:
    """A change in percentage points with one decimal and a real sign."""
    if value is None:
        return SafeString("–")
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    return _isolated(f"{sign}{abs(value):.1f}")


@register.simple_tag
def qty(number: int, label: str) -> SafeString:
    """A number and its label as one isolated pair: without it Urdu shows "OK 9 NG 412"."""
    return format_html(
        '<span class="qty" dir="ltr"><b class="num">{}</b> <bdi>{}</bdi></span>',
        plain(number), label,
    )  # fmt: skip


def _split(code: str) -> tuple[str, str]:
    tail = code.replace(".", "-").rsplit("-", 1)[-1][-5:]
    return code[: len(code) - len(tail)], tail


@register.simple_tag
def serial(code: str, cls: str = "") -> SafeString:
    """A serial with the last five, or what follows the last dash, in bold."""
    head, tail = _split(str(code))
    return format_html(
        '<bdi class="serial{}" dir="ltr">{}<b>{}</b></bdi>', f" {cls}" if cls else "", head, tail
    )


@register.simple_tag
def tail(code: str) -> SafeString:
    """Only the last five: how the tape and the undo button name a unit."""
    return format_html(
        '<bdi class="serial" dir="ltr"><span>…</span><b>{}</b></bdi>', _split(str(code))[1]
    )


@register.simple_tag
def imei(number: str) -> SafeString:
    """An IMEI grouped 2-6-6-1 (reporting body, type, serial, check digit); other text as it is."""
    digits = str(number)
    if len(digits) != 15 or not digits.isdigit():
        return serial(digits)
    return format_html(
        '<bdi class="serial" dir="ltr">{}-{}-{}<b>{}-{}</b></bdi>',
        digits[:2], digits[2:8], digits[8:10], digits[10:14], digits[14],
    )  # fmt: skip


@register.simple_tag
def icon(name: str, size: int = 24, cls: str = "") -> SafeString:
    return draw_icon(name, size, cls)


@register.simple_tag
def shape(verdict: str, size: int = 36, cls: str | None = None) -> SafeString:
    return draw_shape(verdict, size, cls)


@register.simple_tag
def mark_templates() -> SafeString:
    """Every icon and shape as a template element, so that scripts draw with the same pen."""
    icons = [format_html('<template data-icon="{}">{}</template>', n, draw_icon(n)) for n in ICONS]
    shapes = [
        format_html('<template data-shape="{}">{}</template>', n, draw_shape(n)) for n in SHAPES
    ]
    return join([*icons, *shapes])


@register.simple_tag
def words() -> SafeString:
    """What scripts say, in the page's language, as data and never as code."""
    return json_script(spoken_words(), "words")


def _clock(seconds: int, *, padded: bool) -> str:
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{left:02}"
    return f"{minutes:02}:{left:02}" if padded else f"{minutes}:{left:02}"


@register.simple_tag
def new_event_id() -> str:
    """The id of the one event that a printed form may be."""
    return str(uuid7())


@register.simple_tag
def elapsed(since: datetime | None, now: datetime, cls: str = "") -> SafeString:
    """Time since a server timestamp, ticking in the browser; ``cls`` pad gives 06:41."""
    if since is None:
        return SafeString("")
    shown = _clock(int((now - since).total_seconds()), padded=cls == "pad")
    return format_html(
        '<elapsed-time data-since="{}" data-now="{}"{}><bdi dir="ltr">{}</bdi></elapsed-time>',
        since.isoformat(), now.isoformat(), SafeString(" data-pad") if cls == "pad" else "", shown,
    )  # fmt: skip


@register.simple_tag
def countdown(due: datetime, now: datetime) -> SafeString:
    """Time left until a moment, counting down; once it is past, the time over with a plus."""
    left = int((due - now).total_seconds())
    if left < 0:
        return format_html("+{}", elapsed(due, now))
    return format_html(
        '<elapsed-time data-until="{}"><bdi dir="ltr">{}</bdi></elapsed-time>',
        left, _clock(left, padded=False),
    )  # fmt: skip


@register.simple_tag
def clock(moment: datetime, fmt: str = "H:i") -> SafeString:
    """A wall-clock time, left to right; with a month or a day by name, as its language reads."""
    named = any(letter in fmt for letter in "DFMl")
    text = date_format(localtime(moment), fmt)
    return format_html("<bdi>{}</bdi>" if named else '<bdi dir="ltr">{}</bdi>', text)


@register.filter
def percent(share: float | None) -> SafeString:
    """A share of one in per cent with one place, left to right; a dash for no data."""
    return SafeString("–" if share is None else f'<bdi dir="ltr">{share:.1%}</bdi>')


@register.filter
def hours_minutes(minutes: int) -> str:
    """162 minutes as 2:42, the way a shift's rest is spoken of."""
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def first(items: Sequence[object], count: int) -> Sequence[object]:
    return items[:count]
