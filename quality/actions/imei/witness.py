"""The issue journal: every IMEI that is answered to somebody is on a second path first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from mes.kernel.journal import journal
from mes.kernel.refusals import Refusal

NAME = "issued"


def witness(*, event_id: UUID, plant_id: int, given: Mapping[str, Sequence[str]]) -> str:
    """Note numbers by who got them (a unit's serial, or a device), before they are answered.

    Returns the time on their lines, by which `unwitness` finds them. A repeat is noted again: its
    first answer may never have left. Refuses `imei_locked` when the journal cannot be written; the
    numbers stay where they are and the same event may be repeated.
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
    return at


def unwitness(*, event_id: UUID, at: str) -> None:
    """Note that what was noted at that time is undone for certain, and was answered to nobody.

    A journal that cannot be written keeps the lines as they are: they lock the next start for
    nothing, and double no number.
    """
    with suppress(OSError):
        journal(settings.JOURNAL, NAME).append([{"at": at, "undone": str(event_id)}])


def last_witnessed(*, most_bytes: int) -> dict[str, str]:
    """Numbers that the journal's end names, each with the time (ISO 8601) it was last given."""
    rows = journal(settings.JOURNAL, NAME).tail(most_bytes=most_bytes)
    return {str(imei): str(row.get("at", "")) for row in _held(rows, rows) for imei in row["imeis"]}


def witnessed_of(tacs: Collection[str]) -> set[str]:
    """Numbers of these TACs that the journal has ever named."""
    starts = tuple(tacs)
    rows = journal(settings.JOURNAL, NAME).rows(holding=[f'"{tac}'.encode() for tac in starts])
    named = (str(imei) for row in _held(rows, _undoings()) for imei in row["imeis"])
    return {imei for imei in named if imei.startswith(starts)}


def witnessed(*, since: date | None) -> Iterator[dict[str, Any]]:
    """What the journal says of the months from that of `since` on."""
    yield from _held(journal(settings.JOURNAL, NAME).rows(since=since), _undoings())


def _undoings() -> Iterator[dict[str, Any]]:
    return journal(settings.JOURNAL, NAME).rows(holding=[b'"undone":'])


def _held(
    rows: Iterable[dict[str, Any]], undoings: Iterable[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The lines that name numbers, but for those that were undone."""
    undone = {(row["undone"], row.get("at")) for row in undoings if "undone" in row}
    for row in rows:
        if "imeis" in row and (row.get("event"), row.get("at")) not in undone:
            yield row
