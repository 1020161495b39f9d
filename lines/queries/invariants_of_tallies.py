"""The tallies are the ledger, summed; whatever is above the watermark is not in them yet."""

from lines.models.counting import BESIDE, COUNTED, KEYS, MEASURES
from mes.kernel.invariants import Invariant

# A shift made after its moves were folded is put right by the next rebuild: compared without it.
_KEYS = [key for key in KEYS if key != "shift_id"]
_KEY = ", ".join(_KEYS)
_SUMS = ", ".join(f"sum({measure}) AS {measure}" for measure in MEASURES)
_DIFFERS = " OR ".join(f"COALESCE(t.{m}, 0) <> COALESCE(l.{m}, 0)" for m in MEASURES)

TALLIES: tuple[Invariant, ...] = (
    Invariant(
        "lines.tallies_are_the_ledger",
        "every tally is the sum of its moves",
        f"""
        SELECT {_KEY}, t.passes AS tallied, l.passes AS moved,
          t.output AS tallied_output, l.output AS moved_output
        FROM (SELECT {_KEY}, {_SUMS} FROM lines_tally GROUP BY {_KEY}) t
        FULL JOIN (
          SELECT {_KEY}, {_SUMS} FROM (
            SELECT {COUNTED} FROM lines_move m {BESIDE}
            WHERE m.xid < COALESCE((SELECT xid_below FROM lines_tallymark), '0'::xid8)
          ) counted GROUP BY {_KEY}
        ) l USING ({_KEY}) WHERE {_DIFFERS}
        """,  # noqa: S608  (constants)
    ),
    Invariant(
        "lines.tally_in_its_shift",
        "a tally's shift is one of its line that touches its hour",
        """
        SELECT t.id, t.line_id, t.hour, t.shift_id FROM lines_tally t
        WHERE t.shift_id <> 0 AND NOT EXISTS (
          SELECT 1 FROM plants_shift s WHERE s.id = t.shift_id AND s.line_id = t.line_id
            AND s.span && tstzrange(t.hour, t.hour + interval '1 hour'))
        """,
    ),
    Invariant(
        "lines.tally_watermark",
        "the tallies' watermark is of this cluster's transactions",
        "SELECT xid_below FROM lines_tallymark"
        " WHERE xid_below > pg_snapshot_xmax(pg_current_snapshot())",
    ),
)
