"""Files that came inside a record, read tolerantly: one that cannot be kept loses no record."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mes.kernel.refusals import Malformed

LARGEST = 10 * 2**20
MOST = 40
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class FileIn:
    """One attachment; `data` as the rig had it."""

    name: str
    mime: str
    data: bytes


def files_of(body: Mapping[str, Any]) -> tuple[tuple[FileIn, ...], dict[str, str]]:
    """`attachments`: `[{name, mime, data}]`, base64; beside them what was left out, and why.

    Of a name that comes twice the last is kept. Raises Malformed when it is no such list.
    """
    rows = body.get("attachments")
    if rows is None:
        return (), {}
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Malformed("attachments is not a list of objects")
    found: dict[str, FileIn] = {}
    left: dict[str, str] = {}
    for n, row in enumerate(rows, start=1):
        name = row.get("name")
        name = _plain(name[:LONGEST_NAME]) if isinstance(name, str) and name else f"file {n}"
        data = _decoded(row.get("data"))
        if data is None:
            left[name] = "left out: not base64"
        elif len(data) > LARGEST:
            left[name] = "left out: over 10 MB"
        elif len(found) >= MOST and name not in found:
            left[name] = f"left out: more than {MOST} files"
        else:
            mime = row.get("mime")
            found[name] = FileIn(name, mime[:80] if isinstance(mime, str) else "", data)
        if len(left) > MOST:
            break
    return tuple(found.values()), left


def _plain(name: str) -> str:
    """Without what no address and no page can show, such as a line break."""
    return "".join(char if char.isprintable() else "_" for char in name)


def _decoded(data: object) -> bytes | None:
    if not isinstance(data, str):
        return None
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
