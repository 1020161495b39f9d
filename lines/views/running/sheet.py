"""The cards that hang at a station and at a bench: their codes as bars, in groups."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lines.rules.cards import card_of
from lines.rules.labels.symbols import QUIET, symbol_of

CARDS = (
    ("ACK", _("Seen")),
    ("UNDO", _("Undo the last scan")),
    ("PASS", _("All steps passed")),
    ("FAIL", _("Failed")),
    ("BREAK", _("Rest: badge to go on")),
    ("LOGOUT", _("Sign out")),
)
HEIGHT = 40

Word = str | Promise
CardGroup = tuple[Word, list[tuple[str, Word, SafeString]]]
"""A heading and its cards: code, what it says, its picture."""

DIGITS = tuple((f"NUM-{n}", str(n)) for n in range(10))


def bars(text: str) -> SafeString:
    """The text as a Code 128 picture, quiet zones included."""
    (row,) = symbol_of("code128", text).rows
    quiet = QUIET["code128"]
    path = "".join(f"M{quiet + x} 0h1v{HEIGHT}h-1z" for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges"><path d="{}" fill="currentColor"/></svg>',
        len(row) + 2 * quiet, HEIGHT, text, path,
    )  # fmt: skip


def card_group(heading: Word, field: str, choices: Iterable[tuple[str, Word]]) -> CardGroup:
    """The cards that set one field of a bench's form; a choice without a value has none."""
    codes = [(card_of(field, value), word) for value, word in choices if value]
    return heading, [(code, word, bars(code)) for code, word in codes]


def plain_cards(heading: Word, cards: Iterable[tuple[str, Word]]) -> CardGroup:
    """Cards that are printed as they are: commands and digits."""
    return heading, [(code, word, bars(code)) for code, word in cards]
