"""Rows of the reports' tables; the last of each case must be refused."""

from tests.constraints.twins import Row

REVISION = {"shift_id": 1, "revision": 1}
CASES: dict[str, tuple[Row, ...]] = {
    "mes_shiftreport_revision_once": (REVISION, REVISION),
    "mes_shiftreport_revision_positive": ({"revision": 0},),
}
