"""Two workers report the same shift at the same moment: it is reported once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from mes.models import ShiftReport
from mes.reports.actions.shift_reports import write_missing_reports
from plants.models import Shift, ShiftState
from tests.ledger import EIGHT, a_shift, moved
from tests.plant import a_plant

END = EIGHT + timedelta(hours=9)


def report(start: threading.Barrier, written: list[int]) -> None:
    connection.ensure_connection()
    start.wait()
    written.append(write_missing_reports(now=END))
    connections.close_all()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_shift_that_four_workers_report_at_once_has_one_report() -> None:
    works = a_plant()
    shift = a_shift(works.line)
    moved(works, "CTN", EIGHT)
    Shift.objects.filter(pk=shift.pk).update(state=ShiftState.CLOSED, closed_at=END)
    start, written = threading.Barrier(4), list[int]()
    workers = [threading.Thread(target=report, args=(start, written)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert len(written) == 4
    assert ShiftReport.objects.filter(shift=shift, revision=1).count() == 1
    assert ShiftReport.objects.count() == 1
