"""The append-only tables: no UPDATE, DELETE or TRUNCATE, by trigger and by missing privilege."""

from dataclasses import dataclass

LEDGER_TABLES: tuple[str, ...] = (
    "kernel_refusal",
    "kernel_deadletter",
    "kernel_chainblock",
    "kernel_checkrun",
    "lines_move",
    "lines_kitevent",
    "lines_partmove",
    "lines_receipt",
    "lines_receiptline",
    "lines_damagephoto",
    "lines_lotjudgement",
    "lines_floorevent",
    "lines_claimline",
    "lines_hourreason",
    "lines_orderevent",
    "lines_dayrelease",
    "lines_startcheck",
    "lines_changeovertick",
    "lines_palletevent",
    "lines_pickline",
    "lines_pickevent",
    "lines_backflush",
    "lines_escalation",
    "lines_retest",
    "lines_look",
    "lines_shiftstart",
    "lines_handover",
    "plants_training",
    "plants_skilloverride",
    "plants_instructionfile",
    "plants_readreceipt",
    "lines_labelprint",
    "lines_labelend",
    "lines_weightlimit",
    "lines_learnedwindow",
    "lines_scalereading",
    "lines_weightcheck",
    "plants_calibrationrecord",
    "quality_testrecord",
    "quality_attachment",
    "quality_faiitem",
    "quality_imeievent",
    "quality_imeirange",
    "quality_tacshare",
    "quality_rangeregister",
    "quality_imeilease",
    "quality_registrationevent",
    "quality_registrationanswer",
    "quality_inspectorlook",
    "quality_ncrevent",
    "quality_samplingplan",
    "quality_severityswitch",
    "quality_sampledefect",
    "quality_certificate",
    "mes_shiftreport",
)

# What else a trigger guards: rows that are filled once, frozen, or go one road; by table.
_OTHERS: dict[str, tuple[str, ...]] = {
    "lines_stop": ("write_once",),
    "lines_labellayout": ("frozen",),
    "lines_printjob": ("road",),
    "lines_hold": ("write_once",),
    "lines_claim": ("write_once",),
    "lines_changeover": ("write_once",),
    "lines_handlingunit": ("write_once", "one_kind"),
    "lines_shipment": ("write_once",),
    "lines_pick": ("write_once",),
    "lines_shippedunit": ("write_once",),
    "lines_unitreturn": ("write_once",),
    "lines_lotclearance": ("write_once",),
    "lines_picklist": ("write_once",),
    "lines_partmove": ("levels",),
    "lines_supplycall": ("write_once",),
    "lines_handedrow": ("write_once",),
    "lines_outage": ("write_once",),
    "plants_skill": ("crew_changed",),
    "plants_skillneed": ("crew_changed",),
    "plants_training": ("crew_changed",),
    "plants_skilloverride": ("crew_changed",),
    "plants_instruction": ("write_once", "crew_changed"),
    "plants_readreceipt": ("crew_changed",),
    "quality_repair": ("write_once",),
    "quality_containment": ("write_once",),
    "quality_containedunit": ("write_once",),
    "quality_defect": ("write_once",),
    "quality_imei": ("of_range", "road", "no_delete", "no_truncate", "loaded", "moved"),
    "quality_imeirange": ("in_share",),
    "quality_fence": ("write_once",),
    "quality_deviceline": ("write_once",),
    "quality_registration": ("write_once",),
    "quality_registrationline": ("write_once", "road"),
    "quality_inspectionlot": ("write_once", "road"),
    "quality_inspectionsample": ("write_once",),
    "quality_faisheet": ("write_once",),
    "quality_nonconformance": ("write_once",),
    "quality_ncraction": ("write_once",),
    "quality_testplan": ("frozen",),
    "quality_planstep": ("frozen",),
    "plants_route": ("frozen",),
    "plants_routestep": ("frozen",),
    "plants_bom": ("frozen",),
    "plants_bomline": ("frozen",),
    "plants_bomalternate": ("frozen",),
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
_REGISTRATION_EVENT = """event_id plant_id registration_id state reference note facts person_id
token_id at received_at xid"""
_REGISTRATION_ANSWER = """event_id plant_id registration_id unit_id imei verdict reason person_id at
received_at xid"""
_LOOK = "event_id plant_id person_id kind query rows serials at received_at xid"

SOURCES: tuple[Source, ...] = (
    Source(1, "lines_move", tuple(_MOVE.split())),
    Source(2, "quality_testrecord", tuple(_RECORD.split())),
    Source(3, "quality_imeievent", tuple(_IMEI_EVENT.split())),
    Source(4, "quality_registrationevent", tuple(_REGISTRATION_EVENT.split())),
    Source(5, "quality_registrationanswer", tuple(_REGISTRATION_ANSWER.split())),
    Source(6, "quality_inspectorlook", tuple(_LOOK.split())),
)

# The tables whose rows the relay chains; each has `event_id`, `plant_id`, `xid` and `received_at`.
CHAINED_TABLES: tuple[str, ...] = tuple(dict.fromkeys(source.table for source in SOURCES))
