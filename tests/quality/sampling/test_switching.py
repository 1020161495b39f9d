"""The switching rules over recorded sequences of lots: + accepted, - not accepted."""

import pytest

from quality.rules.sampling.switching import next_severity


def played(lots: str) -> str:
    """The severity each lot of a sequence was inspected at: n, t, or d where it was refused."""
    severity, run, history = "normal", [], ""
    for lot in lots.split():
        if lot == "resume":
            assert severity == "discontinued"
            severity, run = "tightened", []
            continue
        history += severity[0]
        if severity == "discontinued":
            continue
        run.append(lot == "+")
        switch = next_severity(severity, run)
        if switch:
            severity, run = switch.to, []
    return history + ">" + severity[0]


@pytest.mark.parametrize(
    ("lots", "history"),
    [
        ("+ + + + + + + +", "nnnnnnnn>n"),
        ("- - + +", "nntt>t"),  # two of two
        ("- + + + -", "nnnnn>t"),  # two of five
        ("- + + + + - +", "nnnnnnn>n"),  # the sixth is no longer with the first
        ("+ + - + - +", "nnnnnt>t"),
        ("- - + + + + + +", "nntttttn>n"),  # five in a row: back
        ("- - + + + + - + + + + + -", "nnttttttttttn>n"),  # begins to count anew
        ("- - - - - - - +", "nntttttd>d"),  # five on tightened, in a row
        ("- - - + - + - + - + -", "nnttttttttt>d"),  # and five in all
        ("- - - - - - - resume + + + + + -", "nntttttttttt" + "n>n"),
        ("- - - - - - - resume - - - - - -", "nntttttttttt" + "d>d"),
        ("- - + + + + + - -", "nntttttnn>t"),  # what was before the switch does not count
    ],
)
def test_lots_switch_severity(lots, history):
    assert played(lots) == history


def test_a_switch_names_the_lots_that_brought_it():
    switch = next_severity("normal", [True, False, True, False])
    assert switch is not None
    assert (switch.to, switch.rule, switch.lots) == ("tightened", "two_of_five", (1, 3))
    back = next_severity("tightened", [False, True, True, True, True, True])
    assert back is not None
    assert (back.to, back.rule, back.lots) == ("normal", "five_accepted", (1, 2, 3, 4, 5))
    stop = next_severity("tightened", [False, True, False, False, False, True, False])
    assert stop is not None
    assert (stop.to, stop.rule, stop.lots) == ("discontinued", "five_rejected", (0, 2, 3, 4, 6))


def test_discontinued_inspection_is_resumed_by_no_lot():
    assert next_severity("discontinued", [True] * 10) is None
