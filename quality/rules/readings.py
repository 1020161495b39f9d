"""What a phone or a label says its IMEIs are, as sent: evidence first, judged afterwards."""

import re
from collections.abc import Mapping
from typing import Any

from mes.kernel.refusals import Malformed

MOST = 8
LONGEST = 60
_BETWEEN = re.compile(r"[\s,;/|]+")


def numbers_of(body: Mapping[str, Any], name: str) -> dict[int, str]:
    """The numbers by slot: a list in slot order, a list of `{slot, imei}`, or one scanned text.

    A text may hold several numbers with blanks, commas, semicolons or slashes between them, as a
    two-dimensional label does. Whether they are IMEIs is not asked here.
    """
    value = body.get(name)
    if isinstance(value, str):
        value = [part for part in _BETWEEN.split(value) if part]
    if not isinstance(value, list) or not value:
        raise Malformed(f"{name} is not a list of IMEIs by slot")
    if len(value) > MOST:
        raise Malformed(f"{name} has more than {MOST} entries")
    found: dict[int, str] = {}
    for place, entry in enumerate(value, start=1):
        slot, imei = _entry(entry, place, name)
        if slot in found:
            raise Malformed(f"{name} names slot {slot} twice")
        found[slot] = imei
    return found


def spoken(numbers: Mapping[int, str]) -> dict[str, str]:
    """The numbers as evidence in the ledger, keyed by slot."""
    return {str(slot): numbers[slot] for slot in sorted(numbers)}


def _entry(entry: object, place: int, name: str) -> tuple[int, str]:
    slot: object = place
    imei: object = entry
    if isinstance(entry, Mapping):
        slot, imei = entry.get("slot"), entry.get("imei")
    if not isinstance(imei, str) or len(imei) > LONGEST:
        raise Malformed(f"{name} holds something that is no text of up to {LONGEST} characters")
    if isinstance(slot, bool) or not isinstance(slot, int) or not 1 <= slot <= MOST:
        raise Malformed(f"{name} holds a slot that is not 1 to {MOST}")
    return slot, imei.strip()
