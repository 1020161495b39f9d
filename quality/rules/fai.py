"""A first-article sheet's items, and what it must hold before anybody judges it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mes.kernel.refusals import Malformed, Refusal

ITEMS: tuple[str, ...] = (
    "appearance",
    "colour",
    "parts",
    "firmware",
    "imei_label",
    "box_label",
    "accessories",
    "function",
)
MOST_UNITS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One unit at one item: what was found, and whether it is as it must be."""

    serial: str
    item: str
    found: str
    good: bool


def check_units(serials: Sequence[str]) -> None:
    """Raises Malformed unless one to five different units are named."""
    if not 1 <= len(serials) <= MOST_UNITS or len(set(serials)) != len(serials):
        raise Malformed(f"A first article is 1 to {MOST_UNITS} different units")


def check_findings(serials: Collection[str], findings: Sequence[Finding]) -> None:
    """Raises Malformed unless each unit was looked at once at each item."""
    wanted = {(serial, item) for serial in serials for item in ITEMS}
    said = [(one.serial, one.item) for one in findings]
    if len(said) != len(set(said)) or set(said) != wanted:
        raise Malformed("Every item of every unit is judged once")


def may_judge(
    *, state: str, no: str, inspected_by: int | None, by: int, bad: int, good: bool
) -> None:
    """Refuse `wrong_state`, `same_person`, and `fai_items_bad` for approving what is not good."""
    if state != "inspected":
        raise Refusal("wrong_state", what=no, state=state)
    if inspected_by == by:
        raise Refusal("same_person")
    if good and bad:
        raise Refusal("fai_items_bad", found=str(bad))
