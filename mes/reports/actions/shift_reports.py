"""The shift report is written once when the shift ends, and again when a late record moves it."""

from datetime import datetime

from django.db import transaction

from mes.models import ShiftReport
from mes.reports.queries.shift_reports import (
    moving_figures,
    shift_figures,
    unreported_shifts,
    watched_shifts,
)
from mes.reports.rules.shift_report import basis_of
from plants.models import Shift

MOST = 40
"""Shifts reported in one round; the oldest come first and the rest in the next round."""


def write_missing_reports(*, now: datetime) -> int:
    """Report the shifts that ended; how many. May run twice at once or be lost without harm."""
    shifts = unreported_shifts(now=now, most=MOST)
    return sum(write_shift_report(shift=shift) for shift in shifts)


def revise_reports(*, now: datetime) -> int:
    """Add a revision where a record came after the report; how many."""
    return sum(write_shift_report(shift=shift) for shift in watched_shifts(now=now))


def write_shift_report(*, shift: Shift) -> bool:
    """Add the next revision of the shift's report unless the last one says the same.

    Two at once find the same next number: the second is left out by the constraint.
    """
    with transaction.atomic():
        figures = shift_figures(shift)
        basis = basis_of(figures)
        last = ShiftReport.objects.filter(shift=shift).order_by("-revision").first()
        if last is not None and bytes(last.basis) == basis:
            return False
        revision = last.revision + 1 if last is not None else 1
        whole = {**figures, **moving_figures(shift)}
        ShiftReport.objects.bulk_create(
            [ShiftReport(shift=shift, revision=revision, basis=basis, figures=whole)],
            ignore_conflicts=True,
        )
        return True
