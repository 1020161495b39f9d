"""Yields that are all called first pass, kept apart; no data is None and never zero."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class YieldFigures:
    """Units by their first run at a test, summed over whatever `key` names.

    `first_run` passed it (ISO 22400 GP of IP); `before_repair` passed it, a retest included,
    before any repair; `final` have passed it by now; `retested` ran again before any repair;
    `reworked` were repaired before they passed, `scrapped` ended at this step; `runs` and `fails`
    are all their runs there. Of repairs by the run that failed: `closed`, and `ntf` those of them
    with no trouble found.
    """

    key: str
    entered: int = 0
    first_run: int = 0
    before_repair: int = 0
    final: int = 0
    retested: int = 0
    reworked: int = 0
    scrapped: int = 0
    runs: int = 0
    fails: int = 0
    closed: int = 0
    ntf: int = 0

    @property
    def first_fail(self) -> int:
        return self.entered - self.first_run

    @property
    def not_final(self) -> int:
        """Have not passed by now, for whatever reason."""
        return self.entered - self.final

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


def together(key: str, parts: Iterable[YieldFigures]) -> YieldFigures:
    """The figures of several keys as those of one."""
    counts = [astuple(part)[1:] for part in parts]
    return YieldFigures(key, *(sum(column) for column in zip(*counts, strict=True)))


def _share(good: int, of: int) -> float | None:
    return good / of if of > 0 else None
