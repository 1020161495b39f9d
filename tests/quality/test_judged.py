"""What a step takes for good, by the table that also holds the tablet's page to account."""

import json
from pathlib import Path

import pytest

from quality.rules.limits import as_number, within
from quality.rules.plans import PlanStepFacts, check_steps
from quality.rules.records import measured_of

VECTORS = json.loads(Path(__file__).with_name("judged.json").read_text("utf-8"))
CASES = [
    pytest.param(vector["rule"], *case[:3], *(case[3:] or [case[2] == "ok"]), id=str(case[0]))
    for vector in VECTORS
    for case in vector["cases"]
]


def step_of(rule: dict) -> PlanStepFacts:
    lists = {name: tuple(rule.get(name, ())) for name in ("expected", "dimensions")}
    return PlanStepFacts(1, "x", "X", **{**rule, **lists})


@pytest.mark.parametrize(("rule", "typed", "sent", "state", "good"), CASES)
def test_the_server_judges_what_the_page_sends_as_the_page_does(
    rule, typed, sent, state, good
) -> None:
    step = step_of(rule)
    check_steps([step])

    value = measured_of({"measurements": [{"name": "x", "value": sent}]})["x"]

    assert within(step, as_number(step, value)) is good
    if step.kind == "numeric":  # a rig may send the text itself
        assert within(step, as_number(step, typed)) is good


def test_every_comparison_and_every_kind_that_is_typed_is_in_the_table() -> None:
    rules = [vector["rule"] for vector in VECTORS]

    assert {rule["comparison"] for rule in rules if "comparison" in rule} == {
        "GELE", "GELT", "GTLE", "GTLT", "EQ", "NE", "LOG",
    }  # fmt: skip
    assert {rule["kind"] for rule in rules} == {"numeric", "boolean", "text", "array"}
