"""After a whole life, with voids and repairs, no invariant of a unit's rows is broken."""

from lines.queries.invariants import INVARIANTS as OF_LINES
from quality.queries.invariants import INVARIANTS as OF_QUALITY
from tests.plant import PlantAtWork
from tests.quality.api.test_unit_history import lived

# The tests' units are put past their first steps without having passed them.
NOT_OF_TEST_UNITS = "lines.no_step_skipped"


def test_a_life_with_a_new_board_breaks_nothing(works: PlantAtWork) -> None:
    lived(works)
    asked = [found for found in (*OF_LINES, *OF_QUALITY) if found.name != NOT_OF_TEST_UNITS]
    assert len(asked) > 15
    assert {found.name: bad for found in asked if (bad := found.first_bad())} == {}
