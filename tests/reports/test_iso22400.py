"""The KPI formulas against one worked shift, in minutes."""

import pytest

from mes.reports.rules import iso22400

POT, PLANNED_DOWNTIME, APT, AUST, ADET = 480, 40, 380, 20, 25
PRI, PQ, GQ, RQ, SQ, PSQ, IP, GP, AOET = 0.3, 1200, 1164, 30, 6, 12, 1200, 1146, 460
PBT = iso22400.planned_busy_time(pot=POT, planned_downtime=PLANNED_DOWNTIME)
AUPT = iso22400.actual_unit_processing_time(apt=APT, aust=AUST)
AUBT = iso22400.actual_unit_busy_time(aupt=AUPT, adet=ADET)


def test_the_time_elements_add_up() -> None:
    assert (PBT, AUPT, AUBT) == (440, 400, 425)


@pytest.mark.parametrize(
    ("kpi", "elements", "value"),
    [
        ("availability", {"apt": APT, "pbt": PBT}, 0.863636),
        ("effectiveness", {"pri": PRI, "pq": PQ, "apt": APT}, 0.947368),
        ("quality_ratio", {"gq": GQ, "pq": PQ}, 0.970000),
        ("oee_index", {"pri": PRI, "gq": GQ, "pbt": PBT}, 0.793636),
        ("nee_index", {"aupt": AUPT, "pbt": PBT, "apt": APT, "pri": PRI, "gq": GQ}, 0.835407),
        ("allocation_efficiency", {"aubt": AUBT, "pbt": PBT}, 0.965909),
        ("utilization_efficiency", {"apt": APT, "aubt": AUBT}, 0.894118),
        ("technical_efficiency", {"apt": APT, "adet": ADET}, 0.938272),
        ("setup_ratio", {"aust": AUST, "aupt": AUPT}, 0.05),
        ("first_pass_yield", {"gp": GP, "ip": IP}, 0.955),
        ("scrap_ratio", {"sq": SQ, "pq": PQ}, 0.005),
        ("rework_ratio", {"rq": RQ, "pq": PQ}, 0.025),
        ("actual_to_planned_scrap_ratio", {"sq": SQ, "psq": PSQ}, 0.5),
        ("throughput_rate", {"pq": PQ, "aoet": AOET}, 2.608696),
        ("allocation_ratio", {"aubt": [AUBT], "aoet": AOET}, 0.923913),
        ("production_process_ratio", {"apt": [APT], "aoet": AOET}, 0.826087),
        ("worker_efficiency", {"apwt": 400, "apat": 480}, 0.833333),
        ("fall_off_ratio", {"sq": SQ, "pq_first": 1206}, 0.004975),
        ("corrective_maintenance_ratio", {"cmt": 30, "pmt": 90}, 0.25),
        ("machine_capability", {"usl": 10, "lsl": 4, "s": 0.5}, 2.0),
    ],
)
def test_a_kpi_of_the_worked_shift(kpi: str, elements: dict[str, float], value: float) -> None:
    assert getattr(iso22400, kpi)(**elements) == pytest.approx(value, abs=5e-7)


def test_oee_is_the_product_of_its_three_factors() -> None:
    factors = (
        iso22400.availability(apt=APT, pbt=PBT),
        iso22400.effectiveness(pri=PRI, pq=PQ, apt=APT),
        iso22400.quality_ratio(gq=GQ, pq=PQ),
    )
    product = 1.0
    for factor in factors:
        assert factor is not None
        product *= factor
    assert product == pytest.approx(iso22400.oee_index(pri=PRI, gq=GQ, pbt=PBT))


def test_nothing_to_divide_by_is_no_data_and_not_zero() -> None:
    assert iso22400.availability(apt=0, pbt=0) is None
    assert iso22400.first_pass_yield(gp=0, ip=0) is None
    assert iso22400.nee_index(aupt=0, pbt=0, apt=0, pri=1, gq=0) is None
    assert iso22400.rolled_yield([]) is None


def test_effectiveness_over_one_is_shown_and_not_clipped() -> None:
    assert iso22400.effectiveness(pri=0.4, pq=1200, apt=380) == pytest.approx(1.263158, abs=5e-7)


def test_the_critical_capability_is_the_nearer_limit_and_one_may_be_open() -> None:
    assert iso22400.critical_capability(mean=6, sigma=0.5, usl=10, lsl=4) == pytest.approx(4 / 3)
    assert iso22400.critical_capability(mean=6, sigma=0.5, usl=9) == pytest.approx(2.0)
    assert iso22400.critical_capability(mean=6, sigma=0.5) is None


def test_the_failure_divisor_is_a_setting() -> None:
    assert iso22400.FailureDivisor().mean_time([100, 200, 300], 3) == 200
    assert iso22400.FailureDivisor(plus=1).mean_time([100, 200, 300], 3) == 150
    assert iso22400.FailureDivisor().mean_time([], 0) is None
