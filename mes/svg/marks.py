"""Icons and the verdict shapes, drawn on a 24 × 24 grid. The shapes are the product's own."""

from __future__ import annotations

from django.utils.safestring import SafeString

from mes.svg.draw import tag

ICONS: dict[str, str] = {
    "plant": '<path class="solid" d="M2 21V10l6 4v-4l6 4V10l6 4V3h2v18z"/>',
    "scan": (
        '<path d="M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4"/>'
        '<path d="M7 8v8M10.5 8v8M13.5 8v8M17 8v8"/>'
    ),
    "wifi": (
        '<path d="M3 9a13 13 0 0 1 18 0M6.5 12.7a8 8 0 0 1 11 0M9.7 16.2a3.4 3.4 0 0 1 4.6 0"/>'
        '<path class="solid" d="M12 18.2a1.3 1.3 0 1 0 .01 0z"/>'
    ),
    "badge": (
        '<rect x="4" y="6" width="16" height="15" rx="2"/><path d="M9 6V3h6v3M9 17h6"/>'
        '<circle cx="12" cy="12" r="2"/>'
    ),
    "erase": '<path d="M8 6 3 12l5 6h13V6z"/><path d="M12 9.5l5 5M17 9.5l-5 5"/>',
    "bell": '<path d="M5 16V10a7 7 0 0 1 14 0v6"/><path d="M3 16h18M10 20h4"/>',
    "go": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "camera": (
        '<path d="M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3'
        'M8 20H5a1 1 0 0 1-1-1v-3"/><circle cx="12" cy="12" r="3.2"/>'
    ),
    "keys": (
        '<rect x="2.5" y="6" width="19" height="12" rx="2"/>'
        '<path d="M6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8"/>'
    ),
    "undo": '<path d="M4 9h10a5.5 5.5 0 0 1 0 11h-4"/><path d="M8 5 4 9l4 4"/>',
    "tray": '<path d="M3 13h5l1.5 3h5L16 13h5v6H3z"/><path d="M12 3v7M9 7.5l3 3 3-3"/>',
    "check": '<path d="M5 12.5 10 17.5 19 7"/>',
    "cross": '<path d="M6 6l12 12M18 6 6 18"/>',
    "phone": '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
    "laptop": '<rect x="4" y="5" width="16" height="11" rx="1.5"/><path d="M2 19.5h20"/>',
    "box": '<path d="M3 8l9-5 9 5v8l-9 5-9-5z"/><path d="M3 8l9 5 9-5M12 13v8"/>',
    "label": '<path d="M3 5h18v14H3z"/><path d="M7 9v6M10 9v6M12.5 9v6M17 9v6"/>',
    "printer": (
        '<path d="M7 8V3h10v5M7 18H4v-7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7h-3"/>'
        '<path d="M7 14h10v7H7z"/>'
    ),
    "wrench": (
        '<path d="M14.7 6.3a1 1 0 0 0 0 1.4l1.6 1.6a1 1 0 0 0 1.4 0l3.77-3.77a6 6 0 0 1-7.94 '
        "7.94l-6.91 6.91a2.12 2.12 0 0 1-3-3l6.91-6.91a6 6 0 0 1 7.94-7.94l-3.76 3.76z"
        '"/>'
    ),
    "hold": '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M10 9v6M14 9v6"/>',
    "flag": '<path d="M5 21V4h13l-2.5 4.5L18 13H5"/>',
    "running": '<path class="solid" d="M7 4.5v15l12.5-7.5z"/>',
    "slow": '<circle cx="12" cy="12" r="9"/><path class="solid" d="M12 3a9 9 0 0 1 0 18z"/>',
    "changeover": (
        '<path d="M20 11a8 8 0 0 0-14-4.5L4 8.5M4 4v4.5h4.5'
        'M4 13a8 8 0 0 0 14 4.5l2-2M20 20v-4.5h-4.5"/>'
    ),
    "break": '<path d="M8 5v14M16 5v14"/>',
    "nodata": '<circle cx="12" cy="12" r="9"/><path d="M5.6 18.4 18.4 5.6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l5 5"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0"/>'
        '<path d="M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8"/>'
    ),
    "sound": '<path d="M4 9v6h4l5 4V5L8 9z"/><path d="M16.5 9a4.5 4.5 0 0 1 0 6"/>',
}

_OCTAGON = "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z"
_TICK = '<path class="cut" d="M6.8 12.6l3.6 3.6 6.9-7.7"/>'
SHAPES: dict[str, str] = {
    "ok": f'<circle class="fill" cx="12" cy="12" r="11"/>{_TICK}',
    "ng": f'<path class="fill" d="{_OCTAGON}"/><path class="cut" d="M8 8l8 8M16 8l-8 8"/>',
    "dup": (
        '<path class="fill" d="M12 1.5 23.5 22h-23z"/><path class="cut" d="M12 9v6"/>'
        '<circle class="cutfill" cx="12" cy="18.6" r="1.6"/>'
    ),
    "hold": (
        '<rect class="fill" x="1.5" y="1.5" width="21" height="21" rx="2"/>'
        '<path class="cut" d="M9.2 7.5v9M14.8 7.5v9"/>'
    ),
    "queued": (
        '<circle class="dash" cx="12" cy="12" r="10.6"/>'
        '<path class="thin" d="M9 16.5v-9M6.5 10 9 7.5l2.5 2.5M15 7.5v9M12.5 14l2.5 2.5 2.5-2.5"/>'
    ),
    "todo": '<circle class="thin" cx="12" cy="12" r="10.6"/>',
    "miss": '<circle class="dash" cx="12" cy="12" r="10.6"/>',
}


def _mark(inside: str, size: int, cls: str) -> SafeString:
    return tag(
        "svg",
        SafeString(inside),
        cls=cls,
        width=size,
        height=size,
        viewBox="0 0 24 24",
        aria_hidden="true",
    )


POINTING = frozenset({"go", "back"})
"""They point along the line of reading: turned round where that runs from the right."""


def icon(name: str, size: int = 24, cls: str = "") -> SafeString:
    """A line icon; a name that does not exist is a KeyError, found by the first render."""
    kind = "icon points" if name in POINTING else "icon"
    return _mark(ICONS[name], size, f"{kind} {cls}".strip())


def shape(verdict: str, size: int = 36, cls: str | None = None) -> SafeString:
    """The verdict's outline. ``cls`` replaces its colour class (inside coloured surfaces)."""
    return _mark(SHAPES[verdict], size, f"shape {f'v-{verdict}' if cls is None else cls}".strip())


def placed(verdict: str, x: float, y: float, size: float, cls: str = "shape") -> SafeString:
    """A verdict shape inside another picture, by its upper left corner, with a halo behind it."""
    halo = '<circle cx="12" cy="12" r="14" class="halo"/>'
    return tag(
        "g",
        SafeString(halo + SHAPES[verdict]),
        cls=f"{cls} v-{verdict}",
        transform=f"translate({x:.1f} {y:.1f}) scale({size / 24:.4f})",
    )
