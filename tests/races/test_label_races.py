"""Two workers and one label, two people and one thing: it is printed once, and numbered once."""

from functools import partial
from uuid import uuid4

import pytest

from lines.actions.labels.printing import print_waiting
from lines.actions.labels.queue import queue_label
from lines.actions.packing_rules import save_packing_rule
from lines.models import LabelPrint, LearnedWindow, PrintJob, WeightCheck
from tests.lines.labels.fake_printer import a_printer
from tests.lines.labels.making import phone, prints
from tests.plant import a_plant
from tests.races.rivals import at_once
from tests.races.test_work_races import boxed, carton
from tests.scanning import Scanner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_workers_print_each_label_once() -> None:
    works = a_plant(quantity=12)
    with a_printer() as fake:
        printer = prints(works, "device", port=fake.port)
        for _ in range(12):
            queue_label(kind="device", event_id=uuid4(), unit_id=phone(works).pk)

        done = at_once([partial(print_waiting, printer_id=printer.pk) for _ in range(4)])
        print_waiting(printer_id=printer.pk)

        assert sum(done) <= 12
        assert len(fake.labels) == len(set(fake.labels)) == 12
    assert set(PrintJob.objects.values_list("state", "tries")) == {("sent", 1)}


def test_a_label_asked_for_by_four_at_once_is_numbered_through() -> None:
    works = a_plant()
    prints(works, "device")
    unit = phone(works)
    labels = at_once(
        [
            partial(
                queue_label, kind="device", event_id=uuid4(), unit_id=unit.pk, reason=f"No. {n}",
                asked=True,
            )
            for n in range(4)
        ]
    )  # fmt: skip
    assert sorted(label.copy for label in labels) == [0, 1, 2, 3]
    states = PrintJob.objects.order_by("label__copy").values_list("state", flat=True)
    assert list(states) == ["cancelled", "cancelled", "cancelled", "queued"]


def test_the_same_event_at_once_is_one_label() -> None:
    works = a_plant()
    prints(works, "device")
    unit, event = phone(works), uuid4()
    job = partial(queue_label, kind="device", event_id=event, unit_id=unit.pk)
    assert len({label.pk for label in at_once([job] * 4)}) == 1
    assert LabelPrint.objects.count() == PrintJob.objects.count() == 1


def test_a_carton_closed_twice_at_once_has_one_label() -> None:
    works = a_plant(quantity=4)
    prints(works, "carton")
    full = carton(works)
    for _ in range(2):
        unit = boxed(works)
        unit.box.parent = full
        unit.box.save()
    path = f"handling-units/{full.no}/close"
    answers = at_once(
        [partial(Scanner(works).post, path, {"event_id": str(uuid4())}) for _ in range(4)]
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert [label.no for label in LabelPrint.objects.all()] == [f"carton-{full.no}"]


def test_one_reading_of_the_scale_is_for_one_box() -> None:
    works = a_plant(quantity=6)
    scanner = Scanner(works)
    save_packing_rule(line_id=works.line.pk, fields={"weigh_boxes": True, "learn_from": 5})
    units = [phone(works, past="FQC") for _ in range(2)]
    body = {"event_id": str(uuid4()), "station": "LHR-B-GBL", "grams": "400"}
    assert scanner.post("weights", body).status == 201
    answers = at_once(
        [
            partial(
                Scanner(works).post, "handling-units",
                {
                    "event_id": str(uuid4()), "station": "LHR-B-GBL", "kind": "box",
                    "identifier": unit.serial,
                },
            )
            for unit in units
        ]
    )  # fmt: skip
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert {answer.code for answer in answers} == {"ok", "weight_needed"}
    assert WeightCheck.objects.count() == 1
    assert LearnedWindow.objects.count() == 0
