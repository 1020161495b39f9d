"""Rows of the quality gates' tables; the last of each case must be refused."""

from tests.constraints.twins import Row

TWICE: dict[str, Row] = {
    "quality_gaterule_once": {"plant_id": 1, "operation_id": 1},
    "quality_ncraction_once": {"nonconformance_id": 1, "n": 1},
    "quality_nonconformance_no_once": {"plant_id": 1, "no": "NC26-00001"},
    "quality_yieldhour_once": {
        "plant_id": 1,
        "hour": "2026-03-02T05:00Z",
        "day": "2026-03-02",
        "station_id": 1,
        "order_id": 1,
        "shift_id": 0,
    },
    "quality_yieldsum_once": {
        "plant_id": 1,
        "day": "2026-03-02",
        "station_id": 1,
        "order_id": 1,
        "shift_id": 0,
        "fixture": "F1",
        "slot": "2",
    },
}
CASES: dict[str, tuple[Row, ...]] = {
    "quality_defectcode_merged_away": (
        {"id": 1, "merged_into_id": 2, "active": False},
        {"id": 1, "merged_into_id": 2, "active": True},
    ),
    "quality_gaterule_fails_in_row": ({"fails_in_row": 1},),
    "quality_gaterule_floor": ({"yield_floor": 100},),
    "quality_gaterule_floor_runs": ({"floor_runs": 9},),
    "quality_gaterule_location_limit": ({"location_limit": 0},),
    "quality_ncraction_done_whole": ({"done_at": "2026-03-02", "done_by_id": 1, "result": ""},),
    "quality_nonconformance_closed_whole": (
        {"state": "closed", "closed_at": None, "closed_by_id": None},
    ),
    "quality_nonconformance_decided_state": ({"disposition": "scrap", "state": "open"},),
    "quality_nonconformance_two_people": (
        {"disposition": "scrap", "decided_at": "2026-03-02", "decided_by_id": 1, "second_id": 1},
    ),
    "quality_yieldmark_known": ({"id": 3},),
    **{name: (row, row) for name, row in TWICE.items()},
}
