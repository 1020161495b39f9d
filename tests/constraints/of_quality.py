"""Rows of the quality app's tables; the last of each case must be refused."""

from tests.constraints.twins import Row

TWICE = {
    "quality_repair_no_once": {"plant_id": 1, "no": "R1"},
    "quality_repair_one_open": {"unit_id": 1, "closed_at": None},
    "quality_imei_unit_slot_once": {"unit_id": 1, "slot": 1, "state": "reserved"},
    "quality_testplan_version_once": {"model_id": 1, "operation_id": 1, "version": 1},
    "quality_testplan_one_released": {"model_id": 1, "operation_id": 1, "state": "released"},
    "quality_planstep_seq_once": {"plan_id": 1, "seq": 1},
    "quality_planstep_name_once": {"plan_id": 1, "name": "level"},
}
CASES: dict[str, tuple[Row, ...]] = {
    "quality_repair_closed_whole": ({"closed_at": "2026-03-02", "result": ""},),
    "quality_tac_eight_digits": ({"tac": "3569380"},),
    "quality_tac_not_test": ({"tac": "00101234"},),
    "quality_imeirange_no_overlap": ({"span": "[10,20)"}, {"span": "[19,30)"}),
    "quality_imeirange_bounds": ({"span": "[10,)"},),
    "quality_imei_check_digit": ({"imei": "356938035643808"},),
    "quality_imei_one_spelling": ({"imei": "356938035643809", "n14": 35693803564381},),
    "quality_imei_live_has_unit": ({"state": "written", "unit_id": None},),
    "quality_imei_free_has_none": ({"state": "free", "unit_id": 1},),
    "quality_imei_leased_to_whom": ({"state": "leased", "leased_to_id": None},),
    "quality_imei_void_reason": ({"state": "voided", "void_reason": ""},),
    "quality_imei_slot": ({"slot": 5},),
    "quality_testplan_two_people": ({"drafted_by_id": 1, "released_by_id": 1},),
    "quality_planstep_limits_order": ({"low": 2.0, "high": 1.0},),
    **{name: (row, row) for name, row in TWICE.items()},
}
