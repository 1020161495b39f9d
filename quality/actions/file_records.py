"""A record that comes as a file: CSV, native JSON or OpenHTF's, from a folder or by hand."""

import hashlib
from datetime import datetime
from typing import Any

from lines.rules.events import hashed
from mes.kernel.ids import derived
from mes.kernel.receipts import Receipt, body_hash
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.refused import Sender
from plants.queries.badges import person_of_badge
from plants.queries.facts import StationFacts
from quality.actions.records import Posted, record_test
from quality.rules.intake import body_of_file, evidence_of, native_body
from quality.rules.records import RecordIn, record_of

LARGEST = 16 * 2**20
"""Bytes of one file, as of one record over HTTP."""


def record_file(
    *,
    name: str,
    raw: bytes,
    station: StationFacts,
    now: datetime,
    by: int | None = None,
    may_scrap: bool = False,
) -> Receipt:
    """Record the file as the rig's own words at the station, whatever station it names itself.

    `by` is the person who brings it; without one the badge in the record says whose it is. A file
    that comes twice is heard once: its id is its own, or is made from its content. Refuses
    `malformed`, `too_large` and what `record_test` refuses.
    """
    check_file_size(len(raw))
    form, body = body_of_file(name, raw)
    record = _record(station, form, body, raw)
    kept = evidence_of(raw, body)
    posted = Posted(record, body_hash(hashed(body)), kept, may_scrap=may_scrap, machine=True)
    if by is None and record.operator:
        by = person_of_badge(record.operator, plant_id=station.plant_id)
    sender = Sender(station.plant_id, station.id, by, None)
    return record_test(posted=posted, station=station, sender=sender, now=now)


def check_file_size(size: int) -> None:
    """Refuse `too_large` before a file is read."""
    if size > LARGEST:
        raise Refusal("too_large", limit=f"{LARGEST // 1024} KB")


def _record(station: StationFacts, form: str, body: dict[str, Any], raw: bytes) -> RecordIn:
    native = {**native_body(form, body), "station": station.code}
    if native.get("event_id") is None and native.get("start") is None:
        native["event_id"] = str(derived("drop", station.code, hashlib.sha256(raw).hexdigest()))
    try:
        return record_of(native)
    except ValueError:  # a number no text of a body may have, such as a NUL in a name
        raise Malformed("the record holds a value that cannot be read") from None
