"""A kept shift report as the values its page and its workbook show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lines.rules.now import HourRow, Loss, Reason
from mes.reports.rules.shift_report import Figures


@dataclass(frozen=True)
class OperationRow:
    """First runs of an operation and the share of them that was good, in per cent."""

    code: str
    inspected: int
    good: int

    @property
    def first_pass(self) -> float:
        return 100 * self.good / self.inspected if self.inspected else 0.0


@dataclass(frozen=True)
class StopRow:
    """A stop or call of the shift; ``minutes`` None while nobody ended it."""

    no: str
    place: str
    cause: str
    started: datetime
    ended: datetime | None
    halts: bool

    @property
    def minutes(self) -> int | None:
        if self.ended is None:
            return None
        return round((self.ended - self.started).total_seconds() / 60)


def hours_of(figures: Figures) -> tuple[HourRow, ...]:
    """The hours as the boards draw them; all of them are over."""
    rows: list[HourRow] = []
    running = 0
    for hour in figures["hours"]:
        running += hour["good"] - hour["plan"]
        rows.append(
            HourRow(
                start=datetime.fromisoformat(hour["start"]),
                plan=hour["plan"],
                due=hour["plan"],
                good=hour["good"],
                phase="closed",
                running_gap=running,
                reasons=tuple(Reason(each["text"], each["units"]) for each in hour["reasons"]),
                note=hour["note"],
            )
        )
    return tuple(rows)


def losses_of(figures: Figures) -> tuple[Loss, ...]:
    return tuple(
        Loss(loss["place"], loss["cause"], loss["units"], loss["minutes"])
        for loss in figures["losses"]
    )


def operations_of(figures: Figures) -> tuple[OperationRow, ...]:
    """Worst first pass first."""
    rows = [
        OperationRow(part["operation"], part["inspected"], part["good"])
        for part in figures["first_passes"]
    ]
    return tuple(sorted(rows, key=lambda row: (row.first_pass, row.code)))


def stops_of(figures: Figures) -> Sequence[StopRow]:
    return [
        StopRow(
            no=stop["no"],
            place=stop["place"],
            cause=stop["cause"],
            started=datetime.fromisoformat(stop["started"]),
            ended=datetime.fromisoformat(stop["ended"]) if stop["ended"] else None,
            halts=stop["halts"],
        )
        for stop in figures["stops"]
    ]
