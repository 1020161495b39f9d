"""IMEIs are burnt with a reason, once confirmed by two people, and never given again."""

import uuid

import pytest

from lines.models import Identifier
from quality.models import Imei, ImeiEvent, ImeiState
from tests import factories
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, a_confirmed_unit, numbers, states


@pytest.fixture
def writer(works: PlantAtWork) -> Writer:
    make_range(works.plant, works.model, sets=3)
    return Writer(works)


def test_confirmed_numbers_are_burnt_by_two_people_only(works, writer, client_for) -> None:
    unit, pair = a_confirmed_unit(works, writer)
    bo, lead = client_for(works.bo), factories.make_person("gul", works.plant, "qa_lead")
    body = {
        "event_id": str(uuid.uuid4()),
        "station": works.station("IMEIC").code,
        "identifier": unit.serial,
        "reason": "Board changed",
    }
    alone = bo.post("/api/v1/imeis/void", body, content_type="application/json")
    assert (alone.status_code, alone.json()["code"]) == (403, "second_needed")
    body["event_id"] = str(uuid.uuid4())
    body["second"] = {"badge": lead.badge, "pin": factories.PIN}
    both = bo.post("/api/v1/imeis/void", body, content_type="application/json")
    assert (both.status_code, both.json()["code"]) == (201, "imei_voided")
    assert states()[:2] == ["voided", "voided"]
    assert set(Imei.objects.filter(state="voided").values_list("void_reason", flat=True)) == {
        "Board changed"
    }
    event = ImeiEvent.objects.get(kind="voided")
    assert (event.person_id, event.second_id) == (works.bo.pk, lead.pk)
    unit.refresh_from_db()
    assert unit.done == works.position("CPL")
    assert "imeic" not in unit.gates
    assert Identifier.objects.filter(unit=unit, retired_at__isnull=True).count() == 1
    fresh = numbers(writer.issue(unit))
    assert set(fresh).isdisjoint(pair)
    assert Imei.objects.filter(unit=unit, state=ImeiState.RESERVED).count() == 2


def test_an_operator_or_a_device_may_not_void(works, writer, client_for) -> None:
    unit = a_unit(works, past="CPL")
    writer.issue(unit)
    body = {**writer.event("IMEIW", unit.serial), "reason": "Label torn"}
    ana = client_for(works.ana)
    answer = ana.post("/api/v1/imeis/void", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert writer.post("imeis/void", body).body["code"] == "not_allowed"
    assert states()[:2] == ["reserved", "reserved"]
