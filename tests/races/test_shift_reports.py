"""Two workers report the same shift at the same moment: it is reported once."""

from datetime import timedelta

import pytest

from mes.models import ShiftReport
from mes.reports.actions.shift_reports import write_missing_reports
from plants.models import Shift, ShiftState
from tests.ledger import EIGHT, a_shift, moved
from tests.plant import a_plant
from tests.races.rivals import at_once

END = EIGHT + timedelta(hours=9)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_shift_that_four_workers_report_at_once_has_one_report() -> None:
    works = a_plant()
    shift = a_shift(works.line)
    moved(works, "CTN", EIGHT)
    Shift.objects.filter(pk=shift.pk).update(state=ShiftState.CLOSED, closed_at=END)
    at_once([lambda: write_missing_reports(now=END)] * 4)
    assert ShiftReport.objects.filter(shift=shift, revision=1).count() == 1
    assert ShiftReport.objects.count() == 1
