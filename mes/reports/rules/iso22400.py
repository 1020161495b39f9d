"""ISO 22400-2:2014 key performance indicators by their exact names, as pure functions.

Times of one call share a unit (seconds or minutes, as the caller likes); quantities are units.
Ratios are shares, not per cent, and never clipped: an effectiveness over 1 says that the planned
run time is too long. Nothing to divide by answers None, which a page shows as "no data".
Scope is the work unit; for a serial line take its output or its constraint station, never the
mean of its stations.
"""

from collections.abc import Sequence
from dataclasses import dataclass


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def planned_busy_time(*, pot: float, planned_downtime: float) -> float:
    """PBT = POT − planned downtime."""
    return pot - planned_downtime


def actual_unit_processing_time(*, apt: float, aust: float) -> float:
    """AUPT = APT + AUST."""
    return apt + aust


def actual_unit_busy_time(*, aupt: float, adet: float) -> float:
    """AUBT = AUPT + ADET."""
    return aupt + adet


def worker_efficiency(*, apwt: float, apat: float) -> float | None:
    """APWT / APAT: work time over attendance."""
    return _share(apwt, apat)


def allocation_ratio(*, aubt: Sequence[float], aoet: float) -> float | None:
    """Σ AUBT / AOET, over the units an order used."""
    return _share(sum(aubt), aoet)


def throughput_rate(*, pq: float, aoet: float) -> float | None:
    """PQ / AOET, units per unit of time."""
    return _share(pq, aoet)


def allocation_efficiency(*, aubt: float, pbt: float) -> float | None:
    """AUBT / PBT."""
    return _share(aubt, pbt)


def utilization_efficiency(*, apt: float, aubt: float) -> float | None:
    """APT / AUBT."""
    return _share(apt, aubt)


def availability(*, apt: float, pbt: float) -> float | None:
    """APT / PBT."""
    return _share(apt, pbt)


def effectiveness(*, pri: float, pq: float, apt: float) -> float | None:
    """PRI × PQ / APT (performance)."""
    return _share(pri * pq, apt)


def quality_ratio(*, gq: float, pq: float) -> float | None:
    """GQ / PQ."""
    return _share(gq, pq)


def oee_index(*, pri: float, gq: float, pbt: float) -> float | None:
    """Availability × Effectiveness × Quality ratio, which is PRI × GQ / PBT."""
    return _share(pri * gq, pbt)


def oee_index_without_grid(*, pri: float, gq: float, pbt: float, grid: float) -> float | None:
    """The OEE index over the busy time in which there was power: PRI × GQ / (PBT − grid loss).

    Not an ISO 22400 KPI: the standard counts an external cause (an outage) as unplanned downtime.
    Beside the OEE index it tells what the plant lost by itself.
    """
    return _share(pri * gq, max(0.0, pbt - grid))


def nee_index(*, aupt: float, pbt: float, apt: float, pri: float, gq: float) -> float | None:
    """AUPT / PBT × Effectiveness × Quality ratio: setting up is not counted as a loss."""
    busy, made = _share(aupt, pbt), _share(pri * gq, apt)
    return None if busy is None or made is None else busy * made


def setup_ratio(*, aust: float, aupt: float) -> float | None:
    """AUST / AUPT."""
    return _share(aust, aupt)


def technical_efficiency(*, apt: float, adet: float) -> float | None:
    """APT / (APT + ADET)."""
    return _share(apt, apt + adet)


def production_process_ratio(*, apt: Sequence[float], aoet: float) -> float | None:
    """Σ APT / AOET."""
    return _share(sum(apt), aoet)


def actual_to_planned_scrap_ratio(*, sq: float, psq: float) -> float | None:
    """SQ / PSQ."""
    return _share(sq, psq)


def first_pass_yield(*, gp: float, ip: float) -> float | None:
    """GP / IP: good at the first run over inspected."""
    return _share(gp, ip)


def scrap_ratio(*, sq: float, pq: float) -> float | None:
    """SQ / PQ."""
    return _share(sq, pq)


def rework_ratio(*, rq: float, pq: float) -> float | None:
    """RQ / PQ."""
    return _share(rq, pq)


def fall_off_ratio(*, sq: float, pq_first: float) -> float | None:
    """SQ / PQ of the first operation of the order sequence."""
    return _share(sq, pq_first)


def machine_capability(*, usl: float, lsl: float, s: float) -> float | None:
    """Cm = (USL − LSL) / 6 s, short-term."""
    return _share(usl - lsl, 6 * s)


def critical_capability(
    *, mean: float, sigma: float, usl: float | None = None, lsl: float | None = None
) -> float | None:
    """Cmk or Cpk: the nearer limit's distance over 3 σ; one limit may be open."""
    sides = [usl - mean] if usl is not None else []
    sides += [mean - lsl] if lsl is not None else []
    return _share(min(sides), 3 * sigma) if sides else None


@dataclass(frozen=True, slots=True)
class FailureDivisor:
    """Sources divide by FE or by FE + 1: `plus` 0 (the default) or 1 is a plant's choice."""

    plus: int = 0

    def mean_time(self, times: Sequence[float], failures: int) -> float | None:
        """MTBF, MTTR or MTTF: Σ TBF, TTR or TTF over the failure event count FE."""
        return _share(sum(times), failures + self.plus)


def corrective_maintenance_ratio(*, cmt: float, pmt: float) -> float | None:
    """CMT / (CMT + PMT)."""
    return _share(cmt, cmt + pmt)


def rolled_yield(first_pass: Sequence[float]) -> float | None:
    """The product of the stations' first pass yields; not an ISO 22400 KPI, but the floor's "first
    pass of the line"."""
    if not first_pass:
        return None
    product = 1.0
    for share in first_pass:
        product *= share
    return product
