"""The database's last word on giving out numbers: the lock of an open fence, read as a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection

from mes.kernel.constraints import broken
from mes.kernel.refusals import Refusal
from quality.rules.holding import SAFE, check_durable

_NOW = f"""SELECT (SELECT no FROM quality_fence WHERE locks AND closed_at IS NULL),
{", ".join(f"current_setting('{name}')" for name in SAFE)}"""  # noqa: S608  (constants)


@contextmanager
def refusing_locked() -> Iterator[None]:
    """A fence that was opened after the rules had looked: `imei_locked`."""
    try:
        yield
    except IntegrityError as error:
        if broken(error) != "quality_imei_locked":
            raise
        raise Refusal("imei_locked", reason="a fence is open") from error


def check_unlocked() -> None:
    """Refuse `imei_locked`: for the calls that give out numbers without reading a unit."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        fence, *settings = cursor.fetchone()
    check_durable(dict(zip(SAFE, settings, strict=True)), fence)
