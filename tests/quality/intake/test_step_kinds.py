"""What each kind of step takes for good, and by which comparison."""

import math

import pytest

from mes.kernel.refusals import Malformed
from quality.rules.limits import as_number, judge, within
from quality.rules.plans import PlanFacts, PlanStepFacts, check_steps


def number(comparison: str, low: float | None = 0, high: float | None = 10) -> PlanStepFacts:
    return PlanStepFacts(1, "x", "X", "numeric", low=low, high=high, comparison=comparison)


@pytest.mark.parametrize(
    ("step", "good", "bad"),
    [
        (number("GELE"), (0, 5, 10), (-0.1, 10.1)),
        (number("GELT"), (0, 9.9), (10, -1)),
        (number("GTLE"), (0.1, 10), (0, 11)),
        (number("GTLT"), (0.1, 9.9), (0, 10)),
        (number("GTLT", high=None), (0.1, 1e9), (0,)),
        (number("GELT", low=None), (-1e9, 9.9), (10,)),
        (number("EQ", 3, None), (3,), (3.1, 2)),
        (number("NE", 3, None), (2,), (3,)),
        (number("LOG"), (-99, 99), (math.nan, math.inf)),
    ],
)
def test_a_number_is_compared_as_the_plan_says(step, good, bad) -> None:
    assert [one for one in good if not within(step, float(one))] == []
    assert [one for one in bad if within(step, float(one))] == []


def test_a_text_matches_its_pattern_whole_or_is_one_of_the_texts() -> None:
    step = PlanStepFacts(1, "fw", "FW", "text", expected=("beta",), pattern=r"V\d+\.\d{2}")

    said = {text: as_number(step, text) for text in ("V7.10", "beta", "V7.1", "xV7.10", "V7.10x")}

    assert said == {"V7.10": 1.0, "beta": 1.0, "V7.1": 0.0, "xV7.10": 0.0, "V7.10x": 0.0}
    assert as_number(step, "V" + "7" * 500 + ".10") == 0.0


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("[1, 2, 3]", 1.0),
        ("[[900, 3], [1800, 9]]", 1.0),
        ("[[900, 3], [1800, 11]]", 0.0),
        ("[1, null]", 0.0),
        ("[1, NaN]", math.nan),
        ("[]", math.nan),
        ("{}", math.nan),
        (5.0, math.nan),
    ],
)
def test_each_value_of_a_list_must_be_within(value, stored) -> None:
    step = PlanStepFacts(1, "curve", "Curve", "array", low=0, high=10)

    assert as_number(step, value) == pytest.approx(stored, nan_ok=True)


def test_a_step_may_ask_for_a_file() -> None:
    step = PlanStepFacts(1, "photo", "Photo", "file")
    plan = PlanFacts(1, 1, 1, 1, "", "", (step,), {"photo": step})

    assert judge(plan, "passed", {}, ["photo"]).outcome == "passed"
    assert judge(plan, "passed", {}, []).bad == ("photo",)
    assert judge(plan, "passed", {"photo": 1.0}, []).bad == ("photo",)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "text", "pattern": "("},
        {"kind": "text", "pattern": "(a+)+b"},
        {"kind": "text", "pattern": "a*a*a*b"},
        {"kind": "text", "pattern": "(?=x)x"},
        {"kind": "numeric", "pattern": "a"},
        {"kind": "numeric", "comparison": "EQ"},
        {"kind": "numeric", "comparison": "EQ", "low": 1, "high": 2},
        {"kind": "file", "low": 1},
    ],
)
def test_a_step_that_nobody_could_judge_is_refused(fields) -> None:
    with pytest.raises(Malformed):
        check_steps([PlanStepFacts(1, "x", "X", **fields)])
