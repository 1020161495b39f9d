"""The list of checks: the apps' invariants, the guards, the settings and the chain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from lines.queries import invariants as of_lines
from mes.kernel import invariants as of_kernel
from mes.kernel.chain import chain_lag
from mes.kernel.chain_check import first_fault
from mes.verify import guards, heads, texts
from plants.queries import invariants as of_plants
from quality.queries import invariants as of_quality

MAX_LAG_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Check:
    """`ask` gives the first thing that is wrong, in words, or None."""

    name: str
    says: str
    ask: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found; `bad` is None when it holds."""

    check: Check
    bad: str | None


def checks() -> list[Check]:
    """Every check, cheap ones first."""
    invariants = [
        *of_kernel.INVARIANTS,
        *of_plants.INVARIANTS,
        *of_lines.INVARIANTS,
        *of_quality.INVARIANTS,
    ]
    return [
        *(Check(f"guard.{name}", says, ask) for name, says, ask in guards.GUARDS),
        Check("guard.texts", "every guard says what the migrations wrote", texts.changed_guard),
        *(Check(one.name, one.says, one.first_bad) for one in invariants),
        Check("chain.lag", f"no row waits more than {MAX_LAG_SECONDS:.0f} s for its block", _lag),
        Check("chain.whole", "every settled row is in the chain as it was written", _chain),
        Check("chain.anchors", "the chain holds every head that was anchored", heads.anchored),
        Check("chain.reports", "the chain holds every head that was printed", heads.printed),
    ]


def run(names: list[str] | None = None) -> Iterator[Outcome]:
    """Run the checks whose name begins with one of `names` (all by default), one by one.

    A question that the database cannot answer counts as broken.
    """
    for check in checks():
        if names and not check.name.startswith(tuple(names)):
            continue
        try:
            with transaction.atomic():
                bad = check.ask()
        except DatabaseError as error:
            bad = f"could not be asked: {(str(error) or 'no reason given').splitlines()[0]}"
        yield Outcome(check, bad)


def _lag() -> str | None:
    lag = chain_lag()
    return f"the oldest row waits for {lag:.0f} s" if lag > MAX_LAG_SECONDS else None


def _chain() -> str | None:
    fault = first_fault()
    return f"{fault.where} {fault.what}" if fault else None
