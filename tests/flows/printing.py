"""The printer of a flow: what was sent to it, as a reader reads the labels."""

from django.utils import timezone

from lines.actions.labels.printing import print_waiting, printers_to_serve
from tests.lines.labels.fake_printer import FakePrinter
from tests.lines.labels.reading import read, zpl_picture


def printed(printer: FakePrinter) -> list[dict[str, str]]:
    """What the labels say that came out since the last time."""
    now = timezone.now()
    for printer_id in printers_to_serve(now=now):
        print_waiting(printer_id=printer_id, now=now)
    labels, printer.labels = printer.labels, []
    return [read(zpl_picture(one)) for one in labels]
