"""Rows of the kernel's tables; the last of each case must be refused."""

from tests.constraints.twins import Row

TWICE = {
    "kernel_chainblock_seq": {"plant_id": 1, "seq": 1},
    "kernel_chainblock_no_fork": {"plant_id": 1, "prev": b"x"},
    "kernel_outboxitem_once": {"kind": "mail", "key": "1"},
}
CASES: dict[str, tuple[Row, ...]] = {
    "kernel_installation_one_row": ({"id": 2},),
    "kernel_installation_server_no": ({"server_no": 1024},),
    "kernel_chainblock_count": ({"count": 0},),
    "kernel_checkrun_asked": ({"asked": 0},),
    **{name: (row, row) for name, row in TWICE.items()},
}
