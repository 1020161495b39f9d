"""Labels on their way to a printer that answers, that is off, out of paper, or breaks off."""

import socket
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from lines.actions.labels.printing import print_waiting, printers_to_serve
from lines.actions.labels.queue import queue_label
from lines.models import LabelPrint, Printer, PrintJob
from lines.rules.labels.zebra import host_of
from tests.lines.labels.fake_printer import FakePrinter, a_printer
from tests.lines.labels.making import phone, prints

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def fake():
    with a_printer() as found:
        yield found


def queued(works, printer: FakePrinter | None, count: int = 1) -> Printer:
    """A line whose device labels go to the printer (a dead port when there is none)."""
    port = printer.port if printer else free_port()
    made = prints(works, "device", port=port)
    for _ in range(count):
        queue_label(kind="device", event_id=uuid4(), unit_id=phone(works).pk)
    return made


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def states() -> list[str]:
    return list(PrintJob.objects.order_by("pk").values_list("state", flat=True))


def test_queued_labels_are_printed_in_order_each_once(works, fake):
    printer = queued(works, fake, 3)

    assert print_waiting(printer_id=printer.pk, now=NOON) == 3
    assert print_waiting(printer_id=printer.pk, now=NOON) == 0

    assert states() == ["sent"] * 3
    assert len(fake.labels) == 3
    assert all(text.startswith(b"^XA^CI28^PW") for text in fake.labels)
    assert LabelPrint.objects.count() == 3
    printer.refresh_from_db()
    assert printer.state == "ready"


def test_a_printer_that_is_off_for_an_hour_prints_every_label_once(works):
    printer = queued(works, None, 4)
    now, asked = NOON, 0
    while now < NOON + timedelta(hours=1):
        if printer.pk in printers_to_serve(now=now):
            asked += 1
            assert print_waiting(printer_id=printer.pk, now=now) == 0
        now += timedelta(seconds=1)
    printer.refresh_from_db()
    assert (printer.state, states()) == ("away", ["queued"] * 4)
    assert 60 <= asked <= 66, "asked at 0, 2, 6, 14, 30, then once a minute"

    with a_printer(port=printer.port) as back:
        later = NOON + timedelta(hours=1, minutes=2)
        assert print_waiting(printer_id=printer.pk, now=later) == 4
        assert print_waiting(printer_id=printer.pk, now=later) == 0
        assert len(back.labels) == 4
    assert states() == ["sent"] * 4


@pytest.mark.parametrize(
    ("trouble", "state"), [({"paper_out": True}, "paper"), ({"head_open": True}, "head")]
)
def test_a_printer_without_paper_keeps_its_labels_waiting(works, trouble, state):
    with a_printer(**trouble) as fake:
        printer = queued(works, fake)

        assert print_waiting(printer_id=printer.pk, now=NOON) == 0

        printer.refresh_from_db()
        assert (printer.state, states(), fake.labels) == (state, ["queued"], [])
        fake.paper_out = fake.head_open = False
        assert print_waiting(printer_id=printer.pk, now=NOON + timedelta(seconds=5)) == 1


def test_a_label_whose_connection_broke_is_never_sent_again_by_itself(works):
    with a_printer(breaks_at=100) as fake:
        printer = queued(works, fake, 2)
        assert print_waiting(printer_id=printer.pk, now=NOON) == 0
        assert states() == ["unsure", "queued"]
        assert PrintJob.objects.order_by("pk").first().reason.startswith("Connection lost")
        fake.breaks_at = None

        for minutes in range(1, 5):
            print_waiting(printer_id=printer.pk, now=NOON + timedelta(minutes=minutes))

        assert states() == ["unsure", "sent"]
        assert len(fake.labels) == 1


def test_a_label_stuck_in_a_printer_without_paper_is_unsure(works, fake):
    printer = queued(works, fake)

    class RunsOut(list):
        def append(self, label: bytes) -> None:
            super().append(label)
            fake.paper_out, fake.stuck = True, 1

    fake.labels = RunsOut()
    assert print_waiting(printer_id=printer.pk, now=NOON) == 0
    assert states() == ["unsure"]
    assert "Paper is out" in PrintJob.objects.get().reason


def test_a_sender_that_died_leaves_its_label_unsure(works, fake):
    printer = queued(works, fake, 2)
    first = PrintJob.objects.order_by("pk").first()
    PrintJob.objects.filter(pk=first.pk).update(state="sending")

    assert print_waiting(printer_id=printer.pk, now=NOON) == 1
    assert states() == ["unsure", "sent"]


def test_a_printer_that_hangs_up_at_the_question_keeps_its_labels(works):
    with a_printer(breaks_at=0) as fake:
        fake.status = lambda: b"\x02nonsense\x03\r\n" * 3
        printer = queued(works, fake)
        assert print_waiting(printer_id=printer.pk, now=NOON) == 0
    printer.refresh_from_db()
    assert (printer.state, states()) == ("away", ["queued"])


def test_a_host_status_is_read_as_zebra_writes_it():
    printer = FakePrinter(paper_out=True, stuck=2)
    host = host_of(printer.status().decode())
    assert (host.state, host.waiting, host.idle) == ("paper", 2, False)
    assert host_of(printer.status().decode()[:-4]) is None
    assert host_of("") is None
