"""Three yields that are called first pass, kept apart; no data is None and never zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod


@dataclass(frozen=True, slots=True)
class YieldCount:
    """Units whose first run at a test step fell into the period, by the station of that run.

    `first_run` passed it (ISO 22400 GP of IP); `before_repair` passed it, a retest included,
    before any repair; `final` have passed it by now; `retested` ran more than once before repair.
    """

    operation: str
    station: str
    entered: int
    first_run: int
    before_repair: int
    final: int
    retested: int

    @property
    def fpy_first_run(self) -> float | None:
        return _share(self.first_run, self.entered)

    @property
    def fpy_before_repair(self) -> float | None:
        return _share(self.before_repair, self.entered)

    @property
    def final_yield(self) -> float | None:
        return _share(self.final, self.entered)

    @property
    def retest_rate(self) -> float | None:
        return _share(self.retested, self.entered)


def by_operation(counts: Iterable[YieldCount]) -> list[YieldCount]:
    """The stations of an operation together; `station` is empty."""
    found: dict[str, YieldCount] = {}
    for count in counts:
        before = found.get(count.operation)
        found[count.operation] = YieldCount(
            operation=count.operation,
            station="",
            entered=count.entered + (before.entered if before else 0),
            first_run=count.first_run + (before.first_run if before else 0),
            before_repair=count.before_repair + (before.before_repair if before else 0),
            final=count.final + (before.final if before else 0),
            retested=count.retested + (before.retested if before else 0),
        )
    return list(found.values())


def rolled(shares: Iterable[float | None]) -> float | None:
    """RTY: the product of the operations' yields that have data; None when none has."""
    known = [share for share in shares if share is not None]
    return prod(known) if known else None


def _share(good: int, of: int) -> float | None:
    return good / of if of > 0 else None


@dataclass(frozen=True, slots=True)
class YieldFigures:
    """Units by their first run at a test, summed over whatever `key` names.

    `reworked` were repaired before they passed, `scrapped` ended at this step; `closed` repairs
    that were closed and `ntf` those of them with no trouble found.
    """

    key: str
    entered: int = 0
    first_run: int = 0
    before_repair: int = 0
    final: int = 0
    retested: int = 0
    reworked: int = 0
    scrapped: int = 0
    closed: int = 0
    ntf: int = 0

    @property
    def fpy_first_run(self) -> float | None:
        return _share(self.first_run, self.entered)

    @property
    def fpy_before_repair(self) -> float | None:
        return _share(self.before_repair, self.entered)

    @property
    def final_yield(self) -> float | None:
        return _share(self.final, self.entered)

    @property
    def retest_rate(self) -> float | None:
        return _share(self.retested, self.entered)

    @property
    def rework_ratio(self) -> float | None:
        """ISO 22400-2 RQ / PQ, of the units that entered the test."""
        return _share(self.reworked, self.entered)

    @property
    def scrap_ratio(self) -> float | None:
        """ISO 22400-2 SQ / PQ."""
        return _share(self.scrapped, self.entered)

    @property
    def ntf_rate(self) -> float | None:
        """No trouble found, of the repairs closed."""
        return _share(self.ntf, self.closed)
