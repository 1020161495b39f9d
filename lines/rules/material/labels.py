"""Which container, case or box a label on the dock means."""

from collections.abc import Collection
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a consignment: empty names mean all of it."""

    container: str = ""
    case: str = ""
    box: str = ""

    @property
    def said(self) -> str:
        return " / ".join(name for name in (self.container, self.case, self.box) if name)


def scopes_of(label: str, known: Collection[Scope], inside: Scope | None = None) -> list[Scope]:
    """Every part of the list that carries the label; `known` are its boxes.

    Within the case that was scanned before, a box is meant first. `case/box` means both.

    >>> boxes = [Scope("CN1", "C1", "1"), Scope("CN1", "C2", "1")]
    >>> [scope.said for scope in scopes_of("C2/1", boxes)]
    ['CN1 / C2 / 1']
    >>> [scope.said for scope in scopes_of("1", boxes, inside=Scope("CN1", "C1"))]
    ['CN1 / C1 / 1']
    """
    if inside is not None:
        same = [
            box
            for box in known
            if box.box == label
            and box.case == inside.case
            and inside.container in ("", box.container)
        ]
        if same:
            return sorted(same, key=str)
    found = {box for box in known if box.box == label or f"{box.case}/{box.box}" == label}
    found |= {replace(box, box="") for box in known if box.case == label}
    if not found:
        found = {Scope(container=label) for box in known if box.container == label}
    return sorted(found, key=str)
