"""What every section has in hand: how much to do, the stock, and what is left of it."""

import os
from dataclasses import dataclass

from bench.load import Outcome, as_fast_as_it_goes
from bench.pgbench import CLIENTS
from bench.stock import Stock
from bench.supply import Supply

PORT = int(os.environ["PORT"])


@dataclass(frozen=True)
class Size:
    """How long and how much: a quick run is a smoke test, not a measurement."""

    seconds: float
    units: int
    rounds: int
    past: int


FULL = Size(seconds=6, units=20_000, rounds=3, past=30_000)
QUICK = Size(seconds=1.5, units=4_000, rounds=1, past=3_000)
LEAST = Size(seconds=1, units=1_500, rounds=1, past=1_000)


@dataclass
class Bench:
    """The stock with what is left of it."""

    size: Size
    stock: Stock
    scans: Supply
    records: Supply
    issues: Supply

    def fast(
        self, supply: Supply, requests: list[bytes], *, clients: int = CLIENTS, each: int = 1
    ) -> Outcome:
        """As fast as they go; what was not sent, `each` events a request, goes back."""
        outcome = as_fast_as_it_goes(PORT, requests, clients=clients, seconds=self.size.seconds)
        supply.unused(len(requests) * each, len(outcome.latencies) * each)
        return outcome


def told(outcome: Outcome) -> str:
    """The statuses that came back, for honesty: a refusal writes as much as a yes."""
    return ", ".join(f"{count:,} x {status}" for status, count in sorted(outcome.statuses.items()))


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
