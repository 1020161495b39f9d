"""Certificates of export lots, read back from their files; incoming lots; calls and pages."""

import io
import zipfile
from uuid import uuid4

import pytest

from lines.models import (
    Consignment,
    Hold,
    KitLot,
    LotClearance,
    MaterialLot,
    Pick,
    Shipment,
)
from mes.kernel.refusals import Refusal
from quality.actions.sampling.again import resubmit
from quality.actions.sampling.certificates import certify
from quality.actions.sampling.items import inspect_pieces
from quality.actions.sampling.opening import open_lot
from quality.actions.sampling.submitted import kit_lot, material_lot
from quality.models import Certificate, InspectionKind, InspectionLot
from quality.queries.sampling.certificates import certificate_page, certificate_xlsx
from tests.lines.line_side.material import stores_of
from tests.lines.shipping.goods import a_carton
from tests.plant import a_plant
from tests.quality.sampling.lots import a_lot, defect_codes, inspected

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return a_plant(quantity=60)


def exported(works, *cartons: str) -> Shipment:
    """An export shipment with a pallet of these cartons."""
    pallet = a_carton(works, "PL-1", units=0, kind="pallet", capacity=9)
    for no in cartons:
        a_carton(works, no, units=2, parent=pallet)
    shipment = Shipment.objects.create(
        plant=works.plant, no="SH-1", kind="export", customer="Gulf Phones", country="AE"
    )
    Pick.objects.create(plant=works.plant, shipment=shipment, pallet=pallet)
    return shipment


def test_a_certificate_names_every_lot_and_every_unit(works):
    exported(works, "CT-1", "CT-2")
    lots = [inspected(works, a_lot(works, no)) for no in ("CT-1", "CT-2")]
    made = certify(plant_id=works.plant.pk, shipment_no="SH-1", by=works.people["fay"].pk)
    assert (made.facts["units"], made.facts["cartons"], made.facts["pallets"]) == (4, 2, 1)
    assert [lot["no"] for lot in made.facts["inspections"]] == [lot.no for lot in lots]
    assert {row[3] for row in made.facts["serials"]} == {lot.no for lot in lots}
    made = Certificate.objects.get(pk=made.pk)
    page = certificate_page(made)
    assert "Gulf Phones" in page
    assert all(lot.no in page for lot in lots)
    with zipfile.ZipFile(io.BytesIO(certificate_xlsx(made))) as book:
        text = book.read("xl/sharedStrings.xml").decode()
    assert all(row[0] in text for row in made.facts["serials"])


def test_an_export_lot_is_certified_only_when_every_unit_was_accepted(works):
    exported(works, "CT-1", "CT-2")
    inspected(works, a_lot(works, "CT-1"))
    asked = {"plant_id": works.plant.pk, "by": works.people["fay"].pk}
    with pytest.raises(Refusal) as refused:
        certify(**asked, shipment_no="SH-1")
    assert refused.value.code == "certificate_not_ready"
    assert refused.value.facts["count"] == 2
    Shipment.objects.create(
        plant=works.plant, no="SH-2", kind="domestic", customer="Airlink", country="PK"
    )
    with pytest.raises(Refusal) as home:
        certify(**asked, shipment_no="SH-2")
    assert home.value.code == "certificate_export_only"


def incoming(works, status: str = "inspection_pending") -> InspectionLot:
    defect_codes()
    lot = stores_of(works).lot("board", 40)
    MaterialLot.objects.filter(pk=lot.pk).update(status=status)
    return open_lot(
        plant_id=works.plant.pk,
        kind=InspectionKind.IQC,
        submitted=material_lot(plant_id=works.plant.pk, no=lot.no),
        by=works.bo.pk,
    )


def told(works, lot: InspectionLot, **said: object) -> InspectionLot:
    asked = {"event_id": uuid4(), "plant_id": works.plant.pk, "no": lot.no, "by": works.bo.pk}
    return inspect_pieces(**{**asked, **said})


def test_material_is_judged_piece_by_piece_and_may_then_be_issued(works):
    lot = incoming(works)
    assert (lot.size, lot.sample_size) == (40, 32)
    assert told(works, lot, pieces=31).state == "open"
    with pytest.raises(Refusal) as over:
        told(works, lot, pieces=2)
    assert over.value.code == "sample_over"
    assert told(works, lot).state == "accepted"
    material = MaterialLot.objects.get(pk=lot.material_id)
    assert material.status == "accepted"
    assert material.judgements.get().plan == f"{lot.no} II D n 32"


