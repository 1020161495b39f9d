"""OpenHTF's JSON record (openhtf.output.callbacks.json_factory) as a native test record."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from mes.kernel.refusals import Malformed

OUTCOMES = {
    "PASS": "passed",
    "FAIL": "failed",
    "ERROR": "error",
    "TIMEOUT": "timeout",
    "ABORTED": "aborted",
}
LONGEST_NAME = 60
LONGEST_TEXT = 40_000
LAST_MILLIS = 32_503_680_000_000
"""The year 3000."""


def native_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """The native body of an OpenHTF record; limits in it are not read, the plan's count.

    `dut_id` may be any identifier of the unit, `station_id` a name the rig has for itself. Unset
    measurements are left out, dimensioned ones become a text of JSON. Raises Malformed.
    """
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, Mapping) else {}
    config = metadata.get("config")
    config = config if isinstance(config, Mapping) else {}
    outcome = body.get("outcome")
    if not isinstance(outcome, str) or outcome not in OUTCOMES:
        raise Malformed("outcome is not PASS, FAIL, ERROR, TIMEOUT or ABORTED")
    native = {
        "station": body.get("station_id") or config.get("station_id"),
        "identifier": body.get("dut_id"),
        "outcome": OUTCOMES[outcome],
        "start": _moment(body, "start_time_millis"),
        "end": _moment(body, "end_time_millis"),
        "program": str(metadata.get("test_name") or "")[:60],
        "program_version": str(metadata.get("test_version") or "")[:30],
        "operator": metadata.get("operator"),
        "fixture": metadata.get("fixture"),
        "event_id": metadata.get("event_id"),
        "measurements": list(_measured(body)),
        "attachments": list(_attached(body)) or None,
    }
    return {name: value for name, value in native.items() if value is not None}


def _measured(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    phases = body.get("phases")
    if not isinstance(phases, list):
        raise Malformed("phases is not a list")
    for phase in phases:
        found = phase.get("measurements") if isinstance(phase, Mapping) else None
        for name, said in found.items() if isinstance(found, Mapping) else ():
            if isinstance(said, Mapping) and "measured_value" in said:
                yield {"name": name[:LONGEST_NAME], "value": _value(said["measured_value"])}


def _attached(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for phase in body["phases"]:
        found = phase.get("attachments") if isinstance(phase, Mapping) else None
        for name, said in found.items() if isinstance(found, Mapping) else ():
            if isinstance(said, Mapping):
                yield {"name": name, "mime": said.get("mimetype"), "data": said.get("data")}


def _value(value: object) -> object:
    if isinstance(value, list | dict):
        return orjson.dumps(value).decode()[:LONGEST_TEXT]
    return value


def _moment(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LAST_MILLIS:
        raise Malformed(f"{name} is not a time in milliseconds")
    return datetime.fromtimestamp(value / 1000, UTC).isoformat()
