"""What is released, sent or mixed is refused by the database, whoever asks."""

from itertools import product
from uuid import uuid4

import pytest

from lines.actions.labels.queue import queue_label
from lines.models import HandlingUnit, JobState, LabelLayout, PrintJob
from tests import factories
from tests.constraints.test_guards import refusal_of
from tests.lines.labels.making import make_layout, phone, prints

pytestmark = pytest.mark.django_db
ROADS = {
    ("queued", "sending"), ("queued", "sent"), ("queued", "error"), ("queued", "cancelled"),
    ("sending", "sent"), ("sending", "unsure"), ("error", "queued"), ("error", "cancelled"),
    ("unsure", "sent"), ("unsure", "cancelled"),
}  # fmt: skip
PATHS = {
    "queued": (), "sending": ("sending",), "sent": ("sent",), "error": ("error",),
    "unsure": ("sending", "unsure"), "cancelled": ("cancelled",),
}  # fmt: skip


def test_a_released_layout_is_frozen(works):
    layout = make_layout(works)
    rows = LabelLayout.objects.filter(pk=layout.pk)
    frozen = "lines_labellayout_frozen"
    assert refusal_of(lambda: rows.update(spec={})) == frozen
    assert refusal_of(lambda: rows.update(state="draft")) == frozen
    assert refusal_of(rows.delete) == frozen
    assert refusal_of(lambda: rows.update(state="retired")) is None


def test_a_print_job_goes_only_the_roads_it_has(works):
    prints(works, "device")
    queue_label(kind="device", event_id=uuid4(), unit_id=phone(works).pk)
    jobs = PrintJob.objects.all()

    def go(*states: str) -> None:
        for state in states:
            jobs.update(state=state, sent_at="2026-03-02T08:00Z")

    for here, there in product(JobState.values, JobState.values):
        if here == there:
            continue
        refused = refusal_of(lambda here=here, there=there: go(*PATHS[here], there))
        assert refused == (None if (here, there) in ROADS else "lines_printjob_road"), (here, there)
    assert refusal_of(jobs.delete) == "lines_printjob_road"


@pytest.mark.parametrize("what", ["firmware", "market", "variant"])
def test_a_carton_mixes_nothing(works, what):
    goods = {"plant": works.plant, "variant": works.variant, "capacity": 5}
    carton = HandlingUnit.objects.create(no="C-1", kind="carton", order=works.order, **goods)
    order = works.order
    if what == "market":
        order = factories.make_order(works.route, works.variant, works.line, country="AE")
    if what == "variant":
        goods["variant"] = factories.make_variant(works.model, "White")
    box = HandlingUnit.objects.create(
        no="BX-1", kind="box", order=order, firmware="2" if what == "firmware" else "", **goods
    )
    same = HandlingUnit.objects.create(
        no="BX-2", kind="box", order=works.order, **{**goods, "variant": works.variant}
    )

    def into(one: HandlingUnit) -> None:
        HandlingUnit.objects.filter(pk=one.pk).update(parent=carton)

    assert refusal_of(lambda: into(box)) == "lines_handlingunit_one_kind"
    assert refusal_of(lambda: into(same)) is None
