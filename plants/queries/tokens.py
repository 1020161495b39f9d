"""Who a bearer token speaks for, believed for a second."""

import hashlib
import hmac
import time
from dataclasses import dataclass

from django.db import connection

TOKEN_SECONDS = 1.0

_LIVE_SQL = """
SELECT id, plant_id, station_id, plant_wide, secret_hash FROM plants_devicetoken
WHERE id = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
"""


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A live device token: one station, or every station of its plant when `plant_wide`."""

    id: int
    plant_id: int
    station_id: int | None
    plant_wide: bool


_tokens: dict[str, tuple[float, TokenFacts]] = {}


def forget_tokens() -> None:
    """Ask the database again at the next request; for tests and after a revocation."""
    _tokens.clear()


def token_facts(bearer: str) -> TokenFacts | None:
    """The token `mes_<id>_<secret>`, or None when it is unknown, wrong, expired or revoked."""
    now = time.monotonic()
    kept = _tokens.get(bearer)
    if kept is not None and kept[0] > now:
        return kept[1]
    prefix, _, rest = bearer.partition("_")
    number, _, secret = rest.partition("_")
    if prefix != "mes" or not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_LIVE_SQL, [int(number)])
        row = cursor.fetchone()
    if row is None:
        return None
    digest = hashlib.sha256(secret.encode()).digest()
    if not hmac.compare_digest(digest, bytes(row[4])):
        return None
    facts = TokenFacts(row[0], row[1], row[2], row[3])
    if len(_tokens) > 5000:
        _tokens.clear()
    _tokens[bearer] = (now + TOKEN_SECONDS, facts)
    return facts
