"""The issue journal: every IMEI that is answered to somebody is on a second path first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from mes.kernel.journal import journal
from mes.kernel.refusals import Refusal

NAME = "issued"


def witness(*, event_id: UUID, plant_id: int, given: Mapping[str, Sequence[str]]) -> None:
    """Note numbers by who got them (a unit's serial, or a device), before they are answered.

    A repeat is noted again: its first answer may never have left. Refuses `imei_locked` when the
    journal cannot be written; the numbers stay where they are and the same event may be repeated.
    """
    at = timezone.now().isoformat()
    rows = [
        {"at": at, "event": str(event_id), "plant": plant_id, "to": who, "imeis": list(imeis)}
        for who, imeis in given.items()
    ]
    try:
        journal(settings.JOURNAL, NAME).append(rows)
    except OSError:
        raise Refusal("imei_locked", reason="the issue journal cannot be written") from None


def last_witnessed(*, most_bytes: int) -> set[str]:
    """Numbers that the journal's end names."""
    rows = journal(settings.JOURNAL, NAME).tail(most_bytes=most_bytes)
    return {str(imei) for row in rows for imei in row.get("imeis", ())}


def witnessed(*, since: date | None) -> Iterator[dict[str, Any]]:
    """What the journal says of the months from that of `since` on."""
    yield from journal(settings.JOURNAL, NAME).rows(since=since)
