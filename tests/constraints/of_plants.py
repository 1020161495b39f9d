"""Rows of the plants app's tables; the last of each case must be refused."""

from tests.constraints.twins import Row

TWICE = {
    "plants_area_code_once": {"plant_id": 1, "code": "HALL"},
    "plants_shiftpattern_code_once": {"plant_id": 1, "code": "A"},
    "plants_calendarday_once": {"plant_id": 1, "first": "2026-03-23", "kind": "holiday"},
    "plants_shift_once_a_day": {"line_id": 1, "date": "2026-03-23", "code": "A"},
    "plants_membership_once": {"person_id": 1, "plant_id": 1},
    "plants_pinguard_once": {"person_id": None, "device": "tablet"},
    "plants_presence_open_once": {"person_id": 1, "station_id": 1, "ended_at": None},
    "plants_route_version_once": {"model_id": 1, "kit_type": "skd", "version": 1},
    "plants_routestep_position_once": {"route_id": 1, "position": 10},
    "plants_routestep_operation_once": {"route_id": 1, "operation_id": 1},
    "plants_routestep_one_output": {"route_id": 1, "is_output": True},
    "plants_annualtarget_once": {"plant_id": 1, "model_id": None, "year": 2026},
    "plants_monthtarget_once": {"annual_id": 1, "month": 1},
    "plants_openingoutput_once": {"plant_id": 1, "model_id": 1, "month": "2026-01-01"},
}
CASES: dict[str, tuple[Row, ...]] = {
    "plants_line_uph_positive": ({"uph": 0},),
    "plants_patternbreak_minutes": ({"minutes": 241},),
    "plants_calendarday_order": ({"first": "2026-03-02", "last": "2026-03-01"},),
    "plants_shift_no_overlap": (
        {"line_id": 1, "span": "[2026-03-02 08:00+00, 2026-03-02 16:00+00)"},
        {"line_id": 1, "span": "[2026-03-02 15:59+00, 2026-03-02 23:00+00)"},
    ),
    "plants_devicetoken_scope": ({"plant_wide": False, "station_id": None},),
    "plants_membership_roles_known": ({"roles": ["king"]},),
    "plants_productmodel_imei_count": ({"imei_count": 5},),
    "plants_productmodel_carton_size": ({"carton_size": 0},),
    "plants_route_released_when": ({"state": "released", "released_at": None},),
    "plants_routestep_position_positive": ({"position": 0},),
    "plants_routestep_retest_limit": ({"retest_limit": 0},),
    "plants_monthtarget_month": ({"month": 13},),
    "plants_openingoutput_first_day": ({"month": "2026-01-02"},),
    **{name: (row, row) for name, row in TWICE.items()},
}
