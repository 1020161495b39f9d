"""A label is asked for: once for its event, with that moment's values, never in the way."""

from uuid import uuid4

import pytest

from lines.actions.labels.queue import queue_label
from lines.models import LabelEnd, LabelPrint, LabelSetting, PrintJob
from mes.kernel.refusals import Refusal
from tests.lines.labels.making import imei, make_layout, make_printer, phone, prints
from tests.plant import a_unit

pytestmark = pytest.mark.django_db


def test_a_label_is_kept_with_its_values_and_queued(works):
    printer, unit = prints(works, "device"), phone(works)

    label = queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)

    assert (label.no, label.copy) == (f"device-{unit.serial}", 0)
    assert label.data["values"]["imei2"] == unit.identifiers.get(kind="imei2").value
    job = PrintJob.objects.get()
    assert (job.printer, job.state, job.label) == (printer, "queued", label)


def test_a_line_without_labels_queues_none(works):
    unit = phone(works)
    assert queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk) is None
    with pytest.raises(Refusal, match="no_printer"):
        queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk, asked=True)
    assert LabelPrint.objects.count() == 0


def test_the_same_event_queues_one_label(works):
    prints(works, "device")
    unit, event = phone(works), uuid4()
    first = queue_label(kind="device", event_id=event, unit_id=unit.pk)
    assert queue_label(kind="device", event_id=event, unit_id=unit.pk) == first
    assert PrintJob.objects.count() == 1


def test_a_second_label_is_r1_with_its_reason_and_cancels_what_still_waits(works):
    prints(works, "device")
    unit = phone(works)
    first = queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)
    with pytest.raises(Refusal, match="reason_needed"):
        queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk, asked=True)

    again = queue_label(
        kind="device", event_id=uuid4(), unit_id=unit.pk, reason="Smudged", asked=True
    )

    assert (again.no, again.copy) == (f"device-{unit.serial}-R1", 1)
    assert again.data["values"]["copy"] == "R1"
    assert PrintJob.objects.get(label=first).state == "cancelled"
    assert LabelEnd.objects.count() == 0


def test_a_printed_label_is_void_when_it_is_printed_again(works):
    prints(works, "device")
    unit = phone(works)
    first = queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)
    PrintJob.objects.update(state="sent", sent_at="2026-03-02T08:00Z")

    queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk, reason="Torn", asked=True)

    end = LabelEnd.objects.get()
    assert (end.label, end.fate) == (first, "void")
    assert end.reason.endswith("R1: Torn")


def test_what_cannot_be_drawn_waits_in_error_and_says_why(works):
    printer, unit = make_printer(works), a_unit(works)
    LabelSetting.objects.create(line=works.line, kind="device", printer=printer)
    queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)
    assert PrintJob.objects.get().reason == "No released layout fits"

    make_layout(works, "device")
    queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)
    job = PrintJob.objects.latest("pk")
    assert job.state == "error"
    assert job.reason == "Field 2: a value that the symbol needs is missing: {imei1}"


def test_the_narrowest_layout_prints(works):
    prints(works, "device")
    unit = phone(works)
    for code, narrow in (
        ("PK", {"market": "PK"}),
        ("AE", {"market": "AE"}),
        ("MODEL", {"model": works.model}),
        ("OTHERS", {"customer": "Somebody else"}),
    ):
        make_layout(works, "device", code=code, **narrow)
    label = queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)
    assert label.layout.code == "MODEL"

    works.order.customer = "Al Noor"
    works.order.save()
    make_layout(works, "device", code="NOOR", customer="Al Noor")
    label = queue_label(kind="device", event_id=uuid4(), unit_id=unit.pk)
    assert label.layout.code == "NOOR"


def test_a_label_that_would_say_the_same_is_not_made_by_itself(works):
    prints(works, "box")
    unit = phone(works)
    by_hand = queue_label(kind="box", event_id=uuid4(), unit_id=unit.pk, asked=True)
    assert by_hand.subject == f"BX-{unit.serial}"

    assert queue_label(kind="box", event_id=uuid4(), unit_id=unit.pk) == by_hand
    unit.identifiers.filter(kind="imei1").update(value=imei(999_998))
    anew = queue_label(kind="box", event_id=uuid4(), unit_id=unit.pk)
    assert (anew.copy, anew.reason) == (1, "Printed anew")
