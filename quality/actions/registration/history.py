"""The ledger of a request's states."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from quality.models import Registration, RegistrationEvent


@dataclass(frozen=True, slots=True)
class Who:
    """The person or the device that acts; neither: the clock."""

    person_id: int | None = None
    token_id: int | None = None


def note_state(
    registration: Registration,
    *,
    event_id: UUID,
    state: str,
    who: Who,
    at: datetime,
    reference: str = "",
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """Add the row that says so."""
    RegistrationEvent.objects.create(
        event_id=event_id,
        plant_id=registration.plant_id,
        registration_id=registration.pk,
        state=state,
        reference=reference,
        note=note,
        facts=facts or {},
        person_id=who.person_id,
        token_id=who.token_id,
        at=at,
    )
