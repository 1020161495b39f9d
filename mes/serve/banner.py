"""What `make run` says at the end: the address, who signs in, with what."""

import json
from pathlib import Path
from typing import Any

from mes.serve.processes import Place

DEMO_FILE = "demo.json"
"""Inside MES_HOME, written by `seed_demo`: the demo people, `{"people": [{…}]}`."""


def address(place: Place) -> str:
    """Where a browser on this machine finds the plant."""
    host = "127.0.0.1" if place.host in {"0.0.0.0", "::", ""} else place.host  # noqa: S104
    return f"http://[{host}]:{place.port}" if ":" in host else f"http://{host}:{place.port}"


def text(*, place: Place, home: Path, demo: bool) -> str:
    lines = ["", f"  Karkhana MES is open at {address(place)}/", ""]
    people = _people(home) if demo else []
    if people:
        lines += _table(people)
        lines += ["", "  These people are for the demo only: never let a real plant run with them."]
    elif not demo:
        lines += [
            "  A plant of your own. If nobody can sign in yet, make its first administrator at",
            f"  {address(place)}/first-run/",
        ]
    return "\n".join([*lines, "", "  Ctrl-C ends everything that was started here.", ""])


def _people(home: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads((home / DEMO_FILE).read_text(encoding="utf-8"))
        return list(found["people"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _table(people: list[dict[str, Any]]) -> list[str]:
    columns = [
        key
        for key in people[0]
        if key in {"role", "username", "password", "badge", "pin", "plants"}
    ]
    rows = [columns, *([_word(person.get(key, "")) for key in columns] for person in people)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))]
    return [
        "  "
        + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _word(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
