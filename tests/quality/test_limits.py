"""Limits: inclusive, open, and what is no number."""

import math

import pytest

from quality.rules.limits import judge
from quality.rules.plans import PlanFacts, PlanStepFacts

LEVEL = PlanStepFacts(1, "level", "Level", "numeric", low=-1.5, high=10)
LIT = PlanStepFacts(2, "lit", "Lit", "boolean")
VERSION = PlanStepFacts(3, "version", "Version", "text", expected=("1.0", "1.1"))
FREE = PlanStepFacts(4, "free", "Free", "numeric", low=None, high=None)


def plan_of(*steps: PlanStepFacts) -> PlanFacts:
    return PlanFacts(1, 1, 1, 1, "", "", steps, {step.name: step for step in steps})


PLAN = plan_of(LEVEL, LIT, VERSION, FREE)
GOOD = {"level": 5, "lit": True, "version": "1.1", "free": 1e300}


def test_a_record_with_every_step_in_limits_passes() -> None:
    judged = judge(PLAN, "passed", {**GOOD, "ambient": 31.5})

    assert (judged.outcome, judged.failed_step, judged.bad) == ("passed", None, ())
    assert judged.values == (5.0, 1.0, 1.0, 1e300)
    assert judged.texts == {"version": "1.1"}
    assert judged.extras == {"ambient": 31.5}


@pytest.mark.parametrize("value", [-1.5, 10, "10", "-1.5", " 5.5 ", "1e1", ".5", 0])
def test_limits_are_inclusive_and_a_number_may_come_as_text(value) -> None:
    assert judge(PLAN, "passed", {**GOOD, "level": value}).outcome == "passed"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("level", -1.5000001),
        ("level", 10.1),
        ("level", math.nan),
        ("level", math.inf),
        ("level", -math.inf),
        ("level", True),
        ("level", None),
        ("level", "ten"),
        ("level", "۵"),
        ("level", "1_0"),
        ("level", "nan"),
        ("level", "5,5"),
        ("level", 10**400),
        ("lit", False),
        ("lit", "no"),
        ("lit", 0.5),
        ("lit", None),
        ("version", "1.2"),
        ("version", 1.1),
        ("free", math.nan),
        ("free", math.inf),
    ],
)
def test_a_rigs_pass_with_a_value_out_of_limits_is_a_fail(name, value) -> None:
    judged = judge(PLAN, "passed", {**GOOD, name: value})

    assert judged.outcome == "failed"
    assert judged.bad == (name,)
    assert judged.failed_step == PLAN.by_name[name].seq


def test_a_step_that_was_not_measured_fails() -> None:
    judged = judge(PLAN, "passed", {"level": 5, "lit": True, "version": "1.0"})

    assert (judged.outcome, judged.bad) == ("failed", ("free",))
    assert math.isnan(judged.values[3])


def test_a_rigs_fail_stays_a_fail_with_every_value_within() -> None:
    judged = judge(PLAN, "failed", GOOD)

    assert (judged.outcome, judged.failed_step) == ("failed", None)


def test_without_a_plan_the_rigs_word_stands_and_all_is_kept() -> None:
    judged = judge(None, "passed", GOOD)

    assert (judged.outcome, judged.values, judged.extras) == ("passed", (), GOOD)
