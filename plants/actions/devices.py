"""Tokens for machines: shown once, kept as a hash."""

import hashlib
import secrets

from django.utils import timezone

from plants.models import DeviceToken, Plant, Station


def mint_token(*, name: str, station: Station | None = None, plant: Plant | None = None) -> str:
    """Make a token for one station, or for a whole plant, and return it: it is shown only now.

    Of `station` and `plant` exactly one is given.
    """
    owner = station.line.plant if station is not None else plant
    if owner is None or (station is not None and plant is not None):
        message = "A token is for one station or for one plant."
        raise ValueError(message)
    secret = secrets.token_hex(24)
    token = DeviceToken.objects.create(
        plant=owner,
        station=station,
        plant_wide=station is None,
        name=name[:80],
        secret_hash=hashlib.sha256(secret.encode()).digest(),
    )
    return f"mes_{token.pk}_{secret}"


def revoke_token(*, token_id: int) -> None:
    """Refuse the token from now on; a process may still believe it for one second."""
    DeviceToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=timezone.now())
