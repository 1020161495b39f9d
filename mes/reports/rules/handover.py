"""The balance of a line between two handovers: nothing appears and nothing disappears."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Balance:
    """Units of a line from one handover to the next. `derived`: there was no handover before, so
    that the opening was reckoned back and the balance proves nothing yet."""

    wip_before: int
    repair_before: int
    started: int
    reopened: int
    made: int
    scrapped: int
    wip: int
    repair: int
    back: int
    scrapped_at_bench: int
    derived: bool = False

    @property
    def sent(self) -> int:
        """Sent to repair: what the bench gained and gave away."""
        return self.repair - self.repair_before + self.back + self.scrapped_at_bench

    @property
    def came(self) -> int:
        """On the line before, started, back from repair, taken out of cartons or returned."""
        return self.wip_before + self.started + self.back + self.reopened

    @property
    def went(self) -> int:
        """Made, scrapped on the line, sent to repair, and what is on the line now."""
        return self.made + (self.scrapped - self.scrapped_at_bench) + self.sent + self.wip

    @property
    def unexplained(self) -> int:
        """0 when the count is right: units that the ledger cannot account for otherwise."""
        return self.came - self.went

    def told(self) -> dict[str, Any]:
        """As the handover keeps it."""
        return {
            **asdict(self),
            "sent": self.sent,
            "came": self.came,
            "went": self.went,
            "unexplained": self.unexplained,
        }
