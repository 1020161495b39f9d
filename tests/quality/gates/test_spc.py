"""Control charts: each rule on a series that breaks just that rule; constants; capability."""

from math import erf, inf, sqrt

import pytest

from quality.rules.gates.charts import D2, D3, capability, control_chart
from quality.rules.gates.run_rules import NELSON, WESTERN_ELECTRIC, breaks

WE = {
    "WE1": [0.3, -0.4, 3.1, -0.2, 0.5],
    "WE2": [0.3, 2.2, -0.4, 2.3, -0.5],
    "WE3": [1.2, 1.3, -0.4, 1.4, 1.5, -0.2],
    "WE4": [0.2, 0.5, 0.3, 0.6, 0.1, 0.4, 0.7, 0.2, -0.3],
}
N = {
    "N1": [0.3, -0.4, 3.1, -0.2, 0.5],
    "N2": [0.2, 0.5, 0.3, 0.6, 0.1, 0.4, 0.7, 0.2, 0.4],
    "N3": [-0.7, -0.4, -0.1, 0.2, 0.5, 0.8],
    "N4": [0.2, -1.2, 0.3, -0.4, 1.2, -0.3, 0.4, -0.2, 0.1, -0.3, 0.5, -0.1, 0.2, -0.4],
    "N5": [0.3, 2.2, -0.4, 2.3, -0.5],
    "N6": [1.2, 1.3, -0.4, 1.4, 1.5, -0.2],
    "N7": [0.1, 0.2, -0.3, -0.2, 0.4, 0.5, -0.1, -0.2, 0.3, 0.4, -0.5, -0.4, 0.2, 0.3, -0.1],
    "N8": [1.2, 1.4, -1.3, -1.2, 1.5, 1.3, -1.6, -1.3],
}


@pytest.mark.parametrize("rule", WE)
def test_a_western_electric_series_breaks_just_its_rule(rule: str) -> None:
    assert {found.rule for found in breaks(WE[rule], WESTERN_ELECTRIC)} == {rule}
    mirrored = [-z for z in WE[rule]]
    assert {found.rule for found in breaks(mirrored, WESTERN_ELECTRIC)} == {rule}


@pytest.mark.parametrize("rule", N)
def test_a_nelson_series_breaks_just_its_rule(rule: str) -> None:
    assert {found.rule for found in breaks(N[rule], NELSON)} == {rule}
    assert {found.rule for found in breaks([-z for z in N[rule]], NELSON)} == {rule}


@pytest.mark.parametrize("rule", ["N2", "N3", "N4", "N7", "N8"])
def test_one_point_fewer_breaks_nothing(rule: str) -> None:
    assert breaks(N[rule][:-1], NELSON) == []


def test_points_on_the_line_are_on_neither_side() -> None:
    assert breaks([0.0] * 9, NELSON) == []
    assert breaks([3.0, 0.0, -3.0], NELSON) == []


def test_a_break_names_its_points() -> None:
    (found,) = breaks(WE["WE2"], WESTERN_ELECTRIC)
    assert (found.start, found.end) == (1, 3)


def test_d2_is_the_mean_range_of_normal_values() -> None:
    """E(W) = integral of 1 - (1 - F)^n - F^n (Tippett, 1925)."""

    def normal(x: float) -> float:
        return (1 + erf(x / sqrt(2))) / 2

    step = 0.001
    for n, constant in D2.items():
        xs = (k * step for k in range(-8000, 8001))
        mean = sum(1 - (1 - normal(x)) ** n - normal(x) ** n for x in xs) * step
        assert constant == pytest.approx(mean, abs=0.0006)


def test_the_factors_that_follow_are_the_published_ones() -> None:
    d4 = {2: 3.267, 3: 2.574, 4: 2.282, 5: 2.114, 6: 2.004}
    a2 = {2: 1.880, 3: 1.023, 4: 0.729, 5: 0.577, 6: 0.483}
    for n in D2:
        assert 1 + 3 * D3[n] / D2[n] == pytest.approx(d4[n], abs=0.002)
        assert 3 / (D2[n] * sqrt(n)) == pytest.approx(a2[n], abs=0.001)


def test_an_individuals_chart_of_ten_values_by_hand() -> None:
    values = [10.0, 12.0, 11.0, 13.0, 12.0, 10.0, 11.0, 12.0, 13.0, 11.0]
    chart = control_chart(values)
    assert chart is not None
    assert (chart.limits.centre, sum(chart.ranges) / 9) == (11.5, pytest.approx(13 / 9))
    assert chart.sigma == pytest.approx(13 / 9 / 1.128)
    assert chart.limits.upper == pytest.approx(11.5 + 3 * 13 / 9 / 1.128)
    assert chart.range_limits.upper == pytest.approx(3.267 * 13 / 9, abs=0.005)


def test_a_means_chart_takes_whole_subgroups() -> None:
    chart = control_chart([1.0, 3.0, 2.0, 4.0] * 8 + [9.0], size=4)
    assert chart is not None
    assert chart.points == (2.5,) * 8
    assert chart.limits.upper == pytest.approx(2.5 + 0.729 * 3, abs=0.003)
    assert control_chart([1.0, 2.0] * 3, size=2) is None


def steady(count: int) -> list[float]:
    # Eight distances that repeat and break no Western Electric rule.
    return [10 + d for d in [0.4, -0.9, 1.1, -0.3, 0.8, -1.2, 0.2, -0.1] * 20][:count]


def test_capability_is_said_only_under_its_conditions() -> None:
    values = steady(40)
    chart = control_chart(values)
    assert capability(chart, values, low=None, high=None).why == "no_limits"
    assert capability(control_chart(steady(24)), steady(24), low=0, high=20).why == "too_few"
    flat = [5.0] * 40
    assert capability(control_chart(flat), flat, low=0, high=10).why == "no_spread"
    jump = [*values[:30], 40.0, *values[30:]]
    assert capability(control_chart(jump), jump, low=0, high=20).why == "out_of_control"
    good = capability(chart, values, low=4, high=16)
    assert chart is not None
    assert good.why == ""
    assert good.cp == pytest.approx(12 / (6 * chart.sigma))
    assert good.cpk == pytest.approx(6 / (3 * chart.sigma))
    one = capability(chart, values, low=4, high=None)
    assert (one.cp, one.cpk) == (None, pytest.approx(6 / (3 * chart.sigma)))
    assert inf > good.ppk > 0
