"""Ledgers that join the chain through a queue: their rows need no columns for it.

A trigger puts the key of every new row of such a table into `kernel_seal`, in the row's own
transaction; the relay takes keys out of the queue and chains a leaf for each. Tables whose rows are
filled later (written once) are sealed again at each change, and their last leaf counts. The leaf is
made of the whole row without its empty columns, so that a column added later, empty in the old
rows, leaves their leaves true.

Attached after each migration by the owner, so that a new ledger is sealed from its first row on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from mes.kernel.ledgers import CHAINED_TABLES, LEDGER_TABLES

FIRST = 10
"""Numbers below are sources of `mes.kernel.ledgers`."""
NUMBERS: dict[str, int] = {
    "kernel_refusal": 10,
    "kernel_deadletter": 11,
    "lines_kitevent": 12,
    "lines_hourreason": 13,
    "quality_imeirange": 14,
    "mes_shiftreport": 15,
    "kernel_checkrun": 16,
    "lines_hold": 20,
    "lines_stop": 21,
    "quality_repair": 22,
    "quality_defect": 23,
    "quality_registration": 24,
    "quality_registrationline": 25,
    "lines_lotclearance": 26,
    "lines_shippedunit": 27,
    "lines_unitreturn": 28,
    "quality_fence": 29,
    "lines_partmove": 40,
    "lines_receipt": 41,
    "lines_receiptline": 42,
    "lines_damagephoto": 43,
    "lines_lotjudgement": 44,
    "lines_claimline": 45,
    "lines_orderevent": 46,
    "lines_dayrelease": 47,
    "lines_startcheck": 48,
    "lines_changeovertick": 49,
    "lines_palletevent": 50,
    "lines_pickline": 51,
    "lines_pickevent": 52,
    "lines_backflush": 53,
    "lines_escalation": 54,
    "lines_retest": 55,
    "lines_look": 56,
    "lines_shiftstart": 57,
    "lines_handover": 58,
    "plants_training": 59,
    "plants_skilloverride": 60,
    "plants_instructionfile": 61,
    "plants_readreceipt": 62,
    "lines_labelprint": 63,
    "lines_labelend": 64,
    "lines_weightlimit": 65,
    "lines_learnedwindow": 66,
    "lines_scalereading": 67,
    "lines_weightcheck": 68,
    "quality_tacshare": 69,
    "quality_rangeregister": 70,
    "quality_imeilease": 71,
    "quality_samplingplan": 72,
    "quality_severityswitch": 73,
    "quality_sampledefect": 74,
    "quality_certificate": 75,
    "quality_inspectionlot": 76,
    "quality_inspectionsample": 77,
    "plants_calibrationrecord": 78,
    "quality_attachment": 79,
    "quality_faiitem": 80,
    "quality_ncrevent": 81,
    "lines_floorevent": 82,
}
"""The number of each sealed table, for ever; 255 is the last. A new ledger takes the next one."""

REFILLED = frozenset(
    {
        "lines_hold", "lines_stop", "quality_repair", "quality_defect", "quality_registration",
        "quality_registrationline", "lines_lotclearance", "lines_shippedunit", "lines_unitreturn",
        "quality_fence", "quality_inspectionlot", "quality_inspectionsample",
    }
)  # fmt: skip
"""Written once, column by column: each change is sealed, the last leaf is the row's."""
SEVERAL_A_KEY = frozenset({"kernel_refusal"})
"""A key may stand for several rows: an event id of two kinds of event."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed table as the database has it."""

    no: int
    table: str
    by_event: bool

    @property
    def refilled(self) -> bool:
        return self.table in REFILLED or self.table in SEVERAL_A_KEY

    @property
    def key(self) -> str:
        """SQL: the key of a row `r`, as in the queue and in the leaf."""
        return "r.event_id" if self.by_event else "lpad(to_hex(r.id), 32, '0')::uuid"

    @property
    def digests(self) -> str:
        """SQL: key and digest of every row; WHERE may be added with `r` as the row."""
        whole = "string_agg(jsonb_strip_nulls(to_jsonb(r))::text, '|' ORDER BY r::text)"
        return (
            f"SELECT {self.key} AS key,"  # noqa: S608  names of our own tables
            f" substring(sha256(convert_to({whole}, 'UTF8')) FROM 1 FOR 16) AS digest"
            f' FROM public."{self.table}" r'
        )

    def named(self, key: UUID) -> str:
        """A row as people find it: its event id, else its number."""
        return str(key) if self.by_event else str(key.int)


_SHAPES = """
SELECT table_name, bool_or(column_name = 'event_id' AND data_type = 'uuid'),
  bool_or(column_name = 'id'), bool_or(column_name = 'plant_id')
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = ANY(%s) GROUP BY 1
"""


def sealed_tables() -> list[Sealed]:
    """Those of NUMBERS that this database has, by their number."""
    return sorted((one for one, _ in _shapes()), key=lambda one: one.no)


def unsealed_ledgers() -> list[str]:
    """Ledgers that nothing chains; the chain's own blocks hold themselves."""
    known = {*CHAINED_TABLES, *NUMBERS, "kernel_chainblock"}
    return [table for table in LEDGER_TABLES if table not in known]


def seal_triggers(tables: Iterable[str] = NUMBERS) -> dict[str, str]:
    """The triggers that must be there, each with its table."""
    found = {f"{table}_sealed": table for table in tables}
    return found | {f"{table}_sealed_again": table for table in tables if table in REFILLED}


def attach_seals() -> int:
    """Make what is missing, as the owner; rows that stand there already are queued. How many."""
    made = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {name for (name,) in cursor.fetchall()}
        for one, plant in _shapes():
            if set(seal_triggers([one.table])) <= there:
                continue
            cursor.execute(_attach(one, has_plant=plant))
            made += 1
    return made


def _shapes() -> list[tuple[Sealed, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_SHAPES, [list(NUMBERS)])
        rows = cursor.fetchall()
    return [
        (Sealed(NUMBERS[table], table, bool(by_event) and not has_id), bool(plant))
        for table, by_event, has_id, plant in rows
    ]


def _attach(one: Sealed, *, has_plant: bool) -> str:
    table, plant = one.table, "COALESCE(r.plant_id, 0)" if has_plant else "0"
    queue = (
        f"INSERT INTO public.kernel_seal (source, key, plant_id)"
        f" SELECT {one.no}, {one.key}, {plant} FROM"
    )
    again = ""
    if table in REFILLED:
        again = f"""
        DROP TRIGGER IF EXISTS {table}_sealed_again ON public."{table}";
        CREATE TRIGGER {table}_sealed_again AFTER UPDATE ON public."{table}"
          REFERENCING NEW TABLE AS added
          FOR EACH STATEMENT EXECUTE FUNCTION public.{table}_seal();"""
    return f"""
    CREATE OR REPLACE FUNCTION public.{table}_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      {queue} added r;
      RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS {table}_sealed ON public."{table}";
    CREATE TRIGGER {table}_sealed AFTER INSERT ON public."{table}"
      REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION public.{table}_seal();{again}
    {queue} public."{table}" r;
    """