def test_rejected_material_comes_back_through_the_same_door(works):
    lot = incoming(works)
    told(works, lot, defects=["NO-BOOT"])
    lot = told(works, lot, pieces=31)
    material = MaterialLot.objects.get(pk=lot.material_id)
    assert (lot.state, material.status) == ("rejected", "rejected")
    again = resubmit(
        event_id=uuid4(), plant_id=works.plant.pk, no=lot.no, reason="Sorted", by=works.chen.pk
    )
    material.refresh_from_db()
    assert (again.before_id, material.status) == (lot.pk, "inspection_pending")


def test_material_that_was_judged_is_not_submitted(works):
    with pytest.raises(Refusal) as refused:
        incoming(works, "accepted")
    assert refused.value.code == "wrong_state"


def test_a_rejected_kit_lot_is_held_until_it_comes_back(works):
    defect_codes()
    load = Consignment.objects.create(plant=works.plant, no="CN-9", kit_type="skd")
    kits = KitLot.objects.create(consignment=load, variant=works.variant, no="KL-9", sets=10)
    lot = open_lot(
        plant_id=works.plant.pk,
        kind=InspectionKind.IQC,
        submitted=kit_lot(plant_id=works.plant.pk, no=kits.no),
        by=works.bo.pk,
    )
    told(works, lot, defects=["SHOCK"])
    told(works, lot, pieces=9)
    assert Hold.objects.get(released_at=None).lot_id == kits.pk
    resubmit(
        event_id=uuid4(), plant_id=works.plant.pk, no=lot.no, reason="Sorted", by=works.chen.pk
    )
    assert not Hold.objects.filter(released_at=None).exists()


def post(client, path: str, **body: object):
    return client.post(
        f"/api/v1/{path}",
        {"event_id": str(uuid4()), **body},
        content_type="application/json",
    )


def test_a_lot_goes_its_way_over_http(client, works):
    defect_codes()
    a_carton(works, "CT-1")
    client.force_login(works.people["fay"])
    plan = post(client, "sampling-plans", plant="LHR", kind="oqc", major="2.5", minor="2.5")
    assert plan.status_code == 201, plan.json()
    client.force_login(works.bo)
    made = post(client, "inspection-lots", kind="oqc", cartons=["CT-1"])
    assert made.status_code == 201, made.json()
    lot = made.json()["lot"]
    assert [one["carton"] for one in lot["samples"]] == ["CT-1", "CT-1"]
    for one in lot["samples"]:
        seen = post(client, f"inspection-lots/{lot['no']}/inspect", identifier=one["unit"])
        assert seen.status_code == 200, seen.json()
    assert seen.json()["lot"]["state"] == "accepted"
    again = post(client, f"inspection-lots/{lot['no']}/inspect", identifier="X")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert LotClearance.objects.filter(gate="oqc", revoked_at=None).count() == 1
    assert client.get("/api/v1/inspection-lots?state=accepted").json()["results"]
    client.force_login(works.ana)
    assert post(client, "inspection-lots", kind="oqc", cartons=["CT-1"]).status_code == 403


def test_the_pages_take_a_lot_from_submission_to_its_end(client, works):
    defect_codes()
    a_carton(works, "CT-1")
    client.force_login(works.bo)
    form = {"event_id": str(uuid4()), "goods": "CT-1", "kind": "oqc"}
    page = client.post("/inspection/LHR/submit/", form)
    assert page.status_code == 302, page.content.decode()[-3000:]
    lot = InspectionLot.objects.get()
    assert client.post("/inspection/LHR/submit/", form).url == page.url
    assert "CT-1" in client.get(page.url).content.decode()
    for sample, faults in zip(lot.samples.all(), (["NO-BOOT"], []), strict=True):
        assert client.get(f"{page.url}?unit={sample.unit.serial}").status_code == 200
        said = {"event_id": str(uuid4()), "unit": sample.unit.serial, "defect": faults}
        assert client.post(f"{page.url}inspect/", said).status_code == 302
    assert "Rejected" in client.get(page.url).content.decode()
    back = {"event_id": str(uuid4()), "reason": "Screened"}
    refused = client.post(f"{page.url}again/", back)
    assert (refused.status_code, b"same_person" in refused.content) == (409, True)
    assert client.get("/inspection/LHR/").status_code == 200
    assert client.get("/inspection/LHR/severity/").status_code == 200
    assert client.get("/inspection/LHR/IL-NONE/").status_code == 404
