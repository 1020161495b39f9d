"""Rows of parts, bills, lots, places, receipts and claims; the last of each case is refused."""

from tests.constraints.twins import Row

TWICE: dict[str, Row] = {
    "plants_bom_revision_once": {"variant_id": 1, "revision": 1},
    "plants_bomline_part_once": {"bom_id": 1, "part_id": 1},
    "plants_bomline_position_once": {"bom_id": 1, "position": "camera"},
    "plants_bomalternate_part_once": {"line_id": 1, "part_id": 1},
    "plants_bomalternate_rank_once": {"line_id": 1, "rank": 1},
    "lines_stockplace_code_once": {"plant_id": 1, "code": "A-01"},
    "lines_materiallot_listed_once": {"consignment_id": 1, "part_id": 1, "supplier_lot": "L7"},
    "lines_receiptline_n_once": {"line_id": 1, "n": 1},
    "lines_damagephoto_once": {
        "receipt_id": "018f0000-0000-7000-8000-000000000001",
        "line_id": 1,
        "sha256": b"x",
    },
    "lines_claim_no_once": {"plant_id": 1, "no": "CL26-00001"},
    "lines_floorevent_n_once": {"lot_id": 1, "n": 1},
    "lines_claimline_lot_once": {"claim_id": 1, "lot_id": 1},
}
COUNT = {"listed": 5, "good": 5, "damaged": 0, "short": 0, "surplus": 0}
CASES: dict[str, tuple[Row, ...]] = {
    "plants_part_value_whole": ({"unit_value": 5, "currency": ""},),
    "plants_part_shelf_days": ({"shelf_days": 0},),
    "plants_bom_released_when": ({"state": "released", "released_at": None},),
    "plants_bomline_per_set": ({"per_set": 0},),
    "lines_consignment_value_whole": ({"cf_value": 5, "currency": ""},),
    "lines_consignment_closed_listed": ({"closed_at": "2026-03-02", "listed_at": None},),
    "lines_stockplace_line": ({"kind": "store", "line_id": 1},),
    "lines_materiallot_source": ({"consignment_id": None, "purchase": ""},),
    "lines_materiallot_value_whole": ({"unit_value": None, "currency": "USD"},),
    "lines_partmove_quantity": ({"quantity": 0},),
    "lines_partmove_way": (
        {"kind": "received", "from_place_id": None, "to_place_id": 1},
        {"kind": "issued", "from_place_id": 1, "to_place_id": 2},
        {"kind": "built", "from_place_id": 1, "to_place_id": None},
        {"kind": "issued", "from_place_id": 1, "to_place_id": 1},
    ),
    "lines_receipt_reason": (
        {"takes_back_id": "018f0000-0000-7000-8000-000000000001", "reason": ""},
    ),
    "lines_receiptline_adds_up": (COUNT, {**COUNT, "damaged": 1}),
    "lines_receiptline_sign": (COUNT, {**COUNT, "good": 6, "short": -1}),
    "lines_receiptline_not_both": (COUNT, {**COUNT, "good": 4, "short": 2, "surplus": 1}),
    "lines_lotjudgement_sample": ({"judgement": "accepted", "sample_size": 0},),
    "lines_lotjudgement_defects": ({"sample_size": 5, "defects": 6},),
    "lines_floorevent_left": (
        {"hours": 168, "left": 168 * 3600},
        {"hours": 168, "left": 168 * 3600 + 1},
    ),
    "lines_claim_settled_whole": (
        {"settled_at": "2026-03-02", "sent_at": None, "settlement": "Paid"},
    ),
    "lines_claimline_something": ({"damaged": 0, "short": 0},),
    **{name: (row, row) for name, row in TWICE.items()},
}
