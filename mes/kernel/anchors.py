"""The chain's heads, kept where the database's owner cannot reach: signed lines in a file.

A chain that was made anew from its beginning is whole in itself; it does not hold the heads that
were written down before. `ANCHORS` names the folder, best on another disk or machine. Each line is
JSON with the signature of the installation over the rest of it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

from mes.kernel.faults import Fault
from mes.kernel.signing import is_signed, public_key, sign

EVERY = timedelta(hours=1)
UNANCHORED = timedelta(hours=24)
"""A chain older than this must have an anchor; younger ones may not have met the clock yet."""

_HEADS = """
SELECT DISTINCT ON (plant_id) plant_id, seq, encode(hash, 'hex') FROM kernel_chainblock
ORDER BY plant_id, seq DESC
"""
_FOUND = """
SELECT a.n, encode(b.hash, 'hex') FROM unnest(%s::bigint[], %s::bigint[])
  WITH ORDINALITY a (plant_id, seq, n)
LEFT JOIN kernel_chainblock b ON b.plant_id = a.plant_id AND b.seq = a.seq ORDER BY a.n
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The last block of a plant's chain; plant 0 is what belongs to no plant."""

    plant_id: int
    seq: int
    hash: str


def heads() -> list[Head]:
    """The last block of every chain."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        return [Head(*row) for row in cursor.fetchall()]


def head_of(plant_id: int) -> Head | None:
    """The last block of the plant's chain, None before its first."""
    return next((head for head in heads() if head.plant_id == plant_id), None)


def folder() -> Path:
    """Where the anchors lie."""
    return Path(settings.ANCHORS)


def write_anchors(*, now: datetime) -> int:
    """Write the heads that moved, each once an hour; how many. They are on disk when it ends."""
    last = {line["plant"]: line for line in _lines()}
    due = [head for head in heads() if _due(head, last.get(head.plant_id), now)]
    if not due:
        return 0
    path = folder() / f"anchors-{now:%Y}.jsonl"
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    _end_on_a_line(path)
    with path.open("ab") as file:
        for head in due:
            said = {
                "at": now.isoformat(timespec="seconds"),
                "plant": head.plant_id,
                "seq": head.seq,
                "hash": head.hash,
            }
            file.write(orjson.dumps({**said, "signature": sign(_signed(said))}) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return len(due)


def first_anchor_fault(*, now: datetime) -> Fault | None:
    """The first anchor that is not ours or that the chain does not hold any more."""
    lines = list(_lines())
    for number, line in enumerate(lines, start=1):
        said = {name: line.get(name) for name in ("at", "plant", "seq", "hash")}
        signature = str(line.get("signature", ""))
        if not is_signed(data=_signed(said), signature=signature, key=public_key()):
            return Fault(f"anchor {number}", "is not signed by this installation, or was changed")
    told = [(line["plant"], line["seq"], line["hash"], line["at"]) for line in lines]
    if fault := compare_heads(told, kind="anchor"):
        return fault
    oldest = _oldest_block()
    if not lines and oldest is not None and now - oldest > UNANCHORED:
        return Fault(str(folder()), "holds no anchor of a chain that is older than a day")
    return None


def compare_heads(told: list[tuple[int, int, str, str]], *, kind: str) -> Fault | None:
    """The first `(plant, seq, hash, when)` that the chain does not hold as it was written down."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [[one[0] for one in told], [one[1] for one in told]])
        found = [digest for _, digest in cursor.fetchall()]
    for (plant, seq, digest, when), now in zip(told, found, strict=True):
        if now != digest:
            what = "is gone" if now is None else "is another one now"
            return Fault(f"block {plant}/{seq}", f"{what}: the {kind} of {when} says {digest[:16]}")
    return None


def newest_anchor() -> str:
    """When an anchor was last written; empty for never."""
    return max((str(line["at"]) for line in _lines()), default="")


def _end_on_a_line(path: Path) -> None:
    """Drop the half line that a power cut may have left at the end."""
    if path.exists() and not (content := path.read_bytes()).endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)


def _due(head: Head, last: dict[str, Any] | None, now: datetime) -> bool:
    if last is None:
        return True
    moved = (last["seq"], last["hash"]) != (head.seq, head.hash)
    return moved and now - datetime.fromisoformat(last["at"]) >= EVERY


def _signed(said: dict[str, Any]) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _lines() -> Iterator[dict[str, Any]]:
    """Every anchor, oldest first; half a line at the end of a file is none."""
    for path in sorted(folder().glob("anchors-*.jsonl")):
        for raw in path.read_bytes().split(b"\n")[:-1]:
            try:
                line = orjson.loads(raw)
            except orjson.JSONDecodeError:
                line = {"at": "", "plant": -1, "seq": -1, "hash": "", "signature": ""}
            yield line


def _oldest_block() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(made_at) FROM kernel_chainblock WHERE seq = 1")
        oldest: datetime | None = cursor.fetchone()[0]
    return oldest
