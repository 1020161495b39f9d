"""A carton seen from above: places filled, the next one, places free."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes.svg.draw import picture, rect

ACROSS = 5


def carton_places(filled: int, size: int) -> SafeString:
    """A grid of ``size`` places, five across; the next place to fill is outlined in blue."""
    down = max(1, -(-size // ACROSS))
    pitch = 46 if down <= 4 else max(14, 250 // down)
    parts: list[SafeString] = []
    for place in range(size):
        x, y = 1.5 + place % ACROSS * 70, 1.5 + place // ACROSS * pitch
        kind = "c-ink" if place < filled else "slot-next" if place == filled else "slot"
        parts.append(rect(kind, x, y, 61, pitch - 9, rx=2))
    label = _("%(filled)d of %(size)d places filled") % {"filled": filled, "size": size}
    return picture(345, down * pitch, parts, label=label)
