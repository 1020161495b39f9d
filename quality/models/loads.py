"""How far a large load of numbers is: a hint for whoever looks, outside the load's transaction."""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

KIND = "imei_range"
"""Of the outbox item that keeps a load for the clock."""
KEPT_SECONDS = 600


def tell_progress(key: str, done: int) -> None:
    """`done` numbers of the load are added; lost without harm."""
    with suppress(RedisError, OSError):
        cache.set(f"imei-load:{key}", done, timeout=KEPT_SECONDS)


def progress_of(key: str) -> int | None:
    """Numbers added so far by a load that runs now; None when nobody knows."""
    with suppress(RedisError, OSError):
        done = cache.get(f"imei-load:{key}")
        return int(done) if done is not None else None
    return None
