"""How often a PIN may be wrong: 5 by person and device, then 60 s doubling to 15 min; 20 an hour
by device, whoever is tried; 50 an hour by person, wherever. A right PIN forgives the person at the
device, never an hour.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from unicodedata import decimal

FREE_TRIES = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(seconds=60), timedelta(minutes=15)
DEVICE_TRIES, EVERYWHERE_TRIES, WINDOW = 20, 50, timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=12)
PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Guard:
    """Wrong tries since `window_start` (of a person: the last wrong one), and the lock if any."""

    wrong: int
    window_start: datetime
    locked_until: datetime | None = None


def fresh(now: datetime) -> Guard:
    return Guard(0, now)


def seconds_locked(guard: Guard, now: datetime) -> int:
    """Whole seconds still to wait, rounded up; 0 when not locked."""
    if guard.locked_until is None or guard.locked_until <= now:
        return 0
    return ceil((guard.locked_until - now).total_seconds())


def person_after_wrong(guard: Guard, now: datetime) -> Guard:
    """One more wrong PIN of a person at a device; half a day without one starts anew."""
    stale = now - guard.window_start >= FORGOTTEN_AFTER
    wrong = 1 if stale else guard.wrong + 1
    if wrong < FREE_TRIES:
        return Guard(wrong, now)
    doublings = min(wrong - FREE_TRIES, 10)
    return Guard(wrong, now, now + min(FIRST_LOCK * 2**doublings, LONGEST_LOCK))


def after_wrong_in_hour(guard: Guard, now: datetime, *, tries: int = DEVICE_TRIES) -> Guard:
    """One more wrong PIN; the last of `tries` within an hour locks to the hour's end."""
    if now - guard.window_start >= WINDOW:
        guard = fresh(now)
    counted = replace(guard, wrong=guard.wrong + 1)
    if counted.wrong < tries:
        return replace(counted, locked_until=None)
    return replace(counted, locked_until=counted.window_start + WINDOW)


def tries_left(guard: Guard) -> int:
    """Wrong tries before the next lock; once locked every further one locks again."""
    return max(0, FREE_TRIES - guard.wrong)


def western(text: str) -> str:
    """Urdu and Arabic digits as 0–9; everything else as it is."""
    return "".join(str(decimal(char)) if decimal(char, None) is not None else char for char in text)


def is_pin(text: str) -> bool:
    return len(text) == PIN_DIGITS and text.isascii() and text.isdigit()


def is_easy(pin: str) -> bool:
    """One digit six times, or six in a row up or down."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return steps in ({0}, {1}, {-1})
