"""Working time laid end to end: breaks, stops and nights are cut out of it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from plants.rules.shifts import Span


def without(spans: Sequence[Span], holes: Iterable[Span]) -> list[Span]:
    """The spans with the holes cut out, in order."""
    left = list(spans)
    for hole in holes:
        left = [piece for span in left for piece in _cut(span, hole)]
    return left


def _cut(span: Span, hole: Span) -> list[Span]:
    before = Span(span.start, min(span.end, hole.start))
    after = Span(max(span.start, hole.end), span.end)
    return [piece for piece in (before, after) if piece.start < piece.end]


class Axis:
    """Second 0 is the first instant of work, `length` the last."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._ends = list(accumulate(span.seconds for span in self._spans))
        self.length = float(self._ends[-1]) if self._ends else 0.0

    def moment(self, second: float) -> datetime:
        """When the clock showed what on the working second `second` (0 to `length`)."""
        index = min(bisect_right(self._ends, second), len(self._spans) - 1)
        span = self._spans[index]
        begins = self._ends[index] - span.seconds
        return span.start + timedelta(seconds=second - begins)

    def until(self, moment: datetime) -> float:
        """Seconds worked before `moment`."""
        worked = 0.0
        for span in self._spans:
            if span.end <= moment:
                worked += span.seconds
            elif span.start < moment:
                worked += (moment - span.start).total_seconds()
        return worked
