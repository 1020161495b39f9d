"""The carton sheet: who may close a carton from it, and what a form sent twice does."""

import uuid

import pytest
from django.test import Client
from django.utils.timezone import now

from lines.models import HandlingUnit
from plants.models import Role
from tests import factories
from tests.plant import PlantAtWork, a_unit


@pytest.fixture
def carton(works: PlantAtWork) -> HandlingUnit:
    """An open one with one phone of two in it."""
    common = {"plant": works.plant, "variant": works.variant, "order": works.order}
    carton = HandlingUnit.objects.create(
        **common, no="C-1", kind="carton", capacity=2, station=works.station("CTN")
    )
    box = HandlingUnit.objects.create(
        **common, no="BX-1", kind="box", capacity=1, state="closed", parent=carton, closed_at=now()
    )
    a_unit(works, past="CTN", state="packed", box=box)
    return carton


def close(client: Client, **said: str):
    form = {"event_id": str(uuid.uuid4()), "carton": "C-1", "reason": "", **said}
    return client.post("/station/LHR-B-CTN/carton/close/", form)


def test_who_only_reads_closes_no_carton(works, carton, client_for) -> None:
    reader = factories.make_person("ina", works.plant, Role.INSPECTOR)

    answer = close(client_for(reader), reason="End of the order")

    carton.refresh_from_db()
    assert (answer.status_code, carton.state) == (403, "open")


def test_a_form_sent_again_with_another_reason_is_refused_on_the_page(
    works, carton, client_for
) -> None:
    ana, event = client_for(works.ana), str(uuid.uuid4())
    assert close(ana, event_id=event).status_code == 409

    again = close(ana, event_id=event, reason="End of the order")

    carton.refresh_from_db()
    assert (again.status_code, carton.state) == (409, "open")
    assert close(ana, reason="End of the order").status_code == 302


@pytest.mark.parametrize("field", ["carton", "reason"])
def test_a_text_that_cannot_be_kept_closes_nothing_and_breaks_nothing(
    works, carton, client_for, field
) -> None:
    answer = close(client_for(works.ana), **{field: "\x00"})

    carton.refresh_from_db()
    assert (answer.status_code in (404, 409), carton.state) == (True, "open")
