"""The printed tables against a generator that knows none of their cells."""

import pytest

from quality.rules.sampling.plans import cell, count_found, plan_lot, worst
from quality.rules.sampling.tables import AQLS, LETTERS, LEVELS, NORMAL, TIGHTENED, code_letter

SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
ZERO_AT = dict(zip(AQLS, "LKJHGFEDC", strict=True))
"""The letter whose size accepts none, under normal inspection; tightened is one letter on."""
NUMBERS = {"normal": (1, 2, 3, 5, 7, 10, 14, 21), "tightened": (1, 2, 3, 5, 8, 12, 18)}
LAST_ZERO = {"normal": 1, "tightened": 0}
"""So many letters beyond it an arrow still points back to it."""


def generated(letter: str, aql: str, severity: str) -> tuple[int, int]:
    """The cell by the diagonals of the master tables: one step down is one number on."""
    at, zero = LETTERS.index(letter), LETTERS.index(ZERO_AT[aql])
    zero += severity == "tightened"
    if at <= zero + LAST_ZERO[severity]:
        return SIZES[zero], 0
    numbers = NUMBERS[severity]
    row = min(max(at, zero + 3), zero + 2 + len(numbers))
    return SIZES[row], numbers[row - zero - 3]


@pytest.mark.parametrize("severity", ["normal", "tightened"])
@pytest.mark.parametrize("letter", LETTERS)
def test_every_cell_is_what_the_diagonals_generate(letter, severity):
    for aql in AQLS:
        assert cell(letter, aql, severity) == generated(letter, aql, severity)


def test_the_tables_have_a_cell_for_every_letter_and_aql():
    cells = {(letter, aql) for letter in LETTERS for aql in AQLS}
    assert set(NORMAL) == set(TIGHTENED) == cells
    assert len(cells) == 144


# The bounds of table 1, written out anew: lot size, then the letters of S-1 … III.
ROWS = [
    ("2 8", "A A A A A A B"),
    ("9 15", "A A A A A B C"),
    ("16 25", "A A B B B C D"),
    ("26 50", "A B B C C D E"),
    ("51 90", "B B C C C E F"),
    ("91 150", "B B C D D F G"),
    ("151 280", "B C D E E G H"),
    ("281 500", "B C D E F H J"),
    ("501 1200", "C C E F G J K"),
    ("1201 3200", "C D E G H K L"),
    ("3201 10000", "C D F G J L M"),
    ("10001 35000", "C D F H K M N"),
    ("35001 150000", "D E G J L N P"),
    ("150001 500000", "D E G J M P Q"),
    ("500001 9000000", "D E H K N Q R"),
]


@pytest.mark.parametrize(("bounds", "letters"), ROWS)
def test_a_code_letter_holds_from_the_first_to_the_last_size_of_its_row(bounds, letters):
    for size in bounds.split():
        assert [code_letter(int(size), level) for level in LEVELS] == letters.split()


WORKED = {
    (1000, "1.5", "normal"): ("J", 80, 3),
    (1500, "0.40", "normal"): ("K", 125, 1),
    (1500, "0.65", "normal"): ("K", 125, 2),
    (1500, "1.0", "normal"): ("K", 125, 3),
    (500, "0.40", "normal"): ("H", 32, 0),
    (500, "1.0", "normal"): ("H", 50, 1),
    (200, "0.40", "tightened"): ("G", 50, 0),
    (20, "0.40", "normal"): ("C", 20, 0),
    (1, "0.40", "normal"): ("A", 1, 0),
}


@pytest.mark.parametrize("asked", WORKED)
def test_worked_plans_of_the_trade(asked):
    size, aql, severity = asked
    letter, made = plan_lot(
        size=size, level="II", aqls={"major": aql}, severities={"major": severity}
    )
    one = made["major"]
    assert (letter, one.n, one.ac) == WORKED[asked]
    assert one.re == one.ac + 1


def test_aql_nought_accepts_none_in_all_that_is_drawn():
    normal = dict.fromkeys(["critical", "major", "minor"], "normal")
    aqls = {"critical": "0", "major": "0.40", "minor": "1.0"}
    _, plan = plan_lot(size=500, level="II", aqls=aqls, severities=normal)
    assert {grade: (one.n, one.ac) for grade, one in plan.items()} == {
        "critical": (50, 0),
        "major": (32, 0),
        "minor": (50, 1),
    }
    _, alone = plan_lot(size=500, level="II", aqls={"critical": "0"}, severities=normal)
    assert (alone["critical"].n, alone["critical"].ac) == (50, 0)


def test_an_item_counts_once_in_its_worst_class_and_within_the_sample_of_it():
    assert worst(["minor", "critical", "major"]) == "critical"
    assert worst([]) == ""
    classes = {"critical": 50, "major": 32, "minor": 50}
    items = {1: "major", 32: "major", 33: "major", 34: "minor", 50: "critical"}
    assert count_found(classes=classes, items=items) == {"critical": 1, "major": 2, "minor": 1}
