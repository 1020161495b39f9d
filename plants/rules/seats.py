"""How long a person's turn at a shared tablet lasts. All figures in seconds, times as epochs."""

from dataclasses import dataclass

VEILED_AFTER = 10 * 60
SIGNED_OUT_AFTER = 30 * 60
GRACE_AFTER_SHIFT = 15 * 60
"""After the shift's end, to finish the unit in hand."""
MOST_AT_A_STATION = 6
NOTED_EVERY = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """`seen` the last act of the person, `until` the end of their shift with its grace or None."""

    seen: float
    until: float | None = None

    def is_over(self, now: float) -> bool:
        return now - self.seen >= SIGNED_OUT_AFTER or (self.until is not None and now >= self.until)

    def is_veiled(self, now: float) -> bool:
        return now - self.seen >= VEILED_AFTER
