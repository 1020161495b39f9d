"""What a call of the API is given beside the names, so that it gets as far as looking them up."""

from typing import Any
from uuid import uuid4

# What else a body needs to get as far as the names in it.
FILLERS: dict[str, Any] = {
    "reason": "seen by the matrix",
    "name": "Meter",
    "made_on": "2026-03-02",
    "good": False,
    "serials": ["SER-1"],
    "items": [],
    "kind": "carton",
    "group": "power",
    "sets": 1,
    "quantity": 1,
    "outcome": "passed",
    "measurements": [{"name": "level", "value": 5}],
    "parts": [{"position": "camera", "serial": "CAM-1"}],
    "read_back": ["356938035643809"],
    "result": "repaired",
    "no": "NEW-1",
    "title": "seen by the matrix",
    "due": "2026-12-01",
    "what": "look",
    "disposition": "scrap",
    "operation": "MMI1",
    "ranges": [{"tac": "35693803", "first": 0, "last": 1}],
    "location": "",
    "note": "",
    "halts": True,
    "hour": "2026-03-02T08:00:00+00:00",
    "year": 2031,
    "units": 1,
    "months": [0] * 11 + [1],
    "kit_type": "skd",
    "by": "day",
    "from": "2026-03-01",
    "to": "2026-03-03",
    "day": "2026-03-02",
    "date": "2026-03-02",
    "shift": "A",
    "sku": "NOVA-5G-BLA",
    "program": "",
    "version": 1,
    "part": "GLUE",
    "place": "A-01",
    "scan": "A-01",
    "n": 1,
    "minimum": 1,
    "fill_to": 5,
    "positions": ["camera"],
    "removed_to": "scrap",
    "imeis": ["356938035643809"],
    "count": 1,
    "model": "NOVA-5G",
    "hours": 1,
    "tac": "35693803",
    "first": "000000",
    "last": "000001",
}
# Calls that take one subject of several.
ONE_OF = {
    "/api/v1/inspection-lots": ("material_lot", "kit_lot", "cartons", "pallets"),
    "/api/v1/labels": ("identifier", "handling_unit"),
    "/api/v1/equipment": ("plant", "station"),
    "/api/v1/holds": ("unit", "work_order", "lot", "material_lot", "station", "line"),
    "/api/v1/stops": ("station", "line"),
    "/api/v1/pallets": ("carton", "work_order"),
}
# What a call needs beside the slot, for its own kind of thing.
SPECIAL: dict[tuple[str, str], dict[str, Any]] = {
    ("/api/v1/registrations", "work_order"): {"kind": "register"},
    ("/api/v1/registrations", "pallets"): {"kind": "register"},
    ("/api/v1/registrations/{no}/state", "no"): {"state": "approved"},
    ("/api/v1/registrations/{no}/answers", "no"): {"text": "35693803000002", "bare": "rejected"},
    ("/api/v1/handling-units", "identifier"): {
        "kind": "box",
        "station": "LHR-B-GBL",
        "read_back": {"imei1": "356938035643809"},
    },
    **{
        ("/api/v1/handling-units", slot): {"read_back": {"imei1": "356938035643809"}}
        for slot in ("station", "work_order")
    },
    ("/api/v1/accessories", "plant"): {"code": "CHARGER"},
    ("/api/v1/imeis/confirm", "station"): {"label": ["356938035643809"]},
    ("/api/v1/imeis/confirm", "identifier"): {"label": ["356938035643809"]},
}
SPECIAL |= {
    ("/api/v1/shipments", "plant"): {"kind": "domestic", "customer": "Airlink"},
    **{("/api/v1/returns", slot): {"cause": "faulty"} for slot in ("plant", "identifier")},
    ("/api/v1/returns/{no}/decide", "no"): {"decision": "scrap"},
    ("/api/v1/returns/{no}/decide", "carton"): {"decision": "restock"},
}
SPECIAL |= {
    ("/api/v1/material-lots/{no}/floor-life", "no"): {"kind": "opened"},
    ("/api/v1/stock-places", "plant"): {"kind": "store", "code": "A-01"},
    ("/api/v1/stock/purchase", "plant"): {
        "part_no": "GLUE",
        "supplier": "Ravi",
        "purchase": "PO-1",
    },
    ("/api/v1/material-lots/{no}/judge", "no"): {"judgement": "accepted", "sample_size": 1},
    ("/api/v1/claims/{no}/settle", "no"): {"settlement": "Credit note"},
    **{
        (f"/api/v1/stock/{act}", "lot"): {"from_place": "STORE", "to_place": "A-01"}
        for act in ("move", "scrap", "send-back")
    },
    ("/api/v1/stock/count", "lot"): {"place": "STORE", "counted": 1},
}
SPECIAL |= {
    ("/api/v1/sampling-plans", "plant"): {"kind": "oqc"},
    ("/api/v1/inspection-lots", "material_lot"): {"kind": "iqc"},
    ("/api/v1/inspection-lots", "kit_lot"): {"kind": "iqc"},
    ("/api/v1/severity-switches", "plant"): {
        "kind": "oqc", "subject": "NOVA-5G", "grade": "major",
    },
}  # fmt: skip
_NEED = {"operation": "AGE", "skill": "CHAMBER"}
SPECIAL |= {
    ("/api/v1/skills", "plant"): {"code": "CHAMBER", "name": "Chamber"},
    ("/api/v1/skill-needs", "plant"): {**_NEED, "level": 2},
    ("/api/v1/skill-needs/withdraw", "plant"): _NEED,
    ("/api/v1/trainings", "plant"): {
        **_NEED,
        "badge": "ana",
        "level": 2,
        "result": "passed",
        "given_by": "Bo",
        "given_on": "2026-03-02",
    },
    **{(f"/api/v1/crew{act}", "station"): {"badge": "ana"} for act in ("", "/leave", "/override")},
    ("/api/v1/instructions", "plant"): {"operation": "AGE", "title": "Load", "content": "eA=="},
    ("/api/v1/instructions/{no}/read", "no"): {"station": "LHR-B-AGE"},
    ("/api/v1/instructions/{no}/read", "station"): {},
    **{
        ("/api/v1/escalation-levels", slot): {"level": 1, "minutes": 5, "role": "manager"}
        for slot in ("plant", "line")
    },
    **{("/api/v1/escalation-levels/withdraw", slot): {"level": 1} for slot in ("plant", "line")},
    **{
        ("/api/v1/outages", slot): {
            "starts_at": "2026-12-01T14:00:00+05:00",
            "ends_at": "2026-12-01T15:00:00+05:00",
            "mode": "dark",
        }
        for slot in ("plant", "line")
    },
    ("/api/v1/outages/import", "plant"): {"table": "line,starts,ends"},
    ("/api/v1/lines/{code}/power-cut", "code"): {
        "cut_at": "2026-03-02T08:00:00+00:00",
        "minutes": 5,
    },
    **{("/api/v1/units/look", slot): {"kind": "check"} for slot in ("station", "identifier")},
    ("/api/v1/outbox-rows", "station"): {
        "sent_id": str(uuid4()),
        "url": "/scan",
        "sent": "{}",
    },
}
_WINDOW = {"kind": "window", "since": "2026-03-02T08:00:00+00:00"}
SPECIAL |= {
    **{
        (f"/api/v1/containments{act}", slot): {**_WINDOW, "line": "LHR-B"}
        for act in ("", "/preview")
        for slot in ("plant", "station", "model")
    },
    **{(f"/api/v1/containments{act}", "line"): _WINDOW for act in ("", "/preview")},
    **{
        ("/api/v1/containments/{no}/inspect", slot): {"result": "ok"}
        for slot in ("no", "identifier", "station")
    },
}
SPECIAL |= {
    ("/api/v1/containments", "owner"): {**_WINDOW, "line": "LHR-B"},
    **{
        ("/api/v1/equipment", slot): {"code": "GAUGE-1", "kind": "instrument"}
        for slot in ("plant", "station")
    },
    ("/api/v1/equipment/{code}/records", "code"): {"result": "passed"},
    ("/api/v1/inspection-lots", "cartons"): {"kind": "oqc"},
    ("/api/v1/inspection-lots", "pallets"): {"kind": "oqc"},
    ("/api/v1/label-layouts", "plant"): {"code": "CARTON-2", "spec": {"width": 100}},
    ("/api/v1/labels/{no}/fate", "no"): {"fate": "applied"},
    **{
        ("/api/v1/lines/{code}/clear", slot): {"ticked": ["labels"]}
        for slot in ("code", "work_order")
    },
    **{
        ("/api/v1/nonconformances/{no}/actions", slot): {"kind": "contain"}
        for slot in ("no", "owner")
    },
    ("/api/v1/printers", "plant"): {"code": "ZD-1", "kind": "zpl"},
    **{("/api/v1/weights", slot): {"grams": "180.0"} for slot in ("station", "identifier")},
    ("/api/v1/work-orders/{no}/days", "no"): {"days": [{"day": "2026-03-02", "units": 1}]},
    ("/api/v1/work-orders/{no}/queue", "no"): {"direction": "up"},
    ("/api/v1/work-orders/{no}/settle-labels", "no"): {"fate": "void"},
}
# Fields that name several things at once.
LISTED = {
    "/api/v1/registrations": ("pallets", "cartons"),
    "/api/v1/inspection-lots": ("pallets", "cartons"),
}
WITH_FILE = {"/api/v1/receipts/{receipt}/photos"}
NEEDED = {"plant", "by", "from", "to", "year", "date", "shift", "line"}
