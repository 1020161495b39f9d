"""The append-only tables: no UPDATE, DELETE or TRUNCATE, by trigger and by missing privilege."""

from dataclasses import dataclass

LEDGER_TABLES: tuple[str, ...] = (
    "kernel_refusal",
    "kernel_deadletter",
    "kernel_chainblock",
    "lines_move",
    "lines_kitevent",
    "lines_hourreason",
    "lines_palletevent",
    "quality_testrecord",
    "quality_imeievent",
    "quality_imeirange",
    "mes_shiftreport",
)

# What else a trigger guards: rows that are filled once, frozen, or go one road; by table.
_OTHERS: dict[str, tuple[str, ...]] = {
    "lines_stop": ("write_once",),
    "lines_hold": ("write_once",),
    "lines_handlingunit": ("write_once",),
    "lines_shipment": ("write_once",),
    "lines_pick": ("write_once",),
    "lines_shippedunit": ("write_once",),
    "lines_unitreturn": ("write_once",),
    "lines_lotclearance": ("write_once",),
    "quality_repair": ("write_once",),
    "quality_defect": ("write_once",),
    "quality_imei": ("of_range", "road", "no_delete", "no_truncate"),
    "quality_testplan": ("frozen",),
    "quality_planstep": ("frozen",),
    "plants_route": ("frozen",),
    "plants_routestep": ("frozen",),
    "plants_monthtarget": ("add_up",),
    "plants_annualtarget": ("add_up",),
}

LEDGER_TRIGGERS: dict[str, str] = {
    f"{table}_{end}": table for table in LEDGER_TABLES for end in ("append_only", "no_truncate")
}
"""The triggers that every ledger must have, each with its table."""

OTHER_TRIGGERS: dict[str, str] = {
    f"{table}_{end}": table for table, ends in _OTHERS.items() for end in ends
}
"""The triggers that other tables must have, each with its table."""


@dataclass(frozen=True, slots=True)
class Source:
    """A ledger the relay chains, and the columns its leaves are made of, in this order.

    A number keeps its columns for ever: when a table gets a new column it gets a new source, so
    that leaves made before can still be checked.
    """

    no: int
    table: str
    columns: tuple[str, ...]


_MOVE = """event_id plant_id line_id station_id unit_id order_id person_id token_id position run
kind output late clock_off at device_at received_at xid body_hash"""
_RECORD = """event_id plant_id station_id unit_id plan_id person_id token_id run outcome counted
code failed_step program program_version fixture slot identifier values texts extras seconds at
received_at xid body_hash"""
_IMEI_EVENT = """event_id plant_id kind unit_id range_id station_id person_id second_id token_id
imeis evidence reason at received_at xid body_hash"""

SOURCES: tuple[Source, ...] = (
    Source(1, "lines_move", tuple(_MOVE.split())),
    Source(2, "quality_testrecord", tuple(_RECORD.split())),
    Source(3, "quality_imeievent", tuple(_IMEI_EVENT.split())),
)

# The tables whose rows the relay chains; each has `event_id`, `plant_id`, `xid` and `received_at`.
CHAINED_TABLES: tuple[str, ...] = tuple(dict.fromkeys(source.table for source in SOURCES))
