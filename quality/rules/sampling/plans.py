"""The plan of one lot: how many items are looked at for each class of defect, how many may fail."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from quality.rules.sampling.tables import NORMAL, SIZES, TIGHTENED, ZERO, code_letter

GRADES = ("critical", "major", "minor")
"""Classes A, B and C, worst first."""
DEFAULT_AQLS: dict[str, str] = {"critical": ZERO, "major": "0.40", "minor": "1.0"}
DEFAULT_LEVEL = "II"
NORMALLY, TIGHTLY, DISCONTINUED = "normal", "tightened", "discontinued"


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """Accept with at most `ac` nonconforming of `n` items, reject from `ac + 1` (`re`) on."""

    aql: str
    severity: str
    n: int
    ac: int

    @property
    def re(self) -> int:
        return self.ac + 1

    def facts(self) -> dict[str, object]:
        """As it is kept with the lot."""
        return {**asdict(self), "re": self.re}


def cell(letter: str, aql: str, severity: str) -> tuple[int, int]:
    """Sample size and acceptance number of a cell of the tables."""
    return (TIGHTENED if severity == TIGHTLY else NORMAL)[letter, aql]


def plan_lot(
    *, size: int, level: str, aqls: Mapping[str, str], severities: Mapping[str, str]
) -> tuple[str, dict[str, ClassPlan]]:
    """Code letter and plan by class; a sample as large as the lot is the whole lot.

    A class of AQL 0 is looked for on every item that is drawn, and accepts none.
    """
    letter = code_letter(size, level)
    plans: dict[str, ClassPlan] = {}
    for grade, aql in aqls.items():
        if aql != ZERO:
            n, ac = cell(letter, aql, severities[grade])
            plans[grade] = ClassPlan(aql, severities[grade], min(n, size), ac)
    drawn = max((plan.n for plan in plans.values()), default=min(SIZES[letter], size))
    for grade, aql in aqls.items():
        if aql == ZERO:
            plans[grade] = ClassPlan(aql, severities[grade], drawn, 0)
    return letter, {grade: plans[grade] for grade in GRADES if grade in plans}


def worst(grades: Sequence[str]) -> str:
    """The class an item counts in: that of its worst defect; empty without any."""
    return next((grade for grade in GRADES if grade in grades), "")


def count_found(*, classes: Mapping[str, int], items: Mapping[int, str]) -> dict[str, int]:
    """Nonconforming items by class. `classes` is n by class, `items` the class by place drawn.

    Places count from 1: a class whose sample is smaller than what was drawn is judged on the
    first of the draw, which is itself a random sample.
    """
    return {
        grade: sum(1 for place, found in items.items() if found == grade and place <= n)
        for grade, n in classes.items()
    }
