"""When a station's own results stop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quality.rules.gates.charts import LEAST_POINTS, control_chart
from quality.rules.gates.run_rules import WESTERN_ELECTRIC


@dataclass(frozen=True, slots=True)
class Stop:
    """`cause` is the hold's stable code, `reason` its words."""

    cause: str
    reason: str


def stop_for_fails(passed: Sequence[bool], *, limit: int) -> Stop | None:
    """`passed` newest first, of the runs since the station was last let go."""
    if limit < 2 or len(passed) < limit or any(passed[:limit]):
        return None
    return Stop("fails_in_row", f"{limit} failures in a row")


def stop_for_yield(firsts: Sequence[bool], *, floor: Decimal | None, runs: int) -> Stop | None:
    """`firsts` newest first: whether each first run passed. Fewer than `runs` say nothing."""
    if floor is None or len(firsts) < runs:
        return None
    share = Decimal(sum(firsts[:runs]) * 100) / runs
    if share >= floor:
        return None
    return Stop("yield_floor", f"First pass {share:.1f} % of the last {runs}, floor {floor} %")


def stop_for_drift(name: str, values: Sequence[float], *, fresh: int) -> Stop | None:
    """The newest `fresh` of the values in time order complete a Western Electric rule."""
    chart = control_chart(values)
    if chart is None or len(values) < LEAST_POINTS or fresh < 1:
        return None
    late = [found for found in chart.breaks(WESTERN_ELECTRIC) if found.end >= len(values) - fresh]
    return Stop("spc", f"{name}: rule {late[-1].rule} of the control chart") if late else None
