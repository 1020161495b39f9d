"""Who may listen to a plant's boards, asked at the handshake and again while the socket is open."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from plants.models import DeviceToken, Membership
from plants.queries.memberships import working
from plants.queries.tokens import token_facts


@dataclass(frozen=True, slots=True)
class Listener:
    """A person with the session that vouches for them, or a device; and the plant listened to."""

    plant_id: int
    person_id: int | None = None
    session_key: str = ""
    token_id: int | None = None


def device_listener(*, bearer: str, plant_id: int) -> Listener | None:
    """The device of a bearer token, None unless it is a live one of the plant."""
    token = token_facts(bearer)
    if token is None or token.plant_id != plant_id:
        return None
    return Listener(plant_id, token_id=token.id)


def allowed(listeners: Collection[Listener]) -> set[Listener]:
    """Those whose membership, session or token is still good; three statements for any number."""
    members = set(
        working(
            Membership.objects.filter(
                person__in={one.person_id for one in listeners if one.person_id},
                person__is_active=True,
            )
        ).values_list("person_id", "plant_id")
    )
    sessions = set(
        Session.objects.filter(
            session_key__in={one.session_key for one in listeners if one.session_key},
            expire_date__gt=timezone.now(),
        ).values_list("session_key", flat=True)
    )
    tokens = set(
        DeviceToken.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
            pk__in={one.token_id for one in listeners if one.token_id},
            revoked_at__isnull=True,
        ).values_list("pk", "plant_id")
    )
    return {
        one
        for one in listeners
        if (one.token_id, one.plant_id) in tokens
        or ((one.person_id, one.plant_id) in members and one.session_key in sessions)
    }
