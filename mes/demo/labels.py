"""The demo's label layouts, its printers, and what lies in the boxes of its phones."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from lines.actions.labels.layouts import Narrow, draft_layout, release_layout
from lines.actions.labels.printers import save_printer, save_setting
from lines.actions.labels.queue import queue_label
from lines.actions.packing_rules import save_accessory
from lines.models import HandlingUnit, JobState, LabelKind, LabelMark, PrintJob
from lines.rules.labels.starters import STARTERS
from mes.kernel.ids import derived
from plants.models import Line, Person, Plant, ProductVariant

PRINTER_PORT = 19100
"""Where the simulator's own printer listens, on this machine only."""
THINGS = (  # code, name, name in Urdu, grams
    ("CHARGER", "Charger", "چارجر", "62.0"),
    ("CABLE", "Cable", "کیبل", "22.0"),
    ("GUIDE", "Quick guide", "رہنما کتابچہ", "18.5"),
    ("PIN", "SIM pin", "سم پن", "1.2"),
)


def make_labels(plants: dict[str, Plant], people: dict[str, Person]) -> None:
    """Layouts of every kind, released, a printer in each plant, and what lies in a box; every
    label is printed by itself.
    """
    by = people["planner"]
    for plant in plants.values():
        for kind, spec in STARTERS.items():
            layout = draft_layout(
                plant_id=plant.pk, code=kind.upper(), kind=kind, spec=spec, narrow=Narrow(),
                by=by.pk,
            )  # fmt: skip
            release_layout(plant_id=plant.pk, code=layout.code, version=layout.version, by=by.pk)
        printer = save_printer(
            plant_id=plant.pk,
            code=f"{plant.code}-ZPL-1",
            fields={
                "name": "Packing", "place": "Packing tables", "kind": "zpl", "host": "127.0.0.1",
                "port": PRINTER_PORT, "keeper": people["supervisor"],
            },
        )  # fmt: skip
        for line in Line.objects.filter(plant=plant):
            for kind in LabelKind.values:
                save_setting(line_id=line.pk, kind=kind, printer=printer, automatic=True)
    for variant in ProductVariant.objects.all():
        for place, (code, name, name_ur, grams) in enumerate(THINGS):
            fields = {
                "name": name, "name_ur": name_ur, "grams": Decimal(grams), "position": place,
            }  # fmt: skip
            save_accessory(variant_id=variant.pk, code=code, fields=fields)


def make_prints(plants: Iterable[Plant], people: dict[str, Person]) -> None:
    """Labels of the cartons that were closed last: printed, but for one that nobody is sure of.

    The units of the past days wear theirs; only who passes from now on gets one printed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
        (below,) = cursor.fetchone()
    LabelMark.objects.update_or_create(pk=1, defaults={"xid_below": below})
    for plant in plants:
        cartons = HandlingUnit.objects.filter(plant=plant, kind="carton", state="closed")
        for number, carton in enumerate(cartons.order_by("-closed_at")[:8]):
            label = queue_label(
                kind=LabelKind.CARTON,
                event_id=derived("demo_label", carton.no),
                handling_id=carton.pk,
                by=people["operator"].pk,
            )
            if label is None:
                continue
            jobs = PrintJob.objects.filter(label=label, state=JobState.QUEUED)
            if number == 1:
                jobs.update(state=JobState.SENDING)
                PrintJob.objects.filter(label=label, state=JobState.SENDING).update(
                    state=JobState.UNSURE, reason="Connection lost while sending: timed out"
                )
            else:
                jobs.update(state=JobState.SENT, sent_at=timezone.now())
