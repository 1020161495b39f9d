"""A journal on a path of its own: what was answered is on that disk before the answer leaves.

One file a month, a JSON object a line, only ever added to. It is a witness: a database that was
restored from an old dump forgets, the journal does not.
"""

import json
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson


@dataclass(slots=True)
class _Batch:
    """Lines that go to the disk with one flush, whoever brought them."""

    lines: list[bytes] = field(default_factory=list)
    done: bool = False
    error: OSError | None = None


class Journal:
    """Lines in `folder`, durable when `append` returns. Threads that meet share a flush."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._gather, self._disk = threading.Lock(), threading.Lock()
        self._batch = _Batch()
        self._open: tuple[Path, int] | None = None

    def append(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write and flush; raises OSError when they are not known to be on the disk."""
        lines = [orjson.dumps(row, default=str) for row in rows]
        with self._gather:
            batch = self._batch
            batch.lines += lines
        with self._disk:
            if not batch.done:
                with self._gather:
                    self._batch = _Batch()
                self._write(batch)
        if batch.error is not None:
            raise OSError(str(batch.error)) from batch.error

    def rows(
        self, *, since: date | None = None, holding: Sequence[bytes] = ()
    ) -> Iterator[dict[str, Any]]:
        """Every line of the months from that of `since` on; a torn one is left out.

        With `holding` only those that hold one of these pieces, found without reading the others.
        """
        first = f"{self.name}-{since:%Y-%m}.log" if since else ""
        for path in sorted(self.folder.glob(f"{self.name}-*.log")):
            if path.name < first:
                continue
            with path.open("rb") as file:
                for line in file:
                    if holding and not any(piece in line for piece in holding):
                        continue
                    if (row := _row(line)) is not None:
                        yield row

    def tail(self, *, most_bytes: int) -> list[dict[str, Any]]:
        """The last lines, oldest first, in up to `most_bytes` of the newest file that has any."""
        for path in sorted(self.folder.glob(f"{self.name}-*.log"), reverse=True):
            with path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - most_bytes))
                lines = file.read().split(b"\n")
            if found := [row for line in lines if (row := _row(line)) is not None]:
                return found
        return []

    def _write(self, batch: _Batch) -> None:
        # The line break comes first: a line that a power cut tore spoils none after it.
        data = b"\n" + b"\n".join(batch.lines) + b"\n"
        try:
            handle = self._handle()
            while data:
                data = data[os.write(handle, data) :]
            os.fdatasync(handle)
        except OSError as error:
            batch.error = error
        batch.done = True

    def _handle(self) -> int:
        """The month's file; made, with its folder's entry flushed, when it is not there."""
        path = self.folder / f"{self.name}-{datetime.now(UTC):%Y-%m}.log"
        if self._open is not None and self._open[0] == path and path.exists():
            return self._open[1]
        if self._open is not None:
            os.close(self._open[1])
            self._open = None
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._open = (path, os.open(path, flags, 0o640))
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return self._open[1]


def _row(line: bytes) -> dict[str, Any] | None:
    """A line's object; None for one that is empty, torn or cut."""
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


@cache
def journal(folder: str, name: str) -> Journal:
    """The journal of a folder; one for each process, so that its threads share flushes."""
    return Journal(Path(folder), name)
