"""Units that are not asked of a line while it changes over as planned: its target is 0 then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plants.rules.pace import working_seconds
from plants.rules.shifts import Break, Span


@dataclass(frozen=True, slots=True)
class Relief:
    """`windows` are planned parts of changeovers; `rate` good units a working second."""

    windows: tuple[Span, ...]
    breaks: Sequence[Break]
    rate: float

    def by(self, moment: datetime) -> int:
        """Units let off from the first window until `moment`; what an hour is let off is the
        difference of two such sums, so that the hours add up."""
        seconds = 0.0
        for window in self.windows:
            end = min(window.end, moment)
            if end > window.start:
                seconds += working_seconds(Span(window.start, end), self.breaks, end)
        return round(seconds * self.rate)

    def between(self, start: datetime, end: datetime) -> int:
        return self.by(end) - self.by(start)
