"""Board and device labels come behind the moves: by themselves, once, and void with the unit."""

import pytest
from django.db import connection

from lines.actions.labels import settled
from lines.actions.labels.settled import queue_settled_labels
from lines.models import LabelEnd, LabelMark, LabelPrint, LabelSetting, PrintJob, Unit
from tests.ledgers import a_move
from tests.lines.labels.making import imei, make_printer, prints
from tests.plant import a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_settled(monkeypatch):
    """Every transaction has ended here, the test's own too."""

    def below() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(settled, "settled_below", below)


def looked_again() -> int | None:
    """The task once more over all moves, as if its last runs had been lost."""
    LabelMark.objects.update(xid_below=3)
    return queue_settled_labels()


def written(works, **fields):
    """A unit whose IMEIs were written a moment ago, and the move that says so."""
    unit = a_unit(works, past="IMEIW", **fields)
    number = works.order.units.count() * 2
    for slot in (1, 2):
        value = imei(423750 + number + slot)
        unit.identifiers.create(plant=works.plant, kind=f"imei{slot}", value=value)
    return unit, _passes(works, unit, "IMEIW")


def _passes(works, unit, operation, **fields):
    told = {"unit_id": unit.pk, "order_id": unit.order_id, "kind": "pass", **fields}
    return a_move(works, operation, **told)


def test_the_imei_station_prints_the_device_label_once_however_often_the_task_runs(works):
    prints(works, "device")
    unit, move = written(works)
    assert queue_settled_labels() == 1
    label = LabelPrint.objects.get()
    assert (label.kind, label.unit_id, label.copy) == ("device", unit.pk, 0)
    assert label.station_id == move.station_id
    assert label.data["values"]["imei1"] == unit.identifiers.get(kind="imei1").value

    assert queue_settled_labels() == 0
    looked_again()
    assert (LabelPrint.objects.count(), PrintJob.objects.count()) == (1, 1)


def test_a_unit_that_passes_again_gets_no_second_label_unless_its_numbers_changed(works):
    prints(works, "device")
    unit, _ = written(works)
    queue_settled_labels()
    _passes(works, unit, "IMEIW")
    looked_again()
    assert LabelPrint.objects.count() == 1

    PrintJob.objects.update(state="sent", sent_at="2026-03-02T08:00Z")
    unit.identifiers.filter(kind="imei1").update(value=imei(99_999))
    _passes(works, unit, "IMEIW")
    looked_again()
    assert sorted(LabelPrint.objects.values_list("copy", flat=True)) == [0, 1]
    assert LabelEnd.objects.get().fate == "void"


def test_a_line_that_prints_only_when_asked_gets_none_also_not_when_it_changes_its_mind(works):
    prints(works, "device", automatic=False)
    written(works)
    assert queue_settled_labels() == 0
    LabelSetting.objects.update(automatic=True)
    assert queue_settled_labels() == 0
    assert LabelPrint.objects.count() == 0


def test_the_board_label_comes_where_its_serial_is_written(works):
    works.operations["ASM-01"].code = "WRSN"
    works.operations["ASM-01"].save()
    prints(works, "board")
    bare, named = a_unit(works, past="ASM-01"), a_unit(works, past="ASM-01")
    named.identifiers.create(plant=works.plant, kind="board_sn", value="MB-0001")
    for unit in (bare, named):
        _passes(works, unit, "ASM-01")
    assert queue_settled_labels() == 1
    label = LabelPrint.objects.get()
    assert (label.kind, label.data["values"]["board_sn"]) == ("board", "MB-0001")


def test_no_other_step_and_no_failed_run_prints_one(works):
    prints(works, "device", "board")
    unit = a_unit(works, past="IMEIC")
    _passes(works, unit, "ASM-01")
    _passes(works, unit, "IMEIW", kind="fail")
    assert queue_settled_labels() == 0


def test_the_labels_of_a_unit_that_was_scrapped_are_void_or_never_printed(works):
    make_printer(works, "PR-2")
    prints(works, "device")
    printed, waiting = written(works)[0], written(works)[0]
    queue_settled_labels()
    sent = PrintJob.objects.filter(label__unit=printed)
    sent.update(state="sent", sent_at="2026-03-02T08:00Z")
    for unit in (printed, waiting):
        unit.state = "scrapped"
        unit.save()
        _passes(works, unit, "IMEIW", kind="scrap")
    looked_again()
    end = LabelEnd.objects.get()
    assert (end.label.unit_id, end.fate, end.reason) == (
        printed.pk,
        "void",
        "The unit was scrapped",
    )
    assert PrintJob.objects.get(label__unit=waiting).state == "cancelled"


def test_a_label_that_is_being_sent_while_its_unit_is_scrapped_is_void(works):
    prints(works, "device")
    unit, _ = written(works)
    queue_settled_labels()
    PrintJob.objects.update(state="sending", started_at="2026-03-02T08:00Z")
    unit.state = "scrapped"
    unit.save()
    _passes(works, unit, "IMEIW", kind="scrap")
    looked_again()
    assert LabelEnd.objects.get().fate == "void"


def test_more_moves_of_one_transaction_than_one_run_takes_get_their_labels(works, monkeypatch):
    monkeypatch.setattr(settled, "AT_ONCE", 2)
    prints(works, "device")
    for _ in range(3):
        written(works)
    assert queue_settled_labels() == 3
    assert queue_settled_labels() == 0


def test_a_label_that_cannot_be_made_stops_no_other(works, monkeypatch, caplog):
    prints(works, "device")
    (bad, move), (good, _) = written(works), written(works)
    make = settled.queue_label

    def breaks(*, unit_id, **more):
        if unit_id == bad.pk:
            Unit.objects.get(pk=-1)
        return make(unit_id=unit_id, **more)

    monkeypatch.setattr(settled, "queue_label", breaks)
    assert queue_settled_labels() == 1
    assert LabelPrint.objects.get().unit_id == good.pk
    assert f"No device label for move {move.event_id}" in caplog.text
    assert queue_settled_labels() == 0
