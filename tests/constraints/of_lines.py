"""Rows of the lines app's tables; the last of each case must be refused."""

from tests.constraints.twins import Row

PART = {"plant_id": 1, "position": "camera", "serial": "S1", "lot": ""}
TWICE = {
    "lines_consignment_no_once": {"plant_id": 1, "no": "C1"},
    "lines_packingline_row_once": {"consignment_id": 1, "row": 2},
    "lines_kitlot_once": {"consignment_id": 1, "variant_id": 1},
    "lines_workorder_no_once": {"plant_id": 1, "no": "WO1"},
    "lines_orderplace_n_once": {"order_id": 1, "n": 1},
    "lines_orderplace_serial_once": {"serial": "NOVA5G-6B22-00001"},
    "lines_unit_serial_once": {"plant_id": 1, "serial": "A"},
    "lines_identifier_value_once": {"plant_id": 1, "value": "A"},
    "lines_identifier_kind_once": {"unit_id": 1, "kind": "sn", "retired_at": None},
    "lines_installedpart_serial_lives_once": PART,
    "lines_installedpart_position_once": {"unit_id": 1, **PART, "serial": "", "lot": "L1"},
    "lines_clearance_open_once": {"subject": "line", "line_id": 1, "gate": "cleared"},
    "lines_hold_no_once": {"plant_id": 1, "no": "H1"},
    "lines_counter_series_once": {"plant_id": None, "series": "serial"},
    "lines_handlingunit_no_once": {"plant_id": 1, "no": "CT1"},
    "lines_handlingunit_one_open_carton": {
        "station_id": 1,
        "order_id": 1,
        "kind": "carton",
        "state": "open",
    },
    "lines_stop_no_once": {"plant_id": 1, "no": "S1"},
    "lines_stop_open_once": {"line_id": 1, "station_id": None, "group": "power"},
    "lines_tally_once": {
        "line_id": 1,
        "hour": "2026-03-02 08:00+00",
        "station_id": 1,
        "order_id": 1,
        "shift_id": 0,
    },
}
CASES: dict[str, tuple[Row, ...]] = {
    "lines_packingline_quantity": ({"quantity": 0},),
    "lines_packingline_per_set": ({"per_set": 0},),
    "lines_kitevent_sets": ({"sets": 0},),
    "lines_kitevent_order": ({"kind": "issued", "order_id": None},),
    "lines_workorder_quantity": ({"quantity": 1_000_001},),
    "lines_installedpart_serial_or_lot": ({"serial": "S1", "lot": "L1"},),
    "lines_hold_one_subject": ({"subject": "unit", "unit_id": None, "order_id": 1},),
    "lines_hold_release_whole": ({"released_at": "2026-03-02", "release_reason": ""},),
    "lines_counter_last": ({"last": -1},),
    "lines_handlingunit_capacity": ({"capacity": 0},),
    "lines_stop_order": ({"started_at": "2026-03-02", "ended_at": "2026-03-01"},),
    "lines_tallymark_one_row": ({"id": 2},),
    **{name: (row, row) for name, row in TWICE.items()},
}
