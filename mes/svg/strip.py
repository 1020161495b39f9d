"""The line's stations in process order, the units that wait in front of each hanging below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mes.svg.draw import number, path, picture, rect, tag, text
from mes.svg.marks import SHAPES, placed

WIDTH, HEIGHT, RAIL, PILE_TOP, PILE_MOST = 1232, 176, 60, 88, 56
CROWDED = 14


class Node(Protocol):
    """A station: ``state`` is running, stopped or starved; ``waiting`` units stand before it."""

    @property
    def code(self) -> str: ...
    @property
    def waiting(self) -> int: ...
    @property
    def state(self) -> str: ...


def _node(node: Node, x: float, y_label: int) -> list[SafeString]:
    if node.state == "stopped":
        mark = SafeString(SHAPES["ng"])
        octagon = tag(
            "g", mark, cls="shape v-ng", transform=f"translate({x - 20:.1f} 40) scale(1.6667)"
        )
        return [text("st-ng c-mid", x, y_label, node.code), octagon]
    kind = "node-i" if node.state == "starved" else "node-r"
    return [
        text("st c-mid", x, y_label, node.code),
        tag("circle", cls=kind, cx=x, cy=RAIL, r=11),
    ]


def _pile(node: Node, x: float, most: int) -> list[SafeString]:
    parts = [path("drop", f"M{number(x)} {RAIL}v24")]
    height = 0
    if node.waiting:
        height = max(2, round(node.waiting / most * PILE_MOST))
        blocks = node.state == "stopped"
        parts.append(rect("c-hatch" if blocks else "c-bar", x - 22, PILE_TOP, 44, height))
    else:
        parts.append(path("c-axis-strong", f"M{number(x - 22)} {PILE_TOP}h44"))
    kind = "wip-ng" if node.state == "stopped" and node.waiting else "wip"
    parts.append(text(f"{kind} c-mid", x, PILE_TOP + height + 22, str(node.waiting)))
    return parts


def station_strip(nodes: Sequence[Node]) -> SafeString:
    """The whole line in one picture, 1232 × 176. Many stations stagger their names in two rows."""
    count = max(1, len(nodes))
    step = WIDTH / count
    most = max((node.waiting for node in nodes), default=0) or 1
    parts = [path("rail", f"M{number(step / 2)} {RAIL}H{number(WIDTH - step / 2)}")]
    for index, node in enumerate(nodes):
        x = step * (index + 0.5)
        staggered = count > CROWDED and index % 2 == 1
        parts += _node(node, x, 42 if staggered else 18 if count > CROWDED else 22)
        if index:
            parts += _pile(node, x - step / 2, most)
    label = _("Stations in process order with units waiting in front of each")
    return picture(WIDTH, HEIGHT, parts, label=label, cls="strip")


class Bead(Protocol):
    """A step of a unit's route: ``state`` ok, ng, here or todo; ``retested`` hides a fail."""

    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def retested(self) -> bool: ...


def route_beads(beads: Sequence[Bead], label: str) -> SafeString:
    """A unit's route as beads, 832 × 84; a small octagon stays where a retest hid a fail."""
    width, count = 832, max(1, len(beads))
    step = width / count
    parts = [path("rail", f"M{number(step / 2)} 34H{number(width - step / 2)}")]
    for index, bead in enumerate(beads):
        x = step * (index + 0.5)
        mark = bead.state if bead.state in {"ok", "ng", "hold"} else "todo"
        parts.append(placed("miss" if bead.state == "here" else mark, x - 14, 20, 28))
        low = count > CROWDED and index % 2 == 1
        parts.append(text("st16 c-mid", x, 80 if low else 64 if count > CROWDED else 74, bead.code))
        if bead.retested:
            parts.append(placed("ng", x + 8, 4, 22))
    return picture(width, 84, parts, label=label, cls="strip8")
