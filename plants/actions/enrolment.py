"""Making a tablet a station's device: a manager issues a code, the tablet gives it once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from mes.kernel.refusals import Refusal
from plants.actions.proofs import guard_row, guard_value, keep_guard
from plants.models import DeviceToken, Person, Station
from plants.rules.enrolment import LASTS, code_in, new_code
from plants.rules.pins import after_wrong_in_hour, seconds_locked

ISSUED, ENROLLED = "enrolment code issued", "tablet enrolled"
REPLACED = "enrolment code replaced"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The station the tablet stands at now, and the bearer token its cookie keeps."""

    station: str
    bearer: str


def issue_code(*, station: Station, by: Person, now: datetime) -> str:
    """A code for one tablet at the station, good for 15 minutes; only its hash is kept. A code
    that still waits there is withdrawn.

    It waits as a device's token that no bearer can be: its hash is of what no text encodes to.
    """
    code = new_code(secrets.choice)
    name = f"Tablet {station.code}"[:80]
    with transaction.atomic():
        open_codes = DeviceToken.objects.select_for_update().filter(
            station=station,
            name=name,
            revoked_at=None,
            expires_at__gt=now,
            expires_at__lte=now + LASTS,
        )
        for waiting in open_codes.order_by("pk"):
            waiting.revoked_at = now
            waiting.save(update_fields=["revoked_at"])
            _log(waiting, by, CHANGE, REPLACED)
        token = DeviceToken.objects.create(
            plant=station.line.plant,
            station=station,
            name=name,
            secret_hash=_digest(code),
            expires_at=now + LASTS,
        )
        _log(token, by, ADDITION, ISSUED)
    return code


def enrol(*, code: str, guard: str, now: datetime) -> Enrolled:
    """Give the tablet the station its code was issued for. Never inside another transaction.

    Refuses `enrol_code` for a code that is wrong, used, over or withdrawn, and `enrol_locked` for
    the hour after 20 wrong ones from one device (`guard`).
    """
    given = code_in(code)
    with transaction.atomic(durable=True):
        tries = guard_row(None, device=f"enrol {guard}"[:64], now=now)
        wait = seconds_locked(guard_value(tries), now)
        token = _waiting(given, now) if given and not wait else None
        if token is not None:
            return _taken(token)
        if not wait:
            after = after_wrong_in_hour(guard_value(tries), now)
            keep_guard(tries, after)
            wait = seconds_locked(after, now)
    raise Refusal("enrol_locked", seconds=wait) if wait else Refusal("enrol_code")


def _waiting(code: str, now: datetime) -> DeviceToken | None:
    """The row is locked: of two tablets with one code the second finds it used."""
    return (
        DeviceToken.objects.select_for_update(of=("self",))
        .select_related("station")
        .filter(
            secret_hash=_digest(code),
            revoked_at=None,
            expires_at__gt=now,
            station__active=True,
        )
        .first()
    )


def _taken(token: DeviceToken) -> Enrolled:
    secret = secrets.token_hex(24)
    token.secret_hash = hashlib.sha256(secret.encode()).digest()
    token.expires_at = None
    token.save(update_fields=["secret_hash", "expires_at"])
    issued = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(DeviceToken), object_id=str(token.pk)
    ).select_related("user")
    _log(token, issued.earliest("pk").user, CHANGE, ENROLLED)
    station = token.station.code if token.station else ""
    return Enrolled(station, f"mes_{token.pk}_{secret}")


def _log(token: DeviceToken, by: Person, flag: int, words: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(DeviceToken),
        object_id=str(token.pk),
        object_repr=str(token)[:200],
        action_flag=flag,
        change_message=words,
    )


def _digest(code: str) -> bytes:
    # A bearer's secret is text, and no text has this first byte in UTF-8.
    return hashlib.sha256(b"\xffenrol:" + code.encode()).digest()
