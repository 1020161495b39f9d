"""Rows of the tables of labels and weights; the last of each case must be refused."""

from tests.constraints.twins import Row

_LAYOUT = {"plant_id": 1, "kind": "box", "customer": "", "market": "", "model_id": None}
TWICE: dict[str, Row] = {
    "lines_labellayout_version_once": {"plant_id": 1, "code": "BOX", "version": 1},
    "lines_labellayout_one_released": {**_LAYOUT, "state": "released"},
    "lines_printer_code_once": {"plant_id": 1, "code": "PR-1"},
    "lines_labelsetting_once": {"line_id": 1, "kind": "box"},
    "lines_labelprint_no_once": {"plant_id": 1, "no": "box-BX-1"},
    "lines_labelprint_copy_once": {"plant_id": 1, "kind": "box", "subject": "BX-1", "copy": 0},
    "lines_accessory_code_once": {"variant_id": 1, "code": "CHARGER"},
    "lines_learnedwindow_version_once": {
        "plant_id": 1,
        "variant_id": 1,
        "kind": "box",
        "version": 1,
    },
}
CASES: dict[str, tuple[Row, ...]] = {
    "lines_labellayout_released_when": ({"state": "released", "released_at": None},),
    "lines_printer_dpi": ({"dpi": 204},),
    "lines_printer_port": ({"port": 0},),
    "lines_printer_host": ({"kind": "zpl", "host": ""},),
    "lines_labelprint_copy_reason": ({"copy": 1, "reason": ""},),
    "lines_labelend_reason": ({"fate": "void", "reason": ""},),
    "lines_printjob_sent_when": ({"state": "sent", "sent_at": None},),
    "lines_printjob_has_printer": ({"state": "queued", "printer_id": None},),
    "lines_accessory_scanned_by": ({"checked": "scan", "barcode": ""},),
    "lines_packingrule_learning": ({"learn_from": 4, "spread": 6, "least_grams": 5},),
    "lines_weightlimit_order": ({"low": 5, "high": 6}, {"low": 5, "high": None}),
    "lines_learnedwindow_whole": ({"low": None, "high": None, "reason": ""},),
    "lines_scalereading_grams": ({"grams": 0},),
    "lines_weightcheck_within": (
        {"grams": 9, "low": None, "high": None},
        {"grams": 9, "low": 10, "high": 20},
    ),
    **{name: (row, row) for name, row in TWICE.items()},
}
