"""Individuals and means charts with their limits, and capability under its conditions.

Formulas and constants: ASTM MNL 7, *Presentation of Data and Control Chart Analysis*, table of
factors for control charts (d2, d3); D3, D4 and A2 follow from them. Cp and Cpk: ISO 22400-2.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from quality.rules.gates.run_rules import NELSON, WESTERN_ELECTRIC, Break, Rule, breaks

D2 = {2: 1.128, 3: 1.693, 4: 2.059, 5: 2.326, 6: 2.534}
"""Mean of the range of n standard normal values."""
D3 = {2: 0.853, 3: 0.888, 4: 0.880, 5: 0.864, 6: 0.848}
"""Standard deviation of that range."""
LEAST_POINTS = 25
"""Subgroups before a capability is said."""
LEAST_LIMITS = 8
"""Subgroups before limits are drawn at all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower limit, centre line and upper limit of one chart."""

    lower: float
    centre: float
    upper: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` against `limits` and `ranges` against `range_limits`; `sigma` of one value.

    `size` 1 is I-MR (`ranges` one shorter than `points`), 2 to 6 X̄-R.
    """

    size: int
    points: tuple[float, ...]
    ranges: tuple[float, ...]
    limits: Limits
    range_limits: Limits
    sigma: float

    def breaks(self, rules: Sequence[Rule] = (*WESTERN_ELECTRIC, *NELSON)) -> list[Break]:
        """The rules that the points break; the same point may break several."""
        spread = (self.limits.upper - self.limits.centre) / 3
        if spread <= 0:
            return []
        return breaks([(x - self.limits.centre) / spread for x in self.points], rules)


def control_chart(values: Sequence[float], *, size: int = 1) -> Chart | None:
    """The chart of values in time order, whole subgroups only; None while there are too few."""
    return _individuals(values) if size == 1 else _means(values, size)


@dataclass(frozen=True, slots=True)
class Capability:
    """`why` says what stands against it: too_few, no_limits, no_spread, out_of_control.

    Cp and Cpk from sigma within, Pp and Ppk from the overall standard deviation; a missing limit
    leaves one side, and then Cp and Pp are None.
    """

    why: str = ""
    cp: float | None = None
    cpk: float | None = None
    pp: float | None = None
    ppk: float | None = None


def capability(
    chart: Chart | None, values: Sequence[float], *, low: float | None, high: float | None
) -> Capability:
    """Cpk of a chart that is in control by the Western Electric rules, of 25 points or more."""
    if low is None and high is None:
        return Capability("no_limits")
    if chart is None or len(chart.points) < LEAST_POINTS:
        return Capability("too_few")
    overall = stdev(values)
    if chart.sigma <= 0 or overall <= 0:
        return Capability("no_spread")
    if chart.breaks(WESTERN_ELECTRIC):
        return Capability("out_of_control")
    mean = fmean(values)
    cp, cpk = _ratios(mean, chart.sigma, low, high)
    pp, ppk = _ratios(mean, overall, low, high)
    return Capability("", cp, cpk, pp, ppk)


def _ratios(
    mean: float, sigma: float, low: float | None, high: float | None
) -> tuple[float | None, float]:
    sides = [(high - mean) / (3 * sigma)] if high is not None else []
    sides += [(mean - low) / (3 * sigma)] if low is not None else []
    both = (high - low) / (6 * sigma) if low is not None and high is not None else None
    return both, min(sides)


def _individuals(values: Sequence[float]) -> Chart | None:
    if len(values) < LEAST_LIMITS:
        return None
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    mean, moving = fmean(values), fmean(ranges)
    sigma = moving / D2[2]
    limits = Limits(mean - 3 * sigma, mean, mean + 3 * sigma)
    return Chart(1, tuple(values), tuple(ranges), limits, _range_limits(moving, 2), sigma)


def _means(values: Sequence[float], size: int) -> Chart | None:
    groups = [values[n : n + size] for n in range(0, len(values) - size + 1, size)]
    if len(groups) < LEAST_LIMITS:
        return None
    means = [fmean(group) for group in groups]
    ranges = [max(group) - min(group) for group in groups]
    grand, spread = fmean(means), fmean(ranges)
    sigma = spread / D2[size]
    reach = 3 * sigma / sqrt(size)
    limits = Limits(grand - reach, grand, grand + reach)
    return Chart(size, tuple(means), tuple(ranges), limits, _range_limits(spread, size), sigma)


def _range_limits(mean: float, size: int) -> Limits:
    reach = 3 * D3[size] / D2[size]
    return Limits(max(0.0, 1 - reach) * mean, mean, (1 + reach) * mean)
