"""The append-only tables: no UPDATE, DELETE or TRUNCATE, by trigger and by missing privilege."""

LEDGER_TABLES: tuple[str, ...] = (
    "kernel_refusal",
    "kernel_deadletter",
    "kernel_chainblock",
    "kernel_chainleaf",
    "lines_move",
    "quality_testrecord",
    "quality_imeievent",
)

# The tables whose rows the relay chains; each has `event_id`, `plant_id`, `xid` and `received_at`.
CHAINED_TABLES: tuple[str, ...] = ("lines_move", "quality_testrecord", "quality_imeievent")
