"""The bodies and answers of the hot endpoints, kept true by a test that compares real answers."""

from mes.openapi.fields import (
    Schema,
    flag,
    joined,
    many,
    moment,
    or_null,
    ref,
    shape,
    text,
    uuid,
    whole,
)

EVENT_ID = uuid(
    "Made by the client, kept for ever: the same id and body get the first answer again."
)
STATION = text("Station code, or the name the rig has for itself.", longest=60)
IDENTIFIER = text("Serial, board serial, IMEI or MAC, as scanned.", longest=40)
LATE = flag("It happened while the server was away: out of order it is kept, and the unit is held.")

_EVENT = shape(
    {
        "event_id": EVENT_ID,
        "station": STATION,
        "identifier": IDENTIFIER,
        "at": moment("When it happened by the device's clock; more than 24 h off is flagged."),
        "offset_ms": {"type": "number", "description": "Server clock minus device clock."},
        "late": LATE,
    },
    "event_id",
    "station",
    "identifier",
)
_ANSWER = shape(
    {
        "verdict": text("For the floor.", enum=["ok", "refused", "duplicate", "hold"]),
        "code": text("Stable; see the page of codes."),
        "detail": text("What is so."),
        "detail_ur": text("What is so, in Urdu."),
        "next": text("What to do."),
        "next_ur": text("What to do, in Urdu."),
        "replay": flag("True when this event was answered before."),
        "dead_letter": whole("With `malformed`: the number under which the bytes are kept."),
    },
    "verdict",
    "code",
    "detail",
    "detail_ur",
    "next",
    "next_ur",
)
_PASSED = joined(
    ref("HotAnswer"),
    shape(
        {
            "event_id": uuid("Of the event."),
            "unit": text("Serial of the unit."),
            "step": text("Operation code of the step it passed."),
            "position": whole("Position of that step in the route."),
            "run": whole("Which attempt this was, from 1."),
            "max_attempts": or_null(whole("Attempts allowed before repair.")),
            "next_step": or_null(text("Operation code of the next step.")),
            "at": moment("Business time, UTC."),
        }
    ),
)
_PART = shape(
    {
        "position": text("Named by the route step.", longest=20),
        "serial": text("Of the part; or its lot.", longest=60),
        "lot": text("Of the part; or its serial.", longest=60),
    },
    "position",
)
_SCAN = joined(ref("Event"), shape({"parts": many(_PART, "Parts bound by this scan.", most=40)}))
_UNDO = shape(
    {
        "event_id": EVENT_ID,
        "station": STATION,
        "undo": uuid("The event of the scan to take back: the unit's newest move, made here."),
    },
    "event_id",
    "station",
    "undo",
)
_MEASUREMENT = shape(
    {
        "name": text("As in the test plan; others are kept beside.", longest=60),
        "value": {
            "description": "NaN and infinity are never within limits.",
            "oneOf": [{"type": "number"}, {"type": "boolean"}, {"type": "string"}],
        },
    },
    "name",
)
_SECOND = shape({"badge": text("Of the second person."), "pin": text("Six digits.")})
_DEFECT = shape(
    {
        "code": text("From the catalogue.", longest=24),
        "location": text("Zone or reference.", longest=20),
        "note": text("Free words.", longest=200),
        "disposition": text("What the tester decides.", enum=["retest", "repair", "scrap"]),
    }
)
_RECORD = shape(
    {
        **_EVENT["properties"],
        "event_id": uuid("Derived from station, unit, start and program when it is missing."),
        "outcome": text(
            "The rig's word; the server judges by the plan.",
            enum=["passed", "failed", "error", "aborted", "timeout"],
        ),
        "measurements": many(_MEASUREMENT, "Every step of the plan must be there.", most=2000),
        "operator": text("Badge of the person at the rig.", longest=24),
        "program": text("Test program.", longest=60),
        "program_version": text("Its version; the plan may demand one.", longest=30),
        "fixture": text("Fixture id.", longest=40),
        "slot": text("Socket of the fixture.", longest=12),
        "start": moment("Begin of the run."),
        "end": moment("End of the run; `at` unless that is given."),
        "defect": _DEFECT,
        "second": _SECOND,
    },
    "station",
    "identifier",
    "outcome",
)
_ROUTING = shape(
    {
        "allowed": flag("Whether the record counted and moved the unit."),
        "code": text("Why not, when it did not."),
        "next_station": or_null(text("Operation to carry the unit to.")),
        **{word: text("As above.") for word in ("detail", "detail_ur", "next", "next_ur")},
    },
    "allowed",
    "code",
)
_RECORDED = joined(
    ref("HotAnswer"),
    shape(
        {
            "record": uuid("The record's id, the same as the event's."),
            "event_id": uuid("Of the event."),
            "unit": or_null(text("Serial of the unit; null for an unknown one.")),
            "step": or_null(text("Operation code of the step.")),
            "outcome": text("As judged by the plan on the server."),
            "failed": many(text("Step name."), "Steps out of limits or not measured."),
            "run": whole("Which attempt this was, from 1."),
            "max_runs": or_null(whole("Attempts allowed before repair.")),
            "max_attempts": or_null(whole("The same, under the name that a scan's answer has.")),
            "next_step": or_null(text("Operation code of the next step.")),
            "at": moment("Business time, UTC."),
            "routing": _ROUTING,
        }
    ),
)
_QUESTION = shape(
    {
        "station": STATION,
        "identifier": IDENTIFIER,
        "operator": text("Badge."),
        "program": text("Test program that would run.", longest=60),
        "program_version": text("Its version.", longest=30),
        "fixture": text("Fixture id."),
        "slot": text("Socket of the fixture."),
    },
    "station",
    "identifier",
)
_PERMIT = joined(
    ref("HotAnswer"),
    shape(
        {
            "allowed": flag("Whether a scan or record now would be accepted."),
            "unit": or_null(text("Serial of the unit.")),
            "work_order": or_null(text("Its work order.")),
            "attempt": or_null(whole("The run that would follow.")),
            "max_attempts": or_null(whole("Runs allowed before repair.")),
        },
        "allowed",
    ),
)
_NUMBERS = many(text("15 digits."), "By slot; one scanned text of them all will do.", most=8)
_ISSUE = joined(ref("Event"), shape({"imeis": _NUMBERS}))
_ADOPT = joined(ref("Event"), shape({"imeis": _NUMBERS}, "imeis"))
_READ_BACK = joined(ref("Event"), shape({"read_back": _NUMBERS}, "read_back"))
_CONFIRM = joined(
    ref("Event"), shape({"read_back": _NUMBERS, "label": _NUMBERS}, "read_back", "label")
)
_VOID = joined(
    ref("Event"), shape({"reason": text("Why.", longest=200), "second": _SECOND}, "reason")
)
_ISSUED = joined(
    ref("HotAnswer"),
    shape(
        {
            "unit": text("Serial of the unit."),
            "imeis": many(
                shape({"slot": whole("From 1."), "imei": text("15 digits.")}), "The whole set."
            ),
        }
    ),
)

SHAPES: dict[str, Schema] = {
    "Event": _EVENT,
    "HotAnswer": _ANSWER,
    "Scan": _SCAN,
    "Passed": _PASSED,
    "ScanBatch": shape({"events": many(ref("Scan"), "In order.", most=500)}, "events"),
    "BatchAnswer": shape(
        {
            "answers": many(
                joined(ref("Passed"), shape({"status": whole("HTTP status of this event.")})),
                "One for each event, in order.",
            )
        }
    ),
    "ScanUndo": _UNDO,
    "TestRecordIn": _RECORD,
    "TestRecordAnswer": _RECORDED,
    "ValidateQuestion": _QUESTION,
    "ValidateAnswer": _PERMIT,
    "ImeiIssue": _ISSUE,
    "ImeiAdopt": _ADOPT,
    "ImeiWritten": _READ_BACK,
    "ImeiConfirm": _CONFIRM,
    "ImeiVoid": _VOID,
    "ImeiAnswer": _ISSUED,
}
