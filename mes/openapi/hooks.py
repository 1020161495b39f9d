"""Adds the hot endpoints to the schema: they are plain views, which DRF does not see."""

from dataclasses import dataclass
from typing import Any

from mes.openapi.auth import DEVICE, PERSON
from mes.openapi.fields import Schema, ref
from mes.openapi.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class HotPath:
    """One POST: the names of its body and answer, and the statuses of a yes."""

    path: str
    said: str
    body: str
    answer: str
    limit: str
    good: tuple[str, ...] = ("201", "200")


HOT_PATHS = (
    HotPath("scans", "A unit passes its step at a station.", "Scan", "Passed", "64 KB"),
    HotPath(
        "scans/batch",
        "Up to 500 scans; one answer each, in order. A bad event blocks no other.",
        "ScanBatch",
        "BatchAnswer",
        "2 MB",
        ("200",),
    ),
    HotPath(
        "scans/undo",
        "Take the newest scan of a unit back: within 30 s, later by a supervisor.",
        "ScanUndo",
        "Passed",
        "64 KB",
    ),
    HotPath(
        "test-records",
        "A test record: always kept; `routing.allowed` says whether it counted."
        " With `?format=openhtf` the body is OpenHTF's JSON record, as text/csv a table.",
        "TestRecordIn",
        "TestRecordAnswer",
        "16 MB",
    ),
    HotPath(
        "units/validate",
        "May this unit be worked on here? Decides and writes nothing.",
        "ValidateQuestion",
        "ValidateAnswer",
        "64 KB",
        ("200",),
    ),
    HotPath(
        "imeis/issue",
        "Reserve a set of IMEIs for the unit; the same again while reserved."
        " With `imeis`, the set that this device gave out of its lease.",
        "ImeiIssue",
        "ImeiAnswer",
        "64 KB",
    ),
    HotPath(
        "imeis/adopt",
        "Reserve the set that a board arrives with; it must be in the register and unused.",
        "ImeiAdopt",
        "ImeiAnswer",
        "64 KB",
    ),
    HotPath(
        "imeis/written",
        "The phone reads back what was issued; the unit passes the write step.",
        "ImeiWritten",
        "ImeiAnswer",
        "64 KB",
    ),
    HotPath(
        "imeis/confirm",
        "Phone, label and ledger agree at another station; the unit passes the check.",
        "ImeiConfirm",
        "ImeiAnswer",
        "64 KB",
    ),
    HotPath(
        "imeis/void",
        "Burn the unit's IMEIs for ever; confirmed ones need a second person.",
        "ImeiVoid",
        "ImeiAnswer",
        "64 KB",
    ),
)
_YES = {"200": "Told again, or nothing to make.", "201": "Done."}
_NO = {
    "202": "Late and out of order: kept, and the unit is held.",
    "401": "Nobody is signed in.",
    "403": "This caller may not.",
    "404": "No such station or unit here.",
    "409": "Refused, with what to do next.",
    "413": "Too large.",
    "422": "Malformed; the bytes are kept as a dead letter.",
    "503": "The database is away; send the same again.",
}


def add_hot_paths(result: Schema, **_: Any) -> Schema:  # noqa: ANN401  (drf-spectacular's hook)
    """Put the hot endpoints and their shapes into a generated schema."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(SHAPES)
    for hot in HOT_PATHS:
        result["paths"][f"/api/v1/{hot.path}"] = {"post": _operation(hot)}
    result["paths"] = dict(sorted(result["paths"].items()))
    return result


def _operation(hot: HotPath) -> Schema:
    return {
        "operationId": hot.path.replace("/", "_").replace("-", "_"),
        "summary": hot.said,
        "description": f"{hot.said} At most {hot.limit}.",
        "tags": [hot.path.partition("/")[0]],
        "security": [{DEVICE: []}, {PERSON: []}],
        "requestBody": {"required": True, "content": _json(hot.body)},
        "responses": {
            **{
                status: {"description": _YES[status], "content": _json(hot.answer)}
                for status in hot.good
            },
            **{
                status: {"description": said, "content": _json("HotAnswer")}
                for status, said in _NO.items()
            },
        },
    }


def _json(name: str) -> Schema:
    return {"application/json": {"schema": ref(name)}}
