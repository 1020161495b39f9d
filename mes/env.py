"""Typed readers of environment variables that fail loudly, and the addresses of the engines."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

ENGINES_FILE = "engines.json"
"""Inside MES_HOME: where the engines of a running `make run` listen."""


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    message = f"{name}={value!r} is not a yes or a no: use 1 or 0."
    raise ImproperlyConfigured(message)


def number(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
        message = f"{name}={value!r} is not a whole number from {low} to {high}."
        raise ImproperlyConfigured(message)
    return int(value)


def words(name: str) -> list[str]:
    """A list separated by commas; blanks around the words do not count."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def home(base: Path) -> Path:
    """MES_HOME, where everything the plant keeps outside a database lies."""
    path = Path(text("MES_HOME", str(base / ".mes"))).expanduser()
    return path if path.is_absolute() else base / path


def engines(home: Path) -> dict[str, str]:
    """Addresses that `make run` wrote for commands in other windows; empty when it never ran."""
    try:
        found = json.loads((home / ENGINES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def database(url: str, *, options: dict[str, Any]) -> dict[str, Any]:
    """One entry of Django's DATABASES from a libpq address (`postgresql://user@host/name?host=…`)."""
    try:
        parts = dict(conninfo_to_dict(url))
    except ProgrammingError:
        message = "DATABASE_URL is not an address of the form postgresql://user:password@host/name."
        raise ImproperlyConfigured(message) from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "mes"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {**parts, **options},
    }


def broker(redis_url: str) -> str:
    """The address as Celery's transport spells it: a Unix socket has another scheme there."""
    if not redis_url.startswith("unix:"):
        return redis_url
    parts = urlsplit(redis_url)
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


def secret(name: str, *, home: Path, default: str) -> str:
    """NAME, else the key that `make run` made once and keeps in MES_HOME, else the default."""
    if value := text(name):
        return value
    try:
        return (home / "secret_key").read_text(encoding="ascii").strip() or default
    except OSError:
        return default
