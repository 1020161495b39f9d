"""Records as files: `MES_HOME/drop/<station>/`, taken from there into done/ or refused/."""

import logging
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from plants.queries.facts import station_facts
from quality.actions.file_records import check_file_size, record_file

QUIET_SECONDS = 2.0
"""A file is taken when nobody has written to it for so long."""
MOST_AT_ONCE = 200
UNFINISHED = (".tmp", ".part", ".swp", ".reason")

logger = logging.getLogger("mes.drop")


def take_dropped(*, drop: Path, now: datetime) -> int:
    """Record each file that has come to rest; how many were taken.

    The folder's name is the station: its code or one of its external ids. A file that is kept,
    counted or not, goes to done/; one that cannot be goes to refused/ with a `.reason` beside it.
    A file taken twice is heard once: its id is its own, or comes from its content.
    """
    taken = 0
    for path in _resting(drop):
        try:
            _take(path, now)
        except Refusal as refusal:
            _put_away(path, "refused", f"{refusal.code}: {refusal.answer()['detail']}\n")
        except FileNotFoundError:
            continue  # another worker was quicker
        else:
            _put_away(path, "done")
        taken += 1
    return taken


def _resting(drop: Path) -> Iterator[Path]:
    if not drop.is_dir():
        return
    before, found = time.time() - QUIET_SECONDS, 0
    for folder in sorted(drop.iterdir()):
        if not folder.is_dir():
            continue
        for entry in sorted(os.scandir(folder), key=lambda one: one.name):
            name = entry.name
            if name.startswith(".") or name.lower().endswith(UNFINISHED):
                continue
            if not entry.is_file(follow_symlinks=False) or entry.stat().st_mtime > before:
                continue
            found += 1
            if found > MOST_AT_ONCE:
                return
            yield Path(entry.path)


def _take(path: Path, now: datetime) -> Receipt:
    station = station_facts(path.parent.name)
    if station is None:
        raise Refusal("unknown_station", station=path.parent.name[:60])
    check_file_size(path.stat().st_size)
    return record_file(name=path.name, raw=path.read_bytes(), station=station, now=now)


def _put_away(path: Path, where: str, reason: str = "") -> None:
    """Out of the way by a rename; of a name that is taken the time stands before it."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    if target.exists():
        target = folder / f"{datetime.now(UTC):%Y%m%d%H%M%S%f}-{path.name}"
    if reason:
        target.with_name(target.name + ".reason").write_text(reason, encoding="utf-8")
        logger.warning("%s was refused: %s", path, reason.strip())
    try:
        path.replace(target)
    except FileNotFoundError:
        return
