"""Records as files: `MES_HOME/drop/<station>/`, taken from there into done/ or refused/."""

import hashlib
import logging
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lines.rules.events import hashed
from mes.kernel.ids import derived
from mes.kernel.receipts import Receipt, body_hash
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.refused import Sender
from plants.queries.badges import person_of_badge
from plants.queries.facts import StationFacts, station_facts
from quality.actions.records import Posted, record_test
from quality.rules.intake import body_of_file, native_body
from quality.rules.records import RecordIn, record_of

LARGEST = 16 * 2**20
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
    if path.stat().st_size > LARGEST:
        raise Refusal("too_large", limit="16384 KB")
    raw = path.read_bytes()
    form, body = body_of_file(path.name, raw)
    record = _record(station, form, body, raw)
    posted = Posted(record, body_hash(hashed(body)), raw, may_scrap=False, machine=True)
    operator = record.operator
    person = person_of_badge(operator, plant_id=station.plant_id) if operator else None
    sender = Sender(station.plant_id, station.id, person, None)
    return record_test(posted=posted, station=station, sender=sender, now=now)


def _record(station: StationFacts, form: str, body: dict[str, Any], raw: bytes) -> RecordIn:
    native = {**native_body(form, body), "station": station.code}
    if native.get("event_id") is None and native.get("start") is None:
        native["event_id"] = str(derived("drop", station.code, hashlib.sha256(raw).hexdigest()))
    try:
        return record_of(native)
    except ValueError:  # a number no text of a body may have, such as a NUL in a name
        raise Malformed("the record holds a value that cannot be read") from None


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
