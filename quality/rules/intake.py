"""One interface for every format a record comes in: to the native body, or Malformed.

A new format (WATS WSJF, IPC-CFX) is a function in `PARSERS`; nothing behind it changes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mes.kernel.json_bodies import json_object
from mes.kernel.refusals import Malformed
from plants.rules.signers import SIGNERS, without_signers
from quality.rules.csv_record import record_table
from quality.rules.openhtf import native_of

Native = Mapping[str, Any]
Parser = Callable[[Mapping[str, Any]], Native]
"""From a body as it was sent to the body of docs/machines.md; raises Malformed."""


def _as_it_is(body: Mapping[str, Any]) -> Native:
    return body


PARSERS: dict[str, Parser] = {
    "": _as_it_is,
    "json": _as_it_is,
    "csv": _as_it_is,  # the table is a native body by the time it was read
    "openhtf": native_of,
}


def native_body(form: str, body: Mapping[str, Any]) -> Native:
    """The native body of what came in format `form`. Raises Malformed for an unknown format."""
    parser = PARSERS.get(form)
    if parser is None:
        raise Malformed("format is not json, csv or openhtf")
    return parser(body)


def body_of_file(name: str, raw: bytes) -> tuple[str, dict[str, Any]]:
    """The format and the body of a dropped file: `.csv` is a table, all else JSON.

    OpenHTF's JSON is known by `dut_id` and `phases`, which the native body does not have.
    """
    if name.lower().endswith(".csv"):
        return "csv", record_table(raw)
    body = json_object(raw)
    return ("openhtf" if "phases" in body and "dut_id" in body else "json"), body


def evidence_of(raw: bytes, body: Mapping[str, Any]) -> bytes:
    """What is kept of the bytes that `body` was read from: all but who signed it by a PIN."""
    return raw if SIGNERS.isdisjoint(body) else without_signers(raw) or b""
